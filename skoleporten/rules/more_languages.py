"""A language beside the three that every text is complete in."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = 100


@dataclass(frozen=True)
class MoreLanguage:
    """`percent` of the texts are in it: 0 only where none is. `reviewed_by` is a speaker who answers for the words."""

    code: str
    name: str
    direction: str
    percent: int
    reviewed_by: str

    @property
    def is_empty(self) -> bool:
        return self.percent == 0

    @property
    def is_finished(self) -> bool:
        return self.percent == WHOLE and bool(self.reviewed_by)
