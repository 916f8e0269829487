"""How a page is looked at in a browser: what axe finds, what runs out sideways, and what vanishes in forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.system.for_everybody import AXE_RULES
from tests.walk.settings import Setting
from tests.walk.shown import AXE_ADDRESS, Shown

SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.js")}
HEIGHT = 900
AT_TWICE_THE_SIZE = 640  # 1280 pixels of a screen, in the page's own
MEDIA: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
RUN_AXE = "options => axe.run(document, options).then(found => found.violations)"


@dataclass(frozen=True)
class Fault:
    """`nodes` are the first few places of it on the page."""

    rule: str
    words: str
    nodes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: {self.words} {list(self.nodes)}"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Glass:
    """One tab of a browser, through which page after page is looked at."""

    def __init__(self, page: Page, shown: Shown) -> None:
        self.page, self.shown, self.said = page, shown, list[str]()
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, content: bytes, address: str) -> None:
        """With everything in it that unfolds."""
        self.shown.pages = {address.split("?", maxsplit=1)[0]: content}
        self.said.clear()
        self.page.goto(address)
        self.page.evaluate(SCRIPTS["unfold"])

    def set(self, setting: Setting) -> None:
        if self.page.viewport_size != {"width": setting.width, "height": HEIGHT}:
            self.page.set_viewport_size({"width": setting.width, "height": HEIGHT})
        self.page.emulate_media(**MEDIA[setting.scheme])

    def faults(self, setting: Setting) -> list[Fault]:
        """Of the open page in the setting, whose language it is in."""
        self.set(setting)
        found = [*self._axe(), *self._sideways(f"at {setting.width} pixels")]
        return [*found, *self._lost()] if setting.scheme == "forced" else found

    def _axe(self) -> list[Fault]:
        self.page.evaluate(SCRIPTS["fetch_axe"], AXE_ADDRESS)
        found = self.page.evaluate(RUN_AXE, {"runOnly": AXE_RULES, "resultTypes": ["violations"]})
        return [Fault(one["id"], one["help"], tuple(node["html"][:160] for node in one["nodes"][:3])) for one in found]

    def _sideways(self, when: str) -> Iterator[Fault]:
        found = self.page.evaluate(SCRIPTS["sideways"])
        if found["pixels"] > 0:
            yield Fault("sideways", f"{found['pixels']} pixels too wide {when}", tuple(found["nodes"]))

    def _lost(self) -> Iterator[Fault]:
        """What is told by a background or a fill alone, and is not there when the reader's own colours are used."""
        self.page.emulate_media(forced_colors="none")
        self.page.evaluate(SCRIPTS["painted"])
        self.page.emulate_media(**MEDIA["forced"])
        if found := self.page.evaluate(SCRIPTS["lost"]) + self.page.evaluate(SCRIPTS["lost_paint"]):
            yield Fault("lost-in-forced-colors", "Cannot be told from what is behind it", tuple(found[:3]))

    def enlarged(self) -> list[Fault]:
        """Twice the size (WCAG 1.4.10), and then with letters of twice the size in it (1.4.4)."""
        self.page.set_viewport_size({"width": AT_TWICE_THE_SIZE, "height": HEIGHT})
        found = [*self._sideways("at 200 %")]
        self.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        found += self._sideways("with letters of twice the size")
        self.page.evaluate("document.documentElement.style.removeProperty('font-size')")
        return found

    def without_scripts(self) -> list[Fault]:
        """Of a page that was opened where none run."""
        if found := self.page.evaluate(SCRIPTS["without_scripts"]):
            return [Fault("needs-scripts", "Does nothing without scripts", tuple(found[:3]))]
        return list(self._sideways("without scripts"))

    def complaints(self) -> list[Fault]:
        """What the browser's console says, such as of what the CSP refuses."""
        return [Fault("console", "The browser complains", (line[:160],)) for line in self.said]


@contextmanager
def glass(browser: Browser, shown: Shown, **options: Any) -> Iterator[Glass]:
    context = browser.new_context(
        base_url=shown.address, reduced_motion="reduce", service_workers="block",
        viewport={"width": 1280, "height": HEIGHT}, **options,
    )  # fmt: skip
    yield Glass(context.new_page(), shown)
    context.close()
