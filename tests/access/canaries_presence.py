"""A day at the door: a visit with a word on how it was, a call home and a home visit. None of it is for a school."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.cases.models import Case
from skoleporten.presence import actions, home
from skoleporten.rules.presence import RatedBy
from tests.access.canaries_case import ALL_OF_THE_CASE
from tests.access.canary import THE_TEAM, Planted, Word
from tests.factories import actor_of


def come_and_go(planted: Planted, whose: str, case: Case) -> None:
    by, now = actor_of(case.intake.owner), timezone.now()
    right = actions.Right(
        now - dt.timedelta(minutes=1), None, None, f"Kanarimed{whose}", 4, RatedBy.PUPIL, f"Kanariord{whose}"
    )
    actions.add_visit(by=by, case=case, right=right, client_id=uuid.uuid4())
    called = home.call(
        by=by, case=case, day=timezone.localdate(), at=now, how="phone", result="reached",
        to_whom=f"Kanariringt{whose}", words=f"Kanaritelefonsvar{whose}", client_id=uuid.uuid4(),
    )  # fmt: skip
    visit = home.go_out(
        by=by, case=case, expected_back=now + dt.timedelta(hours=1), with_whom=f"Kanarifølge{whose}",
        client_id=uuid.uuid4(),
    )  # fmt: skip
    planted.keep(whose, "home_visit", visit.public_id)
    seen = (right.with_whom, right.word, called.to_whom)
    planted.words += [Word(text, pupil=case.pupil_id, roles=ALL_OF_THE_CASE) for text in seen]
    for text in (str(visit.public_id), visit.with_whom):
        planted.words.append(Word(text, pupil=case.pupil_id, roles=THE_TEAM))
