"""Own words as those who work with the pupil read them. The staff of the case read others' names; a school does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.rules import voices as rules
from skoleporten.rules.voices import Teller
from skoleporten.voices.models import EarlierWord, Opening, Word
from skoleporten.web.voices.visible import TEAM
from skoleporten.web.voices.words import ShownFace, faces, kind_in_words
from skoleporten.web.words import clock

Hide = Callable[[str], str]


@dataclass(frozen=True)
class Opened:
    key: str
    guardian: str
    by: str
    at: dt.datetime
    reason: str
    pupils_view: str
    lasts: bool
    end_url: str


@dataclass(frozen=True)
class WordInWords:
    """`is_to_read`: by nobody on the team yet as it stands now. `read` are lines of who has, for the staff only."""

    key: str
    url: str
    who: str
    heading: str
    on: dt.date
    written_at: dt.datetime
    text: str
    faces: Sequence[ShownFace]
    pictures: Sequence[str]
    was_spoken: bool
    readers: Sequence[str]
    is_only_here: bool
    is_to_read: bool
    read_by: dt.date
    is_late: bool
    read: Sequence[str]
    is_taken_back: bool
    version: int


def word_in_words(actor: Actor, word: Word, today: dt.date, hide: Hide | None = None) -> WordInWords:
    is_pupils = word.teller == Teller.PUPIL
    is_read = any(one.version == word.version for one in word.reads.all())
    return WordInWords(
        key=f"word-{word.public_id}",
        url=reverse("voice", args=[word.public_id]),
        who=_who(actor, word),
        heading=kind_in_words(word.kind, is_pupils=is_pupils),
        on=timezone.localdate(word.written_at) if is_pupils else word.about_on,
        written_at=word.written_at,
        text=(hide or hider(actor, word.pupil, today))(word.words),
        faces=faces(word.faces),
        pictures=[
            reverse("voice_picture", args=[word.public_id, one.public_id])
            for one in word.attachments.all()
            if one.file_id
        ],
        was_spoken=word.was_spoken,
        readers=readers_in_words(word, actor),
        is_only_here=not word.chosen,
        is_to_read=word.stands and not is_read,
        read_by=word.read_by,
        is_late=word.read_by < today,
        read=_read(word) if actor.role in TEAM else (),
        is_taken_back=not word.stands,
        version=word.version,
    )


def hider(actor: Actor, pupil: Pupil, today: dt.date) -> Hide:
    if actor.role == Role.SCHOOL_LEADER:
        return masker(pupil, today, reader=actor.user_id)
    return lambda text: text


def readers_in_words(word: Word, actor: Actor) -> list[str]:
    """To the team by name. A school and a specialist are told only that they may read it."""
    if actor.role not in TEAM:
        return []
    lasting = rules.staff_may_open(word.pupil.birth_date, timezone.localdate())
    opened = [one for one in word.openings.all() if lasting and one.ended_at is None]
    chosen = [
        *[str(one) for one in word.readers.all()],
        *[_("%(name)s, let read it by us") % {"name": one.guardian} for one in opened],
        *([_("The pupil")] if word.for_pupil or word.teller == Teller.PUPIL else []),
        *([str(word.guardian)] if word.guardian else []),
        *([_("The leader of the school")] if word.for_school else []),
        *([_("Specialists in the team around the pupil")] if word.for_specialists else []),
    ]
    return [_("The team"), *chosen]


def earlier_in_words(one: EarlierWord) -> tuple[dt.datetime, dt.datetime, str, list[ShownFace]]:
    return one.stood_from, one.stood_until, one.words, faces(one.faces)


def opened_in_words(opening: Opening, today: dt.date) -> Opened:
    word = opening.word
    return Opened(
        key=str(opening.public_id),
        guardian=str(opening.guardian),
        by=str(opening.opened_by),
        at=opening.opened_at,
        reason=opening.reason,
        pupils_view=opening.pupils_view,
        lasts=opening.ended_at is None and rules.staff_may_open(word.pupil.birth_date, today),
        end_url=reverse("voice_opening_end", args=[word.public_id, opening.public_id]),
    )


def _who(actor: Actor, word: Word) -> str:
    """A school reads no guardian's name here."""
    if word.teller == Teller.PUPIL:
        return word.pupil.given_name or word.pupil.full_name
    return _("A guardian") if actor.role == Role.SCHOOL_LEADER else str(word.guardian)


def _read(word: Word) -> list[str]:
    told = {"now": _("%(name)s read it, %(when)s"), "before": _("%(name)s read how it stood before, %(when)s")}
    return [
        told["now" if one.version == word.version else "before"]
        % {"name": one.by, "when": clock(timezone.localtime(one.at))}
        for one in word.reads.all()
    ]
