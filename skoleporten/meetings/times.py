"""When a meeting can be: a day that is not over, within one day, at a time that the clock says that day."""

from __future__ import annotations

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rhythm import SHORTEST, is_left_out

MOST_YEARS_AHEAD = dt.timedelta(days=2 * 366)


def check_times(date: dt.date, starts: dt.time, ends: dt.time) -> None:
    today = timezone.localdate()
    if date < today:
        raise RefusedError(_("That day is over."), do=_("Choose today or a day to come."))
    if date > today + MOST_YEARS_AHEAD:
        raise RefusedError(_("That is more than two years ahead."), do=_("Look at the year once more."))
    if starts >= ends:
        raise RefusedError(_("It must end later than it begins."))
    if (ends.hour - starts.hour) * 60 + ends.minute - starts.minute < SHORTEST:
        raise RefusedError(_("A meeting takes at least %(minutes)s minutes.") % {"minutes": SHORTEST})
    if is_left_out(date, starts) or is_left_out(date, ends):
        words = {"time": formats.time_format(starts), "day": formats.date_format(date, "DATE_FORMAT")}
        raise RefusedError(
            _("The clock is put forward that night: there is no %(time)s on %(day)s.") % words,
            do=_("Choose another time."),
        )
