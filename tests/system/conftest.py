"""A real server on a database of its own, and the machine's own Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright

from tests.fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, running_provider
from tests.lacking import do_without
from tests.system.for_everybody import PATIENCE, SAY_WHEN_LEAVING, settled

ROOT = Path(__file__).resolve().parents[2]
LEADER, ADMINISTRATOR = "Rektor ved Solvik skole", "Systemansvarlig"
PASSWORD = "a long enough password"
# Whoever asked for it is moved to where a click leads at once: a page that scrolls by itself takes a second a click.
AS_A_RULE = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


@pytest.fixture(scope="session")
def openid() -> Iterator[FakeProvider]:
    """The provider that the server offers."""
    with running_provider() as running:
        yield running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, openid: FakeProvider) -> Iterator[str]:
    """Its address. A process of its own, so that nothing of it is in the tests' own database."""
    var = tmp_path_factory.mktemp("var")
    told = f'kind = "feide"\nissuer = "{openid.issuer}"\nclient_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"'
    (var / "sign_in.toml").write_text(f"[provider.feide]\n{told}\n", encoding="utf-8")
    with served(var, "tests.system.fill") as address:
        yield address


@contextmanager
def served(var: Path, fill: str, application: str = "skoleporten.config.wsgi:application") -> Iterator[str]:
    """The address of a server of its own on the folder `var`, whose database the module `fill` makes."""
    port, environment = free_port(), environment_of_server(var)
    subprocess.run([sys.executable, "-m", fill], cwd=ROOT, env=environment, check=True, timeout=400)
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command = [sys.executable, "-m", *command, "--blocking-threads", "1", application]
    log = var / "server.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        wait_until_it_answers(port, process, log)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def environment_of_server(var: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SKOLEPORTEN_DEBUG"}}
    return mine | {
        "SKOLEPORTEN_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "skoleporten.config.settings",
        "SKOLEPORTEN_LOG_LEVEL": "WARNING",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"The server did not start: {log.read_text()}")


@pytest.fixture(scope="session", autouse=True)
def a_click_ends_where_it_leads() -> Iterator[None]:
    """Else the next step is done on the page that is about to go, as Playwright may be done before it has gone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "press"):
            patch.setattr(Locator, name, and_settled(getattr(Locator, name)))
        yield


def and_settled(act: Callable[..., None]) -> Callable[..., None]:
    def act_and_wait(locator: Locator, *arguments: Any, **options: Any) -> None:
        act(locator, *arguments, **options)
        settled(locator.page)

    return act_and_wait


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        do_without("There is no Chromium on this machine.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """A page of a new visitor. At the end the console must be silent; what the CSP refuses is said there."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=server, **(AS_A_RULE | options))
        if options.get("java_script_enabled", True):
            context.add_init_script(SAY_WHEN_LEAVING)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(complaint(message)))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [line for line in said if line], said


def complaint(message: ConsoleMessage) -> str:
    """Empty where something is missing, or refused also to whoever has just left, or a test has cut the network."""
    is_asked_for = any(f"status of {status}" in message.text for status in (401, 403, 404, 409))
    is_asked_for |= "ERR_INTERNET_DISCONNECTED" in message.text
    if message.type not in {"error", "warning"} or is_asked_for:
        return ""
    return message.text


@pytest.fixture
def leader(visit: Callable[..., Page]) -> Page:
    """A school leader who has come in by her demo button."""
    return come_in(visit())


def come_in(page: Page, name: str = LEADER) -> Page:
    page.goto("/sign-in/")
    page.get_by_role("button", name=name, exact=True).click()
    page.locator(".who").wait_for()
    return page
