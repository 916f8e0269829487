"""What was decided in the intake, told to the pupil's school: the outcome, and what the school itself is to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.decided import DecidedLetter
from skoleporten.documents.letters.letter import Block, questions_to, section
from skoleporten.rules.decision import Outcome


@dataclass(frozen=True, kw_only=True)
class SchoolLetter(DecidedLetter):
    """Without the family's words, the reason, and the name of another service: the school has no need of them."""

    words: str = ""

    def title(self) -> str:
        return _("What is decided in the intake")

    def blocks(self) -> list[Block]:
        name = {"name": self.pupil}
        return [
            *self.about(),
            *section(_("What we have decided"), _outcome(self.outcome) % name, self.words, self.looked_at_again()),
            *self.what_the_school_does(),
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
