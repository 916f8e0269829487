"""A letter as plain pieces: what it says, apart from how it is set. The same pieces are measured for readability."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import formats
from django.utils.translation import gettext as _

# Of the templates together; a document keeps the one it was made with.
VERSION = "1"

Block = dict[str, Any]


@dataclass(frozen=True)
class Contact:
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Letter:
    """`title` stands in the PDF's own data as well, so it names nobody. `to` are the lines of the receiver.

    `mark` stands at the foot of each page, of what must tell whose paper it is.
    """

    title: str
    blocks: tuple[Block, ...]
    to: tuple[str, ...] = ()
    date: dt.date | None = None
    signed_by: Contact | None = None
    reference: str = ""
    mark: str = ""


class LetterData(Protocol):
    """What one kind of letter is made from. `letter()` answers in the active language."""

    @property
    def kind(self) -> str: ...

    def letter(self) -> Letter: ...


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def paragraphs(text: str) -> list[Block]:
    """One block for each part that an empty line divides."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return [{"kind": "text", "text": part} for part in parts if part]


def section(title: str, *texts: str) -> list[Block]:
    """Nothing at all where there is nothing to say."""
    said = [block for text in texts for block in paragraphs(text)]
    return [heading(title), *said] if said else []


def facts(rows: Iterable[tuple[str, str]]) -> list[Block]:
    told = [[name, value] for name, value in rows if value]
    return [{"kind": "facts", "rows": told}] if told else []


def points(items: Iterable[str]) -> list[Block]:
    told = [item.strip() for item in items if item.strip()]
    return [{"kind": "points", "items": told}] if told else []


def answer(name: str) -> Block:
    """Room for one person to answer yes or no on paper, and sign."""
    labels = {"yes": _("Yes"), "no": _("No"), "date": _("Date"), "signature": _("Signature")}
    return {"kind": "answer", "name": name, **labels}


def room(label: str, lines: int = 3) -> Block:
    return {"kind": "room", "label": label, "lines": lines}


def questions_to(contact: Contact | None) -> list[Block]:
    if contact is None:
        return []
    rows = [(_("Name"), contact.name), (_("Phone"), contact.phone), (_("E-mail"), contact.email)]
    ask = _("Call or write to us if there is something you wonder about. We can get an interpreter. You pay nothing.")
    return [heading(_("Questions?")), *paragraphs(ask), *facts(rows)]


def day(date: dt.date) -> str:
    return formats.date_format(date, "DATE_FORMAT")


def words_of(letter: Letter) -> str:
    """The running text, which the readability is measured on. Headings and short facts would make it look easier."""
    texts = [block["text"] for block in letter.blocks if block["kind"] == "text"]
    return "\n\n".join([*texts, *(item for block in letter.blocks for item in block.get("items", ()))])
