"""What helps a pupil for each audience, a talk that is asked for, and what the class may know: a word in each text."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.cases.models import Case
from skoleporten.people.models import Enrolment
from skoleporten.rules.supports import Kind
from skoleporten.supports.models import ClassText, Support, TalkWish
from tests.access.canary import FAMILY, SCHOOL_AND_TEAM, THE_TEAM, Planted, Word
from tests.factories import make_user


def say_what_helps(planted: Planted, whose: str, case: Case) -> None:
    somebody = make_user(f"sier.{whose}")
    shared = _line(planted, case, somebody, f"Kanarihjelperalle{whose}", SCHOOL_AND_TEAM | FAMILY, shared=True)
    _line(planted, case, somebody, f"Kanarihjelpeross{whose}", THE_TEAM | {Role.PUPIL}, shared=False)
    planted.keep(whose, "support", shared.public_id)
    _wish(planted, whose, case, somebody)
    _texts(planted, whose, case, somebody)


def _school(case: Case) -> object:
    return Enrolment.objects.on(timezone.localdate()).filter(pupil=case.pupil).latest("start").school


def _line(
    planted: Planted, case: Case, by: User, word: str, readers: frozenset[str], *, shared: bool
) -> Support:  # fmt: skip
    row = Support(
        pupil=case.pupil, client_id=uuid.uuid4(), kind=Kind.HELPS, position=1, written_by=by, school=_school(case),
        for_guardians=shared, for_school=shared, for_specialists=shared,
    )  # fmt: skip
    row.write(words=word)
    row.save()
    _plant(planted, case, readers, word, str(row.public_id))
    return row


def _wish(planted: Planted, whose: str, case: Case, by: User) -> None:
    row = TalkWish(pupil=case.pupil, client_id=uuid.uuid4(), with_whom="anybody", how="walk", when="today", asked_by=by)
    row.write(words=f"Kanarisamtaleønske{whose}", answer=f"Kanarinårvisnakker{whose}")
    row.answered_at, row.answered_by = timezone.now(), by
    row.save()
    planted.keep(whose, "talk_wish", row.public_id)
    _plant(planted, case, THE_TEAM | {Role.PUPIL}, row.words, row.answer, str(row.public_id))


def _texts(planted: Planted, whose: str, case: Case, by: User) -> None:
    """One that is agreed, and after it one that waits, which no school and no specialist reads."""
    agreed = (f"Kanariklassetekst{whose}", timezone.now(), SCHOOL_AND_TEAM | FAMILY)
    proposed = (f"Kanariforslag{whose}", None, THE_TEAM | FAMILY)
    for number, (word, agreed_at, readers) in enumerate((agreed, proposed), start=1):
        row = ClassText(
            pupil=case.pupil, school=_school(case), client_id=uuid.uuid4(), number=number, written_by=by,
            agreed_at=agreed_at,
        )  # fmt: skip
        row.write(words=word)
        row.save()
        _plant(planted, case, readers, word)


def _plant(planted: Planted, case: Case, readers: frozenset[str], *texts: str) -> None:
    planted.words += [Word(text, pupil=case.pupil.pk, roles=readers) for text in texts]
