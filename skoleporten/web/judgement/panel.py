"""Notes, the loop and the goals on the page of a case, in its printout and its timeline; for a school what names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.judgement import queries
from skoleporten.judgement.models import Assessment, Note
from skoleporten.judgement.models.notes import WRITERS
from skoleporten.people.mentions import masker
from skoleporten.rules.judgement.goals import MANY, Turn, are_many
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Due, Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.components import TimelineEntry
from skoleporten.web.judgement.drawing import LoopDrawing, loop_drawing
from skoleporten.web.judgement.forms import TURNS
from skoleporten.web.judgement.presenters import (
    GoalInWords,
    NoteInWords,
    facts_of_decision,
    facts_of_measure,
    goal_in_words,
    interpretation_mark,
    note_in_words,
    sources_of,
)
from skoleporten.web.requests import ActingRequest

NEWEST = 3
PRINTED_NOTES = 200


def notes_panel(request: ActingRequest, case: Case) -> Panel | None:
    if request.actor.role not in WRITERS or not may_see(request.actor.role, What.NOTES):
        return None
    rows = queries.notes_of(request.actor, Purpose.FOLLOW_UP, request.today, case)
    links = [Link(_("All notes"), reverse("case_notes", args=[case.public_id]))]
    if case.is_open:
        links.insert(0, Link(_("Write a note"), reverse("case_note_new", args=[case.public_id]), is_main=True))
    return Panel(
        key="notes",
        title=_("Notes"),
        template="judgement/notes_panel.html",
        context={"notes": [note_in_words(note) for note in rows[:NEWEST]]},
        links=links,
        printed=_lazily(lambda: [printed_note(note_in_words(note)) for note in rows[:PRINTED_NOTES]]),
    )


def loop_panel(request: ActingRequest, case: Case) -> Panel | None:
    if not may_see(request.actor.role, What.JUDGEMENT):
        return None
    rounds = list(queries.rounds_of(request.actor, Purpose.FOLLOW_UP, request.today, case))
    facts = queries.facts_of(case, rounds) if rounds else {}
    going_on = [(one, loop_drawing(str(one.pk), facts[one.pk])) for one in rounds if one.is_open]
    links = [Link(_("All turns"), reverse("case_loop", args=[case.public_id]))]
    if case.is_open and request.actor.role in TEAM:
        links.append(Link(_("Look at something together"), reverse("case_round_new", args=[case.public_id])))
    return Panel(
        key="loop",
        title=_("What we think and do"),
        template="judgement/loop_panel.html",
        context={"going_on": going_on, "case": case, "today": request.today, "measures": _running(rounds)},
        links=links,
        printed=_lazily(lambda: _printed_rounds(request, case, going_on)),
    )


def goals_panel(request: ActingRequest, case: Case) -> Panel | None:
    if not may_see(request.actor.role, What.GOALS):
        return None
    rows = queries.goals_of(request.actor, Purpose.FOLLOW_UP, request.today, case).filter(ended_on__isnull=True)
    going_on = [goal_in_words(goal) for goal in rows]
    links = [Link(_("All goals"), reverse("case_goals", args=[case.public_id]))]
    if case.is_open and request.actor.role in TEAM:
        links.append(Link(_("Set a goal"), reverse("case_goal_new", args=[case.public_id])))
    return Panel(
        key="goals",
        title=_("Goals"),
        template="judgement/goals_panel.html",
        context={"goals": going_on, "many": len(going_on) if are_many(len(going_on)) else 0, "few": MANY},
        links=links,
        printed=[_printed_goal(one) for one in going_on],
    )


def school_panel(request: ActingRequest, case: Case) -> Panel | None:
    """On the pupil's own page: measures that name the reader's school, and notes that were shared with it."""
    if not may_see(request.actor.role, What.MEASURES_OF_THE_SCHOOL):
        return None
    actor, today = request.actor, request.today
    measures = queries.measures_of(actor, Purpose.FOLLOW_UP, today, case).filter(ended_on__isnull=True)
    notes = list(queries.notes_of(actor, Purpose.FOLLOW_UP, today, case)[:NEWEST])
    hide = masker(case.pupil, today, reader=actor.user_id)
    named = [(row, facts_of_measure(row, hide)) for row in measures]
    if not named and not notes:
        return None
    return Panel(
        key="school-measures",
        title=_("What Skoleporten and the school do together"),
        template="judgement/school_panel.html",
        context={"measures": named, "notes": [note_in_words(note, hide) for note in notes]},
    )


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    role = request.actor.role
    found: list[TimelineEntry] = []
    if role in WRITERS and may_see(role, What.NOTES):
        found += _notes_happened(request, case, before, most)
    if may_see(role, What.JUDGEMENT):
        found += _loop_happened(case, before, most)
    if may_see(role, What.GOALS):
        found += _goals_happened(case, before, most)
    return sorted(found, key=_at, reverse=True)[:most]


def due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    what = gettext_lazy("A measure is looked at")
    return {case_id: Due(on, what) for case_id, on in queries.due(case_ids, today).items()}


def waiting(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    """What is to be looked at by now, and turns in which nothing is decided; each with the way there."""
    for row in queries.measures_due(request.actor, Purpose.FOLLOW_UP, request.today, case):
        url = reverse("case_measure", args=[case.public_id, row.round.public_id, row.public_id])
        yield _("Look at the measure: %(what)s") % {"what": row.what}, url
    for turn in queries.undecided(case):
        url = reverse("case_round", args=[case.public_id, turn.public_id])
        yield _("Assessed, and not decided: %(about)s") % {"about": turn.about}, url


def printed_note(one: NoteInWords) -> Printed:
    """On paper too an interpretation stands below what was seen, under a mark of its own."""
    facts = [
        (_("Seen or heard"), one.seen),
        (_("In the child’s own words"), one.said),
        (interpretation_mark(), one.meant),
        (_("Where"), one.where),
        (_("Who was there"), ", ".join(one.who)),
        (_("Written by"), one.writer),
    ]
    heading = _("Note, %(date)s") % {"date": f"{one.seen_on:%d.%m.%Y}"}
    return Printed(heading, facts=[(name, value) for name, value in facts if value])


def _lazily(make: Callable[[], Sequence[Printed]]) -> Any:
    """The page itself needs none of what is printed."""
    return SimpleLazyObject(make)


def _running(rounds: Sequence[Any]) -> list[tuple[Any, Any]]:
    """With the turn each belongs to, the first date first; of turns that have ended too."""
    rows = [(row, one) for one in rounds for row in one.measures.all() if row.ended_on is None]
    return sorted(rows, key=lambda pair: (pair[0].evaluate_on, pair[0].pk))


def _printed_rounds(request: ActingRequest, case: Case, rounds: Sequence[tuple[Any, LoopDrawing]]) -> list[Printed]:
    said = queries.own_words_of(request.actor, Purpose.FOLLOW_UP, request.today, case)
    return [part for one, drawing in rounds for part in _printed_round(one, drawing, said)]


def _printed_round(one: Any, drawing: LoopDrawing, said: queries.OwnWords) -> list[Printed]:
    replaced = {row.replaces_id for row in one.decisions.all()}
    missing = [text for stage in drawing.stages for text in stage.missing]
    found = [Printed(one.about, texts=[drawing.summary], points=missing)]
    if assessment := getattr(one, "assessment", None):
        found += printed_assessment(assessment)
    for row in one.decisions.all():
        if row.pk not in replaced:
            heading = _("Decided %(date)s") % {"date": f"{row.decided_on:%d.%m.%Y}"}
            found.append(Printed(heading, facts=facts_of_decision(row, said)))
    for row in one.measures.all():
        dates = (_("From, and looked at"), f"{row.starts_on:%d.%m.%Y} – {row.evaluate_on:%d.%m.%Y}")
        found.append(Printed(_("Measure"), facts=[*facts_of_measure(row), dates]))
    return found


def printed_assessment(one: Assessment) -> list[Printed]:
    """What is not known has a heading of its own: it is not among what the facts point to."""
    found = [Printed(_("What the facts point to"), texts=[one.facts_point_to], facts=sources_of(one))]
    return [*found, Printed(_("What we do not know yet"), texts=[one.not_known])] if one.not_known else found


def _printed_goal(one: GoalInWords) -> Printed:
    facts = [
        (_("How one would notice it"), one.noticed_by),
        (_("Where it belongs"), one.place),
        (_("Put like that by"), one.said_by),
    ]
    return Printed(one.words, facts=facts)


def _notes_happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    visible = Note.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    rows = visible.filter(case=case, written_at__lt=before).select_related("written_by").order_by("-written_at")[:most]
    return [
        TimelineEntry(
            row.written_at, _("A note"), str(row.written_by), row.observation or row.childs_words, _marked(row)
        )
        for row in rows
    ]


def _marked(row: Note) -> list[str]:
    said = [f"{_('In the child’s own words')}: {row.childs_words}"] if row.childs_words and row.observation else []
    meant = [f"{interpretation_mark()}: {row.interpretation}"] if row.interpretation else []
    return said + meant


def _loop_happened(case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    found = [
        TimelineEntry(row.recorded_at, _("Decided in the case"), str(row.recorded_by), row.choice)
        for row in queries.decisions_before(case, before, most)
    ]
    for row in queries.evaluations_before(case, before, most):
        of = [f"{row.measure.what} – {row.get_next_display()}"]
        found.append(TimelineEntry(row.at, _("Looked at a measure"), str(row.by), row.seen, of))
    return found


def _goals_happened(case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            row.at, _("Goal: %(what)s") % {"what": TURNS[Turn(row.turn)]}, str(row.by), row.words, [row.goal.words]
        )
        for row in queries.turns_before(case, before, most)
    ]


def _at(entry: TimelineEntry) -> dt.datetime:
    assert isinstance(entry.at, dt.datetime)
    return entry.at
