"""A case: a word for what is written down about it, with whom it is for. Other parts plant theirs on `case_of`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.cases import caring, standing
from skoleporten.cases.models import Case, CaseMember
from skoleporten.cases.standing import Stands
from skoleporten.intake.models import Intake
from skoleporten.people.models import Pupil
from tests.access.canary import THE_TEAM, Planted, Word
from tests.factories import actor_of, make_involvement

ALL_OF_THE_CASE = THE_TEAM | {Role.SPECIALIST}


@contextmanager
def seen_by_the_team(pupil: Pupil) -> Iterator[None]:
    """While what only somebody who sees the pupil can do is planted; afterwards she is as foreign as before."""
    involvement = make_involvement(pupil, start=timezone.localdate() - dt.timedelta(days=400))
    yield
    involvement.delete()


def begin_case(planted: Planted, whose: str, pupil: Pupil) -> Case:
    """On the pupil's intake, which has come that far."""
    intake = Intake.objects.get(pupil=pupil)
    intake.state = "active"
    intake.save()
    case = Case.objects.create(intake=intake, pupil=pupil, opened_at=timezone.now() - dt.timedelta(days=40))
    by, today = actor_of(intake.owner), timezone.localdate()
    stands = Stands(
        "remote_teaching", today, decided_by=f"Kanaribestemt{whose}", document=f"Kanariarkiv{whose}",
        legal_reason=f"Kanarifjernlov{whose}", holder=f"Kanariholder{whose}", content=f"Kanariinnhold{whose}",
    )  # fmt: skip
    decision = standing.write_down(by=by, case=case, stands=stands)
    member = CaseMember.objects.create(
        case=case, user=intake.owner, part="other", start=today, words=f"Kanarioppgave{whose}",
        client_id=uuid.uuid4(), written_by=intake.owner,
    )  # fmt: skip
    care = {name: f"Kanari{name.replace('_', '')}{whose}" for name in ("fetched_by", "transport", "numbers", "notes")}
    caring.write_care(by=by, case=case, texts=care, seen_version=0)
    for thing, row in (("case", case), ("standing_decision", decision), ("case_member", member)):
        planted.keep(whose, thing, row.public_id)
    seen = (
        str(case.public_id), member.words, decision.decided_by, decision.document, decision.legal_reason,
        decision.holder, decision.content,
    )  # fmt: skip
    planted.words += [Word(text, pupil=pupil.pk, roles=ALL_OF_THE_CASE) for text in seen]
    planted.words += [Word(text, pupil=pupil.pk, roles=THE_TEAM) for text in care.values()]
    return case
