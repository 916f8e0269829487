"""One pupil on one day: what is agreed, what care she needs, and the visits, each of which may be corrected."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.cases.queries import care_of
from skoleporten.presence import actions
from skoleporten.presence.models import PresenceDay, Visit
from skoleporten.presence.queries import rows_on
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.presence.cards import cards, clock_time, place_name
from skoleporten.web.presence.forms import HowItWasForm, VisitForm, first_values
from skoleporten.web.presence.visible import board_writes, case_on_board, chosen_day
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved
from skoleporten.web.supports.panel import at_the_door
from skoleporten.web.words import duration

NEW = "new"


@dataclass(frozen=True)
class Shown:
    """A visit in words, with the form that corrects it. `key` is the id of its first mark, and stays as it is."""

    key: str
    words: str
    details: Sequence[str]
    form: VisitForm


@board_writes
def pupil_day(request: ActingRequest, public_id: str) -> HttpResponse:
    case = case_on_board(request, public_id)
    day = chosen_day(request, earliest=timezone.localdate(case.opened_at))
    row = rows_on([case.pk], [day])[case.pk].get(day)
    visits = list(row.visits.all()) if row else []
    key = request.POST.get("visit", "")
    forms = {_key(visit): _form(request, visit, day, is_sent=key == _key(visit)) for visit in visits}
    forms[NEW] = _form(request, None, day, is_sent=key == NEW)
    if request.method == "POST" and key in forms:
        visit = next((one for one in visits if _key(one) == key), None)
        if is_saved(request, forms[key], partial(_save, request, case, visit, forms[key]), _("Written down.")):
            warn_of_names_in(request, case.pupil, forms[key])
            return HttpResponseRedirect(_back(request, case, day))
    read_log.shown(request, [case.pupil.public_id], action="presence.pupil_day", purpose=Purpose.FOLLOW_UP)
    return render(request, "presence/pupil_day.html", _context(request, case, day, row, visits, forms))


def _context(
    request: ActingRequest,
    case: Case,
    day: dt.date,
    row: PresenceDay | None,
    visits: Sequence[Visit],
    forms: dict[str, VisitForm],
) -> dict[str, object]:
    sees_care = may_see(request.actor.role, What.CARE)
    return {
        "case": case,
        "pupil": case.pupil,
        "day": day,
        "is_today": day == request.today,
        "row": row,
        "card": cards(request.actor, [case], day, timezone.now())[0],
        "care": care_of([case.pk])[case.pk] if sees_care else None,
        "lines": at_the_door(request, case.pupil),
        "visits": [_shown(visit, forms[_key(visit)]) for visit in visits],
        "new_form": forms[NEW],
        "new_key": NEW,
        "trail": [Crumb(_("Today"), reverse("board")), Crumb(case.pupil.full_name)],
    }


def _key(visit: Visit) -> str:
    return str((visit.arrivals or visit.leavings)[0])


def _form(request: ActingRequest, visit: Visit | None, day: dt.date, *, is_sent: bool) -> VisitForm:
    """Each on the page has ids of its own."""
    key = _key(visit) if visit else NEW
    sent = request.POST if is_sent and request.method == "POST" else None
    auto_id = f"id_{key[:8]}_%s"
    if visit is None:
        return VisitForm(sent, initial=first_values(day, None, None), auto_id=auto_id)
    initial = first_values(day, visit.arrived_at, visit.left_at) | {
        "place": visit.place,
        "with_whom": visit.with_whom,
        "rating": str(visit.rating or ""),
        "rated_by": visit.rated_by,
        "word": visit.word,
    }
    return HowItWasForm(sent, initial=initial, auto_id=auto_id)


def _save(request: ActingRequest, case: Case, visit: Visit | None, form: VisitForm) -> None:
    client_id = form.cleaned_data["client_id"] or uuid.uuid4()
    if visit is None:
        actions.add_visit(by=request.actor, case=case, right=form.right, client_id=client_id)
    else:
        actions.correct_visit(by=request.actor, case=case, visit=visit, right=form.right, client_id=client_id)


def _shown(visit: Visit, form: VisitForm) -> Shown:
    times = f"{clock_time(visit.arrived_at)}–{clock_time(visit.left_at) if visit.left_at else ''}"
    parts = [times, place_name(visit.place), duration(visit.minutes) if visit.minutes is not None else ""]
    details = [visit.with_whom, _rating(visit), visit.word]
    return Shown(_key(visit), ", ".join(filter(None, parts)), [one for one in details if one], form)


def _rating(visit: Visit) -> str:
    if visit.rating is None:
        return ""
    who = _("the pupil chose") if visit.rated_by == "pupil" else _("an adult wrote it down")
    return _("How it was: %(rating)s of 5 (%(who)s)") % {"rating": visit.rating, "who": who}


def _back(request: ActingRequest, case: Case, day: dt.date) -> str:
    if day == request.today:
        return f"{reverse('board')}#case-{case.public_id}"
    return f"{reverse('board_pupil', args=[case.public_id])}?day={day.isoformat()}"
