"""A meeting that has begun, with an item about a pupil; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.agendas.models import Item
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake
from skoleporten.minutes import approving, choosing, deciding, holding, notes
from skoleporten.minutes.deciding import Decided
from skoleporten.minutes.models import Approval, Choice, ItemNote, MeetingDecision, Minutes
from tests.agenda_factories import GUIDANCE, make_agenda_meeting, make_item, make_kind
from tests.case_factories import make_named_case
from tests.factories import actor_of
from tests.intake_factories import make_lead

WORDS = "Ada ringer hjem før helga."


@dataclass(frozen=True)
class Begun:
    """A meeting that its owner has begun, with one item about the pupil of the case."""

    owner: User
    case: Case
    item: Item
    minutes: Minutes

    @property
    def intake(self) -> Intake:
        return self.case.intake

    def again(self) -> Minutes:
        return Minutes.objects.get(pk=self.minutes.pk)


def make_begun(owner: User | None = None, code: str = GUIDANCE, case: Case | None = None, **kind) -> Begun:
    owner = owner or make_lead()
    case = case or make_named_case(owner)
    meeting = make_agenda_meeting(kind=make_kind(code, owner=owner, **kind))
    item = make_item(meeting, case.intake, words="Turen på fredag")
    return Begun(owner, case, item, holding.begin(by=actor_of(owner), meeting=meeting))


def make_minutes_decision(
    begun: Begun, words: str = WORDS, owner: User | None = None, *, item: Item | None = None, days: int = 7, **fields
) -> MeetingDecision:
    """On the item of the pupil, unless `item` is another one."""
    due = fields.pop("due", timezone.localdate() + dt.timedelta(days=days))
    decided = Decided(words, owner or begun.owner, due)
    by = actor_of(fields.pop("by", begun.owner))
    return deciding.decide(
        by=by, minutes=begun.minutes, item=item or begun.item, decided=decided, client_id=uuid.uuid4()
    )


def make_whole_decision(begun: Begun, words: str = "Vi kjøper ei ny kaffekanne.", **fields) -> MeetingDecision:
    """About no pupil."""
    due = fields.pop("due", timezone.localdate() + dt.timedelta(days=7))
    return deciding.decide(
        by=actor_of(begun.owner), minutes=begun.minutes, item=None, client_id=uuid.uuid4(),
        decided=Decided(words, fields.pop("owner", begun.owner), due),
    )  # fmt: skip


def make_minutes_note(begun: Begun, text: str = "Hun vil sitte foran.", item: Item | None = None) -> ItemNote:
    return notes.write(
        by=actor_of(begun.owner), minutes=begun.minutes, item=item or begun.item, text=text, seen_version=0
    )


def make_choice(begun: Begun, question: str = "Buss eller bil?", ways: tuple[str, ...] = ("Buss", "Bil")) -> Choice:
    return choosing.ask(
        by=actor_of(begun.owner), minutes=begun.minutes, item=begun.item, question=question, alternatives=ways,
        client_id=uuid.uuid4(),
    )  # fmt: skip


def end(begun: Begun) -> Minutes:
    holding.end(by=actor_of(begun.owner), minutes=begun.minutes)
    return begun.again()


def approve(begun: Begun, by: User | None = None) -> Approval:
    return approving.approve(by=actor_of(by or begun.owner), minutes=begun.again(), client_id=uuid.uuid4())
