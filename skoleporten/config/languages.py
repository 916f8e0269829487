"""Which languages there are beside the three that are complete: prepared ones switched on, and those dropped in.

A catalogue is one .po file named by the language's code. One in the folder of SKOLEPORTEN_LANGUAGES is offered because
it lies there; one of ours that awaits a speaker's review (web/locale/se) only where SKOLEPORTEN_MORE_LANGUAGES names
it. What a catalogue leaves empty is said in bokmål.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from skoleporten.rules.errors import Place, UsageError
from skoleporten.rules.more_languages import WHOLE, MoreLanguage

COMPLETE = ("nb", "nn", "en")
CODE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
DIRECTIONS = ("ltr", "rtl")
NAME, DIRECTION, REVIEWED_BY = "X-Name", "X-Direction", "X-Reviewed-By"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|%(?![%\s(]|$)")
# Greater when what is made of a catalogue changes.
MADE_AS = 2


def load_languages(folder: str, switched_on: Sequence[str], ours: Path, made: Path) -> tuple[MoreLanguage, ...]:
    """By code. Each catalogue is compiled once into `made`, which belongs among LOCALE_PATHS, before ours."""
    found = {code: _ours(code, ours) for code in switched_on} | dict(_dropped_in(folder))
    return tuple(_compiled(code, file, ours, made) for code, file in sorted(found.items()))


def _ours(code: str, ours: Path) -> Path:
    file = ours / code / "LC_MESSAGES" / "django.po"
    if code in COMPLETE or not CODE.fullmatch(code) or not file.is_file():
        raise UsageError(
            f"SKOLEPORTEN_MORE_LANGUAGES names {code!r}, of which there is no catalogue here.",
            do="Put a catalogue into the folder of SKOLEPORTEN_LANGUAGES: see docs/how-to/more-languages.md.",
        )
    return file


def _dropped_in(folder: str) -> Iterator[tuple[str, Path]]:
    if folder and not Path(folder).is_dir():
        raise UsageError(
            f"SKOLEPORTEN_LANGUAGES: there is no folder {folder}.", do="Make it, or leave the setting out."
        )
    for file in sorted(Path(folder).glob("*.po")) if folder else ():
        if not CODE.fullmatch(file.stem) or file.stem in COMPLETE:
            raise _fault(file, "The file is not named by the code of another language.", "Name it as in uk.po.")
        yield file.stem, file


def _compiled(code: str, file: Path, ours: Path, made: Path) -> MoreLanguage:
    """Read anew only where the file has changed: to read two thousand texts takes half a second."""
    text = file.read_bytes()
    mark = f"{MADE_AS} {hashlib.sha256(text).hexdigest()} {_of_bokmaal(ours).stat().st_size}"
    place = made / code / "LC_MESSAGES"
    facts = place / "facts.json"
    if facts.is_file() and (known := json.loads(facts.read_text(encoding="utf-8"))).pop("mark", "") == mark:
        return MoreLanguage(**known)
    language, compiled = _made_of(code, file, text, ours)
    place.mkdir(parents=True, exist_ok=True)
    _put(place / "django.mo", compiled)
    _put(facts, json.dumps({"mark": mark, **asdict(language)}).encode())
    return language


def _made_of(code: str, file: Path, text: bytes, ours: Path) -> tuple[MoreLanguage, bytes]:
    from babel.messages.mofile import write_mo

    catalogue = read_catalogue(file, text)
    header = dict(catalogue.mime_headers) | dict(own_headers(text))
    _keep_what_can_be_shown(catalogue)
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return _language(code, file, header, catalogue, ours), stream.getvalue()


def read_catalogue(file: Path, text: bytes) -> Any:
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(io.BytesIO(text), charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise _fault(file, f"The file can not be read: {error}.") from error


def own_headers(text: bytes) -> Iterator[tuple[str, str]]:
    """Babel forgets those that it does not know."""
    for name, value in re.findall(rb'^"(X-[A-Za-z-]+): *(.*?)(?:\\n)?"$', text, re.MULTILINE):
        yield name.decode(), value.decode("utf-8", "replace").strip()


def _keep_what_can_be_shown(catalogue: Any) -> None:
    for message in list(catalogue):
        if message.id and (is_empty(message) or fault_of(message)):
            catalogue.delete(message.id, message.context)


def is_empty(message: Any) -> bool:
    """Also with one of its forms: it would show nothing, where bokmål is to stand."""
    return message.fuzzy or not all(_forms(message.string))


def fault_of(message: Any) -> str:
    """Why a text is left out: with another placeholder the page would fall, and a sign of HTML would be one."""
    of = _forms(message.id)
    there = set(PLACEHOLDER.findall(" ".join(of)))
    for words in _forms(message.string):
        if strange := set(PLACEHOLDER.findall(words)) - there:
            return f"has {sorted(strange)[0]}, which the text has not"
        if set("<>&") & set(words) - set("".join(of)):
            return "has a sign of HTML that the text has not"
    missing = there - set(PLACEHOLDER.findall(" ".join(_forms(message.string))))
    return f"lacks {sorted(missing)[0]}" if missing else ""


def _forms(words: Any) -> list[str]:
    return list(words) if isinstance(words, (list, tuple)) else [words]


def _language(code: str, file: Path, header: dict[str, str], catalogue: Any, ours: Path) -> MoreLanguage:
    name, direction = header.get(NAME, ""), header.get(DIRECTION, "ltr")
    if not name:
        raise _fault(file, f"The header has no {NAME}.", f'Write "{NAME}: …\\n" with the language\'s own name.')
    if direction not in DIRECTIONS:
        raise _fault(file, f"{DIRECTION} is {direction!r}.", f"Write one of {', '.join(DIRECTIONS)}.")
    whole = _of_bokmaal(ours).read_text(encoding="utf-8").count("\nmsgid ")
    return MoreLanguage(code, name, direction, _percent(len(catalogue), whole), header.get(REVIEWED_BY, ""))


def _percent(texts: int, whole: int) -> int:
    return min(WHOLE, max(1, WHOLE * texts // whole)) if texts else 0


def _of_bokmaal(ours: Path) -> Path:
    return ours / "nb" / "LC_MESSAGES" / "django.po"


def _put(file: Path, content: bytes) -> None:
    """At once, as several servers may start together."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


def _fault(file: Path, what: str, do: str = "See docs/how-to/more-languages.md.") -> UsageError:
    return UsageError(what, place=Place(file=str(file)), do=do)
