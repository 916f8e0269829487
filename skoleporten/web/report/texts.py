"""The words of the report and the terminal in three languages, and numbers written as each language writes them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nb", "nn", "en")
NOTHING = "–"
NO_BREAK = "\u00a0"


@cache
def all_texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Texts:
    language: str

    def __call__(self, key: str, **values: Any) -> str:
        text = all_texts()[key][self.language]
        return text.format(**values) if values else text

    @property
    def html_language(self) -> str:
        return "en-GB" if self.language == "en" else self.language

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Thousands apart by a space that does not break; missing is a dash, never 0."""
        if value is None:
            return NOTHING
        digits = f"{value:,.{decimals}f}"
        thousands, mark = (",", ".") if self.language == "en" else (NO_BREAK, ",")
        return digits.replace(",", "\0").replace(".", mark).replace("\0", thousands)

    def percent(self, fraction: float | None, decimals: int = 1) -> str:
        if fraction is None:
            return NOTHING
        space = "" if self.language == "en" else NO_BREAK
        return f"{self.number(100 * fraction, decimals)}{space}%"

    def date(self, date: dt.date) -> str:
        return self("date", day=date.day, month=self("months").split()[date.month - 1], year=date.year)

    def weekday(self, number: int) -> str:
        """In the plural; 0 is Monday."""
        return self("weekdays").split()[number]

    def grade(self, grade: int | None) -> str:
        return self("grade_unknown") if grade is None else self("grade", grade=grade)
