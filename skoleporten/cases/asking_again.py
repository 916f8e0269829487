"""At night: whoever keeps a case is told when it is time to ask how it goes at school, once for each time."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.cases.way_back import next_follow_ups
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind


def tell_whom_to_ask(today: dt.date) -> int:
    """How many are due. The owner while the case is open; afterwards the leads, who alone have it in view."""
    cases = Case.objects.filter(handingbacks__set_aside_at__isnull=True, handingbacks__isnull=False).distinct()
    of_case = {case.pk: case for case in cases.select_related("intake__owner")}
    due = {pk: one for pk, one in next_follow_ups(list(of_case)).items() if one.is_due(today)}
    leads = list(User.objects.filter(is_active=True, pk__in=_leads(today))) if due else []
    for pk, one in due.items():
        case = of_case[pk]
        for reader in [case.owner] if case.is_open else leads:
            notify(
                by=software("reminders"), to=reader, kind=Kind.STEP_DUE,
                link=f"/cases/{case.public_id}/way-back/after/{one.after}/", pupil_id=case.pupil_id,
                once=f"follow-up {case.public_id} {one.after}",
            )  # fmt: skip
    return len(due)


def _leads(today: dt.date) -> list[int]:
    return list(Grant.objects.in_force(today).filter(role=Role.LEAD).values_list("user", flat=True))
