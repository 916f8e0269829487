"""Meetings with something on their agenda; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import AgendaView, agenda
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake
from skoleporten.judgement.models import Assessment, Measure, Round
from skoleporten.meetings.models import Meeting, MeetingKind
from tests.factories import actor_of
from tests.judgement_factories import make_decision, make_measure, make_round

MORNING, GUIDANCE, COORDINATION, INTAKE = "morning_talk", "guidance", "coordination", "intake"
DEVELOPMENT = "development"


def make_kind(code: str = GUIDANCE, minutes: int = 60, **fields) -> MeetingKind:
    """The one that is shipped, where it is there."""
    names = {f"name_{language}": code for language in ("nb", "nn", "en")}
    defaults = {**names, "frequency": "even_weeks", "starts": dt.time(14, 30), "minutes": minutes}
    kind, _is_new = MeetingKind.objects.update_or_create(code=code, defaults=fields, create_defaults=defaults | fields)
    return kind


def make_agenda_meeting(code: str = GUIDANCE, day: dt.date | None = None, minutes: int = 60, **fields) -> Meeting:
    starts = fields.pop("starts", dt.time(13, 0))
    ends = (dt.datetime.combine(dt.date(2026, 1, 1), starts) + dt.timedelta(minutes=minutes)).time()
    kind = fields.pop("kind", None) or make_kind(code)
    return Meeting.objects.create(kind=kind, date=day or timezone.localdate(), starts=starts, ends=ends, **fields)


def make_due_measure(case: Case, on: dt.date | None = None, what: str = "Vi møtes ved benken.") -> Measure:
    """To be looked at today, unless told otherwise."""
    day = on or timezone.localdate()
    of = make_round(case)
    make_decision(of)
    return make_measure(of, what=what, starts_on=day - dt.timedelta(days=14), evaluate_on=day)


def make_assessed(case: Case) -> Round:
    """A turn of the loop in which nothing is decided yet."""
    turn = make_round(case)
    Assessment.objects.create(round=turn, facts_point_to="Døra.", written_by=case.owner)
    return turn


def make_item(meeting: Meeting, intake: Intake | None = None, words: str = "Turen på fredag", **fields) -> Item:
    """Put up by hand, without the action: a row as it would be."""
    public_id = uuid.uuid4()
    by: User = fields.pop("by", None) or meeting.kind.owner or _somebody()
    defaults = {
        "public_id": public_id, "client_id": uuid.uuid4(), "section": "own", "key": f"own:{public_id}", "words": words,
        "added_by": by, "written_by": by,
    }  # fmt: skip
    return Item.objects.create(meeting=meeting, intake=intake, **defaults | fields)


def seen_by(meeting: Meeting, who: User | Actor, today: dt.date | None = None) -> AgendaView:
    actor = who if isinstance(who, Actor) else actor_of(who)
    return agenda(meeting, actor, today or timezone.localdate())


def keys_of(view: AgendaView) -> list[str]:
    return [one.key for one in view.entries]


def _somebody() -> User:
    from tests.intake_factories import make_team_member

    return make_team_member()
