"""The letter of the answer: what is held back and on which place in the law, and what one has a right to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.access.roles import Role
from skoleporten.access_requests.models import AccessRequest
from skoleporten.access_requests.reading import Kind
from skoleporten.documents.letters.letter import Block, Contact, Letter, day, heading, paragraphs, points
from skoleporten.rules import access_requests as rules
from skoleporten.rules.access_request_words import BASES
from skoleporten.rules.access_requests import Basis, Verdict

Held = Mapping[tuple[str, str], Sequence[str]]


def held_back(kinds: Sequence[Kind]) -> dict[tuple[str, str], list[str]]:
    """By place in the law and reason, which kinds of things. Nothing of what was told in confidence."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind in kinds:
        for row in kind.rows:
            choice = row.choice
            if choice is None or choice.verdict == Verdict.GIVE:
                continue
            if choice.verdict == Verdict.WITHHOLD and rules.is_in_confidence(row.facts):
                continue
            labels = found.setdefault((choice.basis, choice.opened("reason")), [])
            if (label := str(kind.source.label)) not in labels:
                labels.append(label)
    return found


@dataclass(frozen=True)
class AnswerLetter:
    request: AccessRequest
    signed_by: str
    written_on: dt.date
    held: Held

    kind = "answer"

    def letter(self) -> Letter:
        return Letter(
            title=_("The answer to your request"),
            blocks=tuple(self._blocks()),
            to=(str(self.request.asked_by),),
            date=self.written_on,
            signed_by=Contact(self.signed_by),
        )

    def _blocks(self) -> Iterable[Block]:
        asked = _("You asked us on %(day)s to see what we keep. Here is the answer.")
        yield from paragraphs(asked % {"day": day(self.request.asked_at.date())})
        yield from self._what_is_held_back()
        yield heading(_("What no answer tells"))
        yield from paragraphs(in_no_answer(self.request.role))
        yield heading(_("What you have a right to know"))
        yield from points(rights())
        yield heading(_("If you do not agree"))
        yield from points(how_to_complain())

    def _what_is_held_back(self) -> Iterable[Block]:
        yield heading(_("What is left out"))
        if not self.held:
            yield from paragraphs(_("You get all of it."))
            return
        yield from paragraphs(_("We have left out some things, or parts of them. Here is what the law says, and why."))
        yield from points(
            _("%(kinds)s: %(reason)s %(law)s.")
            % {"kinds": ", ".join(kinds), "reason": reason, "law": languages.pick(BASES[Basis(basis)])}
            for (basis, reason), kinds in self.held.items()
        )


def in_no_answer(role: str) -> str:
    """The same in every answer, whether there is such a thing or not."""
    if role == Role.PUPIL:
        return _(
            "What a guardian has written for us alone is not part of an answer. "
            "A message to child welfare is not part of it either. You can ask child welfare yourself. "
            "This stands in every answer, also where there is no such thing."
        )
    return _(
        "What a child tells us alone is not part of an answer, nor what another guardian has written for us alone. "
        "A message to child welfare is not part of it either. You can ask child welfare yourself. "
        "This stands in every answer, also where there is no such thing."
    )


def rights() -> list[str]:
    return [
        _("What it is for: the school and the municipality shall follow up absence (opplæringslova § 25-1)."),
        _("Where it comes from: you, the school, the school's own system, and those who work with the pupil."),
        _("Who gets it: those who work with the pupil. The list of who can see is part of this copy."),
        _("How long: as long as the case is open, and then as long as the law on archives says."),
        _("You can ask us to correct what is wrong, to add your own words, or to delete it."),
        _("No machine decides anything about the pupil."),
    ]


def how_to_complain() -> list[str]:
    return [
        _("Tell us. You do it on the page where you found this answer."),
        _("You can complain to Datatilsynet, which looks after everybody's privacy: datatilsynet.no."),
    ]
