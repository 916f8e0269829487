"""A consent on paper: the same words as on the page, with room for each one's answer and name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.letter import (
    Block,
    Contact,
    Letter,
    answer,
    day,
    heading,
    paragraphs,
    questions_to,
    room,
    section,
)
from skoleporten.documents.models import Document


@dataclass(frozen=True)
class ConsentForm:
    """`sections` are headings and texts of the consent's own text version, whose number is `reference`."""

    pupil: str
    asked: str
    sections: tuple[tuple[str, str], ...]
    givers: tuple[str, ...]
    valid_until: dt.date
    contact: Contact
    written_on: dt.date
    reference: str = ""

    kind = Document.Kind.CONSENT_FORM

    def letter(self) -> Letter:
        return Letter(
            title=_("We ask for your answer"),
            blocks=tuple(self._blocks()),
            date=self.written_on,
            reference=self.reference,
        )

    def _blocks(self) -> list[Block]:
        told = [block for title, text in self.sections for block in section(title, text)]
        return [
            *paragraphs(_("This is about %(name)s.") % {"name": self.pupil}),
            *paragraphs(self.asked),
            *told,
            *section(
                _("Until when"),
                _("A yes lasts until %(date)s. You can take it back before that. Tell us, and it ends at once.")
                % {"date": day(self.valid_until)},
            ),
            *section(_("You are free to say no"), _("You need not say why. You still get help.")),
            heading(_("Your answer")),
            *[answer(name) for name in self.givers],
            room(_("If an interpreter helped: name and language"), lines=1),
            *questions_to(self.contact),
        ]
