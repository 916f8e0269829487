"""All that is marked of one pupil: days and visits, what was corrected by whom, and what waits for a look."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.presence import actions
from skoleporten.presence.models import Mark, PresenceDay, Visit
from skoleporten.presence.queries import days_to_look_at, marks_of, planned_days, shares_of, told_days
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.presence import LOOKS, Kind, Why
from skoleporten.web import read_log
from skoleporten.web.cases.visible import TEAM, case_reads, team_writes, trail_to, visible_case
from skoleporten.web.presence.cards import clock_time, place_name
from skoleporten.web.presence.minutes_figure import minutes_figure, shares_in_words
from skoleporten.web.presence.visible import counted_until
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import day as day_in_words
from skoleporten.web.words import duration

WEEKS_SHOWN = 4
# Where two people said different things, and one of the two is right.
CHOICES = frozenset({Why.DIFFERENT_PLACES, Why.CAME_OR_NOT})


@dataclass(frozen=True)
class MarkShown:
    """`changes` are the corrections and undoings of it, each with who and when."""

    mark_id: uuid.UUID
    words: str
    who: str
    device: str
    changes: Sequence[str]


@dataclass(frozen=True)
class LookShown:
    """What the owner is asked to look at, and the marks that she chooses between."""

    day: dt.date
    why: str
    code: str
    marks: Sequence[MarkShown]
    is_choice: bool
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class DayShown:
    day: dt.date
    words: str
    visits: Sequence[str]
    marks: Sequence[MarkShown]


@case_reads
def case_presence(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    newest, oldest = counted_until(case, request.today), timezone.localdate(case.opened_at)
    last = _last_day(request, oldest, newest)
    first = max(last - dt.timedelta(weeks=WEEKS_SHOWN) + dt.timedelta(days=1), min(oldest, last))
    read_log.shown(request, [case.pupil.public_id], action="presence.history", purpose=Purpose.FOLLOW_UP)
    is_team = request.actor.role in TEAM
    planned = planned_days(case, first, last)
    context = {
        "case": case,
        "pupil": case.pupil,
        "first": first,
        "last": last,
        "today": request.today,
        "before": first - dt.timedelta(days=1) if first > oldest else None,
        "is_newest": last == newest,
        "looks": looks(case, request.today) if is_team else [],
        "decides": may_decide(request, case),
        "corrects": is_team and case.is_open,
        "days": _days(case, first, last),
        "shares": shares_in_words(shares_of(day for day in planned if day.day < request.today)),
        "figure": minutes_figure(planned, request.today),
        "trail": trail_to(case, _("Coming and going")),
    }
    return render(request, "presence/history.html", context)


def _last_day(request: ActingRequest, oldest: dt.date, newest: dt.date) -> dt.date:
    """As far back as the case goes, which may be years."""
    try:
        chosen = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return newest
    return max(min(chosen, newest), min(oldest, newest))


@team_writes
@require_POST
def decide(request: ActingRequest, public_id: str) -> HttpResponse:
    """One mark is right, or one is left out; that somebody decided so is an event as all the others."""
    case = visible_case(request, public_id)
    found = {str(one.mark_id): one.mark_id for look in looks(case, request.today) for one in look.marks}
    kept, wrong = found.get(request.POST.get("keep", "")), found.get(request.POST.get("leave_out", ""))
    others = [found[one] for one in request.POST.getlist("other") if one in found]
    client_id = _client_id(request)
    try:
        if kept:
            actions.keep(by=request.actor, case=case, kept=kept, others=others, client_id=client_id)
        elif wrong:
            actions.leave_out(by=request.actor, case=case, wrong=wrong, client_id=client_id)
        else:
            raise RefusedError(_("It has been decided already."))
        messages.success(request, _("Written down."))
    except RefusedError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("case_presence", args=[case.public_id]))


def may_decide(request: ActingRequest, case: Case) -> bool:
    role = request.actor.role
    return role == Role.LEAD or (role == Role.TEAM and request.actor.user_id == case.intake.owner_id)


def looks(case: Case, today: dt.date) -> list[LookShown]:
    rows = days_to_look_at(case, today)
    marks = {str(one.mark_id): one for one in marks_of(case, {row.day for row in rows})}
    about = _said_of(marks.values())
    return [look for row in rows for look in _looks_of(row, marks, about, today)]


def _looks_of(
    row: PresenceDay, marks: Mapping[str, Mark], about: Mapping[str, list[Mark]], today: dt.date
) -> Iterable[LookShown]:
    found = [(Why(look["why"]), look["marks"]) for look in row.looks]
    if row.is_open and row.day < today:
        last = list(row.visits.all())[-1]
        found.append((Why.NOT_LEFT, last.arrivals[-1:]))
    for why, ids in found:
        shown = [_mark(marks[one], about[one]) for one in ids if one in marks]
        yield LookShown(row.day, _in_language(LOOKS[why]), why.value, shown, why in CHOICES)


def _days(case: Case, first: dt.date, last: dt.date) -> list[DayShown]:
    """The newest first."""
    rows = told_days([case.pk], first, last)
    marks = marks_of(case, {row.day for row in rows})
    about = _said_of(marks)
    by_day: dict[dt.date, list[Mark]] = defaultdict(list)
    for one in marks:
        if one.about is None and one.day is not None:
            by_day[one.day].append(one)
    return [_day(row, [_mark(one, about[str(one.mark_id)]) for one in by_day[row.day]]) for row in reversed(rows)]


def _day(row: PresenceDay, marks: Sequence[MarkShown]) -> DayShown:
    if row.did_not_come:
        return DayShown(row.day, _("Did not come"), (), marks)
    words = duration(row.minutes) if row.minutes is not None else _("Not known how long")
    return DayShown(row.day, words, [_visit(one) for one in row.visits.all()], marks)


def _visit(visit: Visit) -> str:
    times = f"{clock_time(visit.arrived_at)}–{clock_time(visit.left_at)}"
    return ", ".join(filter(None, (times, place_name(visit.place), visit.with_whom)))


def _said_of(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for one in marks:
        if one.about is not None:
            found[str(one.about)].append(one)
    return found


def _mark(one: Mark, about: Sequence[Mark]) -> MarkShown:
    words = ", ".join(filter(None, (kind_in_words(one.kind), clock_time(one.at), place_name(one.place or ""))))
    device = _("the device said %(time)s") % {"time": clock_time(one.device_at)} if one.is_clock_apart else ""
    return MarkShown(one.mark_id, words, str(one.by), device, [_change(other) for other in about])


def _change(one: Mark) -> str:
    when = f"{day_in_words(timezone.localdate(one.at))} {clock_time(one.at)}"
    values = {"what": _changed_to(one), "who": str(one.by), "when": when}
    return _("%(what)s – %(who)s, %(when)s") % values


def _changed_to(one: Mark) -> str:
    if one.kind != Kind.CORRECTION:
        return kind_in_words(one.kind)
    time = f"{day_in_words(one.day)} {clock_time(one.new_at)}" if one.new_at else ""
    rating = f"{one.rating}" if one.rating else ""
    said = [part for part in (time, place_name(one.place or ""), one.with_whom, rating, one.word) if part]
    return _("Corrected: %(to)s") % {"to": ", ".join(said) or "–"}


def kind_in_words(kind: str) -> str:
    return {
        Kind.ARRIVED: pgettext("mark", "Came"),
        Kind.LEFT: pgettext("mark", "Left"),
        Kind.NOT_COMING: pgettext("mark", "Is not coming"),
        Kind.UNDO: pgettext("mark", "Undone"),
        Kind.KEPT: pgettext("mark", "Looked at: it is right"),
        Kind.CORRECTION: pgettext("mark", "Corrected"),
    }[Kind(kind)]


def _client_id(request: ActingRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid.uuid4()


def _in_language(texts: Mapping[str, str]) -> str:
    return texts.get((get_language() or "nb")[:2], texts["nb"])
