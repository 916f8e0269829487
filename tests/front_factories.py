"""What stands on the open page: how to get in touch, and pictures of nothing in particular."""

from __future__ import annotations

import io
import random
import uuid

from PIL import Image

from skoleporten.front import actions
from skoleporten.front.actions import Facts
from skoleporten.front.models import PageFacts, Picture
from tests.factories import actor_of
from tests.intake_factories import make_lead

ALT = {"nb": "En sofa ved et vindu.", "nn": "Ein sofa ved eit vindauge.", "en": "A sofa by a window."}
FACTS = Facts(
    municipality="Eksempelvik",
    phone="38 00 00 00",
    email="skoleporten@eksempelvik.example",
    emergency_phone="38 00 00 01",
    words={"nb": {"hours": "Klokka 8 til 15.", "place": "Det gule huset ved brygga."}},
)


def picture_file(width: int = 800, height: int = 600, kind: str = "JPEG", **saved) -> bytes:
    """Grainy, as a photo is, so that it weighs what a photo weighs."""
    grain = random.Random(1905).randbytes(width // 32 * (height // 32) * 3)
    picture = Image.frombytes("RGB", (width // 32, height // 32), grain).resize((width, height))
    made = io.BytesIO()
    picture.save(made, kind, **saved)
    return made.getvalue()


def make_picture(*, is_published: bool = True, by=None, **alt: str) -> Picture:
    by = by or actor_of(make_lead())
    picture = actions.add_picture(
        by=by, name="IMG_2041.jpg", content=picture_file(), alt=ALT | alt, client_id=uuid.uuid4()
    )
    if is_published:
        actions.publish(by=by, picture=picture)
        picture.refresh_from_db()
    return picture


def make_facts(facts: Facts = FACTS, version: int = 0, by=None) -> PageFacts:
    return actions.write(by=by or actor_of(make_lead()), facts_now=facts, version=version)
