"""The morning talk: one screen, as it stands at the minute it is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.gate import Purpose
from skoleporten.agendas import morning as mornings
from skoleporten.agendas.morning import Changed, Coming, LastDay, Morning
from skoleporten.agendas.queries import name_of
from skoleporten.intake.models import Intake
from skoleporten.intake.telling import page_of
from skoleporten.presence.models import PresenceDay
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log, words
from skoleporten.web.agendas.presenters import groups_of, time_in_words
from skoleporten.web.agendas.visible import TEAM
from skoleporten.web.components import Crumb
from skoleporten.web.intake.words import stage_in_words
from skoleporten.web.meetings.visible import meeting_reads
from skoleporten.web.presence.cards import place_name
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Cell, Column, Table


@dataclass(frozen=True)
class Told:
    """One pupil and what is said of her. `url` is empty where the reader has no such page."""

    name: str
    url: str
    said: Sequence[str]


@meeting_reads
def morning(request: ActingRequest) -> HttpResponse:
    """For the team each day; for somebody else on the days on which she takes part in it."""
    meeting = mornings.meeting_of(request.actor, request.today)
    if (meeting is None and request.actor.role not in TEAM) or not may_see(request.actor.role, What.PRESENCE):
        raise Http404
    told = mornings.morning(request.actor, request.today, meeting)
    view = told.view
    pupils = [one.pupil for one in told.shown if one.pupil] + (view.shown if view else [])
    shown = list(dict.fromkeys(pupil.public_id for pupil in pupils))
    read_log.shown(request, shown, action="agendas.morning_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "told": told,
        "is_team": request.actor.role in TEAM,
        "table": _table(request, told.coming),
        "new": [_new(request, one) for one in told.new],
        "changed": [_changed(request, one, told.since) for one in told.changed],
        "away": list(_away(told)),
        "since": f"{words.day(timezone.localdate(told.since))}",
        "meeting": meeting,
        "groups": groups_of(view) if view else [],
        "time": time_in_words(view) if view else "",
        "today": request.today,
        "made_at": timezone.now(),
        "trail": [Crumb(_("Meetings"), reverse("meetings")), Crumb(_("The morning talk"))],
    }
    return render(request, "agendas/morning.html", context)


def _table(request: ActingRequest, coming: Sequence[Coming]) -> Table:
    columns = [_("Name"), _("From"), _("Where, and with whom"), _("Agreed"), _("Marked so far")]
    return Table(
        caption=_("Expected today"),
        is_caption_hidden=True,
        columns=[Column(one) for one in columns],
        rows=[_row(request, one) for one in coming],
        stacks=True,
    )


def _row(request: ActingRequest, one: Coming) -> list[object]:
    plan = one.plan
    where = [place_name(plan.place) if plan.place else "", plan.with_whom, plan.transport]
    return [
        Cell(one.case.pupil.full_name, url=_page(request, one.case.intake)),
        formats.time_format(plan.starts, "TIME_FORMAT") if plan.starts else words.NOTHING,
        ", ".join(filter(None, where)) or words.NOTHING,
        words.duration(plan.minutes),
        _marked(one.row, is_today=True) if one.row and one.row.is_told else _("nothing yet"),
    ]


def _marked(row: PresenceDay, *, is_today: bool) -> str:
    if row.did_not_come:
        return _("did not come")
    if row.is_open and is_today:
        arrived = next((visit.arrived_at for visit in row.visits.all() if visit.arrived_at), None)
        if arrived:
            at = formats.time_format(timezone.localtime(arrived), "TIME_FORMAT")
            return _("here since %(time)s") % {"time": at}
        return _("here")
    if row.minutes is None:
        return _("came; how long is not known")
    return _("came, %(minutes)s") % {"minutes": words.duration(row.minutes)}


def _new(request: ActingRequest, intake: Intake) -> Told:
    since = intake.case.opened_at if hasattr(intake, "case") else intake.state_since
    told = {"stage": stage_in_words(intake.state), "date": words.short_day(timezone.localdate(since))}
    return Told(_name(intake), _page(request, intake), [_("%(stage)s, since %(date)s") % told])


def _changed(request: ActingRequest, one: Changed, since: dt.datetime) -> Told:
    return Told(_name(one.intake), _page(request, one.intake), list(_said(one, timezone.localdate(since))))


def _said(one: Changed, day: dt.date) -> Iterator[str]:
    if one.day is not None:
        yield f"{words.short_day(day)}: {_last_day(one.day)}"
    if one.notes:
        yield ngettext("%(count)s note", "%(count)s notes", one.notes) % {"count": one.notes}
    if one.begins:
        yield _("a step of the plan begins today")
    elif one.steps:
        yield _("the plan has a new step")
    for stage in dict.fromkeys(map(stage_in_words, one.stages)):  # there and back again is told once
        yield _("stage: %(stage)s") % {"stage": stage}


def _last_day(told: LastDay) -> str:
    """What nobody has marked is neither here nor away."""
    if told.row is None or not told.row.is_told:
        return _("expected, and nothing is marked")
    came = _marked(told.row, is_today=False)
    return came if told.agreed is None else _("%(came)s, of %(agreed)s agreed") % _of(came, told.agreed)


def _of(came: str, agreed: int) -> dict[str, str]:
    return {"came": came, "agreed": words.duration(agreed)}


def _away(told: Morning) -> Iterator[str]:
    for one in told.away.values():
        if one.stand_in is not None:
            yield _("%(who)s is away; %(instead)s steps in") % {"who": one.user, "instead": one.stand_in}
        else:
            yield _("%(who)s is away; nobody is named to step in") % {"who": one.user}


def _name(intake: Intake) -> str:
    return name_of(intake) or _("Not found in the register")


def _page(request: ActingRequest, intake: Intake) -> str:
    """A specialist has the case's page and not that of the way in."""
    return page_of(intake) if hasattr(intake, "case") or request.actor.role in TEAM else ""
