"""What was decided in the intake, told to the pupil's school: the outcome, and what the school itself is to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.decision import in_the_place_of
from skoleporten.documents.letters.letter import (
    Block,
    Contact,
    Letter,
    day,
    heading,
    paragraphs,
    points,
    questions_to,
    section,
)
from skoleporten.documents.models import Document
from skoleporten.rules.decision import Outcome


@dataclass(frozen=True)
class SchoolLetter:
    """Without the family's words, the reason, and the name of another service: the school has no need of them."""

    outcome: Outcome
    pupil: str
    decided_on: dt.date
    to: tuple[str, ...]
    contact: Contact
    words: str = ""
    review_on: dt.date | None = None
    measures: tuple[str, ...] = ()
    replaces: dt.date | None = None

    kind = Document.Kind.DECISION

    def letter(self) -> Letter:
        return Letter(
            title=_("What is decided in the intake"),
            blocks=tuple(self._blocks()),
            to=self.to,
            date=self.decided_on,
            signed_by=self.contact,
        )

    def _blocks(self) -> list[Block]:
        name = {"name": self.pupil}
        first = _("This letter is about %(name)s. We decided this on %(date)s.") % {
            **name,
            "date": day(self.decided_on),
        }
        review = _("We look at it again by %(date)s.") % {"date": day(self.review_on)} if self.review_on else ""
        return [
            *paragraphs(first),
            *paragraphs(in_the_place_of(self.replaces)),
            *section(_("What we have decided"), _outcome(self.outcome) % name, self.words, review),
            *([heading(_("What the school does")), *points(self.measures)] if self.measures else ()),
            *section(
                _("What stays as it is"),
                _("%(name)s still belongs to the class. The school still follows up all absence.") % name,
                _("Only those at the school who need it for the work with %(name)s read this letter.") % name,
            ),
            *questions_to(self.contact),
        ]


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.SKOLEPORTEN: _("%(name)s gets a place in Skoleporten. We call you and plan the start with you."),
        Outcome.SCHOOL_WITH_MEASURES: _("%(name)s goes on at the school. You do what stands below."),
        Outcome.OTHER_SERVICE: _("Other help fits %(name)s better. We have told the family which."),
        Outcome.WAITING: _("It waits. One of us follows up %(name)s meanwhile."),
        Outcome.MORE_TO_FIND_OUT: _("We must find out more before we can give an answer about %(name)s."),
    }[outcome]
