"""What a family is told of a meeting, and what somebody in it wishes to have talked about: a word in each text."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.agendas.models import ToldItem, Wish
from skoleporten.cases.models import Case
from skoleporten.meetings.models import Meeting
from tests.access.canary import FAMILY, THE_TEAM, Planted, Word
from tests.agenda_factories import make_item
from tests.factories import make_user


def tell_and_wish(planted: Planted, whose: str, case: Case) -> None:
    """Of the meeting that stands; the wish is of a guardian who is not in the cast, so the team alone reads it."""
    meeting = Meeting.objects.get(public_id=planted.objects[whose]["team_meeting"])
    owner, somebody = case.intake.owner, make_user(f"ønsker.{whose}")
    item = make_item(meeting, case.intake, words=f"Kanarisak{whose}", by=owner)
    told = ToldItem.objects.create(
        item=item, words=f"Kanarifortalt{whose}", for_guardians=True, for_pupil=True, written_by=owner
    )
    wish = Wish(client_id=uuid.uuid4(), pupil=case.pupil, written_by=somebody, written_at=timezone.now())
    wish.write(words=f"Kanarimøteønske{whose}")
    wish.save()
    planted.keep(whose, "wish", wish.public_id)
    pupil = case.pupil.pk
    planted.words.append(Word(told.words, pupil=pupil, roles=THE_TEAM | FAMILY))
    planted.words += [Word(text, pupil=pupil, roles=THE_TEAM) for text in (wish.words, str(wish.public_id))]
