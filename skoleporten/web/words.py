"""Numbers, lengths of time and dates in the words of the chosen language. Pure but for that language."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, pgettext

NO_BREAK = "\u00a0"
NOTHING = "–"
MINUTES_IN_AN_HOUR = 60
A_THOUSAND = 1000


def percent(fraction: float | None, decimals: int = 1) -> str:
    """A fraction from 0 to 1 as «12,5 %». Missing is a dash, never 0."""
    if fraction is None:
        return NOTHING
    return f"{decimal(fraction * 100, decimals)}{NO_BREAK}%"


def decimal(value: float, decimals: int) -> str:
    return formats.number_format(value, decimals, force_grouping=True)


def number(value: float | None) -> str:
    """Thousands apart by a no-break space; missing is a dash, never 0."""
    if value is None:
        return NOTHING
    if type(value) is int and 0 <= value < A_THOUSAND:  # most are, and no language writes these in another way
        return str(value)
    return decimal(value, 0 if isinstance(value, int) else 1)


def duration(minutes: int | None) -> str:
    """Minutes as hours and minutes. Never days: how long a day is differs."""
    if minutes is None:
        return NOTHING
    hours, rest = divmod(minutes, MINUTES_IN_AN_HOUR)
    hour_words = gettext("%(hours)s h") % {"hours": number(hours)}
    minute_words = gettext("%(minutes)s min") % {"minutes": rest}
    if not hours:
        return minute_words.replace(" ", NO_BREAK)
    return (hour_words if not rest else f"{hour_words} {minute_words}").replace(" ", NO_BREAK)


def day(date: dt.date | None) -> str:
    """«mandag 3. november 2025»."""
    if date is None:
        return NOTHING
    return f"{formats.date_format(date, 'l')} {formats.date_format(date, 'DATE_FORMAT')}"


def short_day(date: dt.date) -> str:
    """«3. november», for where the year is plain."""
    return _short_day(date, get_language() or "")


@lru_cache(maxsize=4096)
def _short_day(date: dt.date, language: str) -> str:
    return formats.date_format(date, "MONTH_DAY_FORMAT")


def inside(label: str) -> str:
    """A label of a choice where it stands inside a sentence. Not for names."""
    return label[:1].lower() + label[1:]


def clock(instant: dt.datetime) -> str:
    """«3. november 2025 kl. 09.42», in local time."""
    local = timezone.localtime(instant)
    return gettext("%(date)s at %(time)s") % {
        "date": formats.date_format(local, "DATE_FORMAT"),
        "time": formats.date_format(local, "TIME_FORMAT"),
    }


def month(date: dt.date) -> str:
    """«november»."""
    return formats.date_format(date, "F")


def day_of_month(date: dt.date) -> str:
    """«3.» in Norwegian, «3» in English."""
    return pgettext("day of the month in a list", "%(day)s") % {"day": date.day}


def short_month(date: dt.date) -> str:
    """«nov.», for under an axis."""
    return formats.date_format(date, "M").lower()
