"""One row of each pupil and school day with absence, in place of the registrations that told of it."""

from __future__ import annotations

from typing import Any

import ibis

from skoleporten.analytics.stages import Stages, whole

# How much of the day a pupil was away; a late arrival of unknown length is a part.
NOTHING, PART, WHOLE = 0, 1, 2
# Calendar and day in one number. A join on it cannot be done before the pupil's calendar on the day is known, so no
# planner can join all pupils with all school days.
SLOT_BITS = 20


def build_absent_days(stages: Stages, registrations: Any, segments: Any, school_days: Any) -> Any:
    """Columns: pupil, day, back (offered days of the pupil after this one), absence (NOTHING, PART or WHOLE), minutes,
    documented, undocumented, not_absence, elsewhere, initiated, lessons, late, left_early, registrations.
    """
    return stages.keep(
        "absent_days", measured(_placed(registrations, segments, school_days.filter(school_days.registered)))
    )


def registrations_on(registrations: Any, segments: Any, school_days: Any) -> int:
    """How many registrations lie on these school days of their pupils."""
    return whole(_placed(registrations, segments, school_days).registrations.sum())


def _placed(registrations: Any, segments: Any, school_days: Any) -> Any:
    known = segments.filter(segments.calendar.notnull()).select(
        "pupil",
        "first",
        "last",
        before=segments.offset - segments.days_before - segments.total,
        slots=_slot(segments, 0),
    )
    within = (registrations["day"] >= known["first"]) & (registrations["day"] <= known["last"])
    placed = registrations.join(known, [registrations.pupil == known.pupil, within])
    placed = placed.mutate(slot=placed.slots + placed["day"])
    days = school_days.select("day_no", offered=school_days.minutes, slot=_slot(school_days, school_days["day"]))
    return placed.join(days, "slot").mutate(back=lambda t: -(t.before + t.day_no))


def _slot(table: Any, day: Any) -> Any:
    return table.calendar.cast("int64") * 2**SLOT_BITS + day


def measured(placed: Any) -> Any:
    is_whole = placed.day_events > 0
    parts = placed.lessons + placed.late + placed.left_early
    away = ibis.least(is_whole.ifelse(placed.day_minutes, placed.part_minutes), placed.offered)
    elsewhere = ibis.greatest(placed.elsewhere_minutes - placed.not_absence_minutes, 0)
    minutes = ibis.greatest(away - elsewhere, 0)
    is_covered = (away > 0) & (minutes == 0)
    is_beaten = is_whole | is_covered
    is_told = is_whole | (parts > 0) | (away > 0)
    documented = ibis.least(is_whole.ifelse(placed.day_documented, placed.part_documented), minutes)
    undocumented = ibis.least(is_whole.ifelse(placed.day_undocumented, placed.part_undocumented), minutes - documented)
    initiated = ibis.least(is_whole.ifelse(placed.day_initiated, placed.part_initiated), minutes)
    return placed.select(
        pupil=placed.pupil,
        day=placed["day"],
        back=placed.back.cast("int32"),
        absence=ibis.cases(
            (is_whole & (placed.elsewhere_minutes == 0), WHOLE), (is_told & ~is_covered, PART), else_=NOTHING
        ).cast("int8"),
        minutes=minutes.cast("int32"),
        documented=documented.cast("int32"),
        undocumented=undocumented.cast("int32"),
        not_absence=ibis.least(placed.not_absence_minutes, placed.offered).cast("int32"),
        elsewhere=ibis.least(placed.elsewhere_minutes, placed.offered).cast("int32"),
        initiated=initiated.cast("int32"),
        lessons=is_beaten.ifelse(0, placed.lessons).cast("int32"),
        late=is_beaten.ifelse(0, placed.late).cast("int32"),
        left_early=is_beaten.ifelse(0, placed.left_early).cast("int32"),
        registrations=placed.registrations.cast("int32"),
    )
