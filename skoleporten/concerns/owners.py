"""Who owns a concern: the contact teacher where a grant for the class says so, else the leaders of the school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.audit.actions import record
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Enrolment, FamilyTie, Guardianship, Pupil

Pair = tuple[int, int]


def by_class(pupil_ids: Collection[int], today: dt.date) -> dict[int, int]:
    """Pupil to teacher. Of several teachers of a class the one who has had it longest; never of own family.

    A protected pupil has no teacher by class: she is opened by name only.
    """
    stays = Enrolment.objects.on(today).filter(pupil__in=pupil_ids, pupil__protected=False, school_class__isnull=False)
    teachers = _teachers_of_classes(today)
    related = _related({user for users in teachers.values() for user in users})
    found: dict[int, int] = {}
    for pupil, school_class in stays.order_by("start", "pk").values_list("pupil", "school_class"):
        for user in teachers.get(school_class, ()):
            if (user, pupil) not in related:
                found[pupil] = user
                break
    return found


def _teachers_of_classes(today: dt.date) -> dict[int, list[int]]:
    grants = Grant.objects.in_force(today).filter(role=Role.TEACHER, school_class__isnull=False)
    found: dict[int, list[int]] = {}
    for school_class, user in grants.order_by("start", "pk").values_list("school_class", "user"):
        found.setdefault(school_class, []).append(user)
    return found


def _related(users: Iterable[int]) -> set[Pair]:
    """Pairs of a person on the staff and a pupil of own family, as the gate tells them."""
    users = list(users)
    ties = FamilyTie.objects.filter(user__in=users).values_list("user", "pupil")
    children = Guardianship.objects.filter(guardian__user__in=users).values_list("guardian__user", "pupil")
    return {*ties, *((user, pupil) for user, pupil in children if user is not None)}


def candidates(pupil: Pupil, school_id: int | None, today: dt.date) -> QuerySet[User]:
    """Who may be offered the concern: whoever a grant at the pupil's school lets see the pupil today."""
    stay = Enrolment.objects.on(today).filter(pupil=pupil, school=school_id).order_by("-start").first()
    if stay is None:
        return User.objects.none()
    reaching = _reaching(stay, today)
    if pupil.protected:
        reaching = reaching.filter(pupil=pupil)
    family = Q(family_ties__pupil=pupil) | Q(guardian__guardianships__pupil=pupil)
    there = User.objects.filter(Exists(reaching.filter(user=OuterRef("pk"))))
    return there.exclude(pk__in=User.objects.filter(family).values("pk")).order_by("display_name", "pk")


def _reaching(stay: Enrolment, today: dt.date) -> QuerySet[Grant]:
    """Grants whose scope is the whole school, or the pupil's class, grade or name."""
    scopes = {field.name: field for field in Grant._meta.get_fields() if field.name in _SCOPES}
    wide: dict[str, Any] = {f"{name}__isnull": True for name in scopes}
    own = Q(school_class=stay.school_class_id) if stay.school_class_id else Q(pk__in=())
    own |= Q(grade=stay.grade) if stay.grade is not None else Q(pk__in=())
    at_school = Grant.objects.in_force(today).filter(role__in=AT_A_SCHOOL, school=stay.school_id)
    return at_school.filter(Q(**wide) | own | Q(pupil=stay.pupil_id))


_SCOPES = ("school_class", "grade", "pupil", "teaching_group")


def may_be_asked(today: dt.date) -> QuerySet[User]:
    """Who can be shown a sheet: people with access as a specialist."""
    grants = Grant.objects.in_force(today).filter(role=Role.SPECIALIST, pupil__isnull=True)
    return User.objects.filter(pk__in=grants.values("user")).order_by("display_name", "pk")


@transaction.atomic
def release_who_left(today: dt.date) -> int:
    """Concerns whose owner holds no grant at the school any more go to the teacher of the class, or to the leaders."""
    holds = Grant.objects.in_force(today).filter(user=OuterRef("owner"), school=OuterRef("school"))
    left = list(
        Concern.objects.open()
        .select_related("pupil")
        .filter(~Exists(holds.filter(role__in=AT_A_SCHOOL)), owner__isnull=False)
    )
    new = by_class([concern.pupil_id for concern in left], today)
    for concern in left:
        concern.owner_id = new.get(concern.pupil_id)
        concern.save(update_fields=["owner"])
    _record("concerns.released", left)
    return len(left)


@transaction.atomic
def give_to_teachers(today: dt.date) -> int:
    """What nobody has by name and nobody has acted on goes to a teacher who got the class after it was opened."""
    waiting = list(Concern.objects.filter(state=Concern.State.OPEN, owner__isnull=True).select_related("pupil"))
    teachers = by_class([concern.pupil_id for concern in waiting], today)
    given = [concern for concern in waiting if concern.pupil_id in teachers]
    for concern in given:
        concern.owner_id = teachers[concern.pupil_id]
        concern.save(update_fields=["owner"])
    _record("concerns.given_to_teachers", given)
    return len(given)


def _record(action: str, concerns: Collection[Concern]) -> None:
    """An owner sees whom to call at home, so the log knows who became one, though nobody asked for it."""
    if concerns:
        pupils = [concern.pupil.public_id for concern in concerns]
        record(by=software("follow-up"), action=action, pupils=pupils, object_type="concern")
