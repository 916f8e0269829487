"""XML as a stream of flat records: the children of the root, one at a time, without entities and without a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from skoleporten.rules.errors import Place, RefusedError

CHUNK_BYTES = 256 * 1024
DEEPEST = 40
LONGEST_TEXT = 64 * 1024


@dataclass
class Record:
    """`texts` maps the path below the record ("AttendanceEvent/EventDate") to the texts found there, in order."""

    name: str
    line: int
    attributes: dict[str, str]
    texts: dict[str, list[str]] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        found = self.texts.get(path)
        return found[0] if found else None


class _Flattened:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.records: list[Record] = []
        self._path: list[str] = []
        self._record: Record | None = None
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._path.append(name)
        self._text, self._length = [], 0
        if len(self._path) == 2:
            self._record = Record(name, self.parser.CurrentLineNumber, dict(attributes))
        if len(self._path) > DEEPEST:
            raise ParseError("elements are nested too deep")

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise ParseError("a text is too long")
        self._text.append(text)

    def end(self, tag: str) -> None:
        text = "".join(self._text).strip()
        if self._record and text and len(self._path) > 2:
            self._record.texts.setdefault("/".join(self._path[2:]), []).append(text)
        if len(self._path) == 2 and self._record:
            self.records.append(self._record)
            self._record = None
        self._path.pop()
        self._text, self._length = [], 0

    def close(self) -> None:
        return None


def records(file: BinaryIO, name: str) -> Iterator[Record]:
    """Raises RefusedError for entities, document types and XML that is not well-formed."""
    target = _Flattened()
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    target.parser = parser.parser
    try:
        while data := file.read(CHUNK_BYTES):
            parser.feed(data)
            yield from target.records
            target.records.clear()
        parser.close()
    except DefusedXmlException as error:
        raise RefusedError(
            "The XML holds a document type or entities; such files are not read.",
            place=Place(name, line=target.parser.CurrentLineNumber),
            do="Export plain Ed-Fi XML without DOCTYPE.",
        ) from error
    except (ParseError, ValueError) as error:
        raise RefusedError(
            f"The XML is not well-formed: {error}.", place=Place(name), do="Export it again; it may have been cut off."
        ) from error
    yield from target.records
