"""What was decided in the intake, told to the family and the school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
from skoleporten.rules.decision import Kind, Outcome


@dataclass(frozen=True)
class DecisionLetter:
    """Free texts are in the language of the letter, written by whoever decided. What is empty is left out.

    `pupil` is how the pupil is called in the letter. Whether a decision is complete is for rules/decision.py to say.
    """

    outcome: Outcome
    decision_kind: Kind
    pupil: str
    decided_on: dt.date
    to: tuple[str, ...]
    contact: Contact
    decision: str = ""
    reason: str = ""
    alternatives: str = ""
    childs_best: str = ""
    facts: str = ""
    legal_rule: str = ""
    grounds: str = ""
    pupils_view: str = ""
    what_happens_now: str = ""
    who_is_told: str = ""
    complaint_deadline: dt.date | None = None
    complaint_instance: str = ""
    complaint_to: str = ""
    receiver: str = ""
    follower: str = ""
    review_on: dt.date | None = None
    measures: tuple[str, ...] = ()
    replaces: dt.date | None = None

    kind = Document.Kind.DECISION

    def letter(self) -> Letter:
        return Letter(
            title=_title(self.decision_kind),
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
        return [
            *paragraphs(first),
            *paragraphs(in_the_place_of(self.replaces)),
            *section(_("What we have decided"), _outcome(self.outcome) % name, self.decision),
            *section(_("Why"), self.reason),
            *section(_("What we know"), self.facts),
            *section(_("What %(name)s says") % name, self.pupils_view),
            *section(_("What is best for %(name)s") % name, self.childs_best),
            *section(_("How we have weighed it"), self.grounds),
            *section(_("What else we thought of"), self.alternatives),
            *section(_("The rule we have used"), self.legal_rule),
            *self._measures(),
            *section(_("What happens now"), self.what_happens_now, *self._further()),
            *section(_("Who is told"), self.who_is_told),
            *self._complaint(),
            *questions_to(self.contact),
        ]

    def _measures(self) -> list[Block]:
        return [heading(_("What the school does")), *points(self.measures)] if self.measures else []

    def _further(self) -> list[str]:
        """Who goes on with it, and until when."""
        words = {"name": self.pupil, "who": self.follower, "receiver": self.receiver}
        found = []
        if self.receiver:
            found.append(_("%(receiver)s goes on from here.") % words)
        if self.follower:
            found.append(_("%(who)s follows up %(name)s.") % words)
        if self.review_on:
            found.append(_("We look at it again by %(date)s.") % {"date": day(self.review_on)})
        if self.outcome == Outcome.SKOLEPORTEN:
            found.append(_("You have said yes. You can take it back when you like. Then tell us."))
        return [" ".join(found)] if found else []

    def _complaint(self) -> list[Block]:
        if self.decision_kind != Kind.INDIVIDUAL_DECISION or self.complaint_deadline is None:
            return []
        return section(
            _("You can complain"),
            _(
                "Do you not agree? Then you can complain. Write to us by %(date)s. Say what you want to have changed, "
                "and why. There is no form to fill in. We help you if you want us to."
            )
            % {"date": day(self.complaint_deadline)},
            _("Send it to: %(where)s.") % {"where": self.complaint_to} if self.complaint_to else "",
            _("First we look at the case once more. If we do not change our mind, %(instance)s decides.")
            % {"instance": self.complaint_instance},
            _("You may see the papers in the case. Ask us."),
        )


def in_the_place_of(date: dt.date | None) -> str:
    if date is None:
        return ""
    return _("This letter takes the place of the one of %(date)s.") % {"date": day(date)}


def _title(kind: Kind) -> str:
    return {
        Kind.AGREEMENT: _("What we have agreed"),
        Kind.INDIVIDUAL_DECISION: _("Our decision"),
        Kind.REDIRECTION: _("Our answer"),
    }[kind]


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.SKOLEPORTEN: _("%(name)s gets a place with us."),
        Outcome.SCHOOL_WITH_MEASURES: _("%(name)s goes on at the school. The school does something in a new way."),
        Outcome.OTHER_SERVICE: _("We think that somebody else can help %(name)s better than we can."),
        Outcome.WAITING: _("We wait before we answer. Nobody is forgotten: one of us follows up %(name)s meanwhile."),
        Outcome.MORE_TO_FIND_OUT: _("We must find out more before we can give %(name)s an answer."),
    }[outcome]
