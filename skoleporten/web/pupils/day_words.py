"""One school day of a pupil in neutral words, and its mark in the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext, pgettext

from skoleporten.absence.models import AbsenceEvent, Documented, Reason
from skoleporten.rules.absence import PUT_ASIDE, PupilDay
from skoleporten.web import words
from skoleporten.web.school_year_calendar import LegendEntry, Mark

# The worst known of the day decides its pattern: what is not documented is what somebody should look at.
UNDOCUMENTED, UNKNOWN, DOCUMENTED = "undocumented", "unknown", "documented"


def day_letter() -> str:
    return pgettext("letter in the calendar: whole day away", "D")


def lesson_letter() -> str:
    return pgettext("letter in the calendar: lessons away", "L")


def part_letter() -> str:
    return pgettext("letter in the calendar: came late or left early", "P")


def elsewhere_letter() -> str:
    return pgettext("letter in the calendar: registered, but not absence", "E")


def mark_of(day: PupilDay, events: Sequence[AbsenceEvent]) -> Mark:
    """Nothing registered is a plain school day, without a letter."""
    if day.is_whole:
        return Mark(f"absent {documentation(day, events)}", day_letter(), day_in_words(day, events))
    if day.lessons:
        return Mark(f"absent part {documentation(day, events)}", lesson_letter(), day_in_words(day, events))
    if day.events:
        return Mark(f"absent part {documentation(day, events)}", part_letter(), day_in_words(day, events))
    if day.not_absence_minutes or day.elsewhere_minutes or events:
        return Mark("elsewhere", elsewhere_letter(), day_in_words(day, events))
    return Mark("school", "", "", is_listed=False)


def documentation(day: PupilDay, events: Sequence[AbsenceEvent]) -> str:
    """By minutes; where none are known (a late arrival without times) by what was registered."""
    if day.minutes_absent:
        return UNDOCUMENTED if day.undocumented_minutes else UNKNOWN if day.unknown_minutes else DOCUMENTED
    known = {event.documented for event in events if event.reason not in PUT_ASIDE}
    return UNDOCUMENTED if Documented.FALSE in known else DOCUMENTED if known == {Documented.TRUE} else UNKNOWN


def day_in_words(day: PupilDay, events: Sequence[AbsenceEvent]) -> str:
    """«borte hele dagen, dokumentert, sykdom»; never a judgement."""
    parts = [_what(day), _documentation_in_words(day, events), *_reasons(events)]
    if day.school_initiated_minutes:
        parts.append(gettext("initiated by the school"))
    if day.not_absence_minutes:
        time = words.duration(day.not_absence_minutes)
        parts.append(gettext("%(time)s registered by the school, not counted as absence") % {"time": time})
    if day.elsewhere_minutes:
        time = words.duration(day.elsewhere_minutes)
        parts.append(gettext("%(time)s elsewhere by agreement, not counted as absence") % {"time": time})
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _what(day: PupilDay) -> str:
    if day.is_whole:
        return gettext("away the whole day")
    parts = []
    if day.lessons:
        lessons = ngettext("away from %(count)s lesson", "away from %(count)s lessons", day.lessons)
        parts.append(lessons % {"count": day.lessons})
    if day.late:
        parts.append(gettext("came after the start"))
    if day.left_early:
        parts.append(gettext("left before the end"))
    if day.minutes_absent and not parts:
        return gettext("away %(time)s") % {"time": words.duration(day.minutes_absent)}
    if day.minutes_absent:
        parts.append(words.duration(day.minutes_absent))
    return ", ".join(parts)


def _documentation_in_words(day: PupilDay, events: Sequence[AbsenceEvent]) -> str:
    if not day.events:
        return ""
    names = {
        DOCUMENTED: gettext("documented"),
        UNDOCUMENTED: gettext("not documented"),
        UNKNOWN: gettext("not known whether documented"),
    }
    return names[documentation(day, events)]


def _reasons(events: Sequence[AbsenceEvent]) -> list[str]:
    told = [event for event in events if event.reason not in (Reason.UNKNOWN, *PUT_ASIDE)]
    return [str(Reason(event.reason).label).lower() for event in told if event.reason != Reason.SCHOOL_INITIATED]


def calendar_legend() -> list[LegendEntry]:
    return [
        LegendEntry("absent documented", day_letter(), gettext("whole day, documented")),
        LegendEntry("absent undocumented", day_letter(), gettext("whole day, not documented")),
        LegendEntry("absent unknown", day_letter(), gettext("whole day, not known whether documented")),
        LegendEntry("absent part", lesson_letter(), gettext("lessons")),
        LegendEntry("absent part", part_letter(), gettext("came late or left early")),
        LegendEntry("elsewhere", elsewhere_letter(), gettext("not absence, or elsewhere by agreement")),
        LegendEntry("unregistered", "?", gettext("nobody took the register")),
        LegendEntry("school", "", gettext("school day")),
        LegendEntry("coming", "", gettext("school day not counted yet")),
    ]
