"""Questions asked of somebody in a family, and answered."""

from __future__ import annotations

import uuid
from typing import Any

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.surveys import Given
from skoleporten.surveys import answering, asking
from skoleporten.surveys.models import Asking
from tests.thread_factories import acting

ANSWERS = {"understood": Given(4), "say": Given(2), "change": Given(words="Spør meg først.")}


def ask(by: User, pupil: Pupil, guardian: Guardian | None = None, **fields: Any) -> Asking:
    form = "felt-understood-guardian" if guardian else "felt-understood-pupil"
    values = {"form_id": form, "client_id": uuid.uuid4()} | fields
    return asking.ask(by=acting(by), pupil=pupil, guardian=guardian, **values)


def answer(by: Actor, asked: Asking, given: dict[str, Given] | None = None) -> None:
    for question, one in (given or ANSWERS).items():
        answering.save(by=by, asking=asked, question=question, given=one)


def make_answered(by: User, answerer: Actor, pupil: Pupil, guardian: Guardian | None = None, **fields: Any) -> Asking:
    asked = ask(by, pupil, guardian, **fields)
    given = {"understood": Given(3), "change": Given(words="Ring oftere.")} if guardian else None
    answer(answerer, asked, given)
    answering.send(by=answerer, asking=asked, may_count=True)
    return Asking.objects.get(pk=asked.pk)
