"""The texts of the pages as a catalogue for a translator: each with its bokmål beside it, and what is there already."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skoleporten.config.languages import (
    CODE,
    COMPLETE,
    DIRECTIONS,
    fault_of,
    is_empty,
    own_headers,
    read_catalogue,
)
from skoleporten.rules.errors import UsageError

LOCALES = Path(__file__).resolve().parent.parent / "web" / "locale"
# What Django itself says on our pages: the names of months and days.
WIDE, SHORT = "wide", "abbreviated"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="of the language, as in se, uk or ckb")
    parser.add_argument("--name", default="", help="the language's own name, as it is to stand on the pages")
    parser.add_argument("--direction", choices=DIRECTIONS, default="ltr", help="how it is written (default: ltr)")
    parser.add_argument("--from", dest="known", metavar="FILE", help="a catalogue whose translations are taken along")
    parser.add_argument("--check", metavar="FILE", help="say what a catalogue lacks, instead of making one")


def run(arguments: argparse.Namespace) -> int:
    if not CODE.fullmatch(arguments.code) or arguments.code in COMPLETE:
        raise UsageError(f"{arguments.code!r} is no code of another language.", do="Give one as in se, uk or ckb.")
    if arguments.check:
        return _check(Path(arguments.check))
    known = Path(arguments.known) if arguments.known else None
    print(prepared(arguments.code, arguments.name or arguments.code, arguments.direction, known), end="")
    return 0


def prepared(code: str, name: str, direction: str, known: Path | None = None) -> str:
    """The catalogue. Its header is that of `known`, where there is one."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    made, had = Catalog(locale=_locale(code), charset="utf-8"), _had(known)
    made.mime_headers = [("Plural-Forms", _plural_forms(code))]
    for message in _ours():
        there = had.get(message.id, message.context) if had else None
        made.add(
            message.id,
            there.string if there else _empty(message, made.num_plurals),
            auto_comments=_beside(message),
            context=message.context,
        )
    for word, comment, context in _of_the_calendar(code):
        there = had.get(word, context) if had else None
        made.add(word, there.string if there else "", auto_comments=[comment], context=context)
    stream = io.BytesIO()
    write_po(stream, made, omit_header=True, width=0)
    header = _header_of(known) if known else _header(code, name, direction)
    return f"{header}\n\n{stream.getvalue().decode().strip()}\n"


def _header(code: str, name: str, direction: str) -> str:
    told = {
        "Project-Id-Version": "skoleporten", "Language": code, "Plural-Forms": _plural_forms(code),
        "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
        "X-Name": name, "X-Direction": direction, "X-Reviewed-By": "",
    }  # fmt: skip
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{key}: {value}\\n"' for key, value in told.items())])


def _header_of(known: Path) -> str:
    return known.read_text(encoding="utf-8").split("\n\n", 1)[0]


def _had(known: Path | None) -> Any:
    return read_catalogue(known, known.read_bytes()) if known else None


def _ours() -> list[Any]:
    """Every text, with its bokmål."""
    file = LOCALES / "nb" / "LC_MESSAGES" / "django.po"
    return [message for message in read_catalogue(file, file.read_bytes()) if message.id]


def _beside(message: Any) -> list[str]:
    words = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return [f"bokmål: {' | '.join(words)}".replace("\n", " ")]


def _empty(message: Any, forms: int) -> Any:
    return ("",) * forms if isinstance(message.id, (list, tuple)) else ""


def _of_the_calendar(code: str) -> Iterator[tuple[str, str, str | None]]:
    """Months and days as Django names them, each with what the Unicode CLDR has for it, for a speaker to judge."""
    from babel import Locale

    english, theirs = Locale("en"), _locale(code)
    for names, of in (("months", english.months), ("days", english.days)):
        for number, word in of["format"][WIDE].items():
            said = getattr(theirs, names)["format"][WIDE][number] if theirs else "nothing"
            yield word, f"Unicode CLDR has: {said}", None
            if names == "months":
                yield word, f"Unicode CLDR has: {said}; this is the form after a day, as in 3. november", "alt. month"


def _plural_forms(code: str) -> str:
    """As gettext's own table has it, else by the rules of the Unicode CLDR."""
    from babel.messages.plurals import PLURALS, get_plural
    from babel.plural import to_gettext

    locale = _locale(code)
    if locale is None or code in PLURALS:
        return f"{get_plural(code).plural_forms.rstrip(';')};"
    return str(to_gettext(locale.plural_form))


def _locale(code: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _check(file: Path) -> int:
    texts = {(message.id, message.context) for message in _ours()}
    found = [message for message in read_catalogue(file, file.read_bytes()) if message.id]
    done = [message for message in found if (message.id, message.context) in texts and not is_empty(message)]
    faults = [(message, fault) for message in done if (fault := fault_of(message))]
    for message, fault in faults:
        print(f"{file.name}: line {message.lineno}: {message.string!r} {fault}. It is left out.", file=sys.stderr)
    reviewed = dict(own_headers(file.read_bytes())).get("X-Reviewed-By") or "nobody yet"
    print(f"{len(done) - len(faults)} of {len(texts)} texts. Reviewed by: {reviewed}.")
    return int(bool(faults))
