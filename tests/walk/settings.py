"""In which language, how wide and in which colours a page is looked at."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import product

LANGUAGES, WIDTHS, SCHEMES = ("nb", "nn", "en"), (1280, 390, 320), ("light", "dark", "forced")


@dataclass(frozen=True)
class Setting:
    """`forced`: the reader's own few colours in place of the page's."""

    language: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.language} {self.width} {self.scheme}"


def pairwise() -> list[Setting]:
    """Nine of the twenty-seven in which every two values of two kinds meet (an orthogonal array, L9)."""
    return [
        Setting(LANGUAGES[one], WIDTHS[other], SCHEMES[(one + other) % len(SCHEMES)])
        for one, other in product(range(len(LANGUAGES)), range(len(WIDTHS)))
    ]


def of_language(language: str) -> list[Setting]:
    """Those of the nine that one page in one language is looked at in."""
    return [setting for setting in pairwise() if setting.language == language]


def one_for(name: str) -> Setting:
    """Always the same one for the same page; over all pages each comes about as often."""
    return pairwise()[zlib.crc32(name.encode()) % len(pairwise())]
