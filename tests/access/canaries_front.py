"""The open page: a picture that is not published yet, whose words no visitor meets."""

from __future__ import annotations

from skoleporten.access.models import Role
from tests.access.canary import Planted, Word
from tests.factories import actor_of
from tests.front_factories import make_picture


def picture_the_rooms(planted: Planted, whose: str) -> None:
    seen = f"Kanaribilde{whose}"
    picture = make_picture(is_published=False, by=actor_of(planted.made.administrator), nb=seen)
    planted.keep(whose, "front_picture", picture.public_id)
    planted.words.append(Word(seen, of_all=frozenset({Role.LEAD, Role.ADMINISTRATOR})))
