"""What was decided in the intake, told to the family."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.decided import LetterWithReason
from skoleporten.documents.letters.letter import Block, questions_to, section
from skoleporten.rules.decision import Kind, Outcome


@dataclass(frozen=True, kw_only=True)
class DecisionLetter(LetterWithReason):
    alternatives: str = ""
    childs_best: str = ""
    facts: str = ""
    grounds: str = ""
    pupils_view: str = ""
    receiver: str = ""

    def title(self) -> str:
        return {
            Kind.AGREEMENT: _("What we have agreed"),
            Kind.INDIVIDUAL_DECISION: _("Our decision"),
            Kind.REDIRECTION: _("Our answer"),
        }[self.decision_kind]

    def blocks(self) -> list[Block]:
        name = {"name": self.pupil}
        return [
            *self.about(),
            *section(_("What we have decided"), _outcome(self.outcome) % name, self.decision),
            *section(_("Why"), self.reason),
            *section(_("What we know"), self.facts),
            *section(_("What %(name)s says") % name, self.pupils_view),
            *section(_("What is best for %(name)s") % name, self.childs_best),
            *section(_("How we have weighed it"), self.grounds),
            *section(_("What else we thought of"), self.alternatives),
            *section(_("The rule we have used"), self.legal_rule),
            *self.what_the_school_does(),
            *section(_("What happens now"), self.what_happens_now, self._further()),
            *section(_("Who is told"), self.who_is_told),
            *self.complaint(
                _("You can complain"),
                _(
                    "Do you not agree? Then you can complain. Write to us by %(date)s. Say what you want to have "
                    "changed, and why. There is no form to fill in. We help you if you want us to."
                ),
                _("You may see the papers in the case. Ask us."),
            ),
            *questions_to(self.contact),
        ]

    def _further(self) -> str:
        """Who goes on with it, and until when."""
        words = {"name": self.pupil, "who": self.follower, "receiver": self.receiver}
        told = (
            _("%(receiver)s goes on from here.") % words if self.receiver else "",
            _("%(who)s follows up %(name)s.") % words if self.follower else "",
            self.looked_at_again(),
            _("You have said yes. You can take it back when you like. Then tell us.")
            if self.outcome == Outcome.SKOLEPORTEN
            else "",
        )
        return " ".join(filter(None, told))


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.SKOLEPORTEN: _("%(name)s gets a place with us."),
        Outcome.SCHOOL_WITH_MEASURES: _("%(name)s goes on at the school. The school does something in a new way."),
        Outcome.OTHER_SERVICE: _("We think that somebody else can help %(name)s better than we can."),
        Outcome.WAITING: _("We wait before we answer. Nobody is forgotten: one of us follows up %(name)s meanwhile."),
        Outcome.MORE_TO_FIND_OUT: _("We must find out more before we can give %(name)s an answer."),
    }[outcome]
