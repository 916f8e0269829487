"""What the letters of one decision say alike, whoever reads them."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.letter import Block, Contact, Letter, day, heading, paragraphs, points, section
from skoleporten.documents.models import Document
from skoleporten.rules.decision import Kind, Outcome


@dataclass(frozen=True, kw_only=True)
class DecidedLetter(ABC):
    """Free texts are in the language of the letter, written by whoever decided. What is empty is left out.

    `pupil` is how the pupil is called in the letter. Whether a decision is complete is for rules/decision.py to say.
    """

    outcome: Outcome
    pupil: str
    decided_on: dt.date
    to: tuple[str, ...]
    contact: Contact
    review_on: dt.date | None = None
    measures: tuple[str, ...] = ()
    replaces: dt.date | None = None

    kind = Document.Kind.DECISION

    def letter(self) -> Letter:
        return Letter(
            title=self.title(),
            blocks=tuple(self.blocks()),
            to=self.to,
            date=self.decided_on,
            signed_by=self.contact,
        )

    @abstractmethod
    def title(self) -> str: ...

    @abstractmethod
    def blocks(self) -> list[Block]: ...

    def about(self) -> list[Block]:
        """How a letter to the adults begins."""
        first = _("This letter is about %(name)s. We decided this on %(date)s.")
        words = {"name": self.pupil, "date": day(self.decided_on)}
        return [*paragraphs(first % words), *self.in_the_place_of()]

    def in_the_place_of(self) -> list[Block]:
        if self.replaces is None:
            return []
        return paragraphs(_("This letter takes the place of the one of %(date)s.") % {"date": day(self.replaces)})

    def looked_at_again(self) -> str:
        return _("We look at it again by %(date)s.") % {"date": day(self.review_on)} if self.review_on else ""

    def what_the_school_does(self) -> list[Block]:
        return [heading(_("What the school does")), *points(self.measures)] if self.measures else []


@dataclass(frozen=True, kw_only=True)
class LetterWithReason(DecidedLetter):
    """To whoever may complain: with the reason, and where it is a decision in law, with how to complain."""

    decision_kind: Kind
    decision: str = ""
    reason: str = ""
    what_happens_now: str = ""
    who_is_told: str = ""
    legal_rule: str = ""
    follower: str = ""
    complaint_deadline: dt.date | None = None
    complaint_instance: str = ""
    complaint_to: str = ""

    def complaint(self, title: str, how: str, papers: str) -> list[Block]:
        """`how` has room for the last day, `%(date)s`."""
        if self.decision_kind != Kind.INDIVIDUAL_DECISION or self.complaint_deadline is None:
            return []
        return section(
            title,
            how % {"date": day(self.complaint_deadline)},
            _("Send it to: %(where)s.") % {"where": self.complaint_to} if self.complaint_to else "",
            _("First we look at the case once more. If we do not change our mind, %(instance)s decides.")
            % {"instance": self.complaint_instance},
            papers,
        )
