"""What a family is told of a meeting and wishes for it: who reads each, by hand, and the bugs that would show."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.access.reasons import purpose_of
from skoleporten.agendas import telling, wishes
from skoleporten.agendas.models import ToldItem
from skoleporten.people.models import FamilyTie, Guardian, Guardianship
from tests.access.planted import Bug
from tests.access.rows_of_meetings import Asks, Row, World
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.factories import actor_of, make_case_team_member, make_guardianship, make_pupil, make_user_in
from tests.family_factories import Family, guardian_actor, make_family, pupil_actor
from tests.intake_factories import make_team_member

TEAM = frozenset({"lead", "team"})
GUARDIANS = frozenset({"mother", "father", "foster"})


def everything() -> World:
    family = make_family()
    cast = _cast(family)
    return World(cast, [*_told(family), *_wished(family, cast)])


def _cast(family: Family) -> dict[str, Actor]:
    pupil = family.pupil
    relative, specialist = make_team_member(), make_user_in(Role.SPECIALIST)
    FamilyTie.objects.create(user=relative, pupil=pupil)
    make_case_team_member(pupil, specialist)
    staff = {"lead": family.lead, "team": make_team_member(), "relative": relative, "specialist": specialist}
    for role in (Role.TEACHER, Role.SCHOOL_LEADER, Role.ADMINISTRATOR, Role.MUNICIPALITY):
        staff[role] = make_user_in(role)
    guardians = {
        "mother": family.mother,
        "father": family.father,
        "foster": _guardian(pupil, kind="foster_parent", decides="care_taken_over"),
        "barred": _guardian(pupil, barred_from=timezone.localdate(), barred_source="Vedtak"),
        "without a right": _guardian(pupil, decides="none"),
        "suspended": _guardian(pupil, decides="suspended"),
        "not verified": _guardian(pupil, verified_at=None),
        "ended": _guardian(pupil, end=dt.date(2025, 9, 1)),
        "stranger": make_guardianship(make_pupil()).guardian,
    }
    actors = {name: actor_of(user) for name, user in staff.items()}
    actors |= {name: guardian_actor(guardian) for name, guardian in guardians.items()}
    return actors | {"pupil": pupil_actor(pupil), "another pupil": pupil_actor(make_pupil())}


def _guardian(pupil: Any, **fields: Any) -> Guardian:
    relation: Guardianship = make_guardianship(pupil, **fields)
    return relation.guardian


def _told(family: Family) -> list[Row]:
    to_guardians, to_pupil, to_nobody = (
        _tell(family, True, False),
        _tell(family, False, True),
        _tell(family, False, False),
    )
    dropped, cancelled = _tell(family, True, True), _tell(family, True, True)
    item, meeting = dropped.item, cancelled.item.meeting
    item.dropped_at, item.dropped_by, item.dropped_why = timezone.now(), family.lead, "Senere"
    item.save()
    meeting.state, meeting.because, meeting.why = "cancelled", "person", "Snø"
    meeting.save()
    readers = {to_guardians: GUARDIANS, to_pupil: frozenset({"pupil"})}
    rows = (to_guardians, to_pupil, to_nobody, dropped, cancelled)
    return [Row(row, _as_they_look(row), TEAM | readers.get(row, frozenset())) for row in rows]


def _tell(family: Family, guardians: bool, pupil: bool) -> ToldItem:
    today = timezone.localdate()
    meeting = make_agenda_meeting(day=today + dt.timedelta(days=2))
    item = make_item(meeting, family.case.intake)
    return telling.tell(
        by=actor_of(family.lead), meeting=meeting, key=item.key, words="Bussen", for_guardians=guardians,
        for_pupil=pupil, seen_version=0, today=today,
    )  # fmt: skip


def _wished(family: Family, cast: dict[str, Actor]) -> list[Row]:
    mothers, pupils, taken_back = (_wish(family, cast[name]) for name in ("mother", "pupil", "father"))
    wishes.take_back(by=cast["father"], wish=taken_back)
    readers = {mothers: TEAM | {"mother"}, pupils: TEAM | {"pupil"}, taken_back: frozenset({"father"})}
    return [Row(row, _as_they_look(row), names) for row, names in readers.items()]


def _wish(family: Family, by: Actor) -> Any:
    return wishes.wish(by=by, pupil=family.pupil, words="Svømming", client_id=uuid.uuid4(), today=timezone.localdate())


def _as_they_look(row: Any) -> Asks:
    """For what each role looks at a pupil for."""
    today = timezone.localdate()
    return lambda actor: type(row).objects.visible_to(actor, purpose_of(actor.role), today)


_MODELS = "skoleporten.agendas.models"
PLANTED = [
    Bug(_MODELS, "item__intake__pupil__in=gate.pupils(actor, purpose, today)", ""),
    Bug(_MODELS, "self.filter(pupil__in=gate.pupils(actor, purpose, today))", "self.all()"),
    Bug(_MODELS, "Role.GUARDIAN: Q(for_guardians=True)", "Role.GUARDIAN: Q(for_pupil=True)"),
    Bug(_MODELS, "Role.PUPIL: Q(for_pupil=True)", "Role.PUPIL: Q(for_guardians=True)"),
    Bug(_MODELS, "told, item__dropped_at__isnull=True", "told"),
    Bug(_MODELS, ".exclude(item__meeting__state=Meeting.State.CANCELLED)", ""),
    Bug(_MODELS, "found.filter(written_by=actor.user_id)", "found"),
    Bug(_MODELS, "return found.filter(taken_back_at__isnull=True)", "return found"),
    Bug(_MODELS, "THE_TEAM = frozenset({Role.TEAM, Role.LEAD})", "THE_TEAM = frozenset({Role.TEAM, Role.SPECIALIST})"),
]
