"""The texts on screen: English in code and templates, bokmål and nynorsk in one .po file each.

python scripts/texts.py extract    every text with where it stands
python scripts/texts.py missing    what is wrong with the translations; exit code 1 when something is
python scripts/texts.py build      .mo files from the .po files
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "skoleporten"
LOCALES = PACKAGE / "web" / "locale"
LANGUAGES = ("nb", "nn")
WITH_PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
# Analytics knows no Django: what it says of a source stands there as plain texts, and pages translate it.
PLAIN = {"Explanation", "Remark"}
KEYWORDS = {"_", "gettext", "gettext_lazy", "gettext_noop", *WITH_PLURAL, *WITH_CONTEXT}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Extraction sees the backslash, Django's template engine does not: the text would never be found.
ESCAPED_QUOTE = re.compile(r"""\{%\s*(?:translate|trans)\s[^%]*\\["'][^%]*%\}""")


@dataclass
class Text:
    """A text to translate. `plural` and `context` are empty where there is none."""

    singular: str
    plural: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def placeholders(self) -> set[str]:
        return set(PLACEHOLDER.findall(self.singular)) | set(PLACEHOLDER.findall(self.plural))


def templates() -> list[Path]:
    return sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")])


def source_of(path: Path) -> str:
    """Python as it stands; of a template, the Python that Django makes of its texts, line for line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    from django.utils.translation.template import templatize

    return templatize(text, origin=str(path))


def text_of(function: str, arguments: str | tuple[str | None, ...], place: str) -> Text | None:
    given = [word for word in (arguments if isinstance(arguments, tuple) else (arguments,)) if word is not None]
    context = given.pop(0) if function in WITH_CONTEXT and given else ""
    if not given:
        return None  # a variable: its value is extracted where it is written
    plural = given[1] if function in WITH_PLURAL and len(given) > 1 else ""
    return Text(given[0], plural, context, [place])


def texts_in(path: Path) -> Iterator[Text]:
    stream = io.BytesIO(source_of(path).encode())
    for line, function, arguments, _ in extract_python(stream, [*KEYWORDS, *PLAIN], (), {"encoding": "utf-8"}):
        place = f"{path.relative_to(ROOT)}:{line}"
        each = arguments if function in PLAIN and isinstance(arguments, tuple) else (arguments,)
        yield from filter(None, (text_of(function, one, place) for one in each if one))


def extract() -> list[Text]:
    """Every text once, with all its places, in the order they are met."""
    found: dict[tuple[str, str], Text] = {}
    for path in [*sorted(PACKAGE.rglob("*.py")), *templates()]:
        for text in texts_in(path):
            known = found.setdefault((text.context, text.singular), text)
            known.plural = known.plural or text.plural
            if known is not text:
                known.places += text.places
    return list(found.values())


def po_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def catalog(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]


def faults_of(text: Text, message: Message | None) -> Iterator[str]:
    if message is None or not all(translations(message)):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    if bool(text.plural) != isinstance(message.id, (list, tuple)):
        yield "has a plural on one side only"
    for words in translations(message):
        if not set(PLACEHOLDER.findall(words)) <= text.placeholders:
            yield f"has other placeholders than {sorted(text.placeholders)}: {words!r}"
    if set(PLACEHOLDER.findall(" ".join(translations(message)))) != text.placeholders:
        yield f"lacks a placeholder of {sorted(text.placeholders)}"


def faults_in(language: str, texts: Iterable[Text]) -> list[str]:
    known = catalog(language)
    return [
        f"{language}: {text.singular!r} ({text.places[0]}) {fault}"
        for text in texts
        for fault in faults_of(text, known.get(text.singular, text.context or None))
    ]


def unused(language: str, texts: Iterable[Text]) -> list[str]:
    """Translations of texts that stand nowhere any more."""
    needed = {(text.context, text.singular) for text in texts}
    known = [(m.context or "", m.id[0] if isinstance(m.id, (list, tuple)) else m.id) for m in catalog(language) if m.id]
    return [f"{language}: {word!r} is used nowhere" for context, word in known if (context, word) not in needed]


def escaped_quotes() -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: an escaped quote in {found!r}; use the other kind of quote"
        for path in templates()
        for found in ESCAPED_QUOTE.findall(path.read_text(encoding="utf-8"))
    ]


def faults() -> list[str]:
    texts = extract()
    of_languages = [fault for language in LANGUAGES for fault in faults_in(language, texts) + unused(language, texts)]
    return of_languages + escaped_quotes()


def build() -> None:
    for language in LANGUAGES:
        if po_file(language).exists():
            with po_file(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog(language))


def main(words: list[str]) -> int:
    match words:
        case ["extract"]:
            for text in extract():
                print(f"{text.singular!r}  {' '.join(text.places)}")
        case ["missing"]:
            found = faults()
            print("\n".join(found) or "Every text is translated.")
            return int(bool(found))
        case ["build"]:
            build()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
