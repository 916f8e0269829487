"""The change of school year as a job. At least once: a second run finds nothing left to do."""

from __future__ import annotations

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.people.year_change import action
from skoleporten.schools.models import SchoolYearChange


@task()
def apply(change_pk: int) -> str:
    change = SchoolYearChange.objects.get(pk=change_pk)
    action.apply_requested(by=software("change of school year"), change=change)
    return change.state
