"""How easy the open page is to read, with the municipality's own words in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skoleporten.front import catalogues
from skoleporten.front.models import PageFacts
from skoleporten.rules.open_page import Catalogue
from skoleporten.rules.readability import lix
from skoleporten.rules.toml_files import LANGUAGES
from skoleporten.web.front.presenters import contact

EASY = 35


@dataclass(frozen=True)
class Measured:
    language: str
    lix: int

    @property
    def is_easy(self) -> bool:
        return self.lix < EASY


def easy_to_read(written: PageFacts | None) -> list[Measured]:
    """LIX of the running text in each shipped language. Of a dropped-in one it is not known what a long word is."""
    languages = catalogues.languages()
    return [Measured(languages[code].name, lix("\n\n".join(_text(languages[code], written)))) for code in LANGUAGES]


def _text(catalogue: Catalogue, written: PageFacts | None) -> Iterator[str]:
    own = contact(written, catalogue.code)
    people = own["people"].text if own else ""
    yield catalogue.words["lead"]
    for name, section in catalogue.sections.items():
        yield from section.text
        yield from [people] if name == "people" and people else [row.text for row in section.rows]
