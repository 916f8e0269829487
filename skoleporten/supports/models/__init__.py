"""What helps the pupil, a wish to talk, and what the class may know. Everything is imported from here."""

from skoleporten.supports.models.class_texts import ClassText, ClassTextAnswer
from skoleporten.supports.models.lists import Support, SupportTurn
from skoleporten.supports.models.talks import TalkWish

__all__ = ["ClassText", "ClassTextAnswer", "Support", "SupportTurn", "TalkWish"]
