"""The words of each question: shipped in consents/shipped/, or a municipality's own in the folder that it names.

A municipality that puts `join_skoleporten.toml` in the folder of SKOLEPORTEN_CONSENT_TEXTS asks in those words from
then on. What was asked before stays as it was put: the database keeps each text once, by hash.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from skoleporten.consents.models import Consent, ConsentText, Purpose
from skoleporten.rules.errors import Place, RefusedError
from skoleporten.rules.toml_files import LANGUAGES, Table, read_text, table_of

PLACE = re.compile(r"\{(name|service)\}")
SHIPPED = files("skoleporten.consents") / "shipped"


@dataclass(frozen=True)
class Words:
    """One text in one language. `question_self` is what the pupil is asked."""

    title: str
    question: str
    question_self: str
    what: str
    who: str
    until: str
    no: str
    withdraw: str

    def about(self, *, name: str, service: str) -> Words:
        """With the name and the service put in; nothing else in a text is ever replaced."""
        values = {"name": name, "service": service}
        return Words(**{part: PLACE.sub(lambda found: values[found[1]], getattr(self, part)) for part in PARTS})


PARTS = tuple(one.name for one in fields(Words))


@dataclass(frozen=True)
class Text:
    purpose: str
    version: str
    text: str
    words: dict[str, Words]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def in_use(purpose: str) -> Text:
    """The municipality's own text where there is one, else the shipped one."""
    name = f"{Purpose(purpose).value}.toml"
    own = Path(settings.CONSENT_TEXTS) / name if settings.CONSENT_TEXTS else None
    if own is None or not own.exists():
        return parse((SHIPPED / name).read_text(encoding="utf-8"), name)
    text = parse(read_text(own, "Make it readable, or take it away."), str(own))
    if text.purpose != purpose:
        raise RefusedError(f"The text is about {text.purpose}.", place=Place(str(own)), do=f"Write {purpose}.")
    return text


@cache
def parse(text: str, file: str) -> Text:
    """Refused when a language or a part is missing: nobody is asked with half a text."""
    table = table_of(text, file, "consent text")
    table.only(("purpose", "version", *LANGUAGES))
    return Text(
        purpose=table.choice("purpose", Purpose.values),
        version=table.string("version"),
        text=text,
        words={language: _words(table.inner(language, "Give the text in each language.")) for language in LANGUAGES},
    )


def _words(table: Table) -> Words:
    table.only(PARTS)
    return Words(**{part: table.string(part) for part in PARTS})


def stored(text: Text) -> ConsentText:
    """The text exactly as it is used now; a changed text is a new row."""
    kept, _made = ConsentText.objects.get_or_create(
        sha256=text.sha256, defaults={"purpose": text.purpose, "version": text.version, "text": text.text}
    )
    return kept


def words_of(consent: Consent, language: str | None = None) -> Words:
    """As it was asked, in the language of the reader where there is such a text, else in bokmål."""
    text = parse(consent.text.text, f"{consent.purpose} {consent.text.version}")
    words = text.words.get((language or get_language() or "nb")[:2], text.words["nb"])
    return words.about(name=consent.pupil.given_name or consent.pupil.full_name, service=consent.service)
