"""What makes a page one for everybody: axe finds nothing, nothing runs out sideways, light and dark, wide and narrow.

A page is looked at when it stands still: a click that leads on has led on, and what opens has opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Error, Page

from tests.lacking import do_without

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN_AS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (320, "dark"))
PATIENCE = 60_000  # milliseconds; the machine may have much else to do
FILE_HANDED_OVER = 3_000  # milliseconds after which a page that was about to be left stays, as a link led to a file
# Runs in each document before all else, where scripts run.
SAY_WHEN_LEAVING = """window.leftAt = -Infinity;
addEventListener('beforeunload', () => { window.leftAt = performance.now(); });"""
# Three pictures in a row, as a form is sent a moment after the click on it. Without scripts nothing moves.
STANDS_STILL = """async ({patience, handedOver}) => {
    if (window.leftAt === undefined) return;
    const began = performance.now();
    const goesOn = one => one.playState === 'running' && isFinite(one.effect.getComputedTiming().endTime);
    const moves = () => document?.readyState !== 'complete'
        || performance.now() - window.leftAt < handedOver
        || document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
        || document.getAnimations().some(goesOn);
    for (let still = 0; still < 3; still = moves() ? 0 : still + 1) {
        await new Promise(drawn => { requestAnimationFrame(drawn); setTimeout(drawn, 100); });
        if (performance.now() - began > patience) throw new Error('the page never stands still');
    }
}"""
LED_ON = ("Execution context was destroyed", "Cannot find context")


def settled(page: Page) -> Page:
    """With the document that a click led to, once it has loaded and nothing in it moves."""
    while True:
        page.wait_for_load_state()
        try:
            page.evaluate(STANDS_STILL, {"patience": PATIENCE, "handedOver": FILE_HANDED_OVER})
        except Error as error:
            if not any(words in error.message for words in LED_ON):
                raise
        else:
            return page


def opened(page: Page) -> Page:
    """With everything in it that unfolds."""
    settled(page).evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    return settled(page)


def axe_faults(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    if not AXE.exists():
        do_without("axe-core is not installed; `make setup` does it.")
    if settled(page).evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [f"{fault['id']}: {fault['help']}: {[node['html'][:120] for node in fault['nodes'][:3]]}" for fault in found]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def check_everywhere(page: Page, where: str) -> list[str]:
    """Faults of the page wide and light, and narrow and dark, each with where it was seen. Leaves it dark and narrow.

    `make accessibility` looks at every page in the other settings too; here it stands as a test has left it.
    """
    found = []
    for width, scheme in SEEN_AS:
        settled(page).set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{where} {scheme} {width}: {fault}" for fault in axe_faults(page)]
        found += [f"{where} {width}: {sideways(page)} pixels too wide"] if sideways(page) > 0 else []
    return found
