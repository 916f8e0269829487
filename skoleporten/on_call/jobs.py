"""Passing a call on when nobody has answered it in time."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from skoleporten.access.actor import software


@task()
def pass_on(public_id: str) -> str:
    """At least once; the row says whether there is still anything to do."""
    from skoleporten.on_call import calling
    from skoleporten.on_call.models import Call

    call = Call.objects.filter(public_id=public_id).first()
    if call is None:
        return "nothing to do"
    return "passed on" if calling.pass_on(by=software("on_call"), call=call, now=timezone.now()) else "nothing to do"
