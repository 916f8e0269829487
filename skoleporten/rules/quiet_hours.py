"""The hours in which somebody is told nothing, by the clock on the wall; over midnight where the end is before."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from skoleporten.rules.errors import UsageError

WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class QuietHours:
    start: dt.time
    end: dt.time

    def holds_until(self, now: dt.datetime) -> dt.datetime | None:
        """When the quiet that `now` lies in is over; None outside it. `now` is local, with its zone."""
        clock = now.time().replace(tzinfo=None)
        over_midnight = self.end < self.start
        is_quiet = (clock >= self.start or clock < self.end) if over_midnight else self.start <= clock < self.end
        if not is_quiet:
            return None
        day = now.date() + dt.timedelta(days=over_midnight and clock >= self.start)
        return dt.datetime.combine(day, self.end, tzinfo=now.tzinfo)


def parse(text: str) -> QuietHours | None:
    """«20:00-07:00»; None for «none»."""
    if text.strip().lower() == "none":
        return None
    found = WRITTEN.fullmatch(text.strip())
    if found is None or found[1] + found[2] == found[3] + found[4]:
        raise UsageError(f"The quiet hours are {text!r}.", do="Write them as 20:00-07:00, or none.")
    first, second = (dt.time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    return QuietHours(first, second)
