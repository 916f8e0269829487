"""Writing a difference. Called inside one transaction; whatever stands is superseded, not deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.imports.comparison import ROW, Compared
from skoleporten.imports.difference import Difference, classes_needed
from skoleporten.imports.models import Import
from skoleporten.imports.reading import Staged
from skoleporten.people import bulk_load
from skoleporten.people.models import Enrolment, Pupil, SchoolClass
from skoleporten.rules.calendar import school_year
from skoleporten.schools.models import CalendarDay, School

KEYS_AT_A_TIME = 5000


@dataclass(frozen=True)
class Keys:
    """From source ids to primary keys; a class by school, school year and its id."""

    schools: dict[str, int]
    pupils: dict[str, int]
    classes: dict[tuple[int, int, str], int]

    def school_class(self, school: str, class_id: str | None, date: Any) -> int | None:
        return self.classes[self.schools[school], school_year(date), class_id] if class_id is not None else None


def write(imported: Import, staged: Staged, diff: Difference) -> None:
    _schools(diff)
    _pupils(diff)
    keys = _keys_with_classes(diff, staged)
    _enrolments(imported, diff, keys)
    _calendar(diff, keys)
    _absences(imported, diff, keys)
    _unregistered(imported, diff, keys)


def _schools(diff: Difference) -> None:
    for school, name, first, last in diff.new_schools.iter_rows():
        School.objects.create(source_id=school, name=name, first_grade=min(first, last), last_grade=max(first, last))


def _pupils(diff: Difference) -> None:
    """A new pupil's history is the import that brought her; a changed name is kept as history."""
    fields = ["public_id", "source_id", "given_name", "family_name", "birth_date", "protected"]
    told = diff.new_pupils.select("pupil_id", "given_name", "family_name", "birth_date").iter_rows()
    bulk_load.insert(
        Pupil,
        fields,
        ((uuid.uuid4(), pupil, given or "", family or "", birth, False) for pupil, given, family, birth in told),
    )
    renamed = {row[ROW]: row for row in diff.renamed_pupils.iter_rows(named=True)}
    changed = list(Pupil.objects.filter(pk__in=renamed))
    for pupil in changed:
        row = renamed[pupil.pk]
        pupil.given_name, pupil.family_name = row["given_name"] or "", row["family_name"] or ""
        pupil.birth_date = row["birth_date"]
    bulk_update_with_history(changed, Pupil, ["given_name", "family_name", "birth_date"], batch_size=500)


def _keys_with_classes(diff: Difference, staged: Staged) -> Keys:
    schools = dict(School.objects.values_list("source_id", "pk"))
    named = dict(staged.names["classes"].iter_rows())
    classes = _classes()
    new = [
        SchoolClass(
            school_id=schools[school],
            school_year=year,
            source_id=class_id,
            name=named.get(class_id) or class_id,
            grade=grade,
        )
        for school, year, class_id, grade in classes_needed(diff).iter_rows()
        if (schools[school], year, class_id) not in classes
    ]
    SchoolClass.objects.bulk_create(new, batch_size=1000)
    return Keys(schools, dict(Pupil.objects.values_list("source_id", "pk")), _classes() if new else classes)


def _classes() -> dict[tuple[int, int, str], int]:
    rows = SchoolClass.objects.values_list("school_id", "school_year", "source_id", "pk")
    return {(school, year, source_id): key for school, year, source_id, key in rows}


def _written(compared: Compared) -> Iterator[tuple[Any, ...]]:
    """Rows to insert: the new ones, and those that take the place of another."""
    columns = compared.new.columns
    yield from compared.new.iter_rows()
    yield from compared.changed.select(columns).iter_rows()


def _replaced(compared: Compared, gone: pl.DataFrame) -> list[int]:
    return [*compared.changed[ROW].to_list(), *gone[ROW].to_list()]


def _enrolments(imported: Import, diff: Difference, keys: Keys) -> None:
    now = timezone.now()
    replaced = _replaced(diff.enrolments, diff.gone["enrolments"])
    bulk_load.update(Enrolment, ["superseded_by_id", "superseded_at"], ((imported.pk, now, row) for row in replaced))
    fields = ["pupil_id", "school_id", "school_class_id", "grade", "start", "end", "imported_by_id"]
    rows = (
        (
            keys.pupils[pupil],
            keys.schools[school],
            keys.school_class(school, class_id, start),
            grade,
            start,
            end,
            imported.pk,
        )
        for pupil, school, class_id, grade, start, end in _written(diff.enrolments)
    )
    bulk_load.insert(Enrolment, fields, rows)


def _calendar(diff: Difference, keys: Keys) -> None:
    """School days carry no history: what was used for a check is in the run's numbers."""
    _delete(CalendarDay, _replaced(diff.calendar, diff.gone["calendar"]))
    imported = CalendarDay.Origin.IMPORTED.value
    rows = (
        (keys.schools[school], grade, date, minutes, imported)
        for school, grade, date, minutes in _written(diff.calendar)
    )
    bulk_load.insert(CalendarDay, ["school_id", "grade", "date", "minutes_offered", "origin"], rows)


def _absences(imported: Import, diff: Difference, keys: Keys) -> None:
    replaced = _replaced(diff.absences, diff.gone["absences"])
    bulk_load.update(AbsenceEvent, ["superseded_by_id"], ((imported.pk, row) for row in replaced))
    fields = ["pupil_id", "school_id", "date", "kind", "minutes", "documented", "reason", "source", "source_id"]
    pupils, schools = keys.pupils, keys.schools
    rows = ((pupils[row[0]], schools[row[1]], *row[2:], imported.pk) for row in _written(diff.absences))
    bulk_load.insert(AbsenceEvent, [*fields, "imported_by_id"], rows)


def _unregistered(imported: Import, diff: Difference, keys: Keys) -> None:
    _delete(Unregistered, _replaced(diff.unregistered, diff.gone["unregistered"]))
    rows = (
        (keys.schools[school], keys.school_class(school, class_id, date), date, imported.pk)
        for school, class_id, date in _written(diff.unregistered)
    )
    bulk_load.insert(Unregistered, ["school_id", "school_class_id", "date", "imported_by_id"], rows)


def _delete(model: type[CalendarDay | Unregistered], keys: list[int]) -> None:
    for first in range(0, len(keys), KEYS_AT_A_TIME):
        model.objects.filter(pk__in=keys[first : first + KEYS_AT_A_TIME]).delete()
