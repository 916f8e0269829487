"""Errors that speak to their reader: what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where something is wrong; each part is None where it does not apply. Lines count from 1."""

    file: str | None = None
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else None
        column = f"column {self.column}" if self.column else None
        return ", ".join(part for part in (self.file, line, column) if part)


class SkoleportenError(Exception):
    """Shown to its reader without a traceback. `exit_code` is what the command ends with."""

    exit_code = 1

    def __init__(self, what: str, *, place: Place | None = None, do: str = "") -> None:
        self.what = what
        self.place = place
        self.do = do
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place and str(self.place) else ""
        return f"{where}{self.what}" + (f" {self.do}" if self.do else "")


class RefusedError(SkoleportenError):
    """The input was understood well enough to be refused (exit code 1)."""


class UsageError(SkoleportenError):
    """The command or the request was put wrongly (exit code 2)."""

    exit_code = 2
