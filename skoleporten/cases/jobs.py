"""Nightly: nobody is left with an owner who can not open the case. At least once; running it twice changes nothing."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from skoleporten.cases.leaving import give_what_has_no_owner_here


@task()
def find_owners() -> int:
    return give_what_has_no_owner_here(timezone.localdate())
