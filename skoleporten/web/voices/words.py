"""Own words in words: what they are about, and the faces that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.rules.voices import ABOUT, FACES, Face, Kind


@dataclass(frozen=True)
class ShownFace:
    code: str
    label: str


def faces(codes: Iterable[str]) -> list[ShownFace]:
    return [ShownFace(code, languages.pick(FACES[Face(code)])) for code in codes]


def faces_to_choose() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in faces(Face)]


def kinds_to_choose(kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    return [(kind.value, languages.pick(ABOUT[kind])) for kind in kinds]


def kind_in_words(kind: str, *, is_pupils: bool) -> str:
    return _("Own words") if is_pupils else languages.pick(ABOUT[Kind(kind)])
