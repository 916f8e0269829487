"""A meeting with an item about the pupil: what is noted, decided, chosen and approved, each a word; and its time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.agendas.models import Item
from skoleporten.cases.models import Case
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import approving, choosing, deciding, holding, notes
from skoleporten.minutes.deciding import Decided
from skoleporten.minutes.models import ItemTime, Minutes
from tests.access.canaries_case import ALL_OF_THE_CASE, seen_by_the_team
from tests.access.canary import OWN, THE_TEAM, Planted, Word
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.factories import actor_of
from tests.intake_factories import make_lead

# Three days, in which nothing else lasts as long: its words stand nowhere but where the time in meetings is told.
LONG = {OWN: dt.timedelta(minutes=4321), "foreign": dt.timedelta(minutes=4322)}
NO_BREAK = "\u00a0"


def meet(planted: Planted, whose: str, case: Case) -> None:
    """Approved once, and being corrected: so each of its pages opens."""
    lead = make_lead(f"møteleder.{whose}")
    meeting = _meeting(planted, whose, lead)
    with seen_by_the_team(case.pupil):
        item = make_item(meeting, case.intake, words=f"Kanarimøtepunkt{whose}", by=lead)
        minutes = holding.begin(by=actor_of(lead), meeting=meeting)
        seen = [item.words, *_write(planted, whose, actor_of(lead), minutes, item)]
    whole = f"Kanarimøteallment{whose}"
    notes.write(by=actor_of(lead), minutes=minutes, item=None, text=whole, seen_version=0)
    began = timezone.now() - dt.timedelta(days=7)
    ItemTime.objects.create(
        minutes=minutes, item=item, started_at=began, started_by=lead, stopped_at=began + LONG[whose]
    )
    holding.end(by=actor_of(lead), minutes=minutes)
    version = approving.approve(by=actor_of(lead), minutes=minutes, client_id=uuid.uuid4())
    planted.keep(whose, "minutes_version", version.public_id)
    approving.begin_correction(by=actor_of(lead), minutes=minutes, why="Rettes")
    pupil = case.pupil.pk
    planted.words += [Word(text, pupil=pupil, roles=ALL_OF_THE_CASE) for text in seen]
    # Whoever takes part reads it: the team, and here the specialist who sees the own pupil.
    planted.words.append(Word(whole, pupil=pupil, roles=ALL_OF_THE_CASE, of_all=THE_TEAM))
    planted.words.append(Word(_time(whose), pupil=pupil, roles=THE_TEAM))


def _meeting(planted: Planted, whose: str, lead) -> Meeting:
    """The one that is planted already, if there is one; of its owner, and today."""
    if public_id := planted.objects[whose].get("team_meeting"):
        meeting = Meeting.objects.get(public_id=public_id)
    else:
        meeting = make_agenda_meeting("guidance" if whose == OWN else "coordination")
        planted.keep(whose, "team_meeting", meeting.public_id)
    meeting.date, meeting.chair = timezone.localdate(), lead
    meeting.save()
    return meeting


def _write(planted: Planted, whose: str, by: Actor, minutes: Minutes, item: Item) -> list[str]:
    word = f"Kanarimøte{{}}{whose}".format
    notes.write(by=by, minutes=minutes, item=item, text=word("notat"), seen_version=0)
    decided = Decided(word("vedtak"), item.intake.owner, timezone.localdate() + dt.timedelta(days=7))
    decision = deciding.decide(by=by, minutes=minutes, item=item, decided=decided, client_id=uuid.uuid4())
    choice = choosing.ask(
        by=by, minutes=minutes, item=item, question=word("valg"), alternatives=(word("vei"), word("annenvei")),
        client_id=uuid.uuid4(),
    )  # fmt: skip
    way = choice.alternatives.first()
    choosing.say(
        by=by, choice=choice, says="disagrees", words=word("uenig"), who=word("stemme"), client_id=uuid.uuid4()
    )
    choosing.choose(by=by, choice=choice, alternative=way, why=word("grunn"), seen=0, client_id=uuid.uuid4())
    planted.keep(whose, "agenda_item", item.public_id)
    planted.keep(whose, "meeting_decision", decision.public_id)
    planted.keep(whose, "meeting_choice", choice.public_id)
    ends = ("notat", "vedtak", "valg", "vei", "annenvei", "uenig", "stemme", "grunn")
    return [*map(word, ends), str(decision.public_id), str(choice.public_id), str(item.public_id)]


def _time(whose: str) -> str:
    hours, minutes = divmod(int(LONG[whose].total_seconds()) // 60, 60)
    return f"{hours}{NO_BREAK}t{NO_BREAK}{minutes}{NO_BREAK}min"
