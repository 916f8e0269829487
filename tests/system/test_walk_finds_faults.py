"""The walk over all pages sees what is wrong with one: each fault planted by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.walk.by_keyboard import keyboard_faults
from tests.walk.looks import Fault, Glass
from tests.walk.settings import Setting
from tests.walk.walk import Glasses, glasses

pytestmark = pytest.mark.browser
NARROW, FORCED = Setting("nb", 320, "light"), Setting("nb", 320, "forced")
PAGE = """<!doctype html><html lang="nb"><head><title>En side</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>
<body><main><h1>En side</h1>{body}</main></body></html>"""
RING = '<svg role="img" aria-label="En ring" width="60" height="60"><circle cx="30" cy="30" r="20" {ink}/></svg>'


@pytest.fixture(scope="module")
def through(browser: Browser) -> Iterator[Glasses]:
    with glasses(browser) as opened:
        yield opened


def page_with(glass: Glass, body: str, style: str = "") -> Glass:
    glass.open(PAGE.format(body=body, style=style).encode(), "/one/")
    return glass


def rules(found: list[Fault]) -> set[str]:
    return {fault.rule for fault in found}


def test_a_good_page_has_no_fault_in_any_way_of_looking(through: Glasses) -> None:
    body = '<p>Les <a href="/to/">en side til</a>.</p><button>Lagre</button>'
    glass = page_with(through.scripted, body)
    assert [*glass.faults(NARROW), *glass.faults(FORCED), *keyboard_faults(glass), *glass.enlarged()] == []
    assert glass.complaints() == []
    assert page_with(through.plain, body).without_scripts() == []


@pytest.mark.parametrize(
    ("rule", "body", "style"),
    [
        ("image-alt", '<img src="/static/app/icon.svg">', ""),
        ("color-contrast", "<p>Blek</p>", "p { color: #ccc; background: #fff; }"),
        ("target-size", '<a href="/a/">a</a><a href="/b/">b</a>', "a { display: inline-block; font-size: 8px; }"),
        ("sideways", "<p>Langt</p>", "p { width: 500px; }"),
    ],
)
def test_what_axe_or_the_width_says(through: Glasses, rule: str, body: str, style: str) -> None:
    assert rule in rules(page_with(through.scripted, body, style).faults(NARROW))


def test_what_is_too_wide_is_named(through: Glasses) -> None:
    found = page_with(through.scripted, "<p>Langt</p>", "p { width: 500px; }").faults(NARROW)
    assert [node for fault in found for node in fault.nodes if fault.rule == "sideways"] == ["<p>Langt</p>"]


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (RING.format(ink='fill="none" stroke="#333"'), ""),
        ("<span></span>", "span { display: block; width: 60px; height: 9px; background: #005; }"),
    ],
    ids=["drawing", "bar"],
)
def test_what_vanishes_in_forced_colours(through: Glasses, body: str, style: str) -> None:
    assert "lost-in-forced-colors" in rules(page_with(through.scripted, body, style).faults(FORCED))


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (RING.format(ink='fill="none" stroke="CanvasText"'), ""),
        ("<span></span>", "span { display: block; width: 60px; height: 9px; background: #005; border: 1px solid; }"),
    ],
    ids=["drawing", "bar"],
)
def test_what_does_not(through: Glasses, body: str, style: str) -> None:
    assert page_with(through.scripted, body, style).faults(FORCED) == []


@pytest.mark.parametrize(
    ("rule", "body", "style"),
    [
        (
            "keyboard-unreached",
            """<a href="#x" onfocus="this.nextElementSibling.nextElementSibling.focus()">a</a>
            <button>Ikke</button><a href="#y" onfocus="this.blur()">b</a>""",
            "",
        ),
        ("keyboard-unseen", "<button>Lagre</button>", "button:focus { outline: none; }"),
        (
            "keyboard-covered",
            '<div></div><a href="#x">a</a>',
            "div { position: fixed; inset: 0; background: #fff; }",
        ),
    ],
)
def test_what_the_keyboard_meets(through: Glasses, rule: str, body: str, style: str) -> None:
    assert rule in rules(keyboard_faults(page_with(through.scripted, body, style)))


def test_one_of_several_radio_buttons_is_reached_and_that_is_enough(through: Glasses) -> None:
    body = "".join(f'<label><input type="radio" name="a" value="{value}">{value}</label>' for value in range(3))
    assert keyboard_faults(page_with(through.scripted, f"<form>{body}</form>")) == []


def test_text_that_has_no_room_at_twice_the_size(through: Glasses) -> None:
    body = "<p>Skolefravær</p>"
    assert rules(page_with(through.scripted, body, "p { min-width: 30rem; }").enlarged()) == {"sideways"}


def test_a_button_that_waits_for_a_script(through: Glasses) -> None:
    found = page_with(through.plain, '<button type="button">Vis mer</button>').without_scripts()
    assert rules(found) == {"needs-scripts"}


def test_what_the_browser_complains_of(through: Glasses) -> None:
    body = "<script>console.error('Noe er galt')</script>"
    assert rules(page_with(through.scripted, body).complaints()) == {"console"}
