"""A meeting and a decision of an intake: a word for each, with whom it is for."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.intake.models import Decision, Intake, Meeting, Participant, Preparation, ToTell
from skoleporten.schools.models import School

THE_TEAM = frozenset({Role.TEAM, Role.LEAD})
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})


def decided_in_intake(
    intake: Intake, whose: str, school: School
) -> tuple[dict[str, uuid.UUID], list[tuple[str, frozenset[str]]]]:
    """The things by name, and each word with the roles that may read it of a pupil of their own."""
    now, by = timezone.now(), intake.owner
    prepared = Preparation.objects.create(intake=intake, by=by, stories=f"Kanariforberedt{whose}", saved_at=now)
    meeting = Meeting.objects.create(
        intake=intake, held_at=now, place=f"Kanaristed{whose}", pupil_was="all", recorded_at=now, recorded_by=by,
        how_pupil_was_heard=f"Kanarihørt{whose}", summary=f"Kanarireferat{whose}",
    )  # fmt: skip
    there = Participant.objects.create(meeting=meeting, name=f"Kanarimøtt{whose}", takes_part_as="PPT", was_there=True)
    decision = Decision.objects.create(
        client_id=uuid.uuid4(), intake=intake, meeting=meeting, outcome="other_service", kind="redirection",
        language="nb", decided_on=timezone.localdate(), recorded_at=now, recorded_by=by, told_at=now, told_by=by,
        told_how="call", is_story_heard=False, childs_story=f"Kanaribarnets{whose}",
        to_school=f"Kanaritilskolen{whose}",
        receiver=f"Kanarimottaker{whose}", follower=f"Kanariføl{whose}", reason=f"Kanaribegrunnet{whose}",
        choice=f"Kanarivalg{whose}", to_pupil=f"Kanaritileleven{whose}", what_happens_now=f"Kanarinå{whose}",
        pupils_view=f"Kanarielevsyn{whose}", facts=f"Kanarifakta{whose}",
    )  # fmt: skip
    ToTell.objects.create(decision=decision, whom=ToTell.Whom.SCHOOL, school=school)
    of_the_team = (
        prepared.stories, meeting.place, meeting.how_pupil_was_heard, meeting.summary, there.name,
        decision.childs_story, decision.receiver, decision.reason, decision.pupils_view, decision.facts,
    )  # fmt: skip
    words = [(text, THE_TEAM) for text in of_the_team]
    words += [
        (str(meeting.public_id), THE_TEAM),
        (str(decision.public_id), THE_TEAM | FAMILY | {Role.SCHOOL_LEADER}),
        (decision.to_school, THE_TEAM | {Role.SCHOOL_LEADER}),
        (decision.choice, THE_TEAM | {Role.GUARDIAN}),
        (decision.to_pupil, THE_TEAM | {Role.PUPIL}),
        (decision.what_happens_now, THE_TEAM | FAMILY),
        (decision.follower, THE_TEAM | FAMILY),
    ]
    return {"decision": decision.public_id, "meeting": meeting.public_id}, words
