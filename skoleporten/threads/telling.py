"""Notices both ways: that something waits, and where to read it. Neither who wrote nor about whom."""

from __future__ import annotations

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.threads.models import Thread


def tell_team(by: Actor, thread: Thread, to: User | None) -> None:
    if to is not None and to.pk != by.user_id:
        notify(by=by, to=to, kind=Kind.ARRIVED, link=page_for_team(thread), pupil_id=thread.pupil_id)


def tell_family(by: Actor, thread: Thread, to: User | None) -> None:
    """Told only while the child is in her view when it is sent. Whoever reads along finds it when she looks in."""
    if to is not None:
        role = Role.GUARDIAN if thread.guardian_id else Role.PUPIL
        notify(
            by=by, to=to, kind=Kind.MESSAGE, link=page_for_family(thread), role=role, pupil_id=thread.pupil_id
        )  # fmt: skip


def page_for_team(thread: Thread) -> str:
    return f"/threads/{thread.public_id}/"


def page_for_family(thread: Thread) -> str:
    return f"/mine/{thread.pupil.public_id}/messages/{thread.public_id}/"
