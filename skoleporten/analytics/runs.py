"""Runs of whole days away on consecutive offered days of a pupil, within the school year."""

from __future__ import annotations

from typing import Any

import ibis

from skoleporten.analytics.absent_days import WHOLE
from skoleporten.analytics.day_numbers import number_of
from skoleporten.analytics.stages import Stages
from skoleporten.analytics.windows import Windows

RUN_MEASURES = ("spells", "longest_spell_days", "current_run_days")


def build_runs(stages: Stages, absent_days: Any, windows: Windows) -> Any:
    """A row of each run: pupil, newest and oldest (offered days of the pupil after the run's last and first day)."""
    year = windows.school_year
    whole = absent_days.filter(absent_days.absence == WHOLE, absent_days["day"] >= number_of(year.start))
    place = ibis.row_number().over(group_by=whole.pupil, order_by=whole.back)
    numbered = whole.select("pupil", "back", island=whole.back - place)
    return stages.keep(
        "runs",
        numbered.group_by("pupil", "island").agg(newest=numbered.back.min(), oldest=numbered.back.max()).drop("island"),
    )


def run_measures(runs: Any) -> Any:
    """By pupil: spells, longest_spell_days, current_run_days (0 where the last offered day is not in a run)."""
    length = runs.oldest - runs.newest + 1
    return runs.group_by("pupil").agg(
        spells=runs.count().cast("int32"),
        longest_spell_days=length.max().cast("int32"),
        current_run_days=length.max(where=runs.newest == 0).fill_null(0).cast("int32"),
    )
