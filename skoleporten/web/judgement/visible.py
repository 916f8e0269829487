"""Who opens which page of notes, loop and goals, and the rows behind an address: by the gate, else as if not there."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.judgement import queries
from skoleporten.judgement.models import Goal, Measure, Note, Round
from skoleporten.judgement.models.notes import WRITERS
from skoleporten.web.cases.visible import TEAM, trail_to
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

# The staff of the case write notes, and read what the team writes on a page that has the form in it too.
writes_notes = policy(roles=WRITERS, purpose=Purpose.FOLLOW_UP, writes=True)

__all__ = ["TEAM", "refuse_writing", "visible_goal", "visible_measure", "visible_note", "visible_round", "writes_notes"]


def refuse_writing(request: ActingRequest, *, may_write: bool) -> None:
    """The form is not there for whoever may not write, so neither is its answer."""
    if request.method == "POST" and not may_write:
        raise Http404


def visible_note(request: ActingRequest, case: Case, note: uuid.UUID | str) -> Note:
    """The newest text of it that stands; one that was taken away is a lead's to read."""
    rows = Note.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).of_last_text()
    found = rows.filter(case=case, thread=note).select_related("case__pupil", "case__intake__owner").first()
    if found is None:
        raise Http404
    return found


def visible_round(request: ActingRequest, case: Case, turn: uuid.UUID | str) -> Round:
    found = queries.rounds_of(request.actor, Purpose.FOLLOW_UP, request.today, case).filter(public_id=turn).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def visible_measure(request: ActingRequest, of: Round, measure: uuid.UUID | str) -> Measure:
    rows = queries.measures_of(request.actor, Purpose.FOLLOW_UP, request.today, of.case)
    found = rows.filter(round=of, public_id=measure).prefetch_related("evaluations__by").first()
    if found is None:
        raise Http404
    found.case = of.case
    return found


def visible_goal(request: ActingRequest, case: Case, goal: uuid.UUID | str) -> Goal:
    found = queries.goals_of(request.actor, Purpose.FOLLOW_UP, request.today, case).filter(public_id=goal).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def trail_in(case: Case, room: str, *further: str) -> list[Crumb]:
    """`room` is the url name of the list that the page belongs to."""
    names = {"case_notes": _("Notes"), "case_loop": _("What we think and do"), "case_goals": _("Goals")}
    trail = trail_to(case, names[room], *further)
    url = reverse(room, args=[case.public_id]) if further else ""
    return [*trail[: len(trail) - len(further) - 1], Crumb(names[room], url), *trail[len(trail) - len(further) :]]
