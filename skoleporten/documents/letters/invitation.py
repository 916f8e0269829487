"""The invitation to the intake talk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.documents.letters.letter import (
    Block,
    Contact,
    Letter,
    facts,
    heading,
    paragraphs,
    points,
    questions_to,
    section,
)
from skoleporten.documents.models import Document


@dataclass(frozen=True)
class Invitation:
    """`interpreter` is the language that an interpreter is ordered in; empty where none is needed."""

    pupil: str
    to: tuple[str, ...]
    starts_at: dt.datetime
    place: str
    who_comes: tuple[str, ...]
    contact: Contact
    written_on: dt.date
    interpreter: str = ""

    kind = Document.Kind.INVITATION

    def letter(self) -> Letter:
        return Letter(
            title=_("Welcome to a talk"),
            blocks=tuple(self._blocks()),
            to=self.to,
            date=self.written_on,
            signed_by=self.contact,
        )

    def _blocks(self) -> list[Block]:
        local = timezone.localtime(self.starts_at)
        when = formats.date_format(local, "l") + " " + formats.date_format(local, "DATE_FORMAT")
        return [
            *paragraphs(_("We would like to meet %(name)s and you, and hear how things are.") % {"name": self.pupil}),
            *facts(
                [
                    (_("Day"), when),
                    (_("Time"), formats.date_format(local, "TIME_FORMAT")),
                    (_("Place"), self.place),
                    (_("Interpreter"), self.interpreter),
                ]
            ),
            *([heading(_("Who comes")), *points(self.who_comes)] if self.who_comes else []),
            heading(_("What we talk about")),
            *points(
                [
                    _("How %(name)s has it, told in own words. It may be drawn or written too.") % {"name": self.pupil},
                    _("What you at home see, and what you hope for."),
                    _("What works well, and who is near and safe."),
                    _("What we can offer, and whether you want it."),
                ]
            ),
            *section(
                _("You decide with us"),
                _("Nobody is to blame. You say no to what you do not want. You may bring somebody you trust."),
                _("Does the time not suit you? Tell us, and we find another."),
            ),
            *questions_to(self.contact),
        ]
