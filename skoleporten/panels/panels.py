"""A panel's way: a lead starts it with a host, its first session sets it going, it may rest, and it goes on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.intake.owners import may_own
from skoleporten.panels.changing import locked, log, only_a_lead, only_the_team, save_seen, touch
from skoleporten.panels.models import Panel
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import State, may_become

MOST_PLACES = 50


@transaction.atomic
def start(*, by: Actor, panel: Panel, host: User, today: dt.date) -> Panel:
    """From now on members are asked. Twice is once."""
    only_a_lead(by)
    panel = locked(panel)
    if panel.state == State.GATHERING and panel.host_id == host.pk:
        return panel
    _check_host(host, today)
    panel.host = host
    _become(by, panel, State.GATHERING, today)
    return panel


@transaction.atomic
def settle(*, by: Actor, panel: Panel, host: User, places: int | None, seen_version: int, today: dt.date) -> Panel:
    """Who is host, and how many it is meant for."""
    only_a_lead(by)
    panel = locked(panel)
    if panel.state == State.NOT_STARTED:
        raise RefusedError(_("The panel is not started yet."), do=_("Start it first."))
    if places is not None and not 1 <= places <= MOST_PLACES:
        raise RefusedError(_("Write how many places there are, or nothing."))
    if host.pk != panel.host_id:
        _check_host(host, today)
    if save_seen(by, panel, seen_version, {"host": host, "places": places}):
        log(by, "panel_settled", panel, host=str(host.public_id), places=places)
    return panel


@transaction.atomic
def rest(*, by: Actor, panel: Panel, why: str, today: dt.date) -> None:
    only_a_lead(by)
    panel = locked(panel)
    if panel.state == State.RESTING:
        return
    if not why.strip():
        raise RefusedError(_("Say why the panel has a break."))
    panel.why = why.strip()
    _become(by, panel, State.RESTING, today)


@transaction.atomic
def go_on(*, by: Actor, panel: Panel, today: dt.date) -> None:
    only_a_lead(by)
    panel = locked(panel)
    if panel.state == State.RUNNING:
        return
    panel.why = ""
    _become(by, panel, State.RUNNING, today)


@transaction.atomic
def set_back(*, by: Actor, panel: Panel, today: dt.date) -> None:
    """It was started too early: nobody has said yes, and nothing has been held."""
    only_a_lead(by)
    panel = locked(panel)
    if panel.state == State.NOT_STARTED:
        return
    if panel.members.filter(ended_at__isnull=True).exists():
        raise RefusedError(_("Somebody has said yes to this panel already."))
    panel.host = None
    _become(by, panel, State.NOT_STARTED, today)


# Inside one transaction -----------------------------------------------------------------------------------------------
def is_running_from(by: Actor, panel: Panel, on: dt.date) -> None:
    """The first session was held."""
    only_the_team(by)
    if panel.state == State.GATHERING:
        _become(by, panel, State.RUNNING, on)


def refuse_before_start(panel: Panel) -> None:
    if panel.state == State.NOT_STARTED:
        raise RefusedError(_("The panel is not started yet."), do=_("A lead starts it, with a host."))


def _become(by: Actor, panel: Panel, wanted: State, on: dt.date) -> None:
    if not may_become(State(panel.state), wanted):
        raise RefusedError(_("That can not be done with the panel as it stands now."))
    before, panel.state, panel.state_since = panel.state, wanted.value, on
    touch(by, panel)
    log(by, "panel_moved", panel, **{"from": before, "to": wanted.value})


def _check_host(host: User, today: dt.date) -> None:
    if not may_own(today).filter(pk=host.pk).exists():
        raise RefusedError(_("The host is somebody on the team."))
