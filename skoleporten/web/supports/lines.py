"""The pupil's list, as the team reads it and writes it down for one who says it aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.rules.supports import Kind
from skoleporten.supports import lists
from skoleporten.supports.models import Support
from skoleporten.supports.queries import supports_of
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.visible import team_writes, trail_to, visible_case
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.supports.forms import LineForPupilForm
from skoleporten.web.supports.words import readers_of


@dataclass(frozen=True)
class LineInWords:
    """`take_back_url` stands on what an adult wrote down; what the pupil wrote is the pupil's to take back."""

    words: str
    readers: str
    written_by: str
    take_back_url: str


@team_writes
def page(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    if request.method == "POST" and not case.is_open:
        raise Http404
    form = LineForPupilForm(request.POST or None)
    here = reverse("supports_of_case", args=[case.public_id])
    context = {
        "lists": [
            (_("What helps"), _lines(request, case, Kind.HELPS)),
            (_("What makes it hard"), _lines(request, case, Kind.HARD)),
        ],
        "trail": trail_to(case, _("What helps")),
        "form": form,
    }
    shown = Page("supports/lines.html", context, here, _("Written down."))
    return answer(request, case, form, shown, lambda: _save(request, case, form))


@team_writes
@require_POST
def take_back(request: ActingRequest, public_id: str, support: str) -> HttpResponse:
    case = visible_case(request, public_id)
    rows = Support.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil)
    row = rows.filter(public_id=support).first()
    if row is None or _is_the_pupils(row, case):
        raise Http404
    row.pupil = case.pupil
    tell(request, partial(lists.take_back, by=request.actor, support=row), _("Taken away."))
    return redirect("supports_of_case", public_id=case.public_id)


def _save(request: ActingRequest, case: Case, form: LineForPupilForm) -> Any:
    given = form.cleaned_data
    return lists.add(
        by=request.actor, pupil=case.pupil, kind=Kind(given["kind"]), said=form.said, client_id=given["client_id"]
    )


def _lines(request: ActingRequest, case: Case, kind: Kind) -> Sequence[LineInWords]:
    rows = supports_of(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil, kind)
    return [_line(case, row) for row in rows]


def _line(case: Case, row: Support) -> LineInWords:
    is_own = _is_the_pupils(row, case)
    url = "" if is_own else reverse("support_take_back", args=[case.public_id, row.public_id])
    return LineInWords(row.words, readers_of(row), "" if is_own else str(row.written_by), url)


def _is_the_pupils(row: Support, case: Case) -> bool:
    account = getattr(case.pupil, "account", None)
    return account is not None and row.written_by_id == account.user_id
