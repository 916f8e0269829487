"""The loop: drawn with what is missing, and each stage a page of its own. It ends by starting again."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.judgement import queries, rounds
from skoleporten.judgement.models import Assessment, Decision, Note, Round
from skoleporten.judgement.rounds import Assessed, Decided, childs_story, childs_words
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.visible import case_reads, open_case, team_writes, visible_case
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.judgement.drawing import loop_drawing
from skoleporten.web.judgement.forms import AssessmentForm, DecisionForm, RoundForm, WhyForm
from skoleporten.web.judgement.presenters import facts_of_decision, facts_of_measure, note_in_words, sources_of
from skoleporten.web.judgement.visible import TEAM, trail_in, visible_round
from skoleporten.web.requests import ActingRequest

FROM_STORY, FROM_WORDS = "story", "words"
MOST_NOTES = 60


@case_reads
def every(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The turns that go on, each drawn, and below them those that have ended."""
    case = _readable(request, public_id)
    found = list(queries.rounds_of(request.actor, Purpose.FOLLOW_UP, request.today, case))
    facts = queries.facts_of(case, found)
    read_log.shown(request, [case.pupil.public_id], action="judgement.loop_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "going_on": [(one, loop_drawing(str(one.pk), facts[one.pk])) for one in found if one.is_open],
        "ended": [one for one in found if not one.is_open],
        "may_write": case.is_open and request.actor.role in TEAM,
        "trail": trail_in(case, "case_loop"),
    }
    return render(request, "judgement/loop.html", context)


@case_reads
def one(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    case = _readable(request, public_id)
    found = visible_round(request, case, turn)
    facts = queries.facts_of(case, [found])[found.pk]
    read_log.shown(request, [case.pupil.public_id], action="judgement.round_opened", purpose=Purpose.FOLLOW_UP)
    decisions = list(found.decisions.all())
    replaced = {row.replaces_id for row in decisions}
    said = queries.own_words_of(request.actor, Purpose.FOLLOW_UP, request.today, case)
    assessment: Assessment | None = getattr(found, "assessment", None)
    context = {
        "case": case,
        "pupil": case.pupil,
        "turn": found,
        "following": queries.following(found),
        "drawing": loop_drawing(str(found.pk), facts),
        "assessment": assessment,
        "sources": sources_of(assessment) if assessment else [],
        "observations": _observations(request, case, assessment),
        "decisions": [(row, facts_of_decision(row, said)) for row in decisions if row.pk not in replaced],
        "replaced": [(row, facts_of_decision(row, said)) for row in decisions if row.pk in replaced],
        "measures": [(row, facts_of_measure(row), list(row.evaluations.all())) for row in found.measures.all()],
        "may_write": case.is_open and found.is_open and request.actor.role in TEAM,
        "may_go_on": case.is_open and request.actor.role in TEAM,
        "may_decide": facts.may_decide,
        "trail": trail_in(case, "case_loop", found.about),
    }
    return render(request, "judgement/round.html", context)


@team_writes
def begin(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """`?previous=` is the turn that this one goes on from."""
    case = open_case(request, public_id)
    key = request.GET.get("previous", "")
    previous = visible_round(request, case, key) if _is_uuid(key) else None
    initial = {"about": previous.about} if previous else {}
    form = drafted(
        request, RoundForm, "judgement.round", previous.public_id if previous else case.public_id, initial=initial,
        page=request.get_full_path(),
    )  # fmt: skip

    def save() -> None:
        values = form.cleaned_data
        rounds.begin(
            by=request.actor, case=case, about=values["about"], client_id=values["client_id"], previous=previous
        )

    heading = _("Begin anew") if previous else _("Look at something together")
    intro = _("Observe, assess, decide, act, evaluate. Each part may wait until you know more.")
    return answer(request, case, form, _page(case, heading, intro, reverse("case_loop", args=[public_id])), save)


@team_writes
def assess(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    case, found = _to_write(request, public_id, turn)
    row: Assessment | None = getattr(found, "assessment", None)
    notes = _notes_to_rest_on(request, case)
    form = drafted(
        request, AssessmentForm, "judgement.assessment", found.public_id, initial=_as_written(row), notes=notes
    )

    def save() -> None:
        values = form.cleaned_data
        texts = {name: values[name] for name in AssessmentForm.TEXTS}
        kept = _not_shown(row, notes)
        rounds.assess(
            by=request.actor, of=found, assessed=Assessed(**texts, observations=[*form.chosen, *kept]),
            seen_version=values["seen_version"],
        )  # fmt: skip

    heading = _("What do the facts point to?")
    intro = _("Write what the notes point to, and look for what would point another way. Ask other sources too.")
    page = _page(case, heading, intro, _url(case, found), theirs=lambda now: now.facts_point_to, of=found)
    return answer(request, case, form, page, save)


@team_writes
def decide(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """The first decision of the turn, or one in the place of the one that stands."""
    case, found = _to_write(request, public_id, turn)
    standing = rounds.standing_decision(found)
    form = drafted(
        request, DecisionForm, "judgement.decision", found.public_id, initial=_as_decided(request, standing),
        places=_places(request, case), replaces=standing is not None,
    )  # fmt: skip

    def save() -> None:
        decided, values = _decided(request, case, form), form.cleaned_data
        if standing:
            rounds.replace(
                by=request.actor, decision=standing, decided=decided, why=values["why"], client_id=values["client_id"]
            )
        else:
            rounds.decide(by=request.actor, of=found, decided=decided, client_id=values["client_id"])

    heading = _("Replace this decision") if standing else _("Choose together")
    intro = _("Talk together, and then choose. The child is heard first, or it says why not yet.")
    return answer(request, case, form, _page(case, heading, intro, _url(case, found), of=found), save)


@team_writes
def end(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """It was looked at, or it is left. Then one may begin anew from it."""
    case, found = _to_write(request, public_id, turn)
    form = drafted(request, WhyForm, "judgement.end", found.public_id)
    form.fields["why"].label = _("What did you find out, or why do you leave it?")

    def save() -> None:
        rounds.end(by=request.actor, of=found, why=form.cleaned_data["why"])

    page = _page(case, _("End this turn"), _("What was written stays readable."), _url(case, found), of=found)
    return answer(request, case, form, page, save)


def _readable(request: ActingRequest, public_id: uuid.UUID) -> Case:
    if not may_see(request.actor.role, What.JUDGEMENT):
        raise Http404
    return visible_case(request, public_id)


def _to_write(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> tuple[Case, Round]:
    case = open_case(request, public_id)
    found = visible_round(request, case, turn)
    if not found.is_open:
        raise Http404
    return case, found


def _observations(request: ActingRequest, case: Case, assessment: Assessment | None) -> list[Any]:
    """Those of them that the reader may read, as they stand now."""
    if assessment is None:
        return []
    threads = [note.thread for note in assessment.observations.all()]
    rows = queries.notes_of(request.actor, Purpose.FOLLOW_UP, request.today, case).filter(thread__in=threads)
    return [note_in_words(note) for note in rows]


def _notes_to_rest_on(request: ActingRequest, case: Case) -> list[tuple[Note, str]]:
    rows = queries.notes_of(request.actor, Purpose.FOLLOW_UP, request.today, case).exclude(observation="")[:MOST_NOTES]
    return [(note, f"{note.seen_on:%d.%m.%Y}: {note_in_words(note).in_short}") for note in rows]


def _not_shown(row: Assessment | None, shown: list[tuple[Note, str]]) -> list[Note]:
    """What a colleague has chosen that this writer can not see, or that a correction has taken the place of."""
    keys = {note.pk for note, _label in shown}
    return [note for note in row.observations.all() if note.pk not in keys] if row else []


def _as_written(row: Assessment | None) -> dict[str, Any]:
    if row is None:
        return {}
    texts = {name: getattr(row, name) for name in AssessmentForm.TEXTS}
    chosen = [str(note.public_id) for note in row.observations.all()]
    return texts | {"observations": chosen, "seen_version": row.version}


def _places(request: ActingRequest, case: Case) -> list[tuple[str, str]]:
    found = []
    if story := childs_story(case):
        told = {"date": f"{story.told_on:%d.%m.%Y}"}
        found.append((FROM_STORY, _("In the intake talk, told %(date)s") % told))
    if note := childs_words(case, request.actor):
        told = {"date": f"{note.seen_on:%d.%m.%Y}", "words": note_in_words(note).said[:80]}
        found.append((FROM_WORDS, _("In a note from %(date)s: “%(words)s”") % told))
    return found


def _as_decided(request: ActingRequest, standing: Decision | None) -> dict[str, Any]:
    if standing is None:
        return {"decided_on": request.today}
    texts = {name: getattr(standing, name) for name in DecisionForm.TEXTS}
    heard = FROM_WORDS if standing.words_id else FROM_STORY if standing.story_id else DecisionForm.NOT_HEARD
    return texts | {"decided_on": request.today, "heard": heard}


def _decided(request: ActingRequest, case: Case, form: DecisionForm) -> Decided:
    values = form.cleaned_data
    texts = {name: values[name] for name in DecisionForm.TEXTS}
    heard = values["heard"]
    if heard != DecisionForm.NOT_HEARD:
        texts["why_not_heard"] = ""
    return Decided(
        decided_on=values["decided_on"],
        story=childs_story(case) if heard == FROM_STORY else None,
        words=childs_words(case, request.actor) if heard == FROM_WORDS else None,
        **texts,
    )


def _page(case: Case, heading: str, intro: str, back: str, *, theirs: Any = str, of: Round | None = None) -> Page:
    further = [of.about, heading] if of else [heading]
    context = {"heading": heading, "intro": intro, "trail": trail_in(case, "case_loop", *further)}
    return Page("judgement/form.html", context, back, _("Written down."), theirs)


def _url(case: Case, of: Round) -> str:
    return reverse("case_round", args=[case.public_id, of.public_id])


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
