"""Making a decision, in two steps: what and of what kind, then its words. And putting another in its place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.consents import queries
from skoleporten.documents.letterhead import letterhead
from skoleporten.intake import deciding, owners
from skoleporten.intake.grounds_of_decision import JOINS, story_of, why_not_in_force
from skoleporten.intake.models import Decision, Intake
from skoleporten.intake.models.decisions import TEXTS, Kind, Outcome
from skoleporten.people.models import Pupil
from skoleporten.rules import decision as rules
from skoleporten.rules.decision import IncompleteDecisionError, proposed_complaint_deadline
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.intake.decision_forms import ChooseForm, DecisionForm
from skoleporten.web.intake.one import trail_to
from skoleporten.web.intake.presenters import name_of
from skoleporten.web.intake.visible import team_reads, team_writes, visible_intake
from skoleporten.web.intake.visible_decisions import visible_decision
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.requests import ActingRequest

CARRIED = (
    "childs_story", "to_school", "next_review", "follower", "receiver", "complaint_deadline", "complaint_instance",
    "complaint_to", "is_ito", "assessed_on", "language", "told_how", *TEXTS,
)  # fmt: skip


@team_reads
def choose(request: ActingRequest, public_id: str) -> HttpResponse:
    """The first step. Nothing is chosen beforehand, and nothing here says which would be better."""
    intake = visible_intake(request, public_id)
    outcomes = _outcomes(request, intake)
    form = ChooseForm(request.GET if "outcome" in request.GET or "kind" in request.GET else None, outcomes=outcomes)
    if form.is_valid() and intake.meetings.exists():
        where = redirect("intake_decide_in_words", public_id=intake.public_id)
        where["Location"] += f"?outcome={form.cleaned_data['outcome']}&kind={form.cleaned_data['kind']}"
        return where
    pupil = _pupil(intake)
    _log(request, pupil, "intake.decision_opened")
    context = {
        "form": form,
        "meeting": intake.meetings.first(),
        "story": story_of(intake),
        "consent": _consent_in_words(pupil, request),
        **_frame(intake, _("The decision")),
    }
    return render(request, "intake/decide.html", context)


@team_writes
def decide(request: ActingRequest, public_id: str) -> HttpResponse:
    """The second step: the words. What was chosen in the first stands in the address."""
    intake = visible_intake(request, public_id)
    meeting = intake.meetings.first()
    outcome, kind = _chosen(request, _outcomes(request, intake))
    if meeting is None or not outcome:
        return redirect("intake_decide", public_id=intake.public_id)

    def save(form: DecisionForm) -> Decision:
        return deciding.decide(
            by=request.actor, meeting=meeting, decided=form.decided, client_id=form.cleaned_data["client_id"],
            seen=_seen(request),
        )  # fmt: skip

    form = _form(
        request, intake, "intake.decision", intake.public_id, outcome, kind, initial=_proposed(request, intake)
    )
    return _answer(request, intake, form, save, {"meeting": meeting, "seen": _newest(intake)})


@team_writes
def correct(request: ActingRequest, decision: str) -> HttpResponse:
    found = visible_decision(request, decision)
    intake = found.intake
    if not found.is_standing:
        messages.warning(request, _("Another decision has taken its place already."))
        return redirect("decision", decision=found.public_id)
    outcome, kind = request.GET.get("outcome", found.outcome), request.GET.get("kind", found.kind)
    if outcome not in Outcome.values or kind not in rules.KINDS_OF[rules.Outcome(outcome)]:
        raise Http404

    def save(form: DecisionForm) -> Decision:
        return deciding.correct(
            by=request.actor, decision=found, decided=form.decided, why=form.cleaned_data["why"],
            client_id=form.cleaned_data["client_id"],
        )  # fmt: skip

    initial = _as_it_was(found)
    form = _form(request, intake, "intake.correction", found.public_id, outcome, kind, initial=initial, corrects=True)
    kinds = rules.KINDS_OF[rules.Outcome(found.outcome)]
    others = [(str(one), Kind(one).label) for one in rules.Kind if one in kinds and str(one) != kind]
    return _answer(request, intake, form, save, {"corrected": found, "meeting": found.meeting, "other_kinds": others})


def _answer(
    request: ActingRequest,
    intake: Intake,
    form: DecisionForm,
    save: Callable[[DecisionForm], Decision],
    further: dict[str, Any],
) -> HttpResponse:
    pupil = _pupil(intake)
    if form.is_valid():
        try:
            made = save(form)
        except IncompleteDecisionError as error:
            form.say_what_lacks(error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("The decision is written down. Look at the letters, and make them."))
            of_measures = [text for one in form.decided.measures for text in (one.problem, one.measure)]
            texts = [*form.decided.texts.values(), *of_measures, form.cleaned_data["to_school"]]
            warn_of_names(request, pupil, *texts)
            return redirect("decision", decision=made.public_id)
    _log(request, pupil, "intake.decision_form_opened")
    context = {
        "form": form,
        "outcome": Outcome(form.outcome).label,
        "kind": Kind(form.kind).label,
        "story": story_of(intake),
        **further,
        **_frame(intake, _("The decision")),
    }
    return render(request, "intake/decision_form.html", context)


def _form(
    request: ActingRequest, intake: Intake, key: str, object_id: object, outcome: str, kind: str, **given: Any
) -> DecisionForm:
    people = owners.may_own_this(intake, request.today)
    return drafted(
        request, DecisionForm, key, object_id, page=request.get_full_path(), outcome=outcome, kind=kind, people=people,
        **given,
    )  # fmt: skip


def _proposed(request: ActingRequest, intake: Intake) -> dict[str, Any]:
    """Days, and where a complaint goes. Never what is decided."""
    head = letterhead()
    now = timezone.localtime()
    return {
        "decided_on": request.today,
        "told_time": now.time().replace(second=0, microsecond=0),
        "complaint_deadline": proposed_complaint_deadline(request.today),
        "complaint_instance": "Statsforvalteren",
        "complaint_to": ", ".join([head["name"], *head["lines"]])[:300],
    }


def _as_it_was(found: Decision) -> dict[str, Any]:
    follower = {"followed_up_by": str(found.followed_up_by.public_id)} if found.followed_up_by else {}
    told_at = timezone.localtime(found.told_at)
    return {name: getattr(found, name) for name in CARRIED} | follower | {
        "is_story_heard": "yes" if found.is_story_heard else "no",
        "decided_on": found.decided_on,
        "told_time": told_at.time().replace(second=0, microsecond=0),
    }  # fmt: skip


def _outcomes(request: ActingRequest, intake: Intake) -> list[rules.Outcome]:
    found = deciding.may_decide(request.actor.role, intake)
    if intake.pupil is None or not found:
        raise Http404
    return found


def _chosen(request: ActingRequest, outcomes: list[rules.Outcome]) -> tuple[str, str]:
    """Empty where the address does not say it as the first step would."""
    form = ChooseForm(request.GET, outcomes=outcomes)
    return (form.cleaned_data["outcome"], form.cleaned_data["kind"]) if form.is_valid() else ("", "")


def _consent_in_words(pupil: Pupil, request: ActingRequest) -> str:
    if queries.in_force(pupil, JOINS, request.today):
        return _("The consent to joining Skoleporten is in force.")
    return why_not_in_force(pupil, JOINS, request.today)


def _newest(intake: Intake) -> str:
    newest = deciding.newest_of(intake)
    return str(newest.public_id) if newest else ""


def _seen(request: ActingRequest) -> uuid.UUID | None:
    """It stands outside the draft, so that an old draft does not say that an older decision was the newest."""
    try:
        return uuid.UUID(request.POST.get("seen", ""))
    except ValueError:
        return None


def _pupil(intake: Intake) -> Pupil:
    if intake.pupil is None:
        raise Http404
    return intake.pupil


def _frame(intake: Intake, title: str) -> dict[str, Any]:
    return {"intake": intake, "pupil": intake.pupil, "name": name_of(intake), "trail": trail_to(intake, title)}


def _log(request: ActingRequest, pupil: Pupil, action: str) -> None:
    read_log.shown(request, [pupil.public_id], action=action, purpose=Purpose.FOLLOW_UP)
