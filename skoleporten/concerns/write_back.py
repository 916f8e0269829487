"""What a check leaves in the database: the as-of table, the signals with their evidence, and concerns to act on.

Called inside one transaction. Signals are compared with those that stand, so that only the difference is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from skoleporten.concerns import next_steps, owners, routines
from skoleporten.concerns.computed import Computed
from skoleporten.concerns.models import CheckRun, Concern, PupilMeasure, RuleSetText, Signal
from skoleporten.concerns.tables import DatabaseTables
from skoleporten.people import bulk_load

MEASURES = tuple(
    field.name
    for field in PupilMeasure._meta.concrete_fields
    if field.name not in {"id", "run", "as_of", "pupil", "school", "school_class", "grade"}
)
MEASURE_FIELDS = ("pupil_id", "school_id", "school_class_id", "grade", *MEASURES)
EVIDENCE = ("window_start", "window_end", "value", "limit", "offered_days", "dates")
Key = tuple[int, int, str]


@dataclass(frozen=True)
class Fired:
    """A signal of this run, by the database's keys."""

    pupil_id: int
    rule_set_id: int
    rule_id: str
    window_start: dt.date
    window_end: dt.date
    value: float
    limit: float
    offered_days: int
    dates: list[str]

    @property
    def key(self) -> Key:
        return (self.pupil_id, self.rule_set_id, self.rule_id)

    def evidence(self) -> dict[str, Any]:
        return {
            "window_start": self.window_start.isoformat(),
            "window_end": self.window_end.isoformat(),
            "value": self.value,
            "limit": self.limit,
            "offered_days": self.offered_days,
            "dates": self.dates,
        }


@dataclass(frozen=True)
class Prepared:
    """What is to be written, in the database's keys; made before the transaction, so that it need not wait for it.

    `measures` are rows of MEASURE_FIELDS.
    """

    measures: list[tuple[Any, ...]]
    fired: list[Fired]


def prepare(computed: Computed, known: DatabaseTables, texts: dict[str, RuleSetText]) -> Prepared:
    return Prepared(list(_measure_rows(computed, known)), _fired_signals(computed, known, texts))


def _measure_rows(computed: Computed, known: DatabaseTables) -> Iterator[tuple[Any, ...]]:
    pupils, schools = known.pupils.by_name(), known.schools.by_name()
    columns = ("pupil_id", "school_id", "class_id", "grade", *MEASURES)
    values = zip(*(computed.measures[name].to_pylist() for name in columns), strict=True)
    for pupil, school, school_class, grade, *measures in values:
        school_key = schools.get(school)
        class_key = known.latest_classes.get((school_key, school_class)) if school_key else None
        yield (pupils[pupil], school_key, class_key, grade, *measures)


def _fired_signals(computed: Computed, known: DatabaseTables, texts: dict[str, RuleSetText]) -> list[Fired]:
    pupils = known.pupils.by_name()
    columns = ("pupil_id", "rule", *EVIDENCE)
    values = zip(*(computed.signals[name].to_pylist() for name in columns), strict=True)
    return [
        Fired(
            pupil_id=pupils[pupil],
            rule_set_id=texts[rule.partition("/")[0]].pk,
            rule_id=rule,
            window_start=start,
            window_end=end,
            value=value,
            limit=limit,
            offered_days=offered_days,
            dates=[date.isoformat() for date in dates or []],
        )
        for pupil, rule, start, end, value, limit, offered_days, dates in values
    ]


def replace_measures(run: CheckRun, prepared: Prepared) -> None:
    """One row a pupil of this run, and none of an earlier one. Nothing refers to a measure."""
    PupilMeasure.objects.all()._raw_delete(PupilMeasure.objects.db)
    of_run = (run.pk, run.as_of)
    bulk_load.insert(PupilMeasure, ["run_id", "as_of", *MEASURE_FIELDS], ((*of_run, *row) for row in prepared.measures))


def write_signals(run: CheckRun, fired: Iterable[Fired]) -> set[int]:
    """Returns the pupils for whom a rule fires that did not fire before, whatever the text of its set was then."""
    rows = Signal.objects.current().values_list("pupil_id", "rule_set_id", "rule_id", "pk")
    standing = {(pupil, rule_set, rule): pk for pupil, rule_set, rule, pk in rows}
    stood = {(pupil, rule) for pupil, _, rule in standing}
    now = {signal.key: signal for signal in fired}
    bulk_load.update(Signal, ["is_current"], [(False, standing[key]) for key in standing if key not in now])
    going_on = [(standing[key], signal) for key, signal in now.items() if key in standing]
    bulk_load.update(
        Signal,
        ["run_id", *EVIDENCE, "last_seen"],
        [(run.pk, *(getattr(signal, name) for name in EVIDENCE), run.as_of, pk) for pk, signal in going_on],
    )
    fields = ["pupil_id", "rule_set_id", "rule_id", *EVIDENCE, "run_id", "first_seen", "last_seen", "first_evidence"]
    new = [signal for key, signal in now.items() if key not in standing]
    added = (
        (*s.key, *(getattr(s, name) for name in EVIDENCE), run.pk, run.as_of, run.as_of, s.evidence(), True)
        for s in new
    )
    bulk_load.insert(Signal, [*fields, "is_current"], added)
    return {signal.pupil_id for signal in new if (signal.pupil_id, signal.rule_id) not in stood}


def open_concerns(run: CheckRun, newly: set[int], at: dt.datetime) -> list[Concern]:
    """For each pupil with a new signal and no concern that is not closed. A closed one does not come back by itself.

    Each has an owner and a next step with its date from the first moment.
    """
    have_one = set(Concern.objects.open().values_list("pupil_id", flat=True))
    schools = dict(PupilMeasure.objects.values_list("pupil_id", "school_id"))
    new = sorted(newly - have_one)
    owner_of = owners.by_class(new, timezone.localdate(at))
    routine = routines.stored(routines.in_use()) if new else None
    opened = [
        Concern(
            pupil_id=pupil,
            school_id=schools.get(pupil),
            kind=Concern.Kind.SIGNAL,
            opened_at=at,
            owner_id=owner_of.get(pupil),
            routine=routine,
            last_signal_on=run.as_of,
        )
        for pupil in new
    ]
    next_steps.begin(opened)
    bulk_create_with_history(opened, Concern, batch_size=1000)
    return opened


def follow_pupils(run: CheckRun) -> None:
    """The date of the newest signal, and the school of a pupil who has moved: the concern goes with the pupil.

    The owner stays behind at the old school.
    """
    with_signal = Signal.objects.current().values("pupil_id")
    Concern.objects.open().filter(pupil__in=with_signal).exclude(last_signal_on=run.as_of).update(
        last_signal_on=run.as_of
    )
    schools = dict(PupilMeasure.objects.exclude(school=None).values_list("pupil_id", "school_id"))
    of_pupils = Concern.objects.open().values_list("pk", "pupil_id", "school_id")
    moved = {pk: pupil for pk, pupil, school in of_pupils if schools.get(pupil, school) != school}
    owner_of = owners.by_class(moved.values(), timezone.localdate())
    for concern in Concern.objects.filter(pk__in=moved):
        concern.school_id = schools[concern.pupil_id]
        concern.owner_id = owner_of.get(concern.pupil_id)
        concern.save(update_fields=["school", "owner"])
        next_steps.refresh(concern)
