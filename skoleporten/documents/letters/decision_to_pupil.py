"""What was decided in the intake, told to the pupil in simpler words: short to a child, whole to one who decides."""

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
    facts,
    heading,
    paragraphs,
    points,
    section,
)
from skoleporten.documents.models import Document
from skoleporten.rules.decision import Kind, Outcome


@dataclass(frozen=True)
class PupilLetter:
    """`decides_herself`: old enough to decide in her own education, and told the reason and how to complain.

    `words` are written to her by whoever decided.
    """

    outcome: Outcome
    decision_kind: Kind
    pupil: str
    decided_on: dt.date
    to: tuple[str, ...]
    contact: Contact
    decides_herself: bool
    words: str = ""
    decision: str = ""
    reason: str = ""
    what_happens_now: str = ""
    who_is_told: str = ""
    legal_rule: str = ""
    follower: str = ""
    review_on: dt.date | None = None
    measures: tuple[str, ...] = ()
    complaint_deadline: dt.date | None = None
    complaint_instance: str = ""
    complaint_to: str = ""
    replaces: dt.date | None = None

    kind = Document.Kind.DECISION

    def letter(self) -> Letter:
        return Letter(
            title=_("A letter to you"),
            blocks=tuple(self._blocks()),
            to=self.to,
            date=self.decided_on,
            signed_by=self.contact,
        )

    def _blocks(self) -> list[Block]:
        return [
            *paragraphs(_("Hi, %(name)s!") % {"name": self.pupil}),
            *paragraphs(in_the_place_of(self.replaces)),
            *paragraphs(
                _("Thank you for what you have told us. We have talked about what can help. It is not your fault.")
            ),
            *section(_("What we have decided"), _outcome(self.outcome), self.words, *self._further()),
            *(self._whole() if self.decides_herself else ()),
            *section(
                _("Do you wonder about something?"),
                _("Ask us. You can also ask an adult whom you trust. You can say if you do not agree."),
            ),
            *facts([(_("Name"), self.contact.name), (_("Phone"), self.contact.phone)]),
        ]

    def _further(self) -> list[str]:
        found = []
        if self.follower:
            found.append(_("%(who)s is there for you.") % {"who": self.follower})
        if self.review_on:
            found.append(_("We look at it again by %(date)s.") % {"date": day(self.review_on)})
        return [" ".join(found)] if found else []

    def _whole(self) -> list[Block]:
        told = [
            *section(_("What it means"), self.decision),
            *section(_("Why"), self.reason),
            *([heading(_("What the school does")), *points(self.measures)] if self.measures else ()),
            *section(_("What happens now"), self.what_happens_now),
            *section(_("Who is told"), self.who_is_told),
        ]
        if self.decision_kind != Kind.INDIVIDUAL_DECISION or self.complaint_deadline is None:
            return told
        rights = section(
            _("How you complain"),
            _(
                "If you do not agree, you can complain. Write to us by %(date)s. Say what you want instead. "
                "We can help you."
            )
            % {"date": day(self.complaint_deadline)},
            _("Send it to: %(where)s.") % {"where": self.complaint_to} if self.complaint_to else "",
            _("First we look at the case once more. If we do not change our mind, %(instance)s decides.")
            % {"instance": self.complaint_instance},
            _("You may see your papers. Ask us."),
        )
        return [*told, *section(_("The rule we have used"), self.legal_rule), *rights]


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.SKOLEPORTEN: _("You get a place with us. We go as fast as you want, and no faster."),
        Outcome.SCHOOL_WITH_MEASURES: _("You go on at your school. The adults there do something in a new way."),
        Outcome.OTHER_SERVICE: _("We think that somebody else can help you better. We help you to get there."),
        Outcome.WAITING: _("It waits for a while. We do not forget you."),
        Outcome.MORE_TO_FIND_OUT: _("We do not know enough yet. We would like to hear more from you."),
    }[outcome]
