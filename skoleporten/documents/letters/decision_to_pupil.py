"""What was decided in the intake, told to the pupil in simpler words: short to a child, whole to one who decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.documents.letters.decided import LetterWithReason
from skoleporten.documents.letters.letter import Block, facts, paragraphs, section
from skoleporten.rules.decision import Outcome


@dataclass(frozen=True, kw_only=True)
class PupilLetter(LetterWithReason):
    """`decides_herself`: old enough to decide in her own education, and told the reason and how to complain.

    `words` are written to her by whoever decided.
    """

    decides_herself: bool
    words: str = ""

    def title(self) -> str:
        return _("A letter to you")

    def blocks(self) -> list[Block]:
        return [
            *paragraphs(_("Hi, %(name)s!") % {"name": self.pupil}),
            *self.in_the_place_of(),
            *paragraphs(
                _("Thank you for what you have told us. We have talked about what can help. It is not your fault.")
            ),
            *section(_("What we have decided"), _outcome(self.outcome), self.words, self._further()),
            *(self._whole() if self.decides_herself else ()),
            *section(
                _("Do you wonder about something?"),
                _("Ask us. You can also ask an adult whom you trust. You can say if you do not agree."),
            ),
            *facts([(_("Name"), self.contact.name), (_("Phone"), self.contact.phone)]),
        ]

    def _further(self) -> str:
        there = _("%(who)s is there for you.") % {"who": self.follower} if self.follower else ""
        return " ".join(filter(None, (there, self.looked_at_again())))

    def _whole(self) -> list[Block]:
        complaint = self.complaint(
            _("How you complain"),
            _(
                "If you do not agree, you can complain. Write to us by %(date)s. Say what you want instead. "
                "We can help you."
            ),
            _("You may see your papers. Ask us."),
        )
        return [
            *section(_("What it means"), self.decision),
            *section(_("Why"), self.reason),
            *self.what_the_school_does(),
            *section(_("What happens now"), self.what_happens_now),
            *section(_("Who is told"), self.who_is_told),
            *(section(_("The rule we have used"), self.legal_rule) if complaint else ()),
            *complaint,
        ]


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.SKOLEPORTEN: _("You get a place with us. We go as fast as you want, and no faster."),
        Outcome.SCHOOL_WITH_MEASURES: _("You go on at your school. The adults there do something in a new way."),
        Outcome.OTHER_SERVICE: _("We think that somebody else can help you better. We help you to get there."),
        Outcome.WAITING: _("It waits for a while. We do not forget you."),
        Outcome.MORE_TO_FIND_OUT: _("We do not know enough yet. We would like to hear more from you."),
    }[outcome]
