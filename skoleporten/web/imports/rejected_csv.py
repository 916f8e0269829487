"""All rejected rows of a file as CSV, line by line: a very bad file has as many of them as it has rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from skoleporten.web.csv_files import BYTE_ORDER_MARK, safe_cell
from skoleporten.web.imports.presenters import translated

COLUMNS = ("file", "line", "column", "value", "reason", "what_to_do")


class _Line:
    """What csv writes to; hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def rejected_csv(path: Path, file_name: str) -> StreamingHttpResponse:
    """The language is that of the request: the lines are made when the request has been answered already."""
    response = StreamingHttpResponse(_lines(path, translation.get_language()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _lines(path: Path, language: str | None) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield BYTE_ORDER_MARK + writer.writerow(_headings(language))
        for row in csv.DictReader(file):
            told = [*(row[name] for name in COLUMNS[:4]), *(_told(row[name], language) for name in COLUMNS[4:])]
            yield writer.writerow([safe_cell(cell) for cell in told])


def _headings(language: str | None) -> list[str]:
    with translation.override(language):
        return [_("File"), _("Line"), _("Column"), _("Value"), _("Reason"), _("What to do")]


@lru_cache(maxsize=256)
def _told(text: str, language: str | None) -> str:
    """The reasons are few; looking one up a million times is what costs."""
    with translation.override(language):
        return translated(text)
