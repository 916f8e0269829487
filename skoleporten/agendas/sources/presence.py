"""Pupils who did not come on the last three days that their plan expected them. What is not known is not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.agendas.scope import Due, Scope
from skoleporten.cases.models import Case
from skoleporten.presence.models import PresenceDay
from skoleporten.presence.queries import agreed_in
from skoleporten.rules.agenda import NotCome, PlannedDay, not_come

# Three planned days of a pupil who comes once a week lie within it, with a holiday between them.
LOOKED_AT = dt.timedelta(weeks=6)


def no_presence(scope: Scope) -> Iterator[Due]:
    """Up to yesterday: today is not over."""
    for case, found in not_come_lately(list(scope.cases.values()), scope.today):
        yield Due(f"presence:{case.public_id}", case.intake_id, found.days[-1], in_words(found))


def not_come_lately(cases: Sequence[Case], today: dt.date) -> Iterator[tuple[Case, NotCome]]:
    """Whoever asks has brought the cases through the gate."""
    if not cases:
        return
    first, last = today - LOOKED_AT, today - dt.timedelta(days=1)
    dates = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    told = _told([case.pk for case in cases], first, last)
    suspects = [case for case in cases if False in told.get(case.pk, {}).values()]
    agreed = agreed_in(suspects, dates) if suspects else {}
    for case in suspects:
        came, minutes = told[case.pk], agreed[case.pk]
        days = [PlannedDay(day, minutes.get(day), came.get(day)) for day in sorted({*minutes, *came})]
        if found := not_come(days):
            yield case, found


def in_words(found: NotCome) -> str:
    count = len(found.days)
    text = ngettext(
        "Did not come on the last %(count)s planned day", "Did not come on the last %(count)s planned days", count
    ) % {"count": count}
    if not found.not_known:
        return text
    return _("%(text)s; of %(count)s more nothing is known") % {"text": text, "count": found.not_known}


def _told(case_ids: Sequence[int], first: dt.date, last: dt.date) -> dict[int, dict[dt.date, bool]]:
    """By case and day whether she came; a day of which nothing is told is not there."""
    rows = PresenceDay.objects.filter(case__in=case_ids, day__range=(first, last), is_told=True)
    found: dict[int, dict[dt.date, bool]] = {}
    for case, day, did_not_come in rows.values_list("case", "day", "did_not_come"):
        found.setdefault(case, {})[day] = not did_not_come
    return found
