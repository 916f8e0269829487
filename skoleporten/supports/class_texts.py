"""What the class may know: proposed by the staff, answered by the pupil and the family, and told only while agreed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.consents.givers import Giver, adults_of
from skoleporten.intake.stories import school_of
from skoleporten.intake.transitions import somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import (
    ENDS,
    LONGEST_CLASS_TEXT,
    PUPIL,
    Because,
    Says,
    Standing,
    must_agree,
    standing,
)
from skoleporten.supports.changes import case_of, note, open_to_writing, sent_before
from skoleporten.supports.models import ClassText, ClassTextAnswer

LONGEST_ANSWER = 1000


@dataclass(frozen=True)
class Asked:
    """One who must agree, and what she has said last. `giver` is None where a guardian is wanted and there is none."""

    key: str
    giver: Giver | None
    says: Says | None


@transaction.atomic
def propose(*, by: Actor, pupil: Pupil, words: str, who_tells: str, client_id: uuid.UUID) -> ClassText:
    """One that nobody has agreed to yet gives way at once; one that is agreed stands until this one is."""
    today = timezone.localdate()
    open_to_writing(pupil, today)
    if made := sent_before(ClassText, client_id, pupil=pupil):
        return made
    if not words.strip():
        raise RefusedError(_("Write what the class may know."))
    if len(words.strip()) > LONGEST_CLASS_TEXT:
        raise RefusedError(_("That is too long: at most %(count)s letters.") % {"count": LONGEST_CLASS_TEXT})
    school = school_of(pupil, today)
    if school is None:
        raise RefusedError(_("The pupil goes to no school today, so there is no class to tell."))
    for before in ClassText.objects.filter(pupil=pupil).awaiting():
        _end(before, Because.NEWER)
    last = ClassText.objects.filter(pupil=pupil).aggregate(last=Max("number"))["last"] or 0
    row = ClassText(
        pupil=pupil, school=school, client_id=client_id, number=last + 1, who_tells=who_tells.strip(),
        written_by_id=somebody(by),
    )  # fmt: skip
    row.write(words=words.strip())
    row.save()
    note(by, "supports.class_text_proposed", pupil, row, number=row.number)
    _ask_family(by, row, today)
    return row


@transaction.atomic
def answer(
    *, by: Actor, text: ClassText, key: str, says: Says, words: str = "", client_id: uuid.UUID
) -> ClassTextAnswer:
    """`key`: PUPIL, or the guardian's, for whom it is said. Whoever said yes may take it back as long as it stands."""
    today = timezone.localdate()
    open_to_writing(text.pupil, today)
    if made := sent_before(ClassTextAnswer, client_id, text=text):
        return made
    text.refresh_from_db()
    asked = next((one for one in asked_of(text, today) if one.key == key), None)
    if asked is None or asked.giver is None:
        raise RefusedError(_("This answer is not asked for."))
    if text.standing == Standing.ENDED:
        raise RefusedError(_("This text does not stand any more."))
    if len(words.strip()) > LONGEST_ANSWER:
        raise RefusedError(_("That is too long: at most %(count)s letters.") % {"count": LONGEST_ANSWER})
    row = ClassTextAnswer(
        text=text, client_id=client_id, guardian=asked.giver.guardian, says=says, written_by_id=somebody(by)
    )
    row.write(words=words.strip())
    row.save()
    note(by, "supports.class_text_answered", text.pupil, row, says=str(says), number=text.number)
    _settle(text, says, today)
    _tell_whoever_proposed(by, row)
    return row


@transaction.atomic
def withdraw(*, by: Actor, text: ClassText) -> None:
    """By the staff: it is not right any more. A second time changes nothing."""
    open_to_writing(text.pupil, timezone.localdate())
    text.refresh_from_db()
    if text.ended_at is None:
        _end(text, Because.WITHDRAWN)
        note(by, "supports.class_text_withdrawn", text.pupil, text, number=text.number)


def asked_of(text: ClassText, today: dt.date) -> list[Asked]:
    """Those who must agree today: the pupil first, then each guardian who decides."""
    adults = adults_of(text.pupil, today)
    deciding = [one.key for one in adults.deciding]
    said = newest(text)
    must = must_agree(text.pupil.birth_date, deciding, today)
    keys = sorted(must, key=lambda key: (key != PUPIL, deciding.index(key) if key in deciding else 0))
    return [Asked(key, adults.giver(key), said.get(key)) for key in keys]


def newest(text: ClassText) -> dict[str, Says]:
    """The last answer of each, by key."""
    rows = text.answers.select_related("guardian").order_by("said_at", "pk")
    return {str(row.guardian.public_id) if row.guardian else PUPIL: Says(row.says) for row in rows}


def _settle(text: ClassText, says: Says, today: dt.date) -> None:
    """What follows from the newest answer. The one that stood before gives way to one that is agreed."""
    stands = standing([one.key for one in asked_of(text, today)], newest(text))
    if stands == Standing.ENDED:
        _end(text, ENDS.get(says, Because.NOT_THIS))
    elif stands == Standing.AGREED and text.agreed_at is None:
        for before in ClassText.objects.filter(pupil=text.pupil).agreed():
            _end(before, Because.NEWER)
        text.agreed_at = timezone.now()
        text.save(update_fields=["agreed_at"])


def _end(text: ClassText, because: Because) -> None:
    text.ended_at, text.ended_because = timezone.now(), because
    text.save(update_fields=["ended_at", "ended_because"])


def _ask_family(by: Actor, text: ClassText, today: dt.date) -> None:
    """Those who must agree, by whichever way they have chosen; nobody who may only read it."""
    link = reverse("my_class_text", args=[text.pupil.public_id])
    for asked in asked_of(text, today):
        user, role = _way_to(text, asked)
        if user is not None:
            once = f"class text {text.public_id}"
            notify(by=by, to=user, kind=Kind.ASKED, link=link, role=role, pupil_id=text.pupil_id, once=once)


def _way_to(text: ClassText, asked: Asked) -> tuple[User | None, str]:
    if asked.key == PUPIL:
        account = getattr(text.pupil, "account", None)
        return (account.user if account and account.ended_at is None else None), Role.PUPIL
    return (asked.giver.guardian.user if asked.giver and asked.giver.guardian else None), Role.GUARDIAN


def _tell_whoever_proposed(by: Actor, answer: ClassTextAnswer) -> None:
    text, case = answer.text, case_of(answer.text.pupil)
    if case is not None and text.written_by_id != by.user_id:
        link = reverse("class_text", args=[case.public_id])
        once = f"class text answer {answer.public_id}"
        notify(by=by, to=text.written_by, kind=Kind.ANSWERED, link=link, pupil_id=text.pupil_id, once=once)
