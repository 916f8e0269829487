"""The walk: each page opened once a language, looked at in the settings of that language, and tried by keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from tests.walk.by_keyboard import keyboard_faults
from tests.walk.looks import Fault, Glass, glass
from tests.walk.settings import LANGUAGES, of_language, one_for
from tests.walk.shown import shown
from tests.walk.stops import BrokenPageError, Stop, in_turn


@dataclass
class Seen:
    """What was looked at: a row for each look, with its faults."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, stop: Stop, how: object, faults: Iterable[Fault]) -> None:
        found = [fault.as_data() for fault in faults]
        where = {"page": stop.where, "name": stop.name, "is_sent": stop.is_sent, "role": stop.visitor.role}
        self.rows.append(where | {"how": str(how), "faults": found})

    @property
    def faults(self) -> list[str]:
        return [
            f"{row['page']} as {row['role']}, {row['how']}: {fault['rule']}: {fault['words']} {list(fault['nodes'])}"
            for row in self.rows
            for fault in row["faults"]
        ]


@dataclass(frozen=True)
class Glasses:
    """One where scripts run, and one where they do not."""

    scripted: Glass
    plain: Glass


@contextmanager
def glasses(browser: Browser) -> Iterator[Glasses]:
    with (
        shown() as product,
        glass(browser, product) as scripted,
        glass(browser, product, java_script_enabled=False) as plain,
    ):
        yield Glasses(scripted, plain)


def content_of(stop: Stop, language: str, seen: Seen) -> bytes | None:
    """A page that breaks is a fault of it, and the walk goes on."""
    try:
        return stop.content(language)
    except BrokenPageError as error:
        seen.note(stop, language, [Fault("broken", str(error))])
        return None


def look_in_every_setting(stop: Stop, through: Glasses, seen: Seen) -> bool:
    """Whether it was a page at all."""
    for language in LANGUAGES:
        content = content_of(stop, language, seen)
        if content is None:
            return False
        through.scripted.open(content, stop.address)
        for setting in of_language(language):
            seen.note(stop, setting, through.scripted.faults(setting))
        if language == LANGUAGES[0]:
            seen.note(stop, "by keyboard", keyboard_faults(through.scripted))
        seen.note(stop, f"{language} enlarged", [*through.scripted.enlarged(), *through.scripted.complaints()])
    through.plain.open(content, stop.address)
    seen.note(stop, "without scripts", through.plain.without_scripts())
    return True


def look_once(same: list[Stop], through: Glasses, seen: Seen) -> bool:
    """At one page, as the first visitor to whom it is one, in the one setting that is its own."""
    setting = one_for(same[0].where)
    for stop in same:
        if content := content_of(stop, setting.language, seen):
            through.scripted.set(setting)
            through.scripted.open(content, stop.address)
            seen.note(stop, setting, [*through.scripted.faults(setting), *through.scripted.complaints()])
            return True
    return False


def walk_all(pages: list[list[Stop]], through: Glasses, seen: Seen) -> None:
    """Each page as every visitor; what comes back when a form is sent empty as one of them, for it is one form."""
    for same in in_turn(pages):
        for stop in same:
            if look_in_every_setting(stop, through, seen) and stop.is_sent:
                break
