"""What people write about a meeting itself: where it is, who comes as a guest, and why it was moved or chosen about."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.cases.models import Case
from skoleporten.meetings.models import Meeting, Participant, RhythmChoice
from tests.access.canaries_case import ALL_OF_THE_CASE
from tests.access.canary import THE_TEAM, Planted, Word


def call(planted: Planted, whose: str, case: Case) -> None:
    """Read by the team, and by the specialist who takes part; what was chosen about the kind by the team alone."""
    meeting = Meeting.objects.get(public_id=planted.objects[whose]["team_meeting"])
    meeting.place = f"Kanarimøtested{whose}"
    meeting.save()
    guest = Participant.objects.create(meeting=meeting, guest=f"Kanarigjest{whose}").guest
    chosen = RhythmChoice.objects.create(
        client_id=uuid.uuid4(), kind=meeting.kind, about="day", on=timezone.localdate(), answer="skip",
        why=f"Kanaridatovalg{whose}", chosen_at=timezone.now(), chosen_by=case.intake.owner,
    )  # fmt: skip
    pupil = case.pupil.pk
    planted.words += [
        Word(text, pupil=pupil, roles=ALL_OF_THE_CASE, of_all=THE_TEAM)
        for text in (meeting.place, guest, str(meeting.public_id))
    ]
    planted.words.append(Word(chosen.why, pupil=pupil, roles=THE_TEAM, of_all=THE_TEAM))
