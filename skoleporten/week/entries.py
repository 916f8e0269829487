"""The entries of the timetable: shipped without a weekday, placed and changed by the lead, with their history."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rig.no_names import refuse_names
from skoleporten.rig.writing import sent_before
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.timetable import SCHOOL_WEEK, shipped_entries
from skoleporten.week.models import Entry


@dataclass(frozen=True)
class Wanted:
    """`days` as 0 for Monday; none leaves it unplaced. Empty names are said in bokmål."""

    name_nb: str
    days: Iterable[int]
    starts: dt.time
    ends: dt.time
    name_nn: str = ""
    name_en: str = ""
    is_active: bool = True


@transaction.atomic
def add(*, by: Actor, wanted: Wanted, client_id: uuid.UUID) -> Entry:
    """A form sent twice is one entry."""
    columns = _columns(by, wanted)
    if made := sent_before(Entry, client_id, **columns):
        return made
    try:
        with transaction.atomic():
            made = Entry.objects.create(
                client_id=client_id, changed_at=timezone.now(), changed_by_id=by.user_id, **columns
            )
    except IntegrityError as error:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more.")) from error
    _note(by, "week.entry_added", made)
    return made


@transaction.atomic
def change(*, by: Actor, entry: Entry, wanted: Wanted, seen_version: int) -> Entry:
    """Raises ChangedMeanwhileError where somebody was quicker and left it otherwise."""
    columns = _columns(by, wanted)
    now = Entry.objects.select_for_update().get(pk=entry.pk)
    if all(getattr(now, name) == value for name, value in columns.items()):
        return now
    if now.version != seen_version:
        raise ChangedMeanwhileError(now)
    for name, value in columns.items():
        setattr(now, name, value)
    now.version += 1
    now.changed_at, now.changed_by_id = timezone.now(), by.user_id
    now.save()
    _note(by, "week.entry_changed", now)
    return now


def ship(using: str = "default") -> None:
    """Makes those that are missing; what the municipality has changed stays as it is."""
    there = set(Entry.objects.using(using).values_list("code", flat=True))
    for one in shipped_entries():
        if one.code not in there:
            names = {f"name_{language}": name for language, name in one.names.items()}
            Entry.objects.using(using).create(code=one.code, starts=one.slot.starts, ends=one.slot.ends, **names)


def ship_after_migrating(sender: Any, using: str, **kwargs: Any) -> None:
    """Also after a test has emptied the tables. Not where the migration that makes the table is undone."""
    if Entry._meta.db_table in connections[using].introspection.table_names():
        ship(using)


def _columns(by: Actor, wanted: Wanted) -> dict[str, Any]:
    if by.role != Role.LEAD:
        raise RefusedError(_("The lead of the team sets the week."))
    days = sorted(set(wanted.days))
    names = {name: getattr(wanted, name).strip() for name in ("name_nb", "name_nn", "name_en")}
    if not names["name_nb"]:
        raise RefusedError(_("Write what it is called."))
    if any(day not in SCHOOL_WEEK for day in days):
        raise RefusedError(_("Choose among Monday to Friday."))
    if wanted.starts >= wanted.ends:
        raise RefusedError(_("It must end later than it begins."))
    refuse_names(by, "\n\n".join(names.values()), timezone.localdate())
    weekdays = "".join(map(str, days))
    return {
        **names,
        "weekdays": weekdays,
        "starts": wanted.starts,
        "ends": wanted.ends,
        "is_active": wanted.is_active,
    }


def _note(by: Actor, action: str, entry: Entry) -> None:
    details = {"weekdays": entry.weekdays, "is_active": entry.is_active, "version": entry.version}
    record(by=by, action=action, object_type="week_entry", object_id=entry.public_id, details=details)
