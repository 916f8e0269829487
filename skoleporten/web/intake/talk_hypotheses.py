"""Four ways to understand it, as questions to go on with. Only where the municipality has turned them on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.intake import factors, own_questions
from skoleporten.intake.models import Hypothesis, Intake
from skoleporten.rules.talk import HYPOTHESES
from skoleporten.rules.talk import Hypothesis as Kind
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_forms import HypothesisForm
from skoleporten.web.intake.talk_saving import Page, answer, pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.visible import team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@team_writes
def every(request: ActingRequest, public_id: str) -> HttpResponse:
    """Those that stand and those that were left, and a form for one more."""
    _refuse_where_off()
    intake = talk_of(request, public_id)
    form = drafted(request, HypothesisForm, "intake.hypothesis", intake.public_id)

    def save() -> None:
        values = form.cleaned_data
        factors.suppose(
            by=request.actor, intake=intake, kind=values["kind"], words=values["words"], client_id=values["client_id"]
        )

    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "hypotheses": [(in_language(HYPOTHESES[Kind(row.kind)]), row) for row in _visible(request, intake)],
        "may_write": intake.ended_at is None,
        "trail": trail_in(intake, Crumb(_("Ways to understand it"))),
    }
    page = Page("intake/talk_hypotheses.html", context, _url(intake), _("Written down."))
    return answer(request, form, page, pupil_of(intake), save)


@team_writes
def one(request: ActingRequest, public_id: str, hypothesis: str) -> HttpResponse:
    _refuse_where_off()
    intake = still_open(talk_of(request, public_id))
    found = _visible(request, intake).filter(public_id=hypothesis, left_at__isnull=True).first()
    if found is None:
        raise Http404
    if "remove" in request.POST:
        factors.leave_hypothesis(by=request.actor, hypothesis=found)
        messages.success(request, _("It is left. It stays readable as something that was thought once."))
        return redirect(_url(intake))
    initial = {"words": found.words, "seen_version": found.version}
    form = drafted(request, HypothesisForm, "intake.hypothesis_one", found.public_id, is_new=False, initial=initial)

    def save() -> None:
        values = form.cleaned_data
        factors.change_hypothesis(
            by=request.actor, hypothesis=found, words=values["words"], seen_version=values["seen_version"]
        )

    name = in_language(HYPOTHESES[Kind(found.kind)])
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "heading": name,
        "may_remove": True,
        "remove_words": _("It is not thought so any more"),
        "trail": trail_in(intake, Crumb(_("Ways to understand it"), _url(intake)), Crumb(name)),
    }
    page = Page("intake/talk_write.html", context, _url(intake), _("Written down."), lambda now: now.words)
    return answer(request, form, page, pupil_of(intake), save)


def _visible(request: ActingRequest, intake: Intake) -> Any:
    visible = Hypothesis.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.filter(intake=intake).select_related("intake__pupil", "written_by", "changed_by")


def _refuse_where_off() -> None:
    if not own_questions.choice_in_force().has_hypotheses:
        raise Http404


def _url(intake: Intake) -> str:
    return reverse("talk_hypotheses", args=[intake.public_id])
