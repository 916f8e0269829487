"""Own words of the pupil and the guardians: as they stand, as they stood before, and who was let read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.source import File, Reader, Source, told_by_rows
from skoleporten.rules import voices as rules
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What
from skoleporten.rules.voices import ABOUT
from skoleporten.voices.models import EarlierWord, Opening, Word, WordRead

ORDER = 11


def _told(reader: Reader, rows: Any) -> Any:
    """As on her own page: what was taken back is shown to nobody in the family."""
    return told_by_rows(reader, rows).filter(taken_back_at__isnull=True)


def _own_earlier(reader: Reader, rows: Any) -> Any:
    """How it stood before is told to whoever wrote it."""
    return rows.filter(word__in=_own(reader).values("pk"))


def _own_reads(reader: Reader, rows: Any) -> Any:
    return rows.filter(word__in=_own(reader).values("pk"))


def _openings(reader: Reader, rows: Any) -> Any:
    """Told to the pupil, who reads why."""
    return rows.filter(word__in=_own(reader).values("pk")) if reader.actor.role == Role.PUPIL else rows.none()


def _own(reader: Reader) -> Any:
    standing = Word.objects.visible_to(reader.actor, reader.purpose, reader.today).standing()
    if reader.actor.role == Role.PUPIL:
        return standing.filter(teller=rules.Teller.PUPIL)
    return standing.filter(guardian__user=reader.actor.user_id)


def _whose(word: Word) -> Teller:
    return Teller.PUPIL if word.teller == rules.Teller.PUPIL else Teller.GUARDIAN


def _only_here(word: Word) -> bool:
    """Not for every guardian: for none of them, or for those whom the pupil named."""
    return word.teller == rules.Teller.PUPIL


def _files(word: Word) -> tuple[File, ...]:
    """Several have the same title, and each is in the copy."""
    kept = [one for one in word.attachments.all() if one.file is not None]
    return tuple(File(f"{one.public_id.hex[:6]}.{one.kind}", one.file) for one in kept if one.file is not None)


def _of(row: EarlierWord | WordRead | Opening) -> Word:
    return row.word


SOURCES = (
    Source(
        "voices.word", "voices.Word", _("Own words"), What.OWN_WORDS, "pupil",
        shows={
            "about_on": _("Which day?"), "teller": _("Whose words"), "guardian": _("Guardian"),
            "kind": _("What it is about"),
            "words": _("In own words"), "faces_said": _("How does it feel?"), "was_spoken": _("Spoken"),
            "school": _("The school that may read it"), "taken_back_at": _("Taken back"),
        },
        when="written_at", by="written_by", told=_told, teller=_whose, guardian=lambda word: word.guardian_id,
        for_adults_here=_only_here, files=_files, related=("school", "written_by", "guardian"),
        codes={"kind": ABOUT, "teller": rules.TELLERS},
    ),
    Source(
        "voices.earlier_word", "voices.EarlierWord", _("How own words stood before"), What.OWN_WORDS, "word__pupil",
        shows={
            "about_on": _("Which day?"), "kind": _("What it is about"), "words": _("In own words"),
            "faces_said": _("How does it feel?"), "was_spoken": _("Spoken"),
            "pictures": _("Number of pictures"), "stood_from": _("From"), "stood_until": _("Until"),
        },
        when="stood_from", told=_own_earlier, teller=lambda row: _whose(_of(row)),
        guardian=lambda row: _of(row).guardian_id, for_adults_here=lambda row: _only_here(_of(row)),
        related=("word",), codes={"kind": ABOUT},
    ),
    Source(
        "voices.read", "voices.WordRead", _("That own words were read"), What.OWN_WORDS, "word__pupil",
        shows={"at": _("When")}, when="at", by="by", told=_own_reads, teller=lambda row: _whose(_of(row)),
        guardian=lambda row: _of(row).guardian_id, for_adults_here=lambda row: _only_here(_of(row)),
        related=("word", "by"),
    ),
    Source(
        "voices.opening", "voices.Opening", _("What a guardian was let read"), What.OWN_WORDS, "word__pupil",
        shows={
            "guardian": _("Guardian"), "reason": _("Why"), "pupils_view": _("What the pupil said"),
            "ended_at": _("Ended"),
        },
        when="opened_at", by="opened_by", told=_openings, teller=lambda row: _whose(_of(row)),
        for_adults_here=lambda row: _only_here(_of(row)),
        related=("word", "guardian", "opened_by"),
    ),
)  # fmt: skip
