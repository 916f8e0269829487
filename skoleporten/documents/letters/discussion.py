"""A sheet to talk from, without name, class or exact dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.letter import Block, Letter, heading, paragraphs, points, room, section
from skoleporten.documents.models import Document


@dataclass(frozen=True)
class DiscussionSheet:
    """`sections` are headings and texts from which rules/discussion.py has taken out what points to one child."""

    sections: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    written_on: dt.date

    kind = Document.Kind.DISCUSSION

    def letter(self) -> Letter:
        return Letter(title=_("To talk about, without names"), blocks=tuple(self._blocks()), date=self.written_on)

    def _blocks(self) -> list[Block]:
        told = [block for title, text in self.sections for block in section(title, text)]
        asked = [heading(_("What we ask you")), *points(self.questions)] if self.questions else []
        return [
            *paragraphs(
                _(
                    "There are no names here. Do not guess who it is about. If you think that you know, say so, "
                    "and we stop."
                )
            ),
            *told,
            *asked,
            room(_("Your advice"), lines=8),
        ]
