"""What a decision in the loop must hold. Nothing is chosen before the child is heard, or it says why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.errors import RefusedError


class Field(StrEnum):
    """In the order of the form."""

    CHILDS_STORY = "childs_story"
    CHOICE = "choice"
    REASON = "reason"
    ALTERNATIVES = "alternatives"
    TOOK_PART = "took_part"
    CHILDS_BEST = "childs_best"
    WHO_IS_TOLD = "who_is_told"


class IncompleteDecisionError(RefusedError):
    def __init__(self, lacks: tuple[Field, ...]) -> None:
        self.lacks = lacks
        super().__init__("The decision is not complete.", do=f"Fill in: {', '.join(lacks)}.")


@dataclass(frozen=True)
class Decision:
    """`is_story_heard`: it stands as a story or as words in a note. `why_not_heard` only where it does not."""

    choice: str = ""
    reason: str = ""
    alternatives: str = ""
    took_part: str = ""
    childs_best: str = ""
    who_is_told: str = ""
    is_story_heard: bool = False
    why_not_heard: str = ""

    @property
    def missing(self) -> tuple[Field, ...]:
        has_story = self.is_story_heard or bool(self.why_not_heard.strip())
        return tuple(
            field
            for field in Field
            if not (has_story if field is Field.CHILDS_STORY else str(getattr(self, field.value)).strip())
        )

    def check(self) -> None:
        """Raises IncompleteDecisionError."""
        if missing := self.missing:
            raise IncompleteDecisionError(missing)
