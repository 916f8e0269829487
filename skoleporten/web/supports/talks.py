"""Pupils' wishes to talk, as the team reads and answers them; also of a pupil whose case is not opened yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.supports import talks
from skoleporten.supports.changes import is_followed_up
from skoleporten.supports.models import TalkWish
from skoleporten.supports.queries import talks_waiting
from skoleporten.web import read_log
from skoleporten.web.cases.visible import team_reads, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_saving import Page
from skoleporten.web.intake.talk_saving import answer as answer_form
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.supports.forms import TalkAnswerForm
from skoleporten.web.supports.words import wish_in_words

SHOWN = 30


@team_reads
def waiting(request: ActingRequest) -> HttpResponse:
    """All that nobody has answered, whoever asks, the one that was asked for first on top."""
    rows = talks_waiting(request.actor, Purpose.FOLLOW_UP, request.today)
    title = _("Pupils who ask for a talk")
    return _list(request, rows, {"title": title, "trail": [Crumb(_("Start"), reverse("start")), Crumb(title)]})


@team_reads
def page(request: ActingRequest, public_id: str) -> HttpResponse:
    """Of one case, also those that have been."""
    case = visible_case(request, public_id)
    rows = TalkWish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil)
    rows = rows.filter(taken_back_at__isnull=True).select_related("pupil", "adult", "answered_by", "had_by")
    shown = {"title": _("Talks that the pupil has asked for"), "pupil": case.pupil, "trail": trail_to(case, _("Talks"))}
    return _list(request, list(rows[:SHOWN]), shown)


@team_writes
def answer(request: ActingRequest, wish: str) -> HttpResponse:
    row = _row(request, wish)
    back = reverse("talks_waiting")
    initial = {"words": row.answer, "seen_version": row.version}
    form = drafted(request, TalkAnswerForm, "supports.talk", wish, initial=initial)
    heading = _("Answer the pupil")
    context = {
        "pupil": row.pupil,
        "heading": heading,
        "one": wish_in_words(row, request.today),
        "trail": [Crumb(_("Pupils who ask for a talk"), back), Crumb(heading)],
    }
    shown = Page("supports/talk_answer.html", context, back, _("The pupil reads it now."), lambda now: now.answer)
    return answer_form(request, form, shown, row.pupil, lambda: _save(request, row, form))


@team_writes
@require_POST
def had(request: ActingRequest, wish: str) -> HttpResponse:
    tell(request, partial(talks.had, by=request.actor, wish=_row(request, wish)), _("Written down."))
    return redirect("talks_waiting")


def _save(request: ActingRequest, row: TalkWish, form: TalkAnswerForm) -> TalkWish:
    given = form.cleaned_data
    return talks.answer(by=request.actor, wish=row, words=given["words"], seen_version=given["seen_version"])


def _list(request: ActingRequest, rows: Sequence[TalkWish], shown: dict[str, Any]) -> HttpResponse:
    pupils = sorted({row.pupil.public_id for row in rows} | ({shown["pupil"].public_id} if "pupil" in shown else set()))
    read_log.shown(request, pupils, action="supports.talks_read", purpose=Purpose.FOLLOW_UP)
    context = {
        "rows": [
            (row.pupil, wish_in_words(row, request.today), is_followed_up(row.pupil, request.today)) for row in rows
        ],
    }
    return render(request, "supports/talks.html", context | shown)


def _row(request: ActingRequest, wish: str) -> TalkWish:
    rows = TalkWish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).open()
    row = rows.filter(public_id=wish).select_related("pupil", "adult", "answered_by").first()
    if row is None:
        raise Http404
    return row
