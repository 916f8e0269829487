"""What somebody says in a panel: under which name it stands, and what becomes of it when the member leaves."""

from __future__ import annotations

from enum import StrEnum


class SaidAs(StrEnum):
    """The member's own choice for this one statement.

    Named: the team sees who said it. Panel: it is kept who said it, so that it can be taken away, and nobody is shown
    it. Anonymous: it is not kept at all, so nobody can take it away for her later.
    """

    NAMED = "named"
    PANEL = "panel"
    ANONYMOUS = "anonymous"


class Removed(StrEnum):
    """Why the words are gone. The row stays, so that what was done because of it still has its reason."""

    LEFT_PANEL = "left_panel"
    ASKED_TO = "asked_to"
    NAMES_SOMEBODY = "names_somebody"


class Ended(StrEnum):
    """Why a membership ended. Whatever it is, name and contact are deleted and the statements follow one rule."""

    WITHDREW = "withdrew"
    CONSENT_ENDED = "consent_ended"
    RAN_OUT = "ran_out"
    TIME_IS_UP = "time_is_up"


def is_kept_about_whom(said_as: SaidAs) -> bool:
    return said_as is not SaidAs.ANONYMOUS


def stays_after_leaving(said_as: SaidAs, *, may_stay: bool) -> bool:
    """`may_stay`: the member said, when it was written down, that it may stay without any tie to her."""
    return said_as is SaidAs.ANONYMOUS or may_stay
