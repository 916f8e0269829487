"""A letter as PDF/UA-1 and PDF/A-2a in one file: tagged, with title and language, its letters inside it.

What the letter says goes to Typst as JSON beside the markup, never into it. A sign that no font of ours has becomes a
hollow square: the alternative is no letter.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access import languages
from skoleporten.documents.letterhead import letterhead
from skoleporten.documents.letters.letter import Letter, LetterData

HERE = Path(__file__).resolve().parent
FONTS_FOLDER = HERE / "fonts"
TEMPLATE = HERE / "letters" / "letter.typ"
STANDARDS: list[Any] = ["ua-1", "a-2a"]
# Asked in this order for each sign. Vietnamese first: else a letter with two marks is put together of two signs, which
# some programs read twice. Typst's own fonts come after, for other scripts.
FAMILIES = ["Inter Vietnamese", "Inter", "Inter Latin Ext", "Inter Cyrillic", "Inter Greek"]
MISSING = "□"
MOST_MISSING = 200
NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
NEVER = {"Cc", "Cs", "Co", "Cn"}


def pdf_of(data: LetterData, language: str) -> bytes:
    with override(language):
        given = _given(data.letter(), language)
    text = json.dumps(given, ensure_ascii=False)
    for _try in range(MOST_MISSING):
        try:
            return _set(text)
        except typst.TypstError as error:
            if (missing := NOT_SHOWN.search(str(error))) is None:
                raise
            text = _without(text, missing[1])
    raise ValueError("The letter is in a script that no font here has.")


def _given(letter: Letter, language: str) -> dict[str, Any]:
    signed = letter.signed_by
    given = {
        "title": letter.title,
        "lang": languages.shown(language).partition("-")[0],
        "region": "gb" if language == "en" else "no",
        "fonts": FAMILIES,
        "letterhead": letterhead(),
        "to": list(letter.to),
        "date": formats.date_format(letter.date, "DATE_FORMAT") if letter.date else "",
        "reference": letter.reference,
        "mark": letter.mark,
        "blocks": list(letter.blocks),
        "signed": [line for line in (signed.name, signed.role) if line] if signed else [],
        "words": {"page": _("Page # of @"), "greeting": _("Kind regards")},
    }
    return _cleaned(given)


def _set(text: str) -> bytes:
    compiler = typst.Compiler(TEMPLATE, root=HERE / "letters", font_paths=_fonts(), sys_inputs={"letter": text})
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(timezone.now().timestamp()))
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Read once a process."""
    if not any(FONTS_FOLDER.glob("*.ttf")):
        raise RuntimeError(f"There are no fonts in {FONTS_FOLDER}: run `make setup`.")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS_FOLDER])


def _cleaned(value: Any) -> Any:
    """Without signs that no PDF may hold: of control, and of nobody's own meaning."""
    if isinstance(value, str):
        kept = (sign for sign in value if sign == "\n" or unicodedata.category(sign) not in NEVER)
        return unicodedata.normalize("NFC", "".join(kept))
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value


def _without(text: str, missing: str) -> str:
    for sign in set(missing) - {MISSING}:
        text = text.replace(sign, MISSING)
    return text
