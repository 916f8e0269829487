"""A trial in words: where in the loop it stands, what it rests on, and what was seen each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.climate.models import Pulse
from skoleporten.development import things
from skoleporten.development.models import Ground, Look, Trial
from skoleporten.development.queries import standing_of
from skoleporten.panels.models import ShelfItem, Statement, Theme
from skoleporten.rules.development import KINDS, LACKS, STAGE_OF, STATES, Kind, State, lacks
from skoleporten.rules.judgement import Stage
from skoleporten.web.climate.drawing import place_of
from skoleporten.web.climate.presenters import place_in_words
from skoleporten.web.judgement.drawing import LoopDrawing, drawing_of
from skoleporten.web.rules.wording import in_language

MOST_TO_CHOOSE = 50
LONGEST_LABEL = 140


@dataclass(frozen=True)
class TrialInWords:
    trial: Trial
    state: str
    is_due: bool


@dataclass(frozen=True)
class GroundInWords:
    """`url` is empty where there is no page of it. `is_gone`: it was taken back, or put away."""

    ground: Ground
    kind: str
    text: str
    url: str = ""
    is_gone: bool = False


def in_words(trials: Iterable[Trial], today: dt.date) -> list[TrialInWords]:
    return [_one(trial, today) for trial in trials]


def _one(trial: Trial, today: dt.date) -> TrialInWords:
    state = trial.state_on(today)
    is_due = state is State.TRYING and trial.evaluate_on is not None and trial.evaluate_on <= today
    return TrialInWords(trial, in_language(STATES[state]), is_due)


def drawing(trial: Trial, grounds: Sequence[Ground], looks: Sequence[Look]) -> LoopDrawing:
    missing = lacks(standing_of(trial, grounds, is_looked_at=bool(looks)))
    return drawing_of(
        str(trial.pk),
        {stage: [in_language(LACKS[lack]) for lack in missing if STAGE_OF[lack] is stage] for stage in Stage},
    )


def grounds_in_words(actor: Actor, grounds: Sequence[Ground]) -> list[GroundInWords]:
    found = things.of_grounds(actor, grounds)
    return [_ground(one, found) for one in grounds]


def choices(actor: Actor, taken: Iterable[Ground]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a trial may rest on besides what it does already, by kind."""
    ids = {ground.thing for ground in taken}
    found = []
    for kind in things.SEEN:
        rows = [row for row in things.to_choose(actor, kind)[:MOST_TO_CHOOSE] if row.public_id not in ids]
        if rows:
            labels = [(f"{kind}:{row.public_id}", Truncator(label_of(row)).chars(LONGEST_LABEL)) for row in rows]
            found.append((in_language(KINDS[kind]), labels))
    return found


def label_of(row: Model) -> str:
    if isinstance(row, Theme):
        return in_language(row.texts("question"))
    if isinstance(row, Statement):
        return f"«{row.words}»"
    if isinstance(row, ShelfItem):
        return f"{in_language(row.texts('claim'))} ({row.source})"
    assert isinstance(row, Pulse)
    return _picture(row)


def facts_of(trial: Trial) -> dict[str, list[tuple[str, str]]]:
    """What is written at each stage, with its heading; what is empty is not there."""
    written = {
        Stage.OBSERVE: [(_("What have you seen or heard?"), trial.observed)],
        Stage.ASSESS: [(_("What do you believe it has to do with?"), trial.hypothesis)],
        Stage.DECIDE: [
            (_("What do you try?"), trial.tries),
            (_("Why that?"), trial.why),
            (_("What else did you consider?"), trial.alternatives),
            (_("What would you notice if it helps?"), trial.noticed_by),
        ],
    }
    return {stage.value: [(name, text) for name, text in facts if text] for stage, facts in written.items()}


def learnt(look: Look) -> list[tuple[str, str]]:
    facts = ((_("We keep"), look.keep), (_("We change"), look.change), (_("We stop"), look.stop))
    return [(name, text) for name, text in facts if text]


def as_text(trial: Trial) -> str:
    """What stands, beside one's own text, where somebody else was quicker."""
    facts = [f"{name} {text}" for rows in facts_of(trial).values() for name, text in rows]
    days = [_day(one) for one in (trial.starts_on, trial.evaluate_on) if one]
    when = [f"{trial.owner}, {' – '.join(days)}"] if days else []
    last = trial.looks.select_related("by").last()
    looked = [f"{last.by}, {_day(timezone.localdate(last.at))}: {last.seen}"] if last else []
    return "\n".join([trial.about, *facts, *when, *looked])


def _ground(ground: Ground, found: Mapping[Any, Model]) -> GroundInWords:
    kind = in_language(KINDS[Kind(ground.kind)])
    if ground.thing is None:
        return GroundInWords(ground, kind, _result(ground))
    row = found.get(ground.thing)
    if row is None:
        return GroundInWords(ground, kind, _("It is not there any more: it was taken back or put away."), is_gone=True)
    return GroundInWords(ground, kind, label_of(row), _url_of(row))


def _result(ground: Ground) -> str:
    if not ground.figure or ground.as_of is None:
        return ground.words
    told = {"figure": ground.figure, "of_what": ground.of_what, "day": _day(ground.as_of)}
    return f"{ground.words} " + _("%(figure)s (%(of_what)s), as of %(day)s.") % told


def _picture(pulse: Pulse) -> str:
    assert pulse.closed_on is not None
    return f"{_day(pulse.closed_on)}: {place_in_words(place_of(pulse))}"


def _url_of(row: Model) -> str:
    if isinstance(row, Pulse):
        return f"{reverse('climate')}#picture-{row.public_id}"
    names = {Theme: "panel_theme", Statement: "panel_statement", ShelfItem: "shelf_item"}
    try:
        return reverse(names[type(row)], args=[row.public_id])  # type: ignore[index, attr-defined]
    except NoReverseMatch:
        return ""


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
