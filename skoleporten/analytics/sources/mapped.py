"""A profile on one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skoleporten.analytics.sources.profile import LENGTHS, Profile

RAW = "raw_"


@dataclass(frozen=True)
class Mapped:
    """Which column of the file (by number) is which of ours, its heading, and the date format of the file."""

    profile: Profile
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    date_format: str

    def has(self, name: str) -> bool:
        return name in self.columns

    @property
    def lengths(self) -> tuple[str, ...]:
        return tuple(name for name in LENGTHS if self.has(name))
