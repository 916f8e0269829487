"""A copy as one zip: a PDF to read, the same as data for a program (docs/reference/copy-of-what-is-kept.md), files."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from skoleporten.access_requests.items import Item
from skoleporten.access_requests.source import Text
from skoleporten.documents.letters.letter import Block, Letter, facts, heading, paragraphs, points
from skoleporten.documents.typesetting import pdf_of
from skoleporten.people.models import Pupil

FORMAT = 1
LONG = 70


@dataclass(frozen=True)
class Told:
    """What stands beside the things themselves: a heading, and lines of it. `rows` are the same as data."""

    key: str
    heading: Text
    lines: Sequence[str] = ()
    rows: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Copy:
    """`who` and `made_at` stand on each page. `about` says what the copy holds and what not."""

    pupil: Pupil
    who: str
    made_at: dt.datetime
    title: str
    about: Sequence[str]
    kinds: Sequence[tuple[str, Text, Sequence[Item]]]
    beside: Sequence[Told] = ()

    kind = "copy"

    def letter(self) -> Letter:
        return Letter(title=self.title, blocks=tuple(self._blocks()), mark=self.mark)

    @property
    def mark(self) -> str:
        """At the foot of each page, so that a page that lies about tells whose it is."""
        return _("Made for %(who)s %(when)s") % {"who": self.who, "when": moment(self.made_at)}

    def _blocks(self) -> Iterable[Block]:
        yield heading(self.pupil.full_name)
        yield from facts([(_("Made for"), self.who), (pgettext("label", "Made"), moment(self.made_at))])
        for text in self.about:
            yield from paragraphs(text)
        for _key, label, items in self.kinds:
            yield heading(str(label))
            for item in items:
                yield from _of_item(item)
        for told in self.beside:
            yield heading(str(told.heading))
            yield from points(told.lines)

    def data(self) -> dict[str, Any]:
        """Dates as ISO 8601, durations in minutes; the texts are the same as in the PDF."""
        return {
            "format": FORMAT,
            "made_at": timezone.localtime(self.made_at).isoformat(timespec="seconds"),
            "made_for": self.who,
            "pupil": self.pupil.full_name,
            "about": list(self.about),
            "things": [_as_data(item) for _key, _label, items in self.kinds for item in items],
            "beside": [{"key": told.key, "rows": list(told.rows)} for told in self.beside],
        }

    def files(self) -> list[tuple[str, bytes]]:
        found = [(path_of(item, name), kept.content) for item, name, kept in _files(self.kinds)]
        return list(dict(found).items())


def zipped(copy: Copy, language: str, before: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """`before`: files that are read first, by name."""
    with override(language):
        data = json.dumps(copy.data(), ensure_ascii=False, indent=1)
        named = [
            *before,
            (_("to-read.pdf"), pdf_of(copy, language)),
            (_("data.json"), data.encode()),
            *copy.files(),
        ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named:
            archive.writestr(zipfile.ZipInfo(name, _moment_of_zip(copy.made_at)), content)
    return out.getvalue()


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATE_FORMAT')} {date_format(local, 'TIME_FORMAT')}"


def path_of(item: Item, name: str) -> str:
    """Within the zip; nothing in it can point out of the folder."""
    kind = re.sub(r"[^a-z0-9]+", "-", item.source.key)
    return f"{_('files')}/{kind}/{item.key[:8]}-{re.sub(r'[^A-Za-z0-9.-]+', '-', name)}"


def _of_item(item: Item) -> Iterable[Block]:
    """Short lines as facts, and what somebody has written as text below."""
    short = [(part.label, part.text) for part in item.parts if not _is_long(part.text)]
    if item.by:
        short.append((_("Written by"), item.by))
    yield from facts(short)
    for part in item.parts:
        if _is_long(part.text):
            yield from paragraphs(f"{part.label}: {part.text}")
    yield from facts([(_("File"), path_of(item, one.name)) for one in item.files])


def _is_long(text: str) -> bool:
    return len(text) > LONG or "\n" in text


def _as_data(item: Item) -> dict[str, Any]:
    return {
        "kind": item.source.key,
        "id": item.key,
        "by": item.by,
        "values": {part.name: part.value for part in item.parts},
        "files": [path_of(item, one.name) for one in item.files],
    }


def _files(kinds: Sequence[tuple[str, Text, Sequence[Item]]]) -> Iterable[tuple[Item, str, Any]]:
    for _key, _label, items in kinds:
        for item in items:
            for one in item.files:
                yield item, one.name, one.kept


def _moment_of_zip(at: dt.datetime) -> tuple[int, int, int, int, int, int]:
    local = timezone.localtime(at)
    return (local.year, local.month, local.day, local.hour, local.minute, local.second)
