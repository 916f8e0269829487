"""Places against need: a few numbers as of today, each with what it is of. Nobody's name, and no forecast."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.roles import Role
from skoleporten.rig import capacity as figures
from skoleporten.rig.capacity import Hours, Planned
from skoleporten.rig.models import ALL, Capacity
from skoleporten.rules.presence.places import Place
from skoleporten.rules.rig import Against
from skoleporten.web import words
from skoleporten.web.components import Crumb, KeyFigure
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.forms import CapacityForm, setting_name
from skoleporten.web.rig.setting_up import Editor
from skoleporten.web.rig.visible import capacity_reads, found, lead_writes, trail_to
from skoleporten.web.tables import Column, Table


@capacity_reads
def capacity(request: ActingRequest) -> HttpResponse:
    """The municipality sees how many, and never how few are in which place."""
    is_municipality = request.actor.role == Role.MUNICIPALITY
    told = figures.against_need(request.actor, request.today)
    context: dict[str, Any] = {
        "finding": finding(told),
        "figures": _key_figures(told),
        "hours": _table_of_hours(figures.hours_of_functions(request.today)),
        "trail": [Crumb(_("Capacity"))] if is_municipality else trail_to(_("Capacity")),
        "is_lead": request.actor.role == Role.LEAD,
        "settings": _settings() if request.actor.role == Role.LEAD else [],
    }
    if not is_municipality:
        monday = request.today - dt.timedelta(days=request.today.weekday())
        planned = figures.planned(request.actor, monday, request.today)
        context["places"] = _table_of_places(planned, figures.in_force(request.today))
        context["monday"] = monday
    return render(request, "rig/capacity.html", context)


@lead_writes
def new(request: ActingRequest) -> HttpResponse:
    return _editor().new(request, _("Say how much there is room for"), {"setting": ALL, "start": request.today})


@lead_writes
def one(request: ActingRequest, capacity: uuid.UUID) -> HttpResponse:
    row = found(request, Capacity, capacity)
    return _editor().change(request, row, f"{setting_name(row.setting)}, {words.short_day(row.start)}")


def finding(told: Against) -> str:
    """«14 av 16 plasser er i bruk. 3 venter, 2 av dem uten en dato.»"""
    need, places = told.need, told.places
    if places is None:
        first = ngettext(
            "%(count)s pupil has a place. Nobody has said how many places there are.",
            "%(count)s pupils have a place. Nobody has said how many places there are.",
            need.in_a_place,
        ) % {"count": need.in_a_place}
    else:
        first = _("%(count)s of %(places)s places are in use.") % {"count": need.in_a_place, "places": places}
    waiting = _("%(count)s wait, %(without)s of them without a date ahead.") % _waiting(told)
    return f"{first} {waiting if need.waiting else _nobody()}"


def _nobody() -> str:
    return _("Nobody waits.")


def _waiting(told: Against) -> dict[str, int]:
    return {"count": told.need.waiting, "without": told.need.without_date}


def _key_figures(told: Against) -> list[KeyFigure]:
    need, as_of = told.need, told.need.as_of
    places = _("of %(places)s places") % {"places": told.places} if told.places is not None else _("places not said")
    handing_back = _("%(count)s of them on the way back to school") % {"count": need.handing_back}
    without = _("%(count)s of them without a date ahead") % {"count": need.without_date}
    return [
        KeyFigure(_("In a place"), words.number(need.in_a_place), of_what=f"{places}, {handing_back}", as_of=as_of),
        KeyFigure(_("Offered, not begun"), words.number(need.offered), as_of=as_of),
        KeyFigure(_("Waiting"), words.number(need.waiting), of_what=without, as_of=as_of),
        KeyFigure(_("New, not decided yet"), words.number(need.new), as_of=as_of),
    ]


def _table_of_places(planned: dict[str, Planned], in_force: dict[str, Capacity]) -> Table:
    """Only places that somebody plans for or has said something about; what nobody has said is a dash."""
    rows = []
    for place in Place:
        told, said = planned.get(place), in_force.get(place)
        if told or said:
            rows.append(
                [
                    setting_name(place),
                    words.number(told.pupils if told else 0),
                    words.number(said.places if said else None),
                    words.duration(told.minutes if told else 0),
                    words.duration(said.minutes_a_week if said else None),
                ]
            )
    columns = [
        Column(_("Place")),
        Column(_("Pupils with a plan there"), is_number=True),
        Column(_("Places"), is_number=True),
        Column(_("Planned hours"), is_number=True),
        Column(_("Hours there are"), is_number=True),
    ]
    return Table(_("Places and hours, this week"), columns, rows, stacks=True)


def _table_of_hours(hours: list[Hours]) -> Table:
    rows = [
        [
            one.function.name,
            words.number(one.holders),
            words.number(one.open_seats),
            words.duration(one.minutes),
            words.duration(one.held),
        ]
        for one in hours
    ]
    columns = [
        Column(_("Function")),
        Column(_("Held by"), is_number=True),
        Column(_("Vacant"), is_number=True),
        Column(_("Hours a week set aside"), is_number=True),
        Column(_("Hours a week of those who have it"), is_number=True),
    ]
    return Table(_("Functions and hours"), columns, rows, stacks=True)


def _settings() -> list[tuple[str, str]]:
    """What has been said, for the lead to correct."""
    rows = Capacity.objects.order_by("-start", "setting")
    return [
        (f"{setting_name(row.setting)}, {words.day(row.start)}", reverse("rig_capacity_one", args=[row.public_id]))
        for row in rows
    ]


def _editor() -> Editor:
    back = reverse("rig_capacity")
    intro = _("From the day on that you choose. What held before stays.")
    return Editor(Capacity, CapacityForm, back, trail_to(Crumb(_("Capacity"), back)), intro)
