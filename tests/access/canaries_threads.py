"""Messages of a family for each audience, and a call for an adult: a word in each text."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.cases.models import Case
from skoleporten.on_call.models import Call, CallTurn
from skoleporten.people.models import Guardian, Guardianship
from skoleporten.rules.on_call import Turn
from skoleporten.threads.models import Message, Thread
from tests.access.canary import THE_TEAM, Planted, Word
from tests.factories import make_user
from tests.on_call_factories import make_duty


def write_messages(planted: Planted, whose: str, case: Case) -> None:
    """One that the pupil lets another guardian read along in, one of hers alone, and one of another guardian alone."""
    somebody = make_user(f"skriver.{whose}")
    shared = _thread(planted, case, somebody, f"Kanaridelttråd{whose}", THE_TEAM | {Role.PUPIL}, for_guardians=True)
    _thread(planted, case, somebody, f"Kanarialenetråd{whose}", THE_TEAM | {Role.PUPIL})
    other = Guardian.objects.create(user=somebody, given_name="Annen", family_name=f"Kanariforelder{whose}")
    Guardianship.objects.create(
        pupil=case.pupil, guardian=other, kind="parent", decides="parental_responsibility", verified_at=timezone.now(),
        start=timezone.localdate(),
    )  # fmt: skip
    shared.readers.add(other)
    _thread(planted, case, somebody, f"Kanariannentråd{whose}", THE_TEAM, guardian=other)
    planted.keep(whose, "thread", shared.public_id)
    _call(planted, whose, case, somebody)
    planted.keep(whose, "duty", make_duty(case.intake.owner).public_id)


def _thread(
    planted: Planted, case: Case, by: User, word: str, readers: frozenset[str], **fields: object
) -> Thread:  # fmt: skip
    today = timezone.localdate()
    made = Thread(
        client_id=uuid.uuid4(), pupil=case.pupil, matter="other", opened_by=by, waits_since=timezone.now(),
        answer_by=today, **fields,
    )  # fmt: skip
    made.write(heading=f"{word}tittel")
    made.save()
    message = Message(thread=made, client_id=uuid.uuid4(), by_family=True, written_by=by)
    message.write(text=f"{word}tekst")
    message.save()
    for text in (made.heading, message.text, str(made.public_id)):
        planted.words.append(Word(text, pupil=case.pupil.pk, roles=readers))
    return made


def _call(planted: Planted, whose: str, case: Case, by: User) -> None:
    """The pupil of the cast has not made it, so the team alone reads it."""
    call = Call(client_id=uuid.uuid4(), pupil=case.pupil, by=by, by_role=Role.PUPIL)
    call.write(where=f"Kanaristed{whose}")
    call.nobody_at = timezone.now()
    call.save()
    for kind in (Turn.ASKED, Turn.NOBODY):
        CallTurn.objects.create(call=call, kind=kind, by=by)
    planted.keep(whose, "call_for_adult", call.public_id)
    for text in (call.where, str(call.public_id)):
        planted.words.append(Word(text, pupil=case.pupil.pk, roles=THE_TEAM))
