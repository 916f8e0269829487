"""Notes, turns of the loop and goals as a page shows them: facts first, and what is thought marked as thought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from skoleporten.judgement.models import Assessment, Decision, Goal, GoalTurn, Measure, Note
from skoleporten.judgement.queries import OwnWords
from skoleporten.rules import judgement as rules
from skoleporten.rules.judgement.goals import Turn
from skoleporten.rules.presence.places import PLACES, Place
from skoleporten.web.judgement.forms import TURNS
from skoleporten.web.rules.wording import in_language

Hide = Callable[[str], str]


@dataclass(frozen=True)
class NoteInWords:
    """`meant` is never shown without `seen` above it and the mark beside it."""

    key: str
    seen_on: dt.date
    written_at: dt.datetime
    writer: str
    where: str
    who: Sequence[str]
    seen: str
    said: str
    meant: str
    readers: Sequence[str]
    is_correction: bool
    why_corrected: str
    is_taken_away: bool

    @property
    def in_short(self) -> str:
        text = self.seen or self.said
        return text if len(text) <= 120 else text[:117].rsplit(" ", 1)[0] + " …"


def as_it_is(text: str) -> str:
    return text


def note_in_words(note: Note, hide: Hide = as_it_is) -> NoteInWords:
    """`hide` takes out names that the reader is not to see."""
    present = [in_language(rules.PRESENT[rules.Present(code)]) for code in note.present]
    return NoteInWords(
        key=str(note.thread),
        seen_on=note.seen_on,
        written_at=note.written_at,
        writer=str(note.written_by),
        where=in_language(PLACES[Place(note.place)]) if note.place else "",
        who=[*map(str, note.staff.all()), *present],
        seen=hide(note.observation),
        said=hide(note.childs_words),
        meant=hide(note.interpretation),
        readers=[in_language(rules.AUDIENCES[one]) for one in rules.Audience if one.value in note.audiences],
        is_correction=note.corrects_id is not None,
        why_corrected=note.why_corrected,
        is_taken_away=note.is_taken_away,
    )


def interpretation_mark() -> str:
    """Stands beside every interpretation, on pages and on paper."""
    return _("Interpretation: what somebody thinks, not what was seen")


def sources_of(assessment: Assessment) -> list[tuple[str, str]]:
    found = [(in_language(rules.SOURCES[source]), getattr(assessment, source.value)) for source in rules.Source]
    return [(name, text) for name, text in found if text]


def facts_of_decision(made: Decision, readable: OwnWords) -> list[tuple[str, str]]:
    """In the order in which one asks. The child's story first, where it is for the reader."""
    return [
        (_("The child’s own story"), _story_of(made, readable)),
        (_("What was chosen"), made.choice),
        (_("Why"), made.reason),
        (_("What else was considered"), made.alternatives),
        (_("Best for the child because"), made.childs_best),
        (_("Who took part"), made.took_part),
        (_("Who must be told"), made.who_is_told),
    ]


def _story_of(made: Decision, readable: OwnWords) -> str:
    if not made.is_story_heard:
        return _("Not heard yet: %(why)s") % {"why": made.why_not_heard}
    if made.words:
        return made.words.childs_words if made.words_id in readable.notes else _("Heard. The words are not for all.")
    is_readable = made.story is not None and made.story_id in readable.stories
    return made.story.words if made.story and is_readable and made.story.words else _("Told in the intake talk.")


def facts_of_measure(measure: Measure, hide: Hide = as_it_is) -> list[tuple[str, Any]]:
    """The five fields, and whom one can get help from."""
    rows = [
        (_("What is to be solved?"), measure.problem),
        (_("What is done?"), measure.what),
        (_("Who does it?"), measure.who),
        (in_language(rules.WHO_ELSE), measure.who_else),
    ]
    return [(name, hide(value)) for name, value in rows if value]


@dataclass(frozen=True)
class GoalInWords:
    key: str
    words: str
    noticed_by: str
    place: str
    said_by: str
    readers: Sequence[str]
    ended_on: dt.date | None
    ended_as: str
    turns: Sequence[tuple[str, GoalTurn]]


def goal_in_words(goal: Goal, hide: Hide = as_it_is) -> GoalInWords:
    return GoalInWords(
        key=str(goal.public_id),
        words=hide(goal.words),
        noticed_by=hide(goal.noticed_by),
        place=goal_place(goal),
        said_by=in_language(rules.SAID_BY[rules.SaidBy(goal.said_by)]),
        readers=[in_language(rules.AUDIENCES[one]) for one in rules.Audience if one.value in goal.audiences],
        ended_on=goal.ended_on,
        ended_as=str(TURNS[Turn(goal.ended_as)]) if goal.ended_as else "",
        turns=[(str(TURNS[Turn(row.turn)]), row) for row in goal.turns.all()],
    )


def goal_place(goal: Goal) -> str:
    if goal.kind != rules.GoalKind.GRID:
        return in_language(rules.KINDS[rules.GoalKind(goal.kind)])
    part = in_language(rules.PARTICIPATIONS[rules.Participation(goal.participation)])
    return f"{part} – {in_language(rules.APPROACHES[rules.Approach(goal.approach)])}"


@dataclass(frozen=True)
class GoalGrid:
    """Rows are kinds of participation, columns ways to get there; `beside` has a place of its own."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, Sequence[GoalInWords]]]]]
    beside: Sequence[tuple[str, Sequence[GoalInWords]]]


def grid_of(goals: Sequence[Goal], hide: Hide = as_it_is) -> GoalGrid:
    """Of the goals that are open. An empty square is no lack: goals are few."""
    places: dict[tuple[str, ...], list[GoalInWords]] = {}
    for goal in goals:
        places.setdefault((goal.kind, goal.participation, goal.approach), []).append(goal_in_words(goal, hide))
    grid = rules.GoalKind.GRID.value

    def row(part: rules.Participation) -> list[tuple[str, list[GoalInWords]]]:
        approaches = rules.APPROACHES.items()
        return [(in_language(name), places.get((grid, part.value, how.value), [])) for how, name in approaches]

    beside: Mapping[rules.GoalKind, Mapping[str, str]] = {
        kind: name for kind, name in rules.KINDS.items() if kind is not rules.GoalKind.GRID
    }
    return GoalGrid(
        columns=[in_language(name) for name in rules.APPROACHES.values()],
        rows=[(in_language(name), row(part)) for part, name in rules.PARTICIPATIONS.items()],
        beside=[(in_language(name), places.get((kind.value, "", ""), [])) for kind, name in beside.items()],
    )
