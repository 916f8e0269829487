"""The gate: which pupils an actor may see, for which purpose, today. One query part a role, and nobody without one.

Written with relation names, so it imports no app's models and makes no circle. Every other queryset filters
`pupil__in=gate.pupils(actor, purpose, today)`. The table it follows is docs/explanation/who-sees-what.md.

A page shows all the rows of the pupils in view, but for one purpose: with FORMER_SCHOOL it shows only what is dated
before the day that `rows_before` gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant
from skoleporten.access.roles import AT_A_SCHOOL, STAFF, Role


class Purpose(StrEnum):
    """Why a pupil is looked at; it is written in the read log."""

    FOLLOW_UP = "follow_up"
    FORMER_SCHOOL = "former_school"
    IMPORT = "import"
    MATCH = "match"
    OWN_CHILD = "own_child"
    OWN = "own"
    CHILD_WELFARE = "child_welfare"
    SERIOUS_MATTER = "serious_matter"
    CONSULTATION = "consultation"


NOBODY = Q(pk__in=())
# Who may open a pupil that is not in view, for an hour and with a reason.
BREAK_GLASS = frozenset({Role.TEAM, Role.LEAD})
OF_AGE = 18
FIRST_MONTH_OF_SCHOOL_YEAR = 8


@dataclass(frozen=True)
class _Asked:
    """A question that was answered for one pupil; no pupil where the answer was no."""

    question: tuple[Actor, str, dt.date]
    pupil: int | None


_ASKED: ContextVar[_Asked | None] = ContextVar("asked", default=None)


def pupils(actor: Actor, purpose: str, today: dt.date) -> QuerySet[Any]:
    """The keys of the pupils in view, for `pupil__in=`."""
    asked = _ASKED.get()
    if asked is not None and asked.question == (actor, purpose, today):
        return _rows("people.Pupil").filter(pk=asked.pupil).values("pk")
    return _rows("people.Pupil").filter(_in_view(actor, purpose, today)).values("pk")


@contextmanager
def one_pupil(actor: Actor, pupil_pk: int, purpose: str, today: dt.date) -> Iterator[None]:
    """For a page about one pupil, which asks many times: within it the same question is answered by that pupil at
    most, and whether by her is asked here, once. Another question is asked as ever.
    """
    sees = may_see(actor, pupil_pk, purpose, today)
    token = _ASKED.set(_Asked((actor, purpose, today), pupil_pk if sees else None))
    try:
        yield
    finally:
        _ASKED.reset(token)


def visible_to(actor: Actor, purpose: str, today: dt.date) -> QuerySet[Any]:
    """The pupils in view, each once."""
    manager = apps.get_model("people", "Pupil")._default_manager
    return manager.filter(pk__in=pupils(actor, purpose, today))


def may_see(actor: Actor, pupil_pk: int, purpose: str, today: dt.date) -> bool:
    return pupils(actor, purpose, today).filter(pk=pupil_pk).exists()


def barred_from(actor: Actor, today: dt.date) -> QuerySet[Any]:
    """Their keys, for a count that may not tell even that there is such a pupil."""
    return _barred_from(actor, today)


def rows_before(actor: Actor, pupil_pk: int, today: dt.date) -> dt.date | None:
    """The day after the pupil left: from it on the former school sees nothing. None where it is no former school."""
    if not may_see(actor, pupil_pk, Purpose.FORMER_SCHOOL, today):
        return None
    left: dt.date = _stays_that_ended(actor, today).filter(pupil=pupil_pk).aggregate(last=Max("end"))["last"]
    return left + dt.timedelta(days=1)


def last_days(actor: Actor, pupil_pks: Collection[int], today: dt.date) -> dict[int, dt.date]:
    """By pupil the last day at the former school; of those only whom it sees."""
    seen = pupils(actor, Purpose.FORMER_SCHOOL, today).filter(pk__in=pupil_pks)
    ended = _stays_that_ended(actor, today).filter(pupil__in=seen).order_by()
    return dict(ended.values("pupil").annotate(last=Max("end")).values_list("pupil", "last"))


def _in_view(actor: Actor, purpose: str, today: dt.date) -> Q:
    rule = _RULES.get((actor.role, purpose))
    if rule is None or actor.user_id is None:
        return NOBODY
    return (rule(actor, today) | _behind_broken_glass(actor, purpose)) & _above_all_rows(actor, today)


# Above all rows -------------------------------------------------------------------------------------------------------
def _above_all_rows(actor: Actor, today: dt.date) -> Q:
    """Barred beats everything, staff never see own family, and a protected pupil is opened by name only."""
    allowed = ~Q(pk__in=_barred_from(actor, today)) & _open_or_named(actor, today)
    if actor.role in STAFF:
        return allowed & ~Q(pk__in=_family(actor)) & ~Q(pk__in=_own_children(actor))
    return allowed


def _barred_from(actor: Actor, today: dt.date) -> QuerySet[Any]:
    """In every role of the person, and also where the relation has ended."""
    lasts = Q(barred_to__isnull=True) | Q(barred_to__gte=today)
    barred = _rows("people.Guardianship").filter(lasts, guardian__user=actor.user_id, barred_from__lte=today)
    return barred.values("pupil")


def _family(actor: Actor) -> QuerySet[Any]:
    return _rows("people.FamilyTie").filter(user=actor.user_id).values("pupil")


def _own_children(actor: Actor) -> QuerySet[Any]:
    """Whatever the relation is worth, and also after it has ended."""
    return _rows("people.Guardianship").filter(guardian__user=actor.user_id).values("pupil")


def _behind_broken_glass(actor: Actor, purpose: str) -> Q:
    """The one pupil of each break-glass that still lasts; what stands above all rows stands above this too."""
    if actor.role not in BREAK_GLASS or purpose not in {Purpose.FOLLOW_UP, Purpose.CHILD_WELFARE}:
        return NOBODY
    now = timezone.now()
    lasting = _rows("audit.BreakGlass").filter(user=actor.user_id, role=actor.role, opened_at__lte=now, ends_at__gt=now)
    return Q(pk__in=lasting.values("pupil"), protected=False)


def _open_or_named(actor: Actor, today: dt.date) -> Q:
    """A pupil's own account names her already. At a school a name opens only those who go there today."""
    if actor.role == Role.PUPIL:
        return Q()
    named = _grants(actor, today).filter(pupil__isnull=False)
    if actor.role in AT_A_SCHOOL:
        named = named.filter(Exists(_enrolled(actor, today).filter(pupil=OuterRef("pupil"), school=OuterRef("school"))))
    return Q(protected=False) | Q(pk__in=named.values("pupil"))


# One part a role ------------------------------------------------------------------------------------------------------
def _teacher(actor: Actor, today: dt.date) -> Q:
    """Within a grant for the school, or for one class, grade, teaching group or pupil there, while enrolled there."""
    in_group = _in_groups(today).filter(group=OuterRef("teaching_group"), pupil=OuterRef(OuterRef("pupil")))
    reaching = _grants(actor, today).filter(
        Q(school_class__isnull=True) | Q(school_class=OuterRef("school_class")),
        Q(grade__isnull=True) | Q(grade=OuterRef("grade")),
        Q(teaching_group__isnull=True) | Exists(in_group),
        Q(pupil__isnull=True) | Q(pupil=OuterRef("pupil")),
        school=OuterRef("school"),
    )
    return Q(pk__in=_enrolled(actor, today).filter(Exists(reaching)).values("pupil"))


def _school_leader(actor: Actor, today: dt.date) -> Q:
    """Enrolled at own school today."""
    return Q(pk__in=_enrolled(actor, today).values("pupil"))


def _former_school(actor: Actor, today: dt.date) -> Q:
    """Moved away this school year, from a school of the leader to another one."""
    outlasts = Q(end__isnull=True) | Q(end__gt=OuterRef("end"))
    elsewhere = _current("people.Enrolment").exclude(school__in=actor.school_ids)
    moved = Exists(elsewhere.filter(outlasts, pupil=OuterRef("pupil"), start__lte=today))
    left = Q(pk__in=_stays_that_ended(actor, today).filter(moved).values("pupil"))
    return left & ~Q(pk__in=_enrolled(actor, today).values("pupil"))


def _team(actor: Actor, today: dt.date) -> Q:
    """With an open referral or case."""
    return Q(pk__in=_involved(today).values("pupil"))


def _lead(actor: Actor, today: dt.date) -> Q:
    """As the team, and closed ones while they are kept."""
    kept = _rows("people.Involvement").filter(start__lte=today, retained_until__gte=today)
    return _team(actor, today) | Q(pk__in=kept.values("pupil"))


def _goes_to_school(actor: Actor, today: dt.date) -> Q:
    """Anybody at a school of the municipality: to find out which pupil a referral is about, and for nothing else."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    return Q(pk__in=_current("people.Enrolment").filter(lasts, start__lte=today).values("pupil"))


def _specialist(actor: Actor, today: dt.date) -> Q:
    """Named in the team of an open case, until the membership or what it rests on ends."""
    named = _rows("people.CaseTeamMember").filter(
        user=actor.user_id, start__lte=today, end__gte=today, ended_at__isnull=True
    )
    named = named.filter(law_or_consent(today))
    return Q(pk__in=named.values("pupil")) & _team(actor, today)


def law_or_consent(today: dt.date) -> Q:
    """What a place in a case team rests on: law, or a consent that is in force at this moment."""
    return Q(basis="law") | Q(
        sharing__consent__state="in_force",
        sharing__consent__closed_at__isnull=True,
        sharing__consent__in_force_until__gte=today,
    )


def _consulted(actor: Actor, today: dt.date) -> Q:
    """Asked by name about one item: the pupil is in view for that item only, until its last day."""
    asked = _rows("concerns.Discussion").filter(
        basis_holds(today), consultant=actor.user_id, until__gte=today, ended_at__isnull=True
    )
    return Q(pk__in=asked.values("concern__pupil"))


def basis_holds(today: dt.date) -> Q:
    """What a discussion by name rests on: law, or a consent that is in force at this moment."""
    return Q(basis="law") | Q(
        basis="consent",
        consent__state="in_force",
        consent__closed_at__isnull=True,
        consent__in_force_until__gte=today,
    )


def _official(actor: Actor, today: dt.date) -> Q:
    """Of whom a serious matter of school environment was reported to the municipality, for its named officials."""
    holds_role = Exists(_grants(actor, today).filter(user=OuterRef("user")))
    office = _rows("duties.Official").filter(
        holds_role, user=actor.user_id, start__lte=today, end__gte=today, ended_at__isnull=True
    )
    reported = _rows("duties.EnvironmentReport").filter(to_municipality_at__isnull=False)
    return Q(pk__in=reported.filter(Exists(office)).values("pupil"))


def _guardian(actor: Actor, today: dt.date) -> Q:
    """Own child, while the relation is verified and gives the right to decide, until the child is of age."""
    right = _rows("people.Guardianship").filter(
        Q(end__isnull=True) | Q(end__gte=today),
        guardian__user=actor.user_id,
        verified_at__isnull=False,
        decides__in=("parental_responsibility", "care_taken_over"),
        start__lte=today,
    )
    is_child = Q(birth_date__isnull=True) | Q(birth_date__gt=_born_by(OF_AGE, today))
    return Q(pk__in=right.values("pupil")) & is_child


def _pupil(actor: Actor, today: dt.date) -> Q:
    own = _rows("people.PupilAccount").filter(user=actor.user_id, ended_at__isnull=True)
    return Q(pk__in=own.values("pupil"))


# What they are made of ------------------------------------------------------------------------------------------------
def _rows(model: str) -> QuerySet[Any]:
    return apps.get_model(model)._base_manager.all()


def _current(model: str) -> QuerySet[Any]:
    return _rows(model).filter(superseded_at__isnull=True)


def _grants(actor: Actor, today: dt.date) -> QuerySet[Grant]:
    """Of the person in this role; asked anew, so that access ends the moment a grant does."""
    return Grant.objects.in_force(today).filter(user=actor.user_id, role=actor.role)


def _enrolled(actor: Actor, today: dt.date) -> QuerySet[Any]:
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    return _current("people.Enrolment").filter(lasts, school__in=actor.school_ids, start__lte=today)


def _in_groups(today: dt.date) -> QuerySet[Any]:
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    return _rows("people.TeachingGroupMember").filter(lasts, start__lte=today)


def _stays_that_ended(actor: Actor, today: dt.date) -> QuerySet[Any]:
    """At the actor's schools, this school year."""
    first_day = dt.date(today.year - (today.month < FIRST_MONTH_OF_SCHOOL_YEAR), FIRST_MONTH_OF_SCHOOL_YEAR, 1)
    return _current("people.Enrolment").filter(school__in=actor.school_ids, end__gte=first_day, end__lt=today)


def _involved(today: dt.date) -> QuerySet[Any]:
    return _rows("people.Involvement").filter(Q(end__isnull=True) | Q(end__gte=today), start__lte=today)


def _born_by(age: int, today: dt.date) -> dt.date:
    """Whoever was born later is not yet `age` today; the day after 28 February stands in where there is no 29th."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:
        return today.replace(year=today.year - age, day=28)


_RULES: dict[tuple[str, str], Callable[[Actor, dt.date], Q]] = {
    (Role.TEACHER, Purpose.FOLLOW_UP): _teacher,
    (Role.SCHOOL_LEADER, Purpose.FOLLOW_UP): _school_leader,
    (Role.SCHOOL_LEADER, Purpose.FORMER_SCHOOL): _former_school,
    (Role.SCHOOL_LEADER, Purpose.IMPORT): _school_leader,
    (Role.TEAM, Purpose.FOLLOW_UP): _team,
    (Role.LEAD, Purpose.FOLLOW_UP): _lead,
    (Role.LEAD, Purpose.IMPORT): _lead,
    (Role.LEAD, Purpose.MATCH): _goes_to_school,
    (Role.SPECIALIST, Purpose.FOLLOW_UP): _specialist,
    (Role.SPECIALIST, Purpose.CONSULTATION): _consulted,
    # Whoever follows up a pupil may report, with nobody's leave.
    (Role.TEACHER, Purpose.CHILD_WELFARE): _teacher,
    (Role.SCHOOL_LEADER, Purpose.CHILD_WELFARE): _school_leader,
    (Role.TEAM, Purpose.CHILD_WELFARE): _team,
    (Role.LEAD, Purpose.CHILD_WELFARE): _lead,
    (Role.SPECIALIST, Purpose.CHILD_WELFARE): _specialist,
    (Role.MUNICIPALITY, Purpose.SERIOUS_MATTER): _official,
    (Role.GUARDIAN, Purpose.OWN_CHILD): _guardian,
    (Role.PUPIL, Purpose.OWN): _pupil,
}
