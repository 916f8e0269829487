"""The week's statement to the school: read on a page, printed, or as a file. The school's register is its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.cases.models import Case
from skoleporten.presence.models import Statement
from skoleporten.presence.models.statements import StatementQuerySet
from skoleporten.presence.statements import FRIDAY, Day, State, read_by, registered_in
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log, words
from skoleporten.web.cases.panel import Panel
from skoleporten.web.components import Crumb
from skoleporten.web.csv_files import csv_response
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

READERS = frozenset({*AT_A_SCHOOL, Role.TEAM, Role.LEAD})
reads = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
# Opening it is kept: the team sees whether the school has read it.
opens = policy(roles=READERS, purpose=Purpose.FOLLOW_UP, writes=True)
WEEKS_LISTED = 12


@dataclass(frozen=True)
class DayInWords:
    """Each part is words, also where it is not known: nothing that is missing looks like 0."""

    date: dt.date
    is_changed: bool
    state: str
    agreed: str
    elsewhere: str
    in_school: str
    rest: str
    registered: str


@reads
def many(request: ActingRequest) -> HttpResponse:
    """The newest of each pupil and week, of the last weeks."""
    since = request.today - dt.timedelta(weeks=WEEKS_LISTED)
    found = list(_visible(request).newest().filter(week__gte=since).select_related("case__pupil", "school"))
    pupils = {one.case.pupil.public_id for one in found}
    read_log.shown(request, sorted(pupils), action="presence.statements_listed", purpose=Purpose.FOLLOW_UP)
    mine = set(_visible(request).filter(reads__by=request.actor.user_id).values_list("pk", flat=True))
    title = _("Weekly statements")
    rows = [(one, week_in_words(one), one.pk not in mine and request.actor.role in AT_A_SCHOOL) for one in found]
    return render(request, "presence/statements.html", {"rows": rows, "title": title, "trail": [Crumb(title)]})


@opens
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    statement = _one(request, public_id)
    read_by(by=request.actor, statement=statement)
    _log(request, statement)
    title = week_in_words(statement)
    later = _visible(request).filter(case=statement.case, week=statement.week, number__gt=statement.number).first()
    context = {
        "statement": statement,
        "pupil": statement.case.pupil,
        "title": title,
        "days": days_in_words(statement),
        "later": later,
        "changed": [words.day(dt.date.fromisoformat(day)) for day in statement.changed],
        "for_the_lesson": request.actor.role in AT_A_SCHOOL and statement.case.is_open,
        "reads": [(read.by, read.at) for read in statement.reads.select_related("by")],
        "trail": [Crumb(_("Weekly statements"), reverse("statements")), Crumb(title)],
    }
    return render(request, "presence/statement.html", context)


@reads
def week_file(request: ActingRequest, public_id: str) -> HttpResponse:
    """Minutes as numbers; what is not known is an empty cell, and the words say so."""
    statement = _one(request, public_id)
    _log(request, statement)
    headings = [
        *(
            _("Date"),
            _("What is known"),
            _("Minutes of school"),
            _("Minutes agreed"),
            _("Minutes elsewhere by agreement"),
        ),
        *(_("Minutes in class"), _("Minutes neither of them"), _("Remote teaching")),
    ]
    rows = [
        (
            *(
                day.date.isoformat(),
                state_in_words(day),
                day.offered,
                day.agreed,
                day.elsewhere,
                day.in_school,
                day.rest,
            ),
            statement.remote_reason if day.is_remote else "",
        )
        for day in map(Day.from_json, statement.days)
    ]
    return csv_response(f"uke-{statement.week.isoformat()}-{statement.number}.csv", headings, rows)


def statements_for_the_school(request: ActingRequest, case: Case) -> Panel | None:
    return _panel(request, case)


def statements_of_the_case(request: ActingRequest, case: Case) -> Panel | None:
    """For the team: what was told, and whether anybody at the school has read it."""
    return _panel(request, case) if request.actor.role in READERS else None


def _panel(request: ActingRequest, case: Case) -> Panel | None:
    if not may_see(request.actor.role, What.PRESENCE):
        return None
    found = Statement.objects.newest().filter(case=case).prefetch_related("reads__by")[:3]
    rows = [(one, week_in_words(one), [str(read.by) for read in one.reads.all()]) for one in found]
    return Panel("statements", _("Weekly statement to the school"), "presence/statements_panel.html", {"rows": rows})


def week_in_words(statement: Statement) -> str:
    """«Uke 36, 1.–5. september 2025 (rettet)»."""
    told = {
        "week": statement.week.isocalendar().week,
        "first": date_format(statement.week, "DATE_FORMAT"),
        "last": date_format(statement.week + FRIDAY, "DATE_FORMAT"),
    }
    text = _("Week %(week)s, %(first)s to %(last)s") % told
    return text if statement.number == 1 else _("%(week)s, corrected") % {"week": text}


def days_in_words(statement: Statement) -> Sequence[DayInWords]:
    registered = registered_in(statement.case, statement.week)
    return [
        DayInWords(
            date=day.date,
            is_changed=day.date.isoformat() in statement.changed,
            state=state_in_words(day),
            agreed=_minutes(day.agreed),
            elsewhere=_minutes(day.elsewhere),
            in_school=_minutes(day.in_school),
            rest=_rest(day),
            registered=words.duration(registered[day.date]) if day.date in registered else _("nothing"),
        )
        for day in map(Day.from_json, statement.days)
    ]


def state_in_words(day: Day) -> str:
    told: dict[State, str] = {
        State.KNOWN: _("Came"),
        State.DID_NOT_COME: _("Did not come"),
        State.TO_LOOK_AT: _("Something of the day must be cleared up first"),
        State.NOT_KNOWN: _("Not known: nothing is marked"),
    }
    return told[day.state]


def _minutes(minutes: int | None) -> str:
    return _("not known") if minutes is None else words.duration(minutes)


def _rest(day: Day) -> str:
    if day.rest is not None:
        return words.duration(day.rest)
    if day.state in (State.KNOWN, State.DID_NOT_COME):
        return _("as the school’s own register says")
    return _("not known")


def _visible(request: ActingRequest) -> StatementQuerySet:
    return Statement.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)  # type: ignore[return-value]


def _one(request: ActingRequest, public_id: str) -> Statement:
    found = _visible(request).select_related("case__pupil", "school").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _log(request: ActingRequest, statement: Statement) -> None:
    pupils: list[Any] = [statement.case.pupil.public_id]
    read_log.shown(request, pupils, action="presence.statement_opened", purpose=Purpose.FOLLOW_UP)
