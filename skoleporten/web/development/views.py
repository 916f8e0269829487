"""Development work: every trial, one of them through the loop, and each thing that is done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.development import actions, queries, things
from skoleporten.development.models import Trial
from skoleporten.rules.development import State
from skoleporten.web.development import presenters
from skoleporten.web.development.forms import GroundForm, LookForm, ResultForm, TrialForm
from skoleporten.web.development.visible import (
    open_trial,
    team_reads,
    team_writes,
    trail_to,
    visible_ground,
    visible_trial,
)
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_page import Page
from skoleporten.web.judgement.forms import WhyForm, weeks_on
from skoleporten.web.panels.names import answer
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

MOST_ENDED = 50
WEEKS = 4


@team_reads
def every(request: ActingRequest) -> HttpResponse:
    """What is due first, then what is tried, the ideas, and what has ended."""
    rows = Trial.objects.visible_to(request.actor).select_related("owner")
    going_on = presenters.in_words(rows.going_on(), request.today)
    context = {
        "due": [one for one in going_on if one.is_due],
        "going_on": [one for one in going_on if not one.is_due],
        "ideas": presenters.in_words(rows.ideas(), request.today),
        "ended": presenters.in_words(rows.ended().order_by("-ended_on", "-pk")[:MOST_ENDED], request.today),
    }
    return render(request, "development/every.html", context)


@team_reads
def one(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = visible_trial(request, public_id)
    grounds, looks = list(trial.grounds.all()), list(trial.looks.select_related("by"))
    state = trial.state_on(request.today)
    context = {
        "trial": trial,
        "in_words": presenters.in_words([trial], request.today)[0],
        "drawing": presenters.drawing(trial, grounds, looks),
        "facts": presenters.facts_of(trial),
        "grounds": presenters.grounds_in_words(request.actor, grounds),
        "looks": [(look, presenters.learnt(look)) for look in looks],
        "following": Trial.objects.visible_to(request.actor).filter(previous=trial).first(),
        "is_open": state is not State.ENDED,
        "may_look": state in {State.AGREED, State.TRYING},
        "trail": trail_to(trial),
    }
    return render(request, "development/one.html", context)


@team_writes
def new(request: ActingRequest) -> HttpResponse:
    """`?from=` and `id=` name what it comes of, `?previous=` the trial that it goes on from."""
    origin, origin_id = _origin(request)
    previous = _previous(request)
    initial = {"about": previous.about if previous else "", "owner": request.actor.user_public_id}
    key = origin_id or (previous.public_id if previous else "")
    form = drafted(
        request, TrialForm, "development.trial", key, initial=initial, people=queries.people(request.today),
        page=request.get_full_path(),
    )  # fmt: skip
    made: list[Trial] = []

    def save() -> None:
        made.append(
            actions.begin(
                by=request.actor, written=form.written, client_id=form.cleaned_data["client_id"], origin=origin,
                origin_id=origin_id, previous=previous,
            )
        )  # fmt: skip

    heading = _("Begin anew") if previous else _("Try something")
    page = _form_page(heading, trail_to(None, heading), reverse("development"), origin=_origin_in_words(request))
    answered = answer(request, form, page, save)
    return redirect("trial", made[0].public_id) if made else answered


@team_writes
def change(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    form = drafted(
        request, TrialForm, "development.trial", trial.public_id, initial=_as_written(trial),
        people=queries.people(request.today),
    )  # fmt: skip

    def save() -> None:
        actions.change(
            by=request.actor, trial=trial, written=form.written, seen_version=form.cleaned_data["seen_version"]
        )

    heading = _("Write on")
    return answer(request, form, _form_page(heading, trail_to(trial, heading), _url(trial)), save)


@team_writes
def look(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    if trial.starts_on is None:
        return redirect("trial", trial.public_id)
    initial = {"evaluate_on": weeks_on(request.today, WEEKS), "seen_version": trial.version}
    form = drafted(request, LookForm, "development.look", trial.public_id, initial=initial)

    def save() -> None:
        values = form.cleaned_data
        actions.look(
            by=request.actor, trial=trial, seen=form.as_seen, client_id=values["client_id"],
            seen_version=values["seen_version"],
        )  # fmt: skip

    heading = _("Look at how it goes")
    context = {"trial": trial, "grounds": presenters.grounds_in_words(request.actor, list(trial.grounds.all()))}
    page = Page(
        heading, trail_to(trial, heading), _url(trial), _done(), _("What you see, and what you make of it together."),
        theirs=presenters.as_text, template="development/look.html", context=context,
    )  # fmt: skip
    return answer(request, form, page, save)


@team_writes
def leave(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    form = drafted(request, WhyForm, "development.leave", trial.public_id)

    def save() -> None:
        values = form.cleaned_data
        actions.leave(by=request.actor, trial=trial, why=values["why"], client_id=values["client_id"])

    heading = _("Leave it")
    intro = _("It stays among those that have ended, with why.")
    return answer(request, form, Page(heading, trail_to(trial, heading), _url(trial), _done(), intro), save)


@team_writes
def rest_on(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    form = GroundForm(request.POST or None, choices=presenters.choices(request.actor, trial.grounds.all()))

    def save() -> None:
        kind, _colon, thing = form.cleaned_data["thing"].partition(":")
        actions.rest_on(by=request.actor, trial=trial, kind=kind, thing=uuid.UUID(thing))

    heading = _("What it rests on")
    intro = _("Themes and statements of the panels, the knowledge shelf, and pictures of the team climate.")
    return answer(request, form, Page(heading, trail_to(trial, heading), _url(trial), _done(), intro), save)


@team_writes
def result(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    form = ResultForm(request.POST or None, initial={"as_of": request.today})

    def save() -> None:
        values = form.cleaned_data
        as_of = values["as_of"] if values["figure"] or values["of_what"] else None
        actions.rest_on_result(by=request.actor, trial=trial, **{**values, "as_of": as_of})

    heading = _("A result")
    intro = _("In words, and with a figure where there is one. Of all together, and never of one pupil.")
    return answer(request, form, Page(heading, trail_to(trial, heading), _url(trial), _done(), intro), save)


@team_writes
@require_POST
def take_off(request: ActingRequest, public_id: uuid.UUID, ground: uuid.UUID) -> HttpResponse:
    trial = open_trial(request, public_id)
    found = visible_ground(request, trial, ground)
    tell(request, lambda: actions.take_off(by=request.actor, ground=found), _("Taken off."))
    return redirect(_url(trial))


def _form_page(heading: str, trail: Any, back: str, **context: Any) -> Page:
    intro = _("It is about the offer, and about no child: write nobody’s name. An idea needs its question alone.")
    return Page(
        heading, trail, back, _done(), intro, theirs=presenters.as_text, template="development/write.html",
        context=context,
    )  # fmt: skip


def _origin(request: ActingRequest) -> tuple[str, uuid.UUID | None]:
    """Nothing where it names nothing that this one sees."""
    kind, sent = request.GET.get("from", ""), request.GET.get("id", "")
    try:
        public_id = uuid.UUID(sent)
    except ValueError:
        return "", None
    return (kind, public_id) if kind in things.SEEN and things.find(request.actor, kind, public_id) else ("", None)


def _origin_in_words(request: ActingRequest) -> str:
    kind, public_id = _origin(request)
    row = things.find(request.actor, kind, public_id) if public_id else None
    return presenters.label_of(row) if row else ""


def _previous(request: ActingRequest) -> Trial | None:
    try:
        public_id = uuid.UUID(request.GET.get("previous", ""))
    except ValueError:
        return None
    return visible_trial(request, public_id)


def _as_written(trial: Trial) -> dict[str, object]:
    texts = {name: getattr(trial, name) for name in TrialForm.TEXTS}
    owner = trial.owner.public_id if trial.owner else ""
    dates = {"starts_on": trial.starts_on, "evaluate_on": trial.evaluate_on}
    return {**texts, **dates, "owner": str(owner), "seen_version": trial.version}


def _url(trial: Trial) -> str:
    return reverse("trial", args=[trial.public_id])


def _done() -> str:
    return _("Written down.")
