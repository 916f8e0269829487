"""Writing a note, correcting it by a row of its own, and taking away what was written in the wrong place."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.cases.changes import note as log
from skoleporten.cases.changes import open_to_writing
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.stories import school_of
from skoleporten.intake.transitions import somebody
from skoleporten.judgement.models import Note
from skoleporten.judgement.models.notes import FOR, WRITERS
from skoleporten.rules import judgement as rules
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class Written:
    """`staff` were there, by name; `present` are codes of rules.judgement.Present. `audiences`: who may read it."""

    seen_on: dt.date
    observation: str = ""
    interpretation: str = ""
    childs_words: str = ""
    place: str = ""
    staff: Sequence[User] = ()
    present: Sequence[str] = ()
    audiences: frozenset[str] = frozenset({"team"})


@transaction.atomic
def write(*, by: Actor, case: Case, written: Written, client_id: uuid.UUID) -> Note:
    """A form sent twice is one note."""
    open_to_writing(case)
    if made := Note.objects.filter(client_id=client_id, case=case).first():
        return made
    thread = uuid.uuid4()
    return _keep(by, case, written, "judgement.note_written", public_id=thread, thread=thread, client_id=client_id)


@transaction.atomic
def correct(*, by: Actor, note: Note, written: Written, why: str, client_id: uuid.UUID) -> Note:
    """A new row; `note` is the text that the writer saw. Raises ChangedMeanwhileError where it is not the newest."""
    if made := _sent_before(by, note, client_id):
        return made
    if not why.strip():
        raise RefusedError(_("Say why it is corrected."))
    return _keep(
        by, note.case, written, "judgement.note_corrected", thread=note.thread, client_id=client_id, corrects=note,
        why_corrected=why.strip(),
    )  # fmt: skip


@transaction.atomic
def take_away(*, by: Actor, note: Note, why: str, client_id: uuid.UUID) -> Note:
    """Written in the wrong place, such as about another pupil. Only a lead still reads what it said."""
    if made := _sent_before(by, note, client_id):
        return made
    if not why.strip():
        raise RefusedError(_("Say why it is taken away."))
    made = Note.objects.create(
        case=note.case, thread=note.thread, corrects=note, why_corrected=why.strip(), client_id=client_id,
        is_taken_away=True, seen_on=note.seen_on, for_team=False, written_by_id=somebody(by),
    )  # fmt: skip
    log(by, "judgement.note_taken_away", note.case, made)
    return made


def may_correct(by: Actor, note: Note) -> bool:
    """Whoever wrote it, and the team: a specialist's own words only."""
    return note.written_by_id == by.user_id or by.role in (Role.TEAM, Role.LEAD)


def _sent_before(by: Actor, note: Note, client_id: uuid.UUID) -> Note | None:
    open_to_writing(note.case)
    if made := Note.objects.filter(client_id=client_id, thread=note.thread).first():
        return made
    if not may_correct(by, note):
        raise RefusedError(_("Only the team, and whoever wrote it, can correct it."))
    newest = Note.objects.of_last_text().get(thread=note.thread)
    if newest.pk != note.pk:
        raise ChangedMeanwhileError(newest)
    return None


def _keep(by: Actor, case: Case, written: Written, action: str, **columns: Any) -> Note:
    if by.role not in WRITERS:
        raise RefusedError(_("Only the staff of the case write notes."))
    _check(written)
    made = Note.objects.create(
        case=case, written_by_id=somebody(by), **_texts(written), **_readers(case, written.audiences), **columns
    )
    made.staff.set(written.staff)
    log(by, action, case, made, readers=sorted(written.audiences), interpreted=bool(made.interpretation))
    return made


def _check(written: Written) -> None:
    words = {
        rules.NoteLack.OBSERVATION: _("Write what was seen or heard that the interpretation rests on."),
        rules.NoteLack.ANYTHING: _("Write what was seen or heard, or what the child said."),
        rules.NoteLack.AUDIENCE: _("Choose who may read it."),
    }
    told = rules.Note(written.observation, written.interpretation, written.childs_words, written.audiences)
    if told.lacks:
        raise RefusedError(words[told.lacks[0]])
    if set(written.audiences) - set(FOR):
        raise RefusedError(_("Choose who may read it."))
    if written.seen_on > timezone.localdate():
        raise RefusedError(_("The date is still to come."))


def _texts(written: Written) -> dict[str, Any]:
    return {
        "seen_on": written.seen_on,
        "place": written.place,
        "present": [rules.Present(code).value for code in written.present],
        "observation": written.observation.strip(),
        "interpretation": written.interpretation.strip(),
        "childs_words": written.childs_words.strip(),
    }


def _readers(case: Case, audiences: frozenset[str]) -> dict[str, Any]:
    """A school reads it as the one where the pupil goes on the day it is written."""
    school = school_of(case.pupil, timezone.localdate()) if "school" in audiences else None
    if "school" in audiences and school is None:
        raise RefusedError(_("The pupil goes to no school today, so none can be let read it."))
    return {column: audience in audiences for audience, column in FOR.items()} | {"school": school}
