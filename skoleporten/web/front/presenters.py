"""The open page in one language: its catalogue, and what the municipality has put on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from skoleporten.front.models import PageFacts, Picture
from skoleporten.front.queries import facts
from skoleporten.rig.queries import services_for_families
from skoleporten.rules.open_page import NUMBERS, Catalogue
from skoleporten.rules.toml_files import LANGUAGES

FALLBACK = "nb"
NO_DIGIT = re.compile(r"[^\d+]")
STAND_THERE = {number.replace(" ", "") for number in NUMBERS}  # under the help that is always there


@dataclass(frozen=True)
class Said:
    """Words with the language that they are in, where it is another than the page's."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    direction: str
    url: str
    full_url: str
    is_current: bool


def page_in(request: HttpRequest, languages: Mapping[str, Catalogue], catalogue: Catalogue) -> dict[str, Any]:
    choices = [_choice(request, one, catalogue.code) for one in languages.values()]
    return {
        "catalogue": catalogue,
        "words": catalogue.words,
        "sections": catalogue.sections,
        "choices": choices,
        "canonical": next(one.full_url for one in choices if one.is_current),
        "contact": contact(facts(), catalogue.code),
        "services": [one for one in services_for_families() if dialled(one.phone) not in STAND_THERE],
        "services_language": "" if catalogue.code in LANGUAGES else FALLBACK,
        "pictures": [(one, said(one.alt, catalogue.code)) for one in Picture.objects.published()],
        "help_rows": [(row, dialled(row.title)) for row in catalogue.sections["help"].rows],
    }


def contact(written: PageFacts | None, language: str) -> dict[str, Any]:
    """What there is of it; all of it is empty before anybody has written."""
    if written is None:
        return {}
    words = {part: _own_words(written, part, language) for part in ("hours", "place", "people")}
    return words | {
        "municipality": written.municipality,
        "phone": written.phone,
        "dial": dialled(written.phone),
        "email": written.email,
        "emergency_phone": written.emergency_phone,
        "emergency_dial": dialled(written.emergency_phone),
    }


def said(texts: Mapping[str, str], language: str) -> Said:
    """In the language, else in bokmål."""
    if texts.get(language):
        return Said(texts[language])
    return Said(texts.get(FALLBACK, ""), FALLBACK if texts.get(FALLBACK) else "")


def dialled(number: str) -> str:
    """As a telephone takes it: «116 111» is 116111."""
    return NO_DIGIT.sub("", number)


def _own_words(written: PageFacts, part: str, language: str) -> Said:
    return said({code: words.get(part, "") for code, words in written.words.items()}, language)


def _choice(request: HttpRequest, catalogue: Catalogue, current: str) -> Choice:
    url = reverse("welcome_in", args=[catalogue.code])
    full = request.build_absolute_uri(url)
    return Choice(catalogue.code, catalogue.name, catalogue.direction, url, full, catalogue.code == current)
