"""The open page in a browser: for everybody, without a cookie, as a telephone gets it from the hardened server."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.system.conftest import ADMINISTRATOR, come_in
from tests.system.for_everybody import axe_faults, check_everywhere, settled, sideways

pytestmark = pytest.mark.browser
MOST_BYTES = 100_000
WORDS = {"nb": "En sofa ved et vindu", "nn": "Ein sofa ved eit vindauge", "en": "A sofa by a window"}


def a_photo() -> dict[str, object]:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).save(made, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def test_what_an_administrator_puts_up_a_family_meets_without_leaving_a_trace(visit: Callable[..., Page]) -> None:
    editor = come_in(visit(), ADMINISTRATOR)
    editor.goto("/welcome/edit/")
    editor.get_by_role("link", name="Legg til et bilde").click()
    editor.locator("[name=file]").set_input_files(a_photo())
    editor.get_by_role("button", name="Lagre bildet").click()
    expect(editor.locator(".ds-error-summary")).to_be_visible()  # no picture is without words
    faults = axe_faults(editor)
    editor.locator("[name=file]").set_input_files(a_photo())
    for language, words in WORDS.items():
        editor.locator(f"[name=alt_{language}]").fill(words)
    editor.get_by_role("button", name="Lagre bildet").click()
    editor.get_by_role("button", name="Sett det på siden").click()
    editor.get_by_label("Telefon", exact=False).first.fill("38 00 00 00")
    editor.get_by_role("button", name="Lagre").click()
    faults += check_everywhere(editor, "looking after the open page")

    family = visit(java_script_enabled=False, viewport={"width": 390, "height": 844})
    fetched: list[int] = []
    family.on("response", lambda answer: fetched.append(len(gzip.compress(answer.body(), 9))))
    family.goto("/welcome/")
    family.get_by_role("img", name=WORDS["nb"]).scroll_into_view_if_needed()
    expect(family.get_by_role("img", name=WORDS["nb"])).to_be_visible()
    assert sum(fetched) < MOST_BYTES
    family.get_by_role("link", name="English").click()
    expect(family.get_by_role("heading", level=1)).to_have_text("Come on in")
    expect(family.get_by_role("link", name="38 00 00 00")).to_have_attribute("href", "tel:38000000")
    assert family.context.cookies() == []
    family.get_by_role("link", name="Log in").click()
    family.get_by_role("link", name="For familier og elever").click()
    expect(family.get_by_role("heading", level=1)).to_have_text("Velkommen inn")

    read = visit()
    for language in ("nn", "en"):
        read.goto(f"/welcome/{language}/")
        faults += axe_faults(read)
    faults += check_everywhere(read, "the open page")
    read.emulate_media(forced_colors="active")
    faults += axe_faults(read)
    read.set_viewport_size({"width": 1280, "height": 900})
    read.keyboard.press("Tab")
    expect(read.get_by_role("link", name="Skip to the content")).to_be_focused()
    assert sideways(settled(read)) <= 0
    assert faults == []
