"""From the contract's tables to each pupil's offered and absent days, and what is set aside on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skoleporten.analytics.absent_days import build_absent_days, registrations_on
from skoleporten.analytics.contract import ContractTables
from skoleporten.analytics.offered import Offered, build_offered, unregistered_pupil_days
from skoleporten.analytics.registrations import registrations_by_day
from skoleporten.analytics.school_days import build_school_days
from skoleporten.analytics.segments import build_segments
from skoleporten.analytics.stages import Stages, whole
from skoleporten.analytics.windows import Windows


@dataclass(frozen=True)
class PupilDays:
    """`pupils`, `variants` and `offered` as in Segments and Offered. `counts`: see CheckResult."""

    pupils: Any
    variants: Any
    offered: Any
    absent_days: Any
    counts: dict[str, int]


def pupil_days(stages: Stages, tables: ContractTables, windows: Windows) -> PupilDays:
    segments = build_segments(stages, tables.enrolments, windows.as_of)
    school_days = build_school_days(stages, tables.calendar, tables.unregistered, segments.variants, windows.as_of)
    offered = build_offered(stages, segments, school_days, windows)
    registrations = registrations_by_day(stages, _until(tables, windows), segments.pupils)
    absent_days = build_absent_days(stages, registrations, offered.segments, school_days.days)
    missing = school_days.days.filter(~school_days.days.registered)
    on_missing = whole(missing.count()) and registrations_on(registrations, offered.segments, missing)
    counts = {
        **_counts(tables, registrations, offered, absent_days, windows),
        "registrations_on_unregistered_days": on_missing,
        "unregistered_pupil_days": unregistered_pupil_days(offered.segments, missing),
    }
    stages.drop_all_but(segments.pupils, segments.variants, offered.pupils, absent_days)
    return PupilDays(segments.pupils, segments.variants, offered.pupils, absent_days, counts)


def _until(tables: ContractTables, windows: Windows) -> Any:
    return tables.absences.filter(tables.absences.date <= windows.as_of)


def _counts(
    tables: ContractTables, registrations: Any, offered: Offered, absent_days: Any, windows: Windows
) -> dict[str, int]:
    of_pupils = whole(registrations.registrations.sum())
    return {
        "pupils": whole(offered.pupils.count()),
        "pupils_without_offered_days": whole((offered.pupils.school_year_days_offered == 0).sum()),
        "registrations": of_pupils,
        "registrations_of_others": whole(_until(tables, windows).count()) - of_pupils,
        "registrations_off_offered_days": of_pupils - whole(absent_days.registrations.sum()),
    }
