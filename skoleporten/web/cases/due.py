"""What is due next in each case, so that a list may be sorted by it. Each part adds its own line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from skoleporten.access.actor import Actor
from skoleporten.web.cases.handing_back import follow_up_is_due
from skoleporten.web.cases.panel import Due
from skoleporten.web.cases.standing import ends_next
from skoleporten.web.judgement.panel import due as measures_due
from skoleporten.web.minutes.panel import due as decided_due
from skoleporten.web.plans.panel import due as plan_due
from skoleporten.web.threads.panel import due as answer_due

TellsWhatIsDue = Callable[[Actor, Collection[int], dt.date], dict[int, Due]]

DUE: tuple[TellsWhatIsDue, ...] = (ends_next, plan_due, measures_due, decided_due, answer_due, follow_up_is_due)


def next_due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    """Of each case the earliest that the reader may know of; one without anything due is left out."""
    return earliest(tells(actor, case_ids, today) for tells in DUE)


def earliest(found: Iterable[dict[int, Due]]) -> dict[int, Due]:
    first: dict[int, Due] = {}
    for one in found:
        for case_id, due in one.items():
            if case_id not in first or due.on < first[case_id].on:
                first[case_id] = due
    return first
