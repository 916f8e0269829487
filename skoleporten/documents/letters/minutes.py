"""The minutes of a meeting as one reader may have them: what she does not see is not there, nor counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from skoleporten.documents.letters.letter import Block, Letter, facts, heading, paragraphs, points


@dataclass(frozen=True)
class PrintedPart:
    """`decisions`: what, by whom, by when. `choices` as minutes.parts tells them."""

    title: str
    words: str = ""
    state: str = ""
    note: str = ""
    decisions: tuple[tuple[str, str, str], ...] = ()
    choices: tuple[Mapping[str, Any], ...] = ()

    def blocks(self) -> list[Block]:
        return [
            heading(self.title),
            *paragraphs(self.words),
            *paragraphs(self.state),
            *paragraphs(self.note),
            *(block for choice in self.choices for block in _choice(choice)),
            *_decisions(self.decisions),
        ]


@dataclass(frozen=True)
class MinutesInPrint:
    """`version` 0: not approved yet. `standing`: who approved it, or that nobody has."""

    meeting: str
    facts: tuple[tuple[str, str], ...]
    standing: str
    version: int
    why: str
    parts: tuple[PrintedPart, ...]
    not_reached: tuple[str, ...]
    as_of: str
    made_by: str

    kind = "minutes"

    def letter(self) -> Letter:
        return Letter(title=pgettext("of a meeting", "Minutes"), blocks=tuple(self._blocks()))

    def _blocks(self) -> list[Block]:
        made = _("The copy of %(who)s, made %(when)s. It holds what %(who)s may see, and is not passed on.")
        rows = [
            *self.facts,
            (pgettext("of a meeting", "Minutes"), self.standing),
            (_("Version"), str(self.version) if self.version > 1 else ""),
            (_("Corrected because"), self.why),
        ]
        return [
            heading(self.meeting),
            *facts(rows),
            *paragraphs(made % {"who": self.made_by, "when": self.as_of}),
            *(block for part in self.parts for block in part.blocks()),
            *self._not_reached(),
        ]

    def _not_reached(self) -> list[Block]:
        told = points(self.not_reached)
        return [heading(_("What the meeting did not come to")), *told] if told else []


def _decisions(decisions: tuple[tuple[str, str, str], ...]) -> list[Block]:
    by_when = _("%(what)s – %(who)s, by %(when)s")
    told = [by_when % {"what": what, "who": who, "when": when} for what, who, when in decisions]
    return [*paragraphs(_("Decided:")), *points(told)] if told else []


def _choice(choice: Mapping[str, Any]) -> list[Block]:
    """What there was to choose, and beside what was chosen whoever sees it differently, as it was said."""
    chosen = choice["chosen"]
    rows = [(_("To choose"), choice["question"])]
    if chosen:
        rows += [(_("Chosen"), chosen["words"]), (_("Why"), chosen["why"])]
    rows += [(_("Chosen before"), f"{one['words']}. {one['why']}") for one in choice["before"]]
    rows += [(_("Seen differently"), said_by(one)) for one in choice["differs"]]
    ways = [_way(one) for one in choice["alternatives"]]
    return [*facts(rows[:1]), *points(ways), *facts(rows[1:])]


def _way(alternative: Mapping[str, Any]) -> str:
    leaning = [said_by(one) for one in alternative["favoured"]]
    named = [text for text in leaning if text]
    return f"{alternative['words']} ({'; '.join(named)})" if named else str(alternative["words"])


def said_by(voice: Mapping[str, str]) -> str:
    """With a name only where somebody wished it."""
    return ": ".join(one for one in (voice["who"], voice["words"]) if one)
