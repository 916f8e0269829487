"""What makes a page one for everybody: axe finds nothing, nothing runs out sideways, light and dark, wide and narrow.

A page is looked at when it stands still: a click that leads on has led on, and what opens has opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.lacking import do_without

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Dark differs from light in its colours alone.
ABOUT_COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDTHS = (1280, 320)
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


def axe_faults(page: Page, rules: Any = AXE_RULES) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    if not AXE.exists():
        do_without("axe-core is not installed; `make setup` does it.")
    if settled(page).evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [f"{fault['id']}: {fault['help']}: {[node['html'][:120] for node in fault['nodes'][:3]]}" for fault in found]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def check_everywhere(page: Page, where: str) -> list[str]:
    """Faults of the page in all widths and schemes, each with where it was seen. Leaves it dark and narrow."""
    found = []
    for width in WIDTHS:
        settled(page).set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        found += [f"{where} light {width}: {fault}" for fault in axe_faults(page)]
        found += [f"{where} {width}: {sideways(page)} pixels too wide"] if sideways(page) > 0 else []
        page.emulate_media(color_scheme="dark")
        found += [f"{where} dark {width}: {fault}" for fault in axe_faults(page, ABOUT_COLORS)]
    return found
