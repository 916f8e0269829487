"""A pupil or a guardian writes, corrects, chooses anew who may read it, and takes back. Each in the log at once.

None of it is told as a look at the pupil: what somebody writes is nobody's to count.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.documents import actions as documents
from skoleporten.documents.models import Attachment
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.stories import Picture, school_of
from skoleporten.intake.transitions import somebody
from skoleporten.people.family import guardians_in_view
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules import voices as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.visibility import What
from skoleporten.rules.voices import Face, Lack, Reader, Teller
from skoleporten.voices import queries, telling
from skoleporten.voices.models import EarlierWord, Word

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True)
class Written:
    """`readers`: of a pupil's, the guardians she chose. `chosen`: the others, and of a guardian's "other guardians"."""

    words: str = ""
    kind: str = rules.Kind.ANYTHING.value
    about_on: dt.date | None = None
    was_spoken: bool = False
    faces: Collection[str] = ()
    chosen: frozenset[str] = frozenset()
    readers: Collection[Guardian] = ()
    pictures: Sequence[Picture] = field(default_factory=tuple)


@transaction.atomic
def write(*, by: Actor, pupil: Pupil, written: Written, client_id: uuid.UUID) -> Word:
    """A form sent twice is one. Whoever works with the pupil is told that there is something to read."""
    teller, guardian = _teller(by, pupil)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if made := Word.objects.filter(client_id=client_id).first():
        if (made.pupil_id, made.written_by_id) != (pupil.pk, by.user_id):
            raise RefusedError(_("The form belongs to something else."), do=_("Open the page again."))
        return made
    today = timezone.localdate()
    if not queries.is_listened_to(pupil, today):
        raise RefusedError(_("Skoleporten does not follow up the pupil now, so nobody here would read it."))
    _refuse(teller, written, len(written.pictures))
    word = Word(
        client_id=client_id, pupil=pupil, teller=teller, guardian=guardian, written_by_id=somebody(by),
        read_by=queries.read_by(pupil, today),
    )  # fmt: skip
    word.changed_at = word.written_at
    readers = _readers(word, written, today)
    _fill(word, written, today)
    word.save()
    word.readers.set(readers)
    _attach(by, word, written.pictures)
    _log(by, "voices.written", word, kind=word.kind, readers=sorted(word.chosen))
    telling.tell_staff(by, word)
    telling.tell_readers(by, word, already=())
    return word


@transaction.atomic
def change(
    *,
    by: Actor,
    word: Word,
    written: Written,
    seen_version: int,
    client_id: uuid.UUID,
    without: Collection[uuid.UUID] = (),
) -> Word:
    """How it stood is kept, and a form sent twice changes it once. `without`: pictures that are taken away for good.

    Raises ChangedMeanwhileError where the writer has changed it on another device.
    """
    now = _own(by, word)
    if not now.stands:
        raise RefusedError(_("You have taken it back."), do=_("Write it anew."))
    if _is_sent_before(now, client_id):
        return now
    pictures = list(now.attachments.filter(file__isnull=False))
    dropped = [one for one in pictures if one.public_id in set(without)]
    _refuse(Teller(now.teller), written, len(pictures) - len(dropped) + len(written.pictures))
    readers = _readers(now, written, timezone.localdate())
    has_new_text = bool(dropped or written.pictures) or not _has_same_text(now, written)
    if not has_new_text and _is_for_the_same(now, written, readers):
        return now
    if now.version != seen_version:
        raise ChangedMeanwhileError(now)
    could_read = tuple(now.readers.all())
    _keep_earlier(now, len(pictures), client_id)
    _renew(now, written, readers, has_new_text=has_new_text)
    for one in dropped:
        documents.remove(by=by, attachment=one)
    _attach(by, now, written.pictures)
    _log(by, "voices.changed", now, version=now.version, readers=sorted(now.chosen), new_text=has_new_text)
    if has_new_text:
        telling.tell_staff(by, now)
    telling.tell_readers(by, now, already=could_read)
    return now


@transaction.atomic
def take_back(*, by: Actor, word: Word) -> None:
    """Shown to nobody any more but a lead. Whoever has read it has read it, and that it was there stands."""
    now = _own(by, word)
    if now.stands:
        now.taken_back_at = timezone.now()
        now.save(update_fields=["taken_back_at"])
        _log(by, "voices.taken_back", now)


def _teller(by: Actor, pupil: Pupil) -> tuple[Teller, Guardian | None]:
    """The person herself, for a child whom she sees at this moment."""
    if not gate.may_see(by, pupil.pk, purpose_of(by.role), timezone.localdate()):
        raise RefusedError(_("The form could not be sent."))
    if by.role == Role.PUPIL:
        return Teller.PUPIL, None
    if by.role != Role.GUARDIAN:
        raise RefusedError(_("Own words are written by the pupil and the guardians."))
    return Teller.GUARDIAN, Guardian.objects.get(user=by.user_id)


def _own(by: Actor, word: Word) -> Word:
    """The row as it stands now; nobody else writes in it until the transaction is over."""
    now = Word.objects.select_for_update().select_related("pupil").get(pk=word.pk)
    if not now.is_of(by) or not gate.may_see(by, now.pupil_id, purpose_of(by.role), timezone.localdate()):
        raise RefusedError(_("Only whoever wrote it can change it."))
    return now


def _refuse(teller: Teller, written: Written, pictures: int) -> None:
    words = {
        Lack.SOMETHING: _("Write something, choose a face, or hand in a picture."),
        Lack.TOO_LONG: _("The text is too long. Send it in two parts."),
        Lack.TOO_MANY_PICTURES: _("At most three pictures at a time."),
        Lack.KIND: _("Choose what it is about."),
    }
    if lacking := rules.lacks(teller, written.kind, written.words, len(written.faces), pictures):
        raise RefusedError(words[lacking[0]])
    if set(written.faces) - set(Face):
        raise RefusedError(_("Choose one of the faces."))
    if {Reader(one) for one in written.chosen} - rules.MAY_CHOOSE[teller]:
        raise RefusedError(_("Whoever tells cannot choose that."))
    if written.about_on and written.about_on > timezone.localdate():
        raise RefusedError(_("The date is still to come."))
    if any(not one.name.lower().endswith(PICTURE_ENDINGS) for one in written.pictures):
        raise RefusedError(_("Hand in a picture: JPEG, PNG or WebP."))


def _fill(word: Word, written: Written, today: dt.date) -> None:
    for name, value in _columns(word, written, today).items():
        setattr(word, name, value)
    word.write(words=written.words.strip())


def _columns(word: Word, written: Written, today: dt.date) -> dict[str, Any]:
    for_school = Reader.SCHOOL in written.chosen
    school = (word.school if word.for_school else school_of(word.pupil, today)) if for_school else None
    if for_school and school is None:
        raise RefusedError(_("The pupil goes to no school today, so none can be let read it."))
    return {
        "kind": written.kind,
        "about_on": written.about_on or word.about_on or today,
        "was_spoken": written.was_spoken,
        "faces": [face.value for face in Face if face in written.faces],
        "for_guardians": Reader.GUARDIAN in written.chosen,
        "for_pupil": Reader.PUPIL in written.chosen,
        "for_school": for_school,
        "for_specialists": Reader.SPECIALIST in written.chosen,
        "school": school,
    }


def _readers(word: Word, written: Written, today: dt.date) -> list[Guardian]:
    """Of a pupil's whom she named. Of a guardian's the others of the day she chose it: nobody comes in later unseen."""
    if Reader.GUARDIAN not in written.chosen:
        return []
    could_read = list(word.readers.all()) if word.pk else []
    if word.teller == Teller.GUARDIAN:
        others = [one for one in guardians_in_view(word.pupil, today) if one.pk != word.guardian_id]
        return could_read if word.pk and word.for_guardians else others
    if set(written.readers) - {*guardians_in_view(word.pupil, today), *could_read}:
        raise RefusedError(_("Whoever tells cannot choose that."))
    return list(written.readers)


def _has_same_text(word: Word, written: Written) -> bool:
    faces = [face.value for face in Face if face in written.faces]
    same_about = written.about_on in (None, word.about_on) and written.kind == word.kind
    return same_about and (word.words, word.faces, word.was_spoken) == (
        written.words.strip(), faces, written.was_spoken,
    )  # fmt: skip


def _is_for_the_same(word: Word, written: Written, readers: Collection[Guardian]) -> bool:
    could_read = {one.pk for one in word.readers.all()}
    return word.chosen == frozenset(map(str, written.chosen)) and could_read == {one.pk for one in readers}


def _renew(word: Word, written: Written, readers: Collection[Guardian], *, has_new_text: bool) -> None:
    today = timezone.localdate()
    _fill(word, written, today)
    word.version, word.changed_at = word.version + 1, timezone.now()
    if has_new_text:
        word.read_by = queries.read_by(word.pupil, today)
    word.save()
    word.readers.set(readers)
    if not has_new_text:
        telling.carry_reads_over(word)


def _is_sent_before(word: Word, client_id: uuid.UUID) -> bool:
    made = EarlierWord.objects.filter(client_id=client_id).first()
    if made is not None and made.word_id != word.pk:
        raise RefusedError(_("The form belongs to something else."), do=_("Open the page again."))
    return made is not None


def _keep_earlier(word: Word, pictures: int, client_id: uuid.UUID) -> None:
    earlier = EarlierWord(
        client_id=client_id, word=word, version=word.version, kind=word.kind, about_on=word.about_on,
        was_spoken=word.was_spoken, faces=word.faces, pictures=pictures, stood_from=word.changed_at,
        audience={"chosen": sorted(word.chosen), "readers": sorted(str(one.public_id) for one in word.readers.all())},
    )  # fmt: skip
    earlier.write(words=word.words)
    earlier.save()


def _attach(by: Actor, word: Word, pictures: Sequence[Picture]) -> None:
    """For nobody by itself: whoever may see the word sees its pictures, and no other page shows them."""
    for picture in pictures:
        kept: Attachment = documents.attach(
            by=by, pupil=word.pupil, what=What.OWN_WORDS, name=picture.name, content=picture.content,
            title=_("A drawing or picture"), audiences=(),
        )  # fmt: skip
        word.attachments.add(kept)


def _log(by: Actor, action: str, word: Word, **details: Any) -> None:
    record(
        by=by, action=action, pupils=[word.pupil.public_id], object_type="word", object_id=word.public_id,
        details=details,
    )  # fmt: skip
