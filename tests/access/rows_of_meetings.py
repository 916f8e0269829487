"""A meeting with what was written in it, a panel with who is in it, and the rows beside them: who reads each, by hand.

The same is asked of the querysets (test_rows_of_meetings.py), and bugs are planted in them (PLANTED).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role, User
from skoleporten.minutes import notes
from skoleporten.panels import members
from skoleporten.panels import queries as panels
from skoleporten.people.models import FamilyTie
from tests.access.planted import Bug
from tests.agenda_factories import make_item
from tests.consent_factories import consent_in_force, years_ago
from tests.development_factories import make_trial
from tests.factories import actor_of, make_case_team_member, make_grant, make_pupil, make_user, make_user_in
from tests.front_factories import make_picture
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.meeting_factories import make_participant
from tests.minutes_factories import (
    Begun,
    approve,
    end,
    make_begun,
    make_choice,
    make_minutes_decision,
    make_minutes_note,
    make_whole_decision,
)
from tests.panel_factories import hold_session, host_of, hosted_panel, make_member, make_statement
from tests.rig_factories import make_away
from tests.week_factories import make_entry

TEAM = frozenset({"lead", "team", "relative", "host"})
SEES_HER = TEAM - {"relative"} | {"named", "outside", "left out"}
AT_THE_MEETING = TEAM | {"named", "earlier"}
Asks = Callable[[Actor], Any]


@dataclass(frozen=True)
class Row:
    """`asks` gives the rows of its kind that an actor sees; `readers` are names of the cast."""

    row: Any
    asks: Asks
    readers: frozenset[str]


@dataclass(frozen=True)
class World:
    cast: Mapping[str, Actor]
    rows: list[Row]


def wrong_rows(world: World) -> Iterator[str]:
    """Of each kind of rows every actor is asked for once."""
    for name, actor in world.cast.items():
        seen: dict[object, set[int]] = {}
        for one in world.rows:
            kind = (type(one.row), one.asks.__name__)
            if kind not in seen:
                seen[kind] = {row.pk for row in one.asks(actor)}
            if (one.row.pk in seen[kind]) != (name in one.readers):
                yield f"{name}: {type(one.row).__name__} {one.row.pk}"


def everything() -> World:
    lead = make_lead()
    case = make_case(make_pupil(), lead)
    begun = make_begun(lead, case=case)
    cast = {"lead": (lead, Role.LEAD), **_cast(begun)}
    rows = [*_of_the_meeting(begun), *_of_the_panels(cast["host"][0], lead), *_beside(lead)]
    today = timezone.localdate()
    actors = {name: queries.actor_of(user, today, role) for name, (user, role) in cast.items()}
    return World({name: actor for name, actor in actors.items() if actor}, rows)


def _cast(begun: Begun) -> dict[str, tuple[User, Role]]:
    """All but the team, and one specialist, are asked to the meeting, whatever they may see of it."""
    host, relative = make_team_member(), make_team_member()
    make_grant(host, Role.SPECIALIST)
    FamilyTie.objects.create(user=relative, pupil=begun.case.pupil)
    found = {"team": (make_team_member(), Role.TEAM), "host": (host, Role.TEAM), "relative": (relative, Role.TEAM)}
    found["host as specialist"] = (host, Role.SPECIALIST)
    for name in ("named", "outside", "left out", "earlier"):
        found[name] = (make_user_in(Role.SPECIALIST), Role.SPECIALIST)
        ended = timezone.now() if name == "earlier" else None
        make_case_team_member(begun.case.pupil, found[name][0], ended_at=ended)
    for role in (Role.TEACHER, Role.SCHOOL_LEADER, Role.MUNICIPALITY, Role.ADMINISTRATOR):
        found[role] = (make_user_in(role), role)
    for name in ("named", "left out", "earlier", Role.TEACHER, Role.ADMINISTRATOR):
        make_participant(begun.minutes.meeting, found[name][0], is_left_out=name == "left out")
    return found


def _of_the_meeting(begun: Begun) -> Iterator[Row]:
    """What is about the pupil follows the pupil, what is about nobody the meeting; an item stands in its meeting."""
    by, minutes = actor_of(begun.owner), begun.minutes
    whole = make_item(minutes.meeting, words="Ny kaffekanne", by=begun.owner)
    about_her = [make_minutes_note(begun), make_minutes_decision(begun), make_choice(begun)]
    about_nobody = [
        notes.write(by=by, minutes=minutes, item=None, text="God stemning.", seen_version=0),
        make_minutes_note(begun, "Til fredag.", item=whole), make_whole_decision(begun),
    ]  # fmt: skip
    end(begun)
    parts = {part.item_id: part for part in approve(begun).parts.all()}
    yield Row(minutes.meeting, _on_the_day(minutes.meeting), AT_THE_MEETING)
    yield Row(begun.item, _of_pupils(begun.item), AT_THE_MEETING & SEES_HER)
    for row in (*about_her, parts[begun.item.pk]):
        yield Row(row, _of_pupils(row), SEES_HER)
    for row in (whole, *about_nobody, parts[None], parts[whole.pk]):
        yield Row(row, _of_pupils(row), AT_THE_MEETING)


def _of_the_panels(host: User, lead: User) -> Iterator[Row]:
    parents = hosted_panel(host=host, by=actor_of(lead))
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Kom inn.", "named", member=member, may_stay=True)
    for row in (parents, said, said.session):
        yield Row(row, _by_role(row), TEAM)
    yield Row(member, _by_role(member), frozenset({"lead", "host"}))
    pupil = make_pupil(birth_date=years_ago(10))
    make_case(pupil, lead)
    consent_in_force(pupil, "source_panel")
    pupils, today = hosted_panel("pupils", host=host, by=actor_of(lead)), timezone.localdate()
    (found,) = members.candidates(by=host_of(pupils), panel=pupils, today=today)
    by_consent = members.add_by_consent(
        by=host_of(pupils), panel=pupils, candidate=found.key, contact="", client_id=uuid.uuid4(), today=today
    )
    FamilyTie.objects.create(user=host, pupil=pupil)

    def by_name(actor: Actor) -> Any:
        return panels.members_by_name(actor, pupils, today)

    yield Row(by_consent, by_name, frozenset({"lead"}))


def _beside(lead: User) -> Iterator[Row]:
    trial, away, entry = make_trial(lead), make_away(make_user()), make_entry()
    picture = make_picture(is_published=False, by=actor_of(lead))
    for row in (trial, away, entry):
        yield Row(row, _by_role(row), TEAM)
    yield Row(picture, _by_role(picture), frozenset({"lead", Role.ADMINISTRATOR}))


def _of_pupils(row: Any) -> Asks:
    today = timezone.localdate()
    return lambda actor: type(row).objects.visible_to(actor, Purpose.FOLLOW_UP, today)


def _on_the_day(row: Any) -> Asks:
    today: dt.date = timezone.localdate()
    return lambda actor: type(row).objects.visible_to(actor, today)


def _by_role(row: Any) -> Asks:
    return lambda actor: type(row).objects.all().visible_to(actor)


def _bugs(module: str, *pairs: tuple[str, str]) -> list[Bug]:
    return [Bug(f"skoleporten.{module}", old, new) for old, new in pairs]


PLANTED = [
    *_bugs(
        "meetings.models.meetings",
        ("if actor.role in SEE_ALL_MEETINGS:", "if True:"),
        ("if actor.role in SEE_ALL_MEETINGS:", "if actor.role == Role.LEAD:"),
        ("if actor.role == Role.SPECIALIST:", "if True:"),
        ("user=actor.user_id, is_left_out=False", "user=actor.user_id"),
        ("user=actor.user_id, is_left_out=False", "is_left_out=False"),
    ),
    *_bugs(
        "agendas.models",
        (", meeting__in=Meeting.objects.visible_to(actor, today)", ""),
        ("Intake.objects.visible_to(actor, purpose, today)", "Intake.objects.all()"),
        ("Q(intake__isnull=True) | ", ""),
    ),
    *_bugs(
        "minutes.models.of_meeting",
        ("Meeting.objects.visible_to(actor, today)", "Meeting.objects.all()"),
        ("Intake.objects.visible_to(actor, purpose, today)", "Intake.objects.all()"),
        ('{f"{of}__isnull": True, f"{at}__in"', '{f"{at}__in"'),
    ),
    *_bugs(
        "panels.models.members",
        ("if actor.role == Role.LEAD:", "if actor.role in {Role.LEAD, Role.TEAM}:"),
        ("self.filter(panel__host=actor.user_id)", "self.all()"),
        ("if actor.role == Role.TEAM and actor.user_id else", "if actor.user_id else"),
    ),
    *_bugs("panels.queries", ("rows.filter(Q(consent__isnull=True) | Q(consent__pupil__in=pupils))", "rows")),
    *_bugs("panels.models.rows", ("self.all() if actor.role in READERS else self.none()", "self.all()")),
    *_bugs("development.models.trials", ("if actor.role in WORKS_ON_IT and", "if")),
    *_bugs("rig.models.of_rig", ("self.all() if may_read(actor.role, self.model.PART) else self.none()", "self.all()")),
    *_bugs("week.models.entries", ("self.all() if actor.role in SEE_THE_WEEK else self.none()", "self.all()")),
    *_bugs("front.models", ("if actor.role in EDITORS else self.published()", "if True else self.published()")),
]  # fmt: skip
