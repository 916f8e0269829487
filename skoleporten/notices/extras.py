"""What an app above adds to the e-mails of its own kinds, or why one is not to be sent any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skoleporten.notices.models import Notice


@dataclass(frozen=True)
class Extra:
    """`why_not`: one of Notice.NotSent, or empty. `lines` stand in the text. `calendar` is what `method` says of it."""

    why_not: str = ""
    lines: tuple[str, ...] = ()
    calendar: bytes = b""
    method: str = ""


# By kind. Asked at the last moment, in the language of whom it is for; the same notice gives the same each time.
EXTRAS: dict[str, Callable[[Notice], Extra]] = {}


def extra_of(notice: Notice) -> Extra:
    make = EXTRAS.get(notice.kind)
    return make(notice) if make else Extra()
