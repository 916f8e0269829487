"""Pupils' wishes to talk, as the team reads and answers them."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.supports import talks
from skoleporten.supports.models import TalkWish
from skoleporten.web import read_log
from skoleporten.web.cases.form_page import Page
from skoleporten.web.cases.form_page import answer as answer_form
from skoleporten.web.cases.visible import team_reads, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.supports.forms import TalkAnswerForm
from skoleporten.web.supports.words import wish_in_words

SHOWN = 30


@team_reads
def page(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    rows = TalkWish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil)
    rows = rows.filter(taken_back_at__isnull=True).select_related("pupil", "adult", "answered_by", "had_by")
    read_log.shown(request, [case.pupil.public_id], action="supports.talks_read", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "wishes": [wish_in_words(row, request.today) for row in rows[:SHOWN]],
        "trail": trail_to(case, _("Talks")),
    }
    return render(request, "supports/talks.html", context)


@team_writes
def answer(request: ActingRequest, public_id: str, wish: str) -> HttpResponse:
    case = visible_case(request, public_id)
    row = _row(request, case, wish)
    back = reverse("talk_wishes", args=[case.public_id])
    initial = {"words": row.answer, "seen_version": row.version}
    form = drafted(request, TalkAnswerForm, "supports.talk", wish, initial=initial)
    context = {
        "form": form,
        "heading": _("Answer the pupil"),
        "one": wish_in_words(row, request.today),
        "trail": [*trail_to(case, "")[:-1], Crumb(_("Talks"), back), Crumb(_("Answer the pupil"))],
    }
    shown = Page("supports/talk_answer.html", context, back, _("The pupil reads it now."), lambda now: now.answer)
    return answer_form(
        request, case, form, shown,
        lambda: talks.answer(
            by=request.actor, wish=row, words=form.cleaned_data["words"], seen_version=form.cleaned_data["seen_version"]
        ),
    )  # fmt: skip


@team_writes
@require_POST
def had(request: ActingRequest, public_id: str, wish: str) -> HttpResponse:
    case = visible_case(request, public_id)
    row = _row(request, case, wish)
    tell(request, partial(talks.had, by=request.actor, wish=row), _("Written down."))
    return redirect("talk_wishes", public_id=case.public_id)


def _row(request: ActingRequest, case: Case, wish: str) -> TalkWish:
    rows = TalkWish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).open()
    row = rows.filter(pupil=case.pupil, public_id=wish).select_related("adult", "answered_by").first()
    if row is None:
        raise Http404
    row.pupil = case.pupil
    return row
