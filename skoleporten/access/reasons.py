"""Why an actor sees a pupil, in words: one function a role, reading the same relations as the gate's rules.

A reason is a clause that goes after "because", about whoever sees: it fits "you see this because …" and a list of all
who can. The gate decides who sees; a reason is given only to whom the gate lets in, and nobody is without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, User
from skoleporten.access.queries import gives_role
from skoleporten.access.roles import GRANTED, SEE_NO_PUPIL, Role
from skoleporten.audit.models import BreakGlass

Say = Iterator[str]
PURPOSES: dict[str, tuple[Purpose, ...]] = {
    Role.SCHOOL_LEADER: (Purpose.FOLLOW_UP, Purpose.FORMER_SCHOOL),
    Role.MUNICIPALITY: (Purpose.SERIOUS_MATTER,),
    Role.SPECIALIST: (Purpose.FOLLOW_UP, Purpose.CONSULTATION),
    Role.GUARDIAN: (Purpose.OWN_CHILD,),
    Role.PUPIL: (Purpose.OWN,),
}


@dataclass(frozen=True)
class Seer:
    """Somebody who can see the pupil today. `name` is shown only where the municipality has chosen so."""

    role: str
    unit: str
    reasons: tuple[str, ...]
    name: str


def purpose_of(role: str) -> Purpose:
    """What the role looks at a pupil for."""
    return PURPOSES.get(role, (Purpose.FOLLOW_UP,))[0]


def reasons(actor: Actor, pupil_pk: int, today: dt.date) -> tuple[str, ...]:
    """Empty for whom the gate does not let in."""
    purposes = PURPOSES.get(actor.role, (Purpose.FOLLOW_UP,))
    if not any(gate.may_see(actor, pupil_pk, purpose, today) for purpose in purposes):
        return ()
    return reasons_in_view(actor, pupil_pk, today)


def reasons_in_view(actor: Actor, pupil_pk: int, today: dt.date) -> tuple[str, ...]:
    """For a page whose pupil has just come through the gate to this actor; the gate is not asked a second time."""
    told = _REASONS.get(actor.role, _nothing)(actor, pupil_pk, today)
    return tuple(dict.fromkeys([*told, *_emergency(actor, pupil_pk), *_by_name(actor, pupil_pk, today)]))


def who_can_see(pupil_pk: int, today: dt.date) -> list[Seer]:
    """Everybody, each in each role at each school, as the gate answers for them at this moment; staff first."""
    seers = []
    for actor in _candidates(pupil_pk, today):
        if why := reasons(actor, pupil_pk, today):
            seers.append(Seer(actor.role, actor.unit, why, actor.name))
    order = list(Role)
    return sorted(seers, key=lambda seer: (order.index(Role(seer.role)), seer.unit, seer.name))


# One part a role, beside the gate's -----------------------------------------------------------------------------------
def _teacher(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    for grant in _grants(actor, today).select_related("school", "school_class", "teaching_group"):
        names = {
            "school": grant.school,
            "class": grant.school_class,
            "grade": grant.grade,
            "group": grant.teaching_group,
        }
        for stay in _stays(pupil_pk, today).filter(school=grant.school_id):
            if grant.school_class_id is not None:
                if stay.school_class_id == grant.school_class_id:
                    yield _("the pupil is in class %(class)s at %(school)s") % names
            elif grant.grade is not None:
                if stay.grade == grant.grade:
                    yield _("the pupil is in grade %(grade)s at %(school)s") % names
            elif grant.teaching_group_id is not None:
                if _is_in_group(grant.teaching_group_id, pupil_pk, today):
                    yield _("the pupil is in the teaching group %(group)s at %(school)s") % names
            elif grant.pupil_id in (None, pupil_pk):
                yield _goes_to(stay.school)


def _school_leader(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    stays = _rows("people.Enrolment").filter(superseded_at__isnull=True, pupil=pupil_pk, school__in=actor.school_ids)
    begun = list(stays.filter(start__lte=today).select_related("school").order_by("end", "start", "id"))
    here = [stay for stay in begun if stay.end is None or stay.end >= today]
    for stay in here:
        yield _goes_to(stay.school)
    if begun and not here:
        left = begun[-1]
        names = {"school": left.school, "date": _day(left.end), "until": _day(last_day_of_school_year(today))}
        told = _("the pupil went to %(school)s until %(date)s; what is from before the move is shown until %(until)s")
        yield told % names


def _team(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    for one in _rows("people.Involvement").filter(_lasts(today), pupil=pupil_pk, start__lte=today):
        yield _("Skoleporten has followed up the pupil since %(date)s") % {"date": _day(one.start)}


def _lead(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    yield from _team(actor, pupil_pk, today)
    for one in _rows("people.Involvement").filter(pupil=pupil_pk, end__lt=today, retained_until__gte=today):
        date = {"date": _day(one.retained_until)}
        yield _("the case is closed, and is kept until %(date)s") % date


def _specialist(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    named = _rows("people.CaseTeamMember").filter(
        user=actor.user_id, pupil=pupil_pk, start__lte=today, end__gte=today, ended_at__isnull=True
    )
    for one in named.filter(gate.law_or_consent(today)):
        names = {"date": _day(one.end), "law": one.law}
        if one.basis == "law":
            yield _("a place in the team around the pupil until %(date)s, by %(law)s") % names
        else:
            yield _("a place in the team around the pupil until %(date)s, by consent") % names
    asked = _rows("concerns.Discussion").filter(
        gate.basis_holds(today), consultant=actor.user_id, concern__pupil=pupil_pk, until__gte=today,
        ended_at__isnull=True,
    )  # fmt: skip
    for one in asked:
        yield _("the school asked for advice about one thing, which is seen until %(date)s") % {"date": _day(one.until)}


def _official(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    """Not that there is a matter, nor whom it is about."""
    yield _("the municipality receives serious matters from the school")


def _guardian(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    """Never what kind of relation: it could tell of child welfare."""
    for one in _rows("people.Guardianship").filter(
        _lasts(today), guardian__user=actor.user_id, pupil=pupil_pk, start__lte=today, verified_at__isnull=False
    ):
        date = {"date": _day(timezone.localdate(one.verified_at))}
        yield _("the right to decide for the child was verified on %(date)s") % date


def _pupil(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    yield _("it is about the pupil's own self")


def _nothing(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    yield from ()


_REASONS: dict[str, Callable[[Actor, int, dt.date], Say]] = {
    Role.TEACHER: _teacher,
    Role.SCHOOL_LEADER: _school_leader,
    Role.TEAM: _team,
    Role.LEAD: _lead,
    Role.SPECIALIST: _specialist,
    Role.MUNICIPALITY: _official,
    Role.GUARDIAN: _guardian,
    Role.PUPIL: _pupil,
}


# In addition, whatever the role ---------------------------------------------------------------------------------------
def _emergency(actor: Actor, pupil_pk: int) -> Say:
    if actor.role not in gate.BREAK_GLASS:
        return
    mine = BreakGlass.objects.filter(user=actor.user_id, role=actor.role, pupil=pupil_pk, ends_at__gt=timezone.now())
    for one in mine:
        clock = date_format(timezone.localtime(one.ends_at), "TIME_FORMAT")
        yield _("the pupil was opened in an emergency, until %(time)s") % {"time": clock}


def _by_name(actor: Actor, pupil_pk: int, today: dt.date) -> Say:
    if actor.role == Role.PUPIL:
        return
    if _grants(actor, today).filter(pupil=pupil_pk, pupil__protected=True).exists():
        yield _("the identity is protected, and access is given by name")


# Who could at all -----------------------------------------------------------------------------------------------------
def _candidates(pupil_pk: int, today: dt.date) -> Iterator[Actor]:
    """Each person in each role at each school that could reach the pupil; the gate settles which of them do."""
    schools = _rows("people.Enrolment").filter(pupil=pupil_pk, superseded_at__isnull=True).values("school")
    near = Grant.objects.in_force(today).filter(Q(school__isnull=True) | Q(school__in=schools))
    near = near.filter(role__in=(GRANTED - SEE_NO_PUPIL) | {Role.MUNICIPALITY}).select_related("user", "school")
    held: dict[tuple[int, str, int | None], Grant] = {}
    for grant in near.order_by("user", "id"):
        if gives_role(grant):
            held.setdefault((grant.user_id, grant.role, grant.school_id), grant)
    for (_user, role, _school), grant in held.items():
        yield _actor(grant.user, role, grant.school)
    related = Q(guardian__guardianships__pupil=pupil_pk), Q(pupil_account__pupil=pupil_pk)
    for role, relation in zip((Role.GUARDIAN, Role.PUPIL), related, strict=True):
        for user in User.objects.filter(relation, is_active=True).distinct():
            yield _actor(user, role, None)


def _actor(user: User, role: str, school: Any) -> Actor:
    return Actor(
        user_id=user.pk,
        user_public_id=str(user.public_id),
        name=str(user),
        role=str(role),
        unit=school.name if school else "",
        school_ids=frozenset([school.pk] if school else []),
    )


# What they are made of ------------------------------------------------------------------------------------------------
def _rows(model: str) -> QuerySet[Any]:
    return apps.get_model(model)._base_manager.all()


def _grants(actor: Actor, today: dt.date) -> QuerySet[Grant]:
    return Grant.objects.in_force(today).filter(user=actor.user_id, role=actor.role)


def _lasts(today: dt.date) -> Q:
    return Q(end__isnull=True) | Q(end__gte=today)


def _stays(pupil_pk: int, today: dt.date) -> QuerySet[Any]:
    current = _rows("people.Enrolment").filter(_lasts(today), superseded_at__isnull=True, pupil=pupil_pk)
    return current.filter(start__lte=today).select_related("school")


def _is_in_group(group_pk: int, pupil_pk: int, today: dt.date) -> bool:
    members = _rows("people.TeachingGroupMember").filter(_lasts(today), group=group_pk, pupil=pupil_pk)
    return members.filter(start__lte=today).exists()


def _goes_to(school: Any) -> str:
    return _("the pupil goes to %(school)s") % {"school": school}


def _day(date: dt.date) -> str:
    return date_format(date, "DATE_FORMAT")
