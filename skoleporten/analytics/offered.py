"""What each pupil was offered: school days numbered 1, 2, 3… across schools, and days and minutes in every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.day_numbers import number_of
from skoleporten.analytics.school_days import SchoolDays
from skoleporten.analytics.segments import Segments
from skoleporten.analytics.stages import Stages, whole
from skoleporten.analytics.windows import DatedWindow, SchoolDaysWindow, Windows

EDGES = ("days_before", "days_to", "minutes_before", "minutes_to")


@dataclass(frozen=True)
class Offered:
    """`segments`: pupil, first, last, calendar, offset (offered days before the segment), total (of the pupil, in all),
    and days and minutes of the calendar before the segment and up to its end.

    `pupils`: pupil, total, variant (of the last enrolment), and for each window days_offered and minutes_offered; for
    windows of school days also start.
    """

    segments: Any
    pupils: Any


def build_offered(stages: Stages, segments: Segments, school_days: SchoolDays, windows: Windows) -> Offered:
    days = school_days.days
    dense = stages.keep("dense_days", _dense(days, number_of(windows.as_of)))
    edged = stages.keep("edged", _edged(segments.segments, school_days.variants, dense, days))
    numbered = stages.keep("numbered", _numbered(edged))
    bounds = stages.keep("calendar_windows", _calendar_windows(days, windows.dated))
    dated = stages.keep("offered_dated", _dated(numbered, bounds, windows.dated))
    lookback = [
        (window, stages.keep("offered_days", _last_days(numbered, days, window))) for window in windows.school_days
    ]
    pupils = stages.keep("offered", _joined(dated, lookback))
    stages.drop(*(table for _, table in lookback), dated, bounds, edged, dense)
    return Offered(numbered, pupils)


def _dense(days: Any, as_of: int) -> Any:
    """A row of each calendar and date, from the day before the first school day: none offered yet."""
    first = days.day.min().name("day").as_table()
    span = first.select(day=ibis.range(first.day - 1, ibis.literal(as_of + 1)).unnest()).select(
        day=lambda t: t.day.cast("int32")
    )
    grid = days.select("calendar").distinct().cross_join(span)
    rows = grid.left_join(days, ["calendar", "day"]).select("calendar", "day", "minutes", "registered")
    so_far = ibis.cumulative_window(group_by=rows.calendar, order_by=rows.day)
    counted = rows.registered.cast("int32").fill_null(0)
    return rows.select(
        "calendar",
        "day",
        days=counted.sum().over(so_far).cast("int32"),
        minutes=(counted * rows.minutes.fill_null(0)).sum().over(so_far).cast("int32"),
    )


def _edged(segments: Any, calendars: Any, dense: Any, days: Any) -> Any:
    """Segments with the days and minutes of their calendar before them and up to their end; 0 where there is none."""
    placed = segments.left_join(calendars, "variant").select("pupil", "first", "last", "variant", "calendar")
    base = days.day.min().as_scalar() - 1
    before, to = dense.view(), dense.view()
    joined = placed.left_join(
        before, [placed.calendar == before.calendar, ibis.greatest(placed["first"] - 1, base) == before.day]
    ).select(*(placed[name] for name in placed.columns), days_before=before["days"], minutes_before=before.minutes)
    joined = joined.left_join(
        to, [joined.calendar == to.calendar, ibis.greatest(joined["last"], base) == to.day]
    ).select(*(joined[name] for name in joined.columns), days_to=to["days"], minutes_to=to.minutes)
    return joined.mutate(**{name: joined[name].fill_null(0).cast("int32") for name in EDGES})


def _numbered(edged: Any) -> Any:
    length = edged.days_to - edged.days_before
    so_far = ibis.cumulative_window(group_by=edged.pupil, order_by=edged["first"])
    return edged.mutate(
        offset=(length.sum().over(so_far) - length).cast("int32"),
        total=length.sum().over(group_by=edged.pupil).cast("int32"),
    )


def _calendar_windows(days: Any, windows: tuple[DatedWindow, ...]) -> Any:
    """For each calendar the days and minutes before each window and up to its end."""
    columns = {}
    for window in windows:
        before = days.registered & (days.day < number_of(window.start))
        to = days.registered & (days.day <= number_of(window.end))
        columns[f"{window.name}_days_before"] = before.sum()
        columns[f"{window.name}_days_to"] = to.sum()
        columns[f"{window.name}_minutes_before"] = days.minutes.sum(where=before)
        columns[f"{window.name}_minutes_to"] = days.minutes.sum(where=to)
    counted = days.group_by("calendar").agg(**columns)
    return counted.select("calendar", **{name: counted[name].fill_null(0).cast("int32") for name in columns})


def _dated(segments: Any, bounds: Any, windows: tuple[DatedWindow, ...]) -> Any:
    rows = segments.left_join(bounds, "calendar")
    columns = {
        f"{window.name}_{unit}_offered": _overlap(rows, window.name, unit).sum().fill_null(0).cast("int32")
        for window in windows
        for unit in ("days", "minutes")
    }
    return rows.group_by("pupil").agg(
        total=rows.total.max().fill_null(0).cast("int32"), variant=rows.variant.argmax(rows["last"]), **columns
    )


def _overlap(rows: Any, window: str, unit: str) -> Any:
    """Days or minutes of a segment in a window, as a difference between counts from the start of the calendar."""
    end = ibis.least(rows[f"{window}_{unit}_to"], rows[f"{unit}_to"])
    start = ibis.greatest(rows[f"{window}_{unit}_before"], rows[f"{unit}_before"])
    return ibis.greatest(end - start, 0)


def _last_days(segments: Any, days: Any, window: SchoolDaysWindow) -> Any:
    """Days and minutes of the pupil's last offered days, and the first of them; no row for a pupil with fewer."""
    enough = segments.filter(segments.total >= window.length, segments.days_to > segments.days_before)
    skipped = ibis.greatest(enough.total - window.length - enough.offset, 0)
    touched = enough.mutate(first_no=(enough.days_before + skipped + 1).cast("int32"))
    touched = touched.filter(touched.first_no <= touched.days_to)
    offered = days.filter(days.registered)
    rows = touched.join(offered, [touched.calendar == offered.calendar, touched.first_no == offered.day_no]).select(
        touched.pupil,
        start=offered.day,
        length=ibis.literal(window.length, "int32"),
        minutes=touched.minutes_to - offered.minutes_to + offered.minutes,
    )
    return rows.group_by("pupil").agg(
        **{
            f"{window.name}_days_offered": rows.length.max(),
            f"{window.name}_minutes_offered": rows.minutes.sum().cast("int32"),
            f"{window.name}_start": rows.start.min(),
        }
    )


def _joined(dated: Any, lookback: list[tuple[SchoolDaysWindow, Any]]) -> Any:
    joined = dated
    for _, table in lookback:
        joined = joined.left_join(table, "pupil").drop("pupil_right")
    return joined


def unregistered_pupil_days(segments: Any, missing: Any) -> int:
    """Pupils times school days without a register, `missing` being rows of school days."""
    of_segment = (missing["day"] >= segments["first"]) & (missing["day"] <= segments["last"])
    return whole(segments.join(missing, [segments.calendar == missing.calendar, of_segment]).count())
