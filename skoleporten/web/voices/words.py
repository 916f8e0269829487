"""Own words in words: what they are about, the faces, who may read them, and who has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.rules.voices import Face, Kind

KINDS: Mapping[str, Any] = {
    Kind.STORY: gettext_lazy("How it is, in my own words"),
    Kind.MORNING: gettext_lazy("The morning at home"),
    Kind.SLEEP: gettext_lazy("Sleep"),
    Kind.WORKED: gettext_lazy("Something that worked"),
    Kind.ANYTHING: gettext_lazy("Something else"),
}
FACES: Mapping[str, Any] = {
    Face.GLAD: gettext_lazy("Glad"),
    Face.CALM: gettext_lazy("Calm"),
    Face.PROUD: gettext_lazy("Proud"),
    Face.TIRED: gettext_lazy("Tired"),
    Face.SAD: gettext_lazy("Sad"),
    Face.WORRIED: gettext_lazy("Worried"),
    Face.SCARED: gettext_lazy("Scared"),
    Face.ANGRY: gettext_lazy("Angry"),
    Face.UNSURE: gettext_lazy("I do not know"),
}


@dataclass(frozen=True)
class ShownFace:
    code: str
    label: str


def faces(codes: list[str]) -> list[ShownFace]:
    return [ShownFace(code, str(FACES[code])) for code in codes if code in FACES]


def kind_in_words(kind: str, *, is_pupils: bool) -> str:
    return _("Own words") if is_pupils else str(KINDS[kind])
