"""A story in somebody's own words: told, written, drawn or shown, or the reason why it is not there yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Telling(StrEnum):
    """How it came. `BY_ANOTHER`: somebody the child chose tells it, and that is said."""

    TOLD = "told"
    WRITTEN = "written"
    DRAWN = "drawn"
    SHOWN = "shown"
    BY_ANOTHER = "by_another"
    NOT_YET = "not_yet"


class Lack(StrEnum):
    OWN_WORDS = "own_words"
    WHY_NOT_YET = "why_not_yet"
    WHO_TELLS = "who_tells"


TELLINGS: Mapping[Telling, Mapping[str, str]] = {
    Telling.TOLD: {"nb": "fortalt", "nn": "fortalt", "en": "told"},
    Telling.WRITTEN: {"nb": "skrevet", "nn": "skrive", "en": "written"},
    Telling.DRAWN: {"nb": "tegnet", "nn": "teikna", "en": "drawn"},
    Telling.SHOWN: {"nb": "vist på en annen måte", "nn": "vist på ein annan måte", "en": "shown in another way"},
    Telling.BY_ANOTHER: {
        "nb": "fortalt av en annen som eleven har valgt",
        "nn": "fortalt av ein annan som eleven har valt",
        "en": "told by somebody whom the pupil has chosen",
    },
    Telling.NOT_YET: {"nb": "ikke ennå", "nn": "ikkje enno", "en": "not yet"},
}


@dataclass(frozen=True)
class Story:
    """`attachments`: how many drawings or pictures come with it. `who` tells it where it is told by another."""

    telling: Telling
    words: str = ""
    attachments: int = 0
    why_not_yet: str = ""
    who: str = ""


def lacks(story: Story) -> tuple[Lack, ...]:
    """Empty: a decision may follow. A drawing needs no words, and "not yet" is enough with its reason."""
    if story.telling is Telling.NOT_YET:
        return () if story.why_not_yet.strip() else (Lack.WHY_NOT_YET,)
    needs_words = story.telling not in (Telling.DRAWN, Telling.SHOWN) or not story.attachments
    is_nameless = story.telling is Telling.BY_ANOTHER and not story.who.strip()
    found = [(Lack.OWN_WORDS, needs_words and not story.words.strip()), (Lack.WHO_TELLS, is_nameless)]
    return tuple(lack for lack, is_there in found if is_there)
