"""The languages of the open page: those shipped in front/shipped/, and those that a municipality drops into a folder.

A file `se.toml` in the folder of SKOLEPORTEN_WELCOME_TEXTS adds the language se; a file named as a shipped one takes
its place. A file that is not in order is left out, so that the page always opens, and `faults` says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from skoleporten.rules.errors import Place, RefusedError, SkoleportenError
from skoleporten.rules.open_page import Catalogue, parse
from skoleporten.rules.toml_files import LANGUAGES, read_text

SHIPPED = files("skoleporten.front") / "shipped"


def languages() -> dict[str, Catalogue]:
    """By code: the shipped ones first and in their order, the others by code."""
    own = {one.code: one for one in _own() if isinstance(one, Catalogue)}
    return {code: _shipped(code) for code in LANGUAGES} | dict(sorted(own.items()))


def faults() -> list[str]:
    """Why a file in the folder is not shown, one line each."""
    return [str(one) for one in _own() if isinstance(one, SkoleportenError)]


@cache
def _shipped(code: str) -> Catalogue:
    return parse((SHIPPED / f"{code}.toml").read_text(encoding="utf-8"), f"{code}.toml")


def _own() -> Iterator[Catalogue | SkoleportenError]:
    if not settings.WELCOME_TEXTS:
        return
    for path in sorted(Path(settings.WELCOME_TEXTS).glob("*.toml")):
        try:
            yield _read(path)
        except SkoleportenError as error:
            yield error


def _read(path: Path) -> Catalogue:
    found = _parsed(read_text(path, "Make it readable, or take it away."), path.name)
    if found.code != path.stem:
        raise RefusedError(
            _("The language is %(code)s.") % {"code": found.code},
            place=Place(path.name),
            do=_("Name the file by its language."),
        )
    return found


@cache
def _parsed(text: str, file: str) -> Catalogue:
    return parse(text, file)
