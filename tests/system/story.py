"""Somebody who plays in the story: a browser window, the language she reads, and what she saw that was not in order."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.system.for_everybody import axe_faults, sideways

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
RETAKES = os.environ.get("SKOLEPORTEN_RETAKE_PICTURES") == "1"
MOST_BYTES = 120_000
COLORS = 128
NARROW = 600
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
OSLO = ZoneInfo("Europe/Oslo")
ALSO_ON_PHONE = {
    *("story-contact", "story-consent"),
    *("way-together", "way-board", "way-note", "way-offline", "way-stairs"),
    *("door-today", "door-way", "door-yes", "door-words", "door-helps", "door-guardian", "door-plan", "door-shared"),
    *("door-message", "door-father", "door-looked"),
}


class Play:
    """One way through, in one language and window."""

    def __init__(self, visit: Callable[..., Page], language: str, size: dict[str, int]) -> None:
        self.visit, self.language, self.size = visit, language, size
        self.on_phone = size["width"] < NARROW
        self.faults: list[str] = []
        self.pages = 0

    def words(self, english: str, **named: Any) -> str:
        """As the pages write it."""
        with translation.override(self.language):
            found = translation.gettext(english)
        assert found != english, f"not translated: {english}"
        return found % named if named else found

    def enter(self, name: str) -> Person:
        page = self.visit(viewport=self.size, locale=f"{self.language}-NO")
        page.goto("/sign-in/")
        page.get_by_role("button", name=name, exact=True).click()
        page.locator(".who").wait_for()
        return Person(page, self)


class Person:
    def __init__(self, page: Page, play: Play) -> None:
        self.page, self.play, self.words = page, play, play.words

    def link(self, english: str, **named: Any) -> Locator:
        return self.page.get_by_role("link", name=self.words(english, **named)).first

    def button(self, english: str, **named: Any) -> Locator:
        return self.page.get_by_role("button", name=self.words(english, **named), exact=True).first

    def follow(self, english: str, **named: Any) -> None:
        self.link(english, **named).click()

    def press(self, english: str, **named: Any) -> None:
        self.button(english, **named).click()

    def menu(self, english: str) -> None:
        menu = self.page.get_by_role("navigation", name=self.words("Main menu"))
        link = menu.get_by_role("link", name=self.words(english), exact=True)
        if not link.is_visible():
            menu.locator("details.more-places > summary").click()
        link.click()

    def open(self, english: str) -> None:
        self.page.locator("main details > summary", has_text=self.words(english)).first.click()

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]:visible").first.fill(text)

    def choose(self, **fields: str) -> None:
        """Radio buttons and boxes, by what they send."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}][value={value}]").first.check()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def told(self, english: str, **named: Any) -> None:
        """What the page answers at the top."""
        expect(self.page.locator(".messages")).to_contain_text(self.words(english, **named))

    def looks(self, where: str, picture: str = "", *, at: str = "header") -> None:
        """The page as it stands is for everybody; and it is in the documentation, where it has a name there."""
        self.play.pages += 1
        self.play.faults += [f"{where}: {fault}" for fault in axe_faults(self.page)]
        self.play.faults += [f"{where}: {sideways(self.page)} pixels too wide"] if sideways(self.page) > 0 else []
        assert self.page.locator("html").get_attribute("lang") == self.play.language
        if picture and self.play.on_phone:
            picture = f"{picture}-phone" if picture in ALSO_ON_PHONE else ""
        if picture:
            self._takes(PICTURES / f"{picture}.png", at)

    def _takes(self, target: Path, at: str) -> None:
        """With `at` in view, and small: few colours are enough for a page."""
        if RETAKES:
            self.page.locator(at).first.evaluate("one => one.scrollIntoView({block: 'end', behavior: 'instant'})")
            taken = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
            taken.quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)
        assert target.exists(), f"{target} has not been taken: SKOLEPORTEN_RETAKE_PICTURES=1"
        assert target.stat().st_size < MOST_BYTES, target


class LongStory:
    """The story's clock, which the server and each browser go by, and the people who come in anew each day."""

    def __init__(self, visit: Callable[..., Page], var: Path) -> None:
        self.visit, self.var, self.now = visit, var, dt.datetime.now(OSLO)
        self.at_desk, self.at_door = Play(visit, "nb", DESKTOP), Play(visit, "nb", PHONE)
        self.open: list[Page] = []

    def comes(self, day: dt.date, clock: str) -> None:
        self.now = dt.datetime.combine(day, dt.time.fromisoformat(clock), OSLO)
        (self.var / "hour.txt").write_text(self.now.isoformat(), encoding="utf-8")
        for page in self.open:
            page.clock.set_fixed_time(self.now)

    def enters(self, name: str, play: Play | None = None) -> Person:
        person = (play or self.at_desk).enter(name)
        person.page.clock.set_fixed_time(self.now)
        self.open.append(person.page)
        return person

    @property
    def faults(self) -> list[str]:
        return self.at_desk.faults + self.at_door.faults
