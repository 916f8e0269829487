"""A case as it stands at one moment, for those who must have it on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.letter import Block, Letter, facts, heading, paragraphs, points


@dataclass(frozen=True)
class Section:
    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    def blocks(self) -> list[Block]:
        """Nothing at all where there is nothing to say."""
        told = [*facts(self.facts), *(one for text in self.texts for one in paragraphs(text)), *points(self.points)]
        return [heading(self.heading), *told] if told else []


@dataclass(frozen=True)
class CaseInPrint:
    """`as_of` is the moment it was made, in words. What is for the door only is not part of it."""

    pupil: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    as_of: str
    made_by: str

    kind = "case"

    def letter(self) -> Letter:
        return Letter(title=_("The case at Skoleporten"), blocks=tuple(self._blocks()))

    def _blocks(self) -> list[Block]:
        made = _("As it stood %(when)s. Printed by %(who)s. Paper does not follow changes: throw it away safely.")
        return [
            heading(self.pupil),
            *facts(self.facts),
            *paragraphs(made % {"when": self.as_of, "who": self.made_by}),
            *paragraphs(_("Clinical notes are in the health service’s journal, and never here.")),
            *(block for section in self.sections for block in section.blocks()),
        ]
