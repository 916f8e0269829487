"""The weekly report of unusual look-ups, for the lead: something to ask about, and proof of nothing."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.rules.looks import LIMITS, Finding, Sign, unusual
from skoleporten.web import read_log, words
from skoleporten.web.looks.gathering import looks_between, names_of
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Column, Table

SIGNS = {
    Sign.SAME_SURNAME: gettext_lazy("Same surname as the pupil"),
    Sign.OUTSIDE_UNIT: gettext_lazy("Pupils outside own school"),
    Sign.MANY: gettext_lazy("Many pupils in a short time"),
    Sign.NIGHT: gettext_lazy("Pupils opened at night"),
    Sign.DENIED: gettext_lazy("Asked for pupils without access"),
}
ONE_WEEK = dt.timedelta(days=7)


@policy(roles={Role.LEAD}, purpose=Purpose.FOLLOW_UP)
def report(request: ActingRequest) -> HttpResponse:
    """The week before this one unless another Monday is asked for. It names the people and counts the pupils."""
    monday = _asked_monday(request)
    found = unusual(looks_between(monday, monday + ONE_WEEK - dt.timedelta(days=1)))
    read_log.shown(request, (), action="looks.report", purpose=Purpose.FOLLOW_UP)
    context = {
        "monday": monday,
        "sunday": monday + ONE_WEEK - dt.timedelta(days=1),
        "before": (monday - ONE_WEEK).isoformat(),
        "after": (monday + ONE_WEEK).isoformat() if monday + ONE_WEEK <= request.today else "",
        "table": _table(found) if found else None,
        "limits": LIMITS,
    }
    return render(request, "looks/unusual.html", context)


def _asked_monday(request: ActingRequest) -> dt.date:
    try:
        day = dt.date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = request.today - ONE_WEEK
    day = min(max(day, dt.date(2020, 1, 6)), request.today)
    return day - dt.timedelta(days=day.weekday())


def _table(found: list[Finding]) -> Table:
    people = names_of({one.actor for one in found})
    columns = [Column(_("Person")), Column(_("What is unusual")), Column(_("Pupils")), Column(_("When"))]
    return Table(_("Unusual look-ups"), columns, [_row(one, people) for one in found], is_caption_hidden=True)


def _row(one: Finding, people: dict[str, str]) -> list[str]:
    pupils = ngettext("%(count)s pupil", "%(count)s pupils", len(one.pupils)) % {"count": words.number(len(one.pupils))}
    when = words.clock(one.first) if one.first == one.last else f"{words.clock(one.first)} – {words.clock(one.last)}"
    return [people.get(one.actor, words.NOTHING), str(SIGNS[one.sign]), pupils, when]
