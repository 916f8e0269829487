"""Whether all that can be pressed or written in is reached with Tab alone, is seen when it is, and lets one on."""

from __future__ import annotations

from tests.walk.looks import SCRIPTS, Fault, Glass

SPARE = 3  # presses more than there are stops: the browser's own frame takes one


def keyboard_faults(glass: Glass) -> list[Fault]:
    """Of the open page, from its top."""
    stops = int(glass.page.evaluate(SCRIPTS["keyboard_begins"]))
    for _ in range(stops + SPARE):
        glass.page.keyboard.press("Tab")
        if glass.page.evaluate("window.walkedRound"):
            break
    found = glass.page.evaluate(SCRIPTS["keyboard_ends"])
    told = {
        "unreached": "Not reached with Tab",
        "unseen": "Has focus and does not show it",
        "covered": "Has focus where it cannot be seen",
    }
    return [Fault(f"keyboard-{rule}", words, tuple(found[rule][:3])) for rule, words in told.items() if found[rule]]
