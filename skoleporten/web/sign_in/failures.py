"""Log-ins that failed, in the log: never the password, and a user name only where it is somebody's.

A name that nobody has may be a password in the wrong field, so only a keyed hash of it is kept. Each row takes its turn
at the end of the chain, so whoever guesses from many machines must not fill it: so many rows a minute, and the rest as
a number in the next row.
"""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db import transaction

from skoleporten.access import encryption
from skoleporten.access.actor import software
from skoleporten.access.models import User
from skoleporten.audit.actions import record

BY = software("log-in")
MOST_A_MINUTE = 60
LEFT_OUT = "failed_sign_ins_left_out"
A_DAY = 86_400


def note_wrong_password(name: str) -> None:
    """The same work whether the name is somebody's or not."""
    key = encryption.keyed_hash(name.casefold(), purpose="failed sign-in")
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        _note("password", "unknown_user_name", key)
    else:
        note_failed(user, "password")


def note_failed(user: User, step: str) -> None:
    """`step`: password, second_factor, or closed for the right password of a closed account."""
    _note(step, "user", user.public_id)


def _note(step: str, object_type: str, object_id: object) -> None:
    if _counted(f"failed_sign_ins_{int(time.time()) // 60}", 120) > MOST_A_MINUTE:
        _counted(LEFT_OUT, A_DAY)
        return
    details = {"step": step, "left_out": cache.get(LEFT_OUT, 0)}
    cache.delete(LEFT_OUT)
    with transaction.atomic():
        record(by=BY, action="access.sign_in_failed", object_type=object_type, object_id=object_id, details=details)


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    return cache.incr(key)
