"""What we change because of what a panel said, or decide not to; and telling the panel."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.intake.owners import may_own
from skoleporten.panels.changing import locked, log, once, only_the_team, save_seen
from skoleporten.panels.models import Change, Panel, Session, Statement, Theme, ToldBack
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import How, Outcome


@dataclass(frozen=True)
class Wanted:
    """`panels` besides those that the statements come from. `on`: when it is to be done, was done or was decided."""

    what: str
    outcome: str
    on: dt.date
    owner: User
    because: str = ""
    why_not: str = ""
    statements: Sequence[Statement] = ()
    themes: Sequence[Theme] = ()
    panels: Sequence[Panel] = ()


@dataclass(frozen=True)
class Telling:
    """`session` where it was told in one; then its date is the date."""

    how: str
    on: dt.date
    session: Session | None = None
    words: str = ""


@transaction.atomic
def make(*, by: Actor, wanted: Wanted, client_id: uuid.UUID, today: dt.date) -> Change:
    who = only_the_team(by)
    values, panels = _columns(wanted, today), _panels(wanted)
    _check_owner(wanted.owner, today)
    _check_standing(wanted.statements)

    def create() -> Change:
        made = Change.objects.create(client_id=client_id, written_by_id=who, **values)
        made.panels.set(panels)
        made.statements.set(wanted.statements)
        made.themes.set(wanted.themes)
        log(by, "change_made", made, outcome=made.outcome, panels=sorted(one.code for one in panels))
        return made

    return once(Change, client_id, create, what=values["what"])


@transaction.atomic
def change(*, by: Actor, change: Change, wanted: Wanted, seen_version: int, today: dt.date) -> Change:
    only_the_team(by)
    change = locked(change)
    values, panels = _columns(wanted, today), _panels(wanted)
    if wanted.owner.pk != change.owner_id:
        _check_owner(wanted.owner, today)
    linked = set(change.statements.values_list("pk", flat=True))
    _check_standing(one for one in wanted.statements if one.pk not in linked)
    many = {"panels": panels, "statements": wanted.statements, "themes": wanted.themes}
    if save_seen(by, change, seen_version, values, **many):
        log(by, "change_changed", change, outcome=change.outcome, panels=sorted(one.code for one in panels))
    return change


@transaction.atomic
def tell_back(
    *, by: Actor, change: Change, panel: Panel, telling: Telling, client_id: uuid.UUID, today: dt.date
) -> ToldBack:
    """As the change stands now. What was told as planned is owed once more when it is done or given up."""
    who = only_the_team(by)
    change = locked(change)
    on = _check_telling(change, panel, telling, today)

    def make() -> ToldBack:
        made = ToldBack.objects.create(
            change=change, panel=panel, outcome=change.outcome, on=on, how=telling.how, session=telling.session,
            words=telling.words.strip(), client_id=client_id, by_id=who,
        )  # fmt: skip
        log(by, "told_back", change, panel=panel.code, how=telling.how, outcome=change.outcome)
        return made

    return once(ToldBack, client_id, make, change=change, panel=panel)


def _columns(wanted: Wanted, today: dt.date) -> dict[str, Any]:
    if not wanted.what.strip():
        raise RefusedError(_("Write what is changed, or what was asked for."))
    if wanted.outcome not in set(Outcome):
        raise RefusedError(_("Choose what came of it."))
    is_refused = wanted.outcome == Outcome.NOT_DONE
    if is_refused and not wanted.why_not.strip():
        raise RefusedError(_("Say why it is not done. The panel is told the reason."))
    if wanted.outcome != Outcome.PLANNED and wanted.on > today:
        raise RefusedError(_("The date is still to come."))
    return {
        "what": wanted.what.strip(),
        "because": wanted.because.strip(),
        "outcome": wanted.outcome,
        "why_not": wanted.why_not.strip() if is_refused else "",
        "on": wanted.on,
        "owner": wanted.owner,
    }


def _panels(wanted: Wanted) -> list[Panel]:
    """Those that were chosen, and those that the statements come from."""
    said_in = Panel.objects.filter(sessions__statements__in=[one.pk for one in wanted.statements])
    found = {one.pk: one for one in (*wanted.panels, *said_in)}
    if not found:
        raise RefusedError(_("Say which panel it comes from: choose a statement, or the panel."))
    return list(found.values())


def _check_owner(owner: User, today: dt.date) -> None:
    if not may_own(today).filter(pk=owner.pk).exists():
        raise RefusedError(_("Whoever sees to it is somebody on the team."))


def _check_standing(statements: Iterable[Statement]) -> None:
    if any(one.removed_at is not None for one in statements):
        raise RefusedError(_("The words were taken away."))


def _check_telling(change: Change, panel: Panel, telling: Telling, today: dt.date) -> dt.date:
    """The day it was told."""
    if not change.panels.filter(pk=panel.pk).exists():
        raise RefusedError(_("The change does not come from this panel."))
    if telling.how not in set(How):
        raise RefusedError(_("Say how the panel was told."))
    session = telling.session
    if (telling.how == How.SESSION) != (session is not None):
        raise RefusedError(_("Choose the session it was told in, and only then."))
    if session is not None and (session.panel_id != panel.pk or session.state != Session.State.HELD):
        raise RefusedError(_("Choose a session of this panel that has been held."))
    on = session.on if session is not None else telling.on
    if on > today:
        raise RefusedError(_("The date is still to come."))
    return on
