"""A pupil's absence in words and key figures; each number with what it is of and as of when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext, ngettext

from skoleporten.absence.models import SKOLEPORTEN
from skoleporten.concerns.models import Concern, ConcernStep, PupilMeasure, Signal
from skoleporten.people.models import Enrolment
from skoleporten.rules.absence import PupilDay
from skoleporten.web import words
from skoleporten.web.components import KeyFigure, TimelineEntry
from skoleporten.web.pupils.day_words import day_in_words
from skoleporten.web.pupils.year import PupilYear
from skoleporten.web.rules.wording import Rules, signal_in_words


def key_figures(year: PupilYear) -> list[KeyFigure]:
    """Days and single lessons apart, and neither made into the other."""
    whole = sum(day.is_whole for day in year.days)
    partly = sum(day.is_partly_absent for day in year.days)
    lessons = sum(day.lessons for day in year.days)
    late = sum(day.late for day in year.days)
    left = sum(day.left_early for day in year.days)
    share = year.minutes_absent / year.minutes_offered if year.minutes_offered else None
    of_time = gettext("%(away)s of %(offered)s school time") % {
        "away": words.duration(year.minutes_absent),
        "offered": words.duration(year.minutes_offered),
    }
    of_days = ngettext("of %(count)s school day", "of %(count)s school days", len(year.days))
    late_and_left = gettext("%(late)s late, %(left)s left early") % {"late": late, "left": left}
    return [
        KeyFigure(gettext("Share of school time away"), words.percent(share), of_what=of_time),
        KeyFigure(
            gettext("Whole days away"), words.number(whole), of_what=of_days % {"count": words.number(len(year.days))}
        ),
        KeyFigure(
            gettext("Single lessons away"),
            words.number(lessons),
            of_what=ngettext("part of %(count)s day", "part of %(count)s days", partly) % {"count": partly},
        ),
        KeyFigure(gettext("Late or left early"), words.number(late + left), of_what=late_and_left),
        *_unregistered_figure(year),
    ]


def _unregistered_figure(year: PupilYear) -> list[KeyFigure]:
    if not year.unregistered:
        return []
    return [
        KeyFigure(
            gettext("Days not registered"),
            words.number(len(year.unregistered)),
            of_what=gettext("neither present nor absent; not counted"),
        )
    ]


def facts(year: PupilYear, measure: PupilMeasure | None) -> list[tuple[str, str]]:
    """More about the absence, each line a name and its words. What is not known says so."""
    documented = sum(day.documented_minutes for day in year.days)
    undocumented = sum(day.undocumented_minutes for day in year.days)
    unknown = sum(day.unknown_minutes for day in year.days)
    by_school = sum(day.school_initiated_minutes for day in year.days)
    not_absence = sum(day.not_absence_minutes for day in year.days)
    elsewhere = sum(day.elsewhere_minutes for day in year.days)
    beside = sum(day.minutes_absent for day in year.days if _is_with_skoleporten(day, year))
    lines = [
        (gettext("Documented"), words.duration(documented)),
        (gettext("Not documented"), words.duration(undocumented)),
        (gettext("Not known whether documented"), words.duration(unknown)),
        (gettext("Initiated by the school"), words.duration(by_school)),
        (gettext("Registered by the school, not absence"), words.duration(not_absence)),
        (gettext("Present elsewhere by agreement, not absence"), words.duration(elsewhere)),
        (gettext("Neither at school nor elsewhere by agreement, on days with Skoleporten"), words.duration(beside)),
    ]
    minutes = (1, 1, unknown, by_school, not_absence, elsewhere, beside)
    shown = [line for line, has_any in zip(lines, minutes, strict=True) if has_any]
    return shown + (_measured_facts(measure) if measure and measure.as_of == year.as_of else [])


def _is_with_skoleporten(day: PupilDay, year: PupilYear) -> bool:
    return any(event.source == SKOLEPORTEN for event in year.events.get(day.date, ()))


def _measured_facts(measure: PupilMeasure) -> list[tuple[str, str]]:
    lines = []
    if measure.longest_spell_days:
        longest = ngettext("%(count)s school day", "%(count)s school days", measure.longest_spell_days)
        lines.append((gettext("Longest time away in a row"), longest % {"count": measure.longest_spell_days}))
    if measure.current_run_days:
        run = ngettext("%(count)s school day", "%(count)s school days", measure.current_run_days)
        lines.append((gettext("Away in a row right now"), run % {"count": measure.current_run_days}))
    if measure.term_rate is not None and measure.previous_term_rate is not None:
        lines.append((gettext("This term"), words.percent(measure.term_rate)))
        lines.append((gettext("The term before"), words.percent(measure.previous_term_rate)))
    if measure.previous_school_year_rate is not None:
        lines.append((gettext("The school year before"), words.percent(measure.previous_school_year_rate)))
    return lines


def timeline(
    concerns: Iterable[Concern], signals: Iterable[Signal], enrolments: Sequence[Enrolment], rule_sets: Rules
) -> list[TimelineEntry]:
    """What has happened, newest first. Corrections are entries of their own; nothing is rewritten."""
    entries = [
        *(entry for concern in concerns for entry in _concern_entries(concern)),
        *(_signal_entry(signal, rule_sets) for signal in signals),
        *_moves(enrolments),
    ]
    return sorted(entries, key=_when, reverse=True)


def _when(entry: TimelineEntry) -> tuple[dt.date, float]:
    if isinstance(entry.at, dt.datetime):
        return entry.at.date(), entry.at.timestamp()
    return entry.at, 0.0


def _concern_entries(concern: Concern) -> list[TimelineEntry]:
    opened = TimelineEntry(
        at=concern.opened_at,
        heading=gettext("Concern opened") if concern.opened_by else gettext("A rule opened the concern"),
        who=str(concern.opened_by or ""),
        text=concern.opening_reason,
    )
    steps = [
        TimelineEntry(at=step.at, heading=step_heading(step), who=str(step.by), text=step.note)
        for step in concern.steps.all()
    ]
    return [opened, *steps]


def step_heading(step: ConcernStep) -> str:
    """«Kontaktet hjemmet (på telefon): fikk ikke svar»."""
    how = f" ({str(step.get_how_display()).lower()})" if step.how else ""
    result = f": {str(step.get_result_display()).lower()}" if step.result else ""
    until = f": {words.short_day(step.until)}" if step.until else ""
    return f"{step.get_kind_display()}{how}{result}{until}"


def _signal_entry(signal: Signal, rule_sets: Rules) -> TimelineEntry:
    """Told on the day it was first seen, with what it was then."""
    told = signal_in_words(signal, rule_sets)
    return TimelineEntry(at=signal.first_seen, heading=gettext("A rule was met"), text=told.text)


def _moves(enrolments: Sequence[Enrolment]) -> list[TimelineEntry]:
    ordered = sorted(enrolments, key=lambda row: row.start)
    return [
        TimelineEntry(at=later.start, heading=gettext("Began at %(school)s") % {"school": later.school})
        for earlier, later in pairwise(ordered)
        if later.school_id != earlier.school_id
    ]


def day_file_headings() -> list[str]:
    return [
        gettext("Date"),
        gettext("School"),
        gettext("What"),
        gettext("Minutes away"),
        gettext("Minutes of school"),
        gettext("Of them documented"),
        gettext("Of them not documented"),
        gettext("Of them not known"),
        gettext("Whole day"),
        gettext("Lessons"),
        gettext("Late"),
        gettext("Left early"),
    ]


def day_file_rows(year: PupilYear) -> list[list[Any]]:
    """Every school day of the year, so that the file can be counted again; what was not registered says so."""
    schools = {f"{row.school_id:020d}": row.school.name for row in year.enrolments}
    counted = [
        [
            day.date.isoformat(),
            schools.get(day.enrolment.school_id, ""),
            day_in_words(day, year.events.get(day.date, ())),
            day.minutes_absent,
            day.minutes_offered,
            day.documented_minutes,
            day.undocumented_minutes,
            day.unknown_minutes,
            int(day.is_whole),
            day.lessons,
            day.late,
            day.left_early,
        ]
        for day in year.days
    ]
    missing = gettext("nobody took the register; the day is not counted")
    out = [[date.isoformat(), "", missing, *([None] * 9)] for date in year.unregistered]
    return sorted([*counted, *out], key=lambda row: str(row[0]))
