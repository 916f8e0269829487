"""What was told in the talk before a case: each in own words, for whom the teller chose."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import File, Source, told_by_rows
from skoleporten.intake.models import Story
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.talk import PARTS, TELLINGS, Telling
from skoleporten.rules.visibility import What

ORDER = 10
FAMILY = ("pupil", "guardian")


def _whose(story: Story) -> Teller:
    return Teller(story.teller) if story.teller in FAMILY else Teller.OTHER


def _is_for_adults_here(story: Story) -> bool:
    return story.teller == Story.Teller.PUPIL and not story.for_guardians


def _drawings(story: Story) -> tuple[File, ...]:
    kept = [one for one in story.attachments.all() if one.file is not None]
    return tuple(File(f"{one.public_id.hex[:6]}.{one.kind}", one.file) for one in kept if one.file is not None)


def _told(reader: Any, rows: Any) -> Any:
    """Why somebody has not told yet is the staff's word, and stands on no page of the family's."""
    return told_by_rows(reader, rows).exclude(telling=Telling.NOT_YET)


SOURCES = (
    Source(
        "intake.story", "intake.Story", _("What was told in the talk"), What.OWN_WORDS, "intake__pupil",
        shows=named(
            "told_on", "part", "teller", "guardian", "teller_name", "school", "telling", "words", "by_whom",
            "why_not_yet", "removed_at",
        ),
        when="told_on", by="written_by", told=_told, teller=_whose, guardian=lambda story: story.guardian_id,
        for_adults_here=_is_for_adults_here, files=_drawings, related=("guardian", "school", "written_by"),
        codes={"part": PARTS, "telling": TELLINGS},
    ),
)  # fmt: skip
