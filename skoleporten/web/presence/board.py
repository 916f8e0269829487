"""I dag: today's pupils, one big tap each. Works as plain forms; where there is a script only the card is exchanged."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.presence import actions
from skoleporten.presence.queries import board_version, out_now
from skoleporten.presence.sent import FROM_A_DEVICE, Answer, Outcome
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.presence import Kind, Place
from skoleporten.web import read_log
from skoleporten.web.presence.cards import Card, cards, words_of_taps
from skoleporten.web.presence.offline import for_page
from skoleporten.web.presence.visible import (
    board_reads,
    board_writes,
    case_on_board,
    cases_on_board,
    chosen_day,
)
from skoleporten.web.presence.visits import out_rows
from skoleporten.web.requests import ActingRequest


@board_reads
@gzip_page
def board(request: ActingRequest) -> HttpResponse:
    day, now = chosen_day(request), timezone.now()
    cases = cases_on_board(request)
    read_log.shown(
        request, [case.pupil.public_id for case in cases], action="presence.board", purpose=Purpose.FOLLOW_UP
    )
    made = cards(request.actor, cases, day, now)
    context = {
        "day": day,
        "is_today": day == request.today,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1) if day < request.today else None,
        "expected_cards": [card for card in made if card.is_expected],
        "other_cards": [card for card in made if not card.is_expected],
        "version": board_version(),
        "words": words_of_taps(),
        "out": out_rows(out_now([case.pk for case in cases]), now),
    }
    return render(request, "presence/board.html", context | _offline(request, made, day))


def _offline(request: ActingRequest, made: list[Card], day: dt.date) -> dict[str, object]:
    """What a device may keep of today; of other days it keeps nothing."""
    return {"offline": for_page(request, made)} if day == request.today else {}


@board_writes
@require_POST
def mark(request: ActingRequest, public_id: str) -> HttpResponse:
    """One tap, now: a mark of another time or day is made on the pupil's own page."""
    case = case_on_board(request, public_id)
    try:
        answer = _take(request, case)
        said, mistake = _in_words(answer), ""
    except RefusedError as error:
        said, mistake = str(error), str(error)
    if "HX-Request" in request.headers:
        return _card(request, case, said, mistake)
    if mistake:
        messages.error(request, mistake)
    return HttpResponseRedirect(f"{reverse('board')}#case-{case.public_id}")


@board_reads
@gzip_page
def card(request: ActingRequest, public_id: str) -> HttpResponse:
    """One card as it is now: what a device asks for when its marks of this pupil are stored."""
    case = case_on_board(request, public_id)
    read_log.shown(request, [case.pupil.public_id], action="presence.board", purpose=Purpose.FOLLOW_UP)
    return _card(request, case, "", "")


def _take(request: ActingRequest, case: Case) -> Answer:
    given = request.POST
    if given.get("kind") not in {str(kind) for kind in FROM_A_DEVICE}:
        raise RefusedError(_("Choose what is marked."))
    place = given.get("place", "")
    return actions.mark(
        by=request.actor,
        case=case,
        kind=Kind(given["kind"]),
        client_id=id_of_tap(given.get("id"), case, given["kind"]),
        place=Place(place) if place in set(Place) else None,
        with_whom=given.get("with_whom", "")[:160] or None,
        about=_uuid(given.get("about")),
    )


def id_of_tap(page_id: str | None, case: Case, kind: str) -> uuid.UUID:
    """The same for two clicks on one button of one page, and for nothing else."""
    page = _uuid(page_id)
    return uuid.uuid5(page, f"{case.public_id} {kind}") if page else uuid.uuid4()


def _card(request: ActingRequest, case: Case, said: str, mistake: str) -> HttpResponse:
    card = cards(request.actor, [case], request.today, timezone.now(), cases_on_board(request))[0]
    card = replace(card, mistake=mistake)
    context = {"card": card, "said": said or card.status, "is_alone": True, "words": words_of_taps()}
    return render(request, "presence/card.html", context)


def _in_words(answer: Answer) -> str:
    return str(answer.why) if answer.outcome == Outcome.TO_LOOK_AT else ""


def _uuid(given: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None
