"""The check of the whole database: computed outside any transaction, written in a short one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from skoleporten.absence.models import SKOLEPORTEN
from skoleporten.access.actor import Actor
from skoleporten.analytics.tables import Denominator
from skoleporten.audit.actions import record
from skoleporten.concerns import rule_sets, write_back
from skoleporten.concerns.computed import Computed, compute
from skoleporten.concerns.models import CheckRun
from skoleporten.concerns.signals import check_begins
from skoleporten.concerns.tables import DatabaseTables, Fingerprint, fingerprint, read_tables
from skoleporten.rules.errors import RefusedError

TRIES = 3


def check(
    *, by: Actor, trigger: str, as_of: dt.date | None = None, denominator: Denominator = "calendar"
) -> CheckRun | None:
    """Measures every pupil and asks every rule in use. None where the database holds no absence and no enrolments yet.

    Reads and computes outside any transaction, and writes what differs in a short one. When an import was applied in
    between, it starts over. Running it twice changes nothing.
    """
    check_begins.send(sender=CheckRun, by=by)
    for _attempt in range(TRIES):
        read = fingerprint()
        if not any(read):
            return None
        started = timezone.now()
        known = read_tables()
        sets = rule_sets.in_use()
        computed = compute(known.contract(), sets, as_of=as_of or _last_date(known), denominator=denominator)
        texts = {rule_set.id: rule_sets.stored(rule_set) for rule_set in sets}
        prepared = write_back.prepare(computed, known, texts)
        run = _run_of(computed, trigger=trigger, denominator=denominator, started_at=started)
        if _write(by, run, read, prepared):
            return run
    raise RefusedError("The data kept changing while it was checked.", do="Run the check when no import runs.")


def _last_date(known: DatabaseTables) -> dt.date | None:
    """The last date that a school told of absence, or of the last run: a file may have told who was present after it.

    A mark at Skoleporten says nothing of how far the schools have told.
    """
    by_schools = known.absences.filter(pc.field("source") != SKOLEPORTEN)
    last: dt.date | None = pc.max(by_schools["date"]).as_py()
    earlier = CheckRun.objects.order_by("-pk").values_list("as_of", flat=True).first()
    return max((date for date in (last, earlier) if date), default=None)


def _run_of(computed: Computed, **fields: Any) -> CheckRun:
    return CheckRun(
        as_of=computed.as_of,
        engine=computed.engine,
        pupils=computed.measures.num_rows,
        pupils_with_signals=len(computed.pupils_with_signals()),
        signals=computed.signals.num_rows,
        counts=computed.counts,
        **fields,
    )


@transaction.atomic
def _write(by: Actor, run: CheckRun, read: Fingerprint, prepared: write_back.Prepared) -> bool:
    """False when something else was written since the tables were read."""
    if fingerprint() != read:
        return False
    run.finished_at = timezone.now()
    run.save()
    write_back.replace_measures(run, prepared)
    newly = write_back.write_signals(run, prepared.fired)
    opened = write_back.open_concerns(run, newly, run.finished_at)
    write_back.follow_pupils(run)
    details = {"as_of": run.as_of.isoformat(), "pupils": run.pupils, "signals": run.signals, "opened": len(opened)}
    record(by=by, action="concerns.checked", object_type="check_run", object_id=run.pk, details=details)
    return True
