"""The check of the whole database: computed outside any transaction, written in a short one."""

from __future__ import annotations

import datetime as dt

import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.analytics.check import Denominator
from skoleporten.audit.actions import record
from skoleporten.concerns import rule_sets, write_back
from skoleporten.concerns.computed import Computed, compute
from skoleporten.concerns.models import CheckRun
from skoleporten.concerns.tables import DatabaseTables, Fingerprint, fingerprint, read_tables
from skoleporten.rules.concern import RuleSet
from skoleporten.rules.errors import RefusedError

TRIES = 3


def check(
    *, by: Actor, trigger: str, as_of: dt.date | None = None, denominator: Denominator = "calendar"
) -> CheckRun | None:
    """Measures every pupil and asks every rule in use. None where the database holds no absence and no enrolments yet.

    Reads and computes outside any transaction, and writes what differs in a short one. When an import was applied in
    between, it starts over. Running it twice changes nothing.
    """
    for _attempt in range(TRIES):
        read = fingerprint()
        if not any(read):
            return None
        started = timezone.now()
        known = read_tables()
        sets = rule_sets.in_use()
        computed = compute(known.contract(), sets, as_of=as_of or _last_date(known), denominator=denominator)
        run = _write(by, trigger, denominator, started, read, known, sets, computed)
        if run is not None:
            return run
    raise RefusedError("The data kept changing while it was checked.", do="Run the check when no import runs.")


def _last_date(known: DatabaseTables) -> dt.date | None:
    """The last date with absence, or of the last run: a file may have told who was present after it."""
    last: dt.date | None = pc.max(known.absences["date"]).as_py()
    earlier = CheckRun.objects.order_by("-pk").values_list("as_of", flat=True).first()
    return max((date for date in (last, earlier) if date), default=None)


@transaction.atomic
def _write(
    by: Actor,
    trigger: str,
    denominator: str,
    started: dt.datetime,
    read: Fingerprint,
    known: DatabaseTables,
    sets: tuple[RuleSet, ...],
    computed: Computed,
) -> CheckRun | None:
    if fingerprint() != read:
        return None
    run = CheckRun.objects.create(
        as_of=computed.as_of,
        started_at=started,
        finished_at=timezone.now(),
        trigger=trigger,
        engine=computed.engine,
        denominator=denominator,
        pupils=computed.measures.num_rows,
        pupils_with_signals=len(computed.pupils_with_signals()),
        signals=computed.signals.num_rows,
        counts=computed.counts,
    )
    texts = {rule_set.id: rule_sets.stored(rule_set) for rule_set in sets}
    write_back.replace_measures(run, computed, known)
    newly = write_back.write_signals(run, write_back.fired_signals(computed, known, texts))
    opened = write_back.open_concerns(run, newly, run.finished_at)
    write_back.follow_pupils(run)
    details = {"as_of": run.as_of.isoformat(), "pupils": run.pupils, "signals": run.signals, "opened": len(opened)}
    record(by=by, action="concerns.checked", object_type="check_run", object_id=run.pk, details=details)
    return run
