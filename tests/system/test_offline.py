"""The board at the door where the network fails: what is tapped is kept, seen, and sent once, and nobody reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.system.for_everybody import check_everywhere
from tests.system.mortal_server import MortalServer

pytestmark = pytest.mark.browser
# A pupil for each test.
KARI, OLAV, INGER, PER, ANNE, JON, SIV = (
    *("Kariannesofie", "Olavmagnus", "Ingerlise", "Perarne", "Annemarit", "Jonolav", "Sivelin"),
)
HIDDEN = "H. B."
NAMES = (KARI, OLAV, INGER, PER, ANNE, JON, SIV, HIDDEN, "Hemmelig", "Bortgjemt", "Nordmannsen")
# Everything that the browser keeps of this address, as text; bytes as the letters that they would be.
ALL_THAT_IS_KEPT = """async () => {
    const kept = [JSON.stringify(localStorage)];
    const asText = (value) => JSON.stringify(value, (_key, one) =>
        one instanceof ArrayBuffer || ArrayBuffer.isView(one) ? new TextDecoder('latin1').decode(one) : one);
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
        });
        for (const store of database.objectStoreNames) {
            const rows = await new Promise((done) => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            kept.push(`${store}: ${rows.length}`, asText(rows));
        }
        database.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
    }
    return kept;
}"""
IS_READY = "async () => Boolean(await (await caches.open('board')).match('/today/shell/'))"


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalServer]:
    server = MortalServer(tmp_path_factory.mktemp("offline"), "tests.system.fill_offline")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def door(browser: Browser, mortal: MortalServer) -> Iterator[Callable[[], Page]]:
    """A phone of its own, on which Tor has opened the board and everything is kept that will be."""
    contexts: list[BrowserContext] = []
    before = len(mortal.ask("SELECT id FROM presence_mark"))
    said: list[str] = []

    def opened() -> Page:
        context = browser.new_context(base_url=mortal.address, viewport={"width": 390, "height": 800})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda one: said.append(one.text) if "Content Security Policy" in one.text else None)
        return at_the_board(come_in(page, "Tor"))

    yield opened
    for context in contexts:
        context.close()
    assert not said
    assert len(mortal.ask("SELECT id FROM presence_mark")) >= before


def come_in(page: Page, name: str) -> Page:
    page.goto("/sign-in/")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/")
    return page


def at_the_board(page: Page) -> Page:
    page.goto("/today/")
    for _ in range(100):
        if page.evaluate(IS_READY):
            return page
        page.wait_for_timeout(100)
    raise AssertionError("The browser did not keep the board.")


def card(page: Page, name: str) -> Locator:
    return page.locator(".card", has=page.locator("[data-name]", has_text=name))


def tap(page: Page, name: str, word: str) -> None:
    card(page, name).locator("form:not([hidden]) button", has_text=word).first.click()


def marks(server: MortalServer, since: int = 0) -> list[str]:
    return [str(kind) for (kind,) in server.ask("SELECT kind FROM presence_mark WHERE id > ? ORDER BY at", since)]


def newest(server: MortalServer) -> int:
    return int(str(server.ask("SELECT COALESCE(MAX(id), 0) FROM presence_mark")[0][0]))


def arrives(page: Page, server: MortalServer, since: int, kinds: list[str]) -> None:
    """Each once, and nothing more a while after."""
    for _ in range(300):
        if len(marks(server, since)) >= len(kinds):
            break
        page.wait_for_timeout(100)
    expect(page.locator("[data-when=waits]")).to_be_hidden()
    page.wait_for_timeout(300)
    assert marks(server, since) == kinds


def sign_out(page: Page) -> None:
    page.locator("details.who summary").click()
    page.locator(".who-panel form[action='/sign-out/'] button").click()


def test_a_tap_without_a_network_survives_a_reload_and_arrives_once(door, mortal):
    page, since = door(), newest(mortal)
    page.context.set_offline(True)
    expect(page.locator("[data-when=no-net]")).to_be_visible()
    tap(page, KARI, "Kom")
    expect(card(page, KARI).locator("[data-queued]")).to_be_visible()
    expect(card(page, KARI).locator("[data-status]")).to_contain_text("Kom kl.")
    assert page.evaluate("document.activeElement.closest('form').dataset.mark") == "left"
    page.reload()
    expect(card(page, KARI).locator("[data-queued]")).to_be_visible()
    expect(card(page, KARI).get_by_role("button", name="Kom", exact=True)).to_be_hidden()
    expect(page.locator("[data-when=waits]")).to_contain_text("1")
    assert check_everywhere(page, "the board without a network") == []
    tap(page, KARI, "Gikk")
    expect(page.locator("[data-when=waits]")).to_contain_text("2")
    assert marks(mortal, since) == []
    page.context.set_offline(False)
    arrives(page, mortal, since, ["arrived", "left"])
    expect(page.locator("[data-offline=on]")).to_be_attached()
    expect(card(page, KARI)).to_have_attribute("data-state", "gone")


def test_a_tap_with_a_network_is_sent_at_once_and_two_quick_taps_are_one_record(door, mortal):
    page, since = door(), newest(mortal)
    button = card(page, OLAV).locator("form[data-mark=arrived] button")
    button.evaluate("button => { button.click(); button.click(); }")
    arrives(page, mortal, since, ["arrived"])
    expect(card(page, OLAV)).to_have_attribute("data-state", "here")
    tap(page, OLAV, "Angre")
    arrives(page, mortal, since, ["arrived", "undo"])
    expect(card(page, OLAV)).to_have_attribute("data-state", "expected")


def test_a_server_that_is_dead_while_the_network_stands_is_waited_for(door, mortal):
    page, since = door(), newest(mortal)
    mortal.kill()
    tap(page, INGER, "Kom")
    expect(page.locator("[data-when=no-net]")).to_be_visible()
    assert page.evaluate("navigator.onLine")
    page.reload()
    expect(card(page, INGER).locator("[data-queued]")).to_be_visible()
    mortal.start()
    arrives(page, mortal, since, ["arrived"])


def test_nothing_that_is_kept_can_be_read_and_nothing_is_kept_of_a_protected_pupil(door, mortal):
    page = door()
    protected = card(page, HIDDEN)
    expect(protected).to_have_attribute("data-not-kept", "")
    case = protected.get_attribute("data-case") or ""
    page.context.set_offline(True)
    tap(page, PER, "Kom")
    expect(card(page, PER).locator("[data-queued]")).to_be_visible()
    kept = page.evaluate(ALL_THAT_IS_KEPT)
    assert {"boards: 1", "marks: 1"} <= set(kept)
    text = "\n".join(kept)
    assert [name for name in NAMES if name in text] == []
    assert case
    assert case not in text
    assert case.replace("-", "") not in text
    page.reload()
    expect(card(page, PER)).to_be_visible()
    expect(card(page, KARI).locator("[data-status]")).not_to_be_empty()
    expect(page.locator(".card")).to_have_count(len(NAMES) - 4)
    page.context.set_offline(False)
    expect(page.locator("[data-offline=on]")).to_be_attached()


def test_the_names_hide_after_two_minutes_and_come_back_for_whoever_is_logged_in(door):
    page = door()
    page.context.set_offline(True)
    page.clock.install()
    page.reload()
    expect(card(page, KARI)).to_be_visible()
    page.clock.fast_forward("02:01")
    expect(page.locator("[data-when=locked]")).to_be_visible()
    assert KARI not in page.content()
    page.get_by_role("button", name="vis navnene").click()
    expect(card(page, KARI)).to_be_visible()


def test_a_session_that_ended_asks_for_the_log_in_and_only_the_same_person_sends(door, mortal):
    page, since = door(), newest(mortal)
    page.context.clear_cookies(name="sessionid")
    tap(page, ANNE, "Kom")
    expect(page.locator("[data-when=log-in]")).to_be_visible()
    at_the_board(come_in(page, "Unni"))
    expect(page.locator("[data-when=waits]")).to_be_hidden()
    expect(card(page, ANNE).locator("[data-queued]")).to_be_hidden()
    sign_out(page)
    page.wait_for_url("**/sign-in/**")
    assert marks(mortal, since) == []
    at_the_board(come_in(page, "Tor"))
    arrives(page, mortal, since, ["arrived"])


def test_logging_out_with_something_unsent_warns_and_then_leaves_nothing_behind(door, mortal):
    page, since = door(), newest(mortal)
    page.context.route("**/today/marks/", lambda route: route.abort())
    tap(page, JON, "Kom")
    expect(page.locator("[data-when=waits]")).to_be_visible()
    page.reload()  # the server's own page, which does not know of the tap
    expect(card(page, JON).locator("[data-queued]")).to_be_visible()
    expect(card(page, JON).locator("form[data-mark=arrived]")).to_be_hidden()
    sign_out(page)
    expect(page.locator("[data-unsent]")).to_contain_text("Ikke sendt: 1")
    assert check_everywhere(page, "logging out with something unsent") == []
    page.locator("main form[data-leaving] button").click()
    page.wait_for_url("**/sign-in/**")
    text = "\n".join(page.evaluate(ALL_THAT_IS_KEPT))
    assert "marks: 1" not in text
    assert "boards: 1" not in text
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert marks(mortal, since) == []


def test_a_tap_that_the_server_refuses_is_told_until_somebody_has_read_it(door, mortal):
    page, since = door(), newest(mortal)
    page.context.route("**/today/marks/", refuse_all)
    tap(page, SIV, "Kom")
    refused = page.locator("[data-when=refused]")
    expect(refused).to_contain_text(f"{SIV} · ")
    expect(refused).to_contain_text("Saken er avsluttet.")
    expect(card(page, SIV)).to_have_attribute("data-state", "expected")
    page.reload()
    expect(refused).to_contain_text("Saken er avsluttet.")
    refused.get_by_role("button").click()
    expect(refused).to_be_hidden()
    assert marks(mortal, since) == []


def refuse_all(route: Route) -> None:
    sent = json.loads(route.request.post_data or "")["marks"]
    answers = [{"id": mark["id"], "outcome": "refused", "why": "Saken er avsluttet."} for mark in sent]
    route.fulfill(json={"answers": answers, "board_version": 1})


def test_switched_off_the_browser_sends_what_waits_and_lets_go_of_the_rest(door, mortal):
    page, since = door(), newest(mortal)
    page.context.set_offline(True)
    tap(page, SIV, "Kom")
    expect(page.locator("[data-when=waits]")).to_be_visible()
    desk = come_in(page.context.browser.new_context(base_url=mortal.address).new_page(), "System")
    switch(desk, "Av:")
    page.context.set_offline(False)
    page.goto("/today/")
    arrives(page, mortal, since, ["arrived"])
    expect(page.locator("[data-offline=off]")).to_be_attached()
    page.reload()
    page.wait_for_timeout(500)
    kept = page.evaluate(ALL_THAT_IS_KEPT)
    assert "boards: 0" in kept
    assert "marks: 0" in kept
    assert not any("/today/shell/" in one for one in kept)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    tap(page, SIV, "Gikk")  # as a form
    arrives(page, mortal, since, ["arrived", "left"])
    switch(desk, "På:")
    desk.context.close()


def switch(page: Page, choice: str) -> None:
    page.goto("/offline/")
    page.get_by_label(choice).check()
    page.get_by_label("Hvor ligger vurderingen").fill("Sak 2026/114")
    page.get_by_role("button", name="Velg", exact=True).click()
    expect(page.locator(".messages")).to_be_visible()
