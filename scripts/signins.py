"""python scripts/signins.py [guardians]: that many guardians come in at once, on a server as it is run for real.

Each has a name, own words and a card with codes, and an address of her own behind a proxy. She opens the page to log
in, gives her words, then the code that is asked for, and reads the first page of her child. Ends with one line,
`signins: guardians=… errors=0 seconds=… …`, and exit code 1 where anybody met an error, read of another child than her
own, or all took longer than five minutes a thousand.
"""

from __future__ import annotations

import http.client
import os
import queue
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
GUARDIANS = 1000
SECONDS_A_THOUSAND = 300
SECONDS_AT_LEAST = 60  # for a few, on a machine that does other things too
AT_ONCE = 24  # who wait for an answer at the same time; the others stand behind them
WORDS = "tre ord som ingen vet"
PATIENCE = 120.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Guardian:
    """`code` is number one of the card; `child` stands on the page that she comes to and on nobody else's."""

    number: int
    name: str
    code: str
    child: str


class WrongAnswerError(Exception):
    pass


@dataclass
class Browser:
    """One person's, at one address."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def send(self, path: str, page: str, **fields: str) -> str:
        token = TOKEN.search(page)
        if token is None:
            raise WrongAnswerError(f"no form at {path}")
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1]} | fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        """Goes where it is sent on, as a browser does."""
        for _step in range(6):
            status, onward, text = self._once(method, path, body)
            if status in {301, 302, 303}:
                method, path, body = "GET", onward, None
                continue
            if status != 200:
                raise WrongAnswerError(f"{status} at {path}")
            return text
        raise WrongAnswerError(f"sent in a ring at {path}")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": f"localhost:{self.port}", "X-Forwarded-For": self.address}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _rest = value.split(";", 1)
                self.cookies.update([cookie.split("=", 1)])
        return answer.status, answer.headers.get("Location", ""), text


@dataclass
class Tally:
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def main(words: list[str]) -> int:
    guardians = int(words[0]) if words else GUARDIANS
    with tempfile.TemporaryDirectory(prefix="skole-signins-", ignore_cleanup_errors=True) as var:
        os.environ |= {"SKOLEPORTEN_VAR": var, "DJANGO_SETTINGS_MODULE": "skoleporten.config.settings"}
        os.environ |= {"SKOLEPORTEN_LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT), "SKOLEPORTEN_BEHIND_PROXY": "1"}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        everybody = make_guardians(guardians)
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "skoleporten.cli.main", "serve", "--port", str(port)], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_until_it_answers(port, server)
            return told(guardians, *play(everybody, port))
        finally:
            server.terminate()
            server.wait(timeout=60)


def told(guardians: int, tally: Tally, seconds: float) -> int:
    limit = max(SECONDS_AT_LEAST, SECONDS_A_THOUSAND * guardians / GUARDIANS)
    errors = guardians - len(tally.seconds)
    if errors:
        print(dict(tally.errors), file=sys.stderr)
    taken = sorted(tally.seconds) or [0.0]
    median, slow = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(
        f"signins: guardians={guardians} errors={errors} seconds={seconds:.0f} limit={limit:.0f} "
        f"at-once={AT_ONCE} median={median:.1f} p95={slow:.1f}"
    )
    return int(bool(errors) or seconds > limit)


def play(everybody: list[Guardian], port: int) -> tuple[Tally, float]:
    waiting: queue.SimpleQueue[Guardian] = queue.SimpleQueue()
    for guardian in everybody:
        waiting.put(guardian)
    tally, began = Tally(), time.monotonic()
    threads = [threading.Thread(target=let_in, args=(waiting, port, tally)) for _each in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.monotonic() - began


def let_in(waiting: queue.SimpleQueue[Guardian], port: int, tally: Tally) -> None:
    while True:
        try:
            guardian = waiting.get_nowait()
        except queue.Empty:
            return
        began = time.monotonic()
        try:
            come_in(guardian, port)
        except (OSError, http.client.HTTPException, WrongAnswerError) as error:
            tally.errors[f"{type(error).__name__} {error}"[:120]] += 1
        else:
            tally.seconds.append(time.monotonic() - began)


def come_in(guardian: Guardian, port: int) -> None:
    number = guardian.number
    browser = Browser(port, f"10.{number // 62_500 % 250}.{number // 250 % 250}.{number % 250 + 1}")
    page = browser.get("/sign-in/card/")
    page = browser.send("/sign-in/card/", page, login=guardian.name, password=WORDS)
    page = browser.send("/sign-in/second-factor/", page, code=guardian.code)
    if guardian.child not in page:
        raise WrongAnswerError("not the page of her child")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    for _try in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server did not start.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


# Who they are ---------------------------------------------------------------------------------------------------------
def make_guardians(guardians: int) -> list[Guardian]:
    """Each verified and of one child that is followed up. One hash serves all: to check it costs the same each time."""
    from skoleporten.cli.database import ready

    ready(hashed_static_files=True)
    from django.contrib.auth.hashers import make_password
    from django.db import connections, transaction

    from tests.intake_factories import make_lead

    hashed = make_password(WORDS)
    with transaction.atomic():
        lead = make_lead()
        made = [make_one(number, lead, hashed) for number in range(guardians)]
    connections.close_all()
    return made


def make_one(number: int, lead: object, hashed: str) -> Guardian:
    from skoleporten.access import card_actions
    from skoleporten.access.actor import software
    from skoleporten.access.models import User
    from tests.factories import make_guardian, make_guardianship
    from tests.intake_factories import make_case

    case = make_case(owner=lead)
    pupil = case.pupil
    pupil.given_name = f"Barn{number:05}"
    pupil.save()
    user = User.objects.create(username=f"gran-elv-{number}", display_name=f"Voksen {number}", password=hashed)
    make_guardianship(pupil, make_guardian(user))
    codes = card_actions.make(by=software("signins"), user=user)
    return Guardian(number, user.username, codes[0], pupil.given_name)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
