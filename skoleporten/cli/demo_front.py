"""The demo's open page: how to get in touch with a municipality that does not exist, and drawings of its rooms."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import actor

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

MUNICIPALITY = "Eksempelvik"
SIZE = (900, 600)
WALL, FLOOR, WOOD, CLOTH, GLASS = "#e6eef2", "#cfc4b4", "#8a5a33", "#c2661c", "#bcd6e4"
WORDS = {
    "nb": {"hours": "Klokka 8 til 15 på skoledager. Vi ringer tilbake.", "place": "Det gule huset ved brygga."},
    "nn": {"hours": "Klokka 8 til 15 på skuledagar. Vi ringjer tilbake.", "place": "Det gule huset ved brygga."},
    "en": {"hours": "8 to 15 on school days. We call back.", "place": "The yellow house by the quay."},
}
SEEN = (
    ("En sofa ved et vindu.", "Ein sofa ved eit vindauge.", "A sofa by a window."),
    ("Et kjøkkenbord med fire stoler.", "Eit kjøkenbord med fire stolar.", "A kitchen table with four chairs."),
)  # fmt: skip


def make_front(today: dt.date) -> None:
    from skoleporten.front import actions
    from skoleporten.front.actions import Facts

    by = actor("administrator", today)
    facts = Facts(
        municipality=MUNICIPALITY, phone="38 00 00 10", email="skoleporten@eksempelvik.example",
        emergency_phone="38 00 00 11", words=WORDS,
    )  # fmt: skip
    actions.write(by=by, facts_now=facts, version=0)
    for (nb, nn, en), drawing in zip(SEEN, (_sofa, _table), strict=True):
        alt = {"nb": nb, "nn": nn, "en": en}
        picture = actions.add_picture(by=by, name="rom.png", content=_room(drawing), alt=alt, client_id=uuid.uuid4())
        actions.publish(by=by, picture=picture)


def _room(furnish: object) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 900, 600), FLOOR)
    draw.rectangle((560, 70, 800, 290), GLASS, WOOD, 10)
    draw.line((680, 70, 680, 290), WOOD, 8)
    furnish(draw)  # type: ignore[operator]
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _sofa(draw: ImageDraw) -> None:
    draw.rounded_rectangle((110, 270, 560, 430), 30, CLOTH)
    draw.rounded_rectangle((80, 330, 590, 500), 30, CLOTH, "#a85516", 4)
    draw.rounded_rectangle((330, 300, 520, 440), 16, "#f4e3c8")
    draw.rectangle((120, 500, 150, 530), WOOD)
    draw.rectangle((520, 500, 550, 530), WOOD)


def _table(draw: ImageDraw) -> None:
    draw.polygon(((150, 380), (650, 380), (720, 450), (80, 450)), WOOD)
    for left in (110, 660):
        draw.rectangle((left, 450, left + 24, 570), WOOD)
    for left in (200, 320, 440, 560):
        draw.rounded_rectangle((left, 300, left + 70, 380), 12, CLOTH)
    draw.ellipse((360, 395, 440, 425), "#f4f1ea")
