"""python scripts/offline.py [marks]: taps at the door, through a line that drops, repeats and reorders.

Devices send marks to the address that the board sends them to, with a session and a token, and keep each until it is
answered for. Meanwhile the server is killed again and again (SIGKILL), in the middle of whatever it does. Afterwards
the database is compared with what was tapped. Ends with one line, `offline: marks=… kills=… lost=0 duplicated=0`, and
exit code 1 where a mark is missing, stored twice, stored otherwise than tapped, or not in the log.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MARKS = 100_000
MARKS_A_KILL = 195  # more than 500 kills of a hundred thousand marks
DEVICES = 4
MOST_CASES = 1000
DAYS = 12
AT_ONCE = 50
LOST_BEFORE, LOST_AFTER, REPEATED = 0.1, 0.1, 0.1
PATIENCE = 20.0
STUCK_AFTER = 120.0
SEED = 5

# Django is read once and each server forked from there, so that hundreds of deaths do not cost hundreds of starts.
NURSERY = """
import ctypes, os, signal, sys
from skoleporten.config.wsgi import application
import skoleporten.web.urls
from granian import Granian
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.setsid()
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # ends with its parent, also where nobody is left to end it
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.stdin.close()
        Granian("skoleporten.config.wsgi:application", address="127.0.0.1", port=int(line), interface="wsgi", workers=2,
                blocking_threads=1, websockets=False, log_enabled=False).serve()
        os._exit(0)
    print(child, flush=True)
"""


@dataclass
class Server:
    """Two workers on one database file, as `skoleporten serve` starts them."""

    port: int
    nursery: subprocess.Popen[str]
    pid: int = 0
    kills: int = 0

    def start(self) -> None:
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(f"{self.port}\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def die_and_rise(self) -> None:
        self.kill()
        self.kills += 1
        self.start()


@dataclass
class Line:
    """What lies between a device and the server. None is what a device knows of a request that went wrong."""

    port: int
    cookies: str
    token: str
    luck: random.Random
    met: Counter[str] = field(default_factory=Counter)

    def send(self, body: str) -> dict[str, Any] | None:
        if self.luck.random() < LOST_BEFORE:
            self.met["lost before"] += 1
            return None
        is_heard = self.luck.random() >= LOST_AFTER
        if self.luck.random() < REPEATED:
            self.met["repeated"] += 1
            self._post(body, is_heard=False)
        return self._post(body, is_heard=is_heard)

    def _post(self, body: str, *, is_heard: bool) -> dict[str, Any] | None:
        """Unheard, the line breaks when the request is out: the server answers to nobody."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Cookie": self.cookies}
        try:
            connection.request("POST", "/today/marks/", body, headers | {"X-CSRFToken": self.token})
            if not is_heard:
                self.met["lost after"] += 1
                return None
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            self.met["server gone"] += 1
            return None
        finally:
            connection.close()
        if answer.status != 200:
            self.met[f"status {answer.status}"] += 1
            return None
        return dict(json.loads(told))


@dataclass
class Device:
    """Holds what was tapped until the server has answered for it, as the script of the board does."""

    user: str
    line: Line
    queue: dict[str, dict[str, Any]]
    refused: list[str] = field(default_factory=list)

    def work(self, server_is_over: threading.Event) -> None:
        while self.queue and not server_is_over.is_set():
            if not self.send_some():
                time.sleep(0.02)

    def send_some(self) -> bool:
        luck = self.line.luck
        ids = list(islice(self.queue, 3 * AT_ONCE))
        luck.shuffle(ids)  # what was tapped first does not come first
        some = ids[: luck.randint(1, AT_ONCE)]
        sent_at = dt.datetime.fromtimestamp(time.time(), dt.UTC).isoformat()
        told = self.line.send(
            json.dumps({"user": self.user, "marks": [self.queue[one] | {"sent_at": sent_at} for one in some]})
        )
        for answer in (told or {}).get("answers", []):
            self.queue.pop(answer["id"])
            if answer["outcome"] == "refused":
                self.refused.append(answer["id"])
        return told is not None


def main(words: list[str]) -> int:
    marks = int(words[0]) if words else MARKS
    with tempfile.TemporaryDirectory(prefix="skole-offline-", ignore_cleanup_errors=True) as var:
        os.environ |= {"SKOLEPORTEN_VAR": var, "DJANGO_SETTINGS_MODULE": "skoleporten.config.settings"}
        os.environ |= {"SKOLEPORTEN_LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT)}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        return run(marks)


def run(marks: int) -> int:
    began = time.monotonic()
    devices, tapped = make_devices(marks, port := free_port())
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    server = Server(port, nursery)
    server.start()
    try:
        play(devices, server, marks)
    finally:
        server.kill()
        nursery.kill()
        nursery.wait()
    met = sum((device.line.met for device in devices), Counter())
    print(f"{dict(met)} seconds={time.monotonic() - began:.0f}", file=sys.stderr)
    lost, duplicated = compare(tapped)
    print(f"offline: marks={len(tapped)} kills={server.kills} lost={lost} duplicated={duplicated}")
    return int(bool(lost or duplicated or not server.kills))


def play(devices: list[Device], server: Server, marks: int) -> None:
    """A kill falls each time so many more marks are answered for, a random moment after."""
    is_over, luck = threading.Event(), luck_of(SEED)
    threads = [threading.Thread(target=device.work, args=(is_over,)) for device in devices]
    for thread in threads:
        thread.start()
    before, moved_at = 0, time.monotonic()
    try:
        while any(thread.is_alive() for thread in threads) and time.monotonic() - moved_at < STUCK_AFTER:
            answered = marks - sum(len(device.queue) for device in devices)
            if answered > before:
                before, moved_at = answered, time.monotonic()
            if answered < marks and answered >= server.kills * min(MARKS_A_KILL, marks // 4):
                time.sleep(luck.random() * 0.3)
                server.die_and_rise()
            time.sleep(0.01)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def luck_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (the same bad luck each time)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# What is tapped -------------------------------------------------------------------------------------------------------
def make_devices(marks: int, port: int) -> tuple[list[Device], dict[str, dict[str, Any]]]:
    import django
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody logs in by one
    django.setup()
    from django.db import connections, transaction

    from tests.intake_factories import make_case, make_lead
    from tests.system.tables import make_tables

    make_tables()
    luck = luck_of(SEED)
    with transaction.atomic():
        owner = make_lead()
        cases = [str(make_case(owner=owner).public_id) for _ in range(min(MOST_CASES, marks // 10 + 1))]
        devices = [make_device(port, luck_of(SEED + number)) for number in range(DEVICES)]
    connections.close_all()
    tapped = {}
    for mark in islice(taps(cases, luck), marks):
        tapped[mark["id"]] = mark
        luck.choice(devices).queue[mark["id"]] = mark
    return devices, tapped


def make_device(port: int, luck: random.Random) -> Device:
    """Of a member of the team who has logged in with two factors."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from skoleporten.web.sign_in.sessions import BEGAN, SECOND_FACTOR, SEEN
    from tests.intake_factories import make_team_member

    user, session, now = make_team_member(), SessionStore(), time.time()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            SECOND_FACTOR: "own",
            BEGAN: now,
            SEEN: now,
        }
    )
    session.save()
    token = "".join(luck.choices("abcdefghijklmnopqrstuvwxyz", k=32))
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}"
    return Device(str(user.public_id), Line(port, cookies, token, luck), {})


def taps(cases: list[str], luck: random.Random) -> Iterable[dict[str, Any]]:
    """Without end: mostly coming and leaving, some not coming, some taken back; over the last days of school."""
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    while True:
        case = luck.choice(cases)
        at = now - dt.timedelta(days=luck.uniform(0.1, DAYS))
        arrived = mark_of(case, "arrived", at, luck, place=luck.choice(["flat", "skoleporten", None]))
        yield arrived
        yield mark_of(case, "left", at + dt.timedelta(minutes=luck.randint(5, 90)), luck, rating=luck.choice([None, 4]))
        if luck.random() < 0.1:
            yield mark_of(case, "undo", at + dt.timedelta(minutes=1), luck, undoes=arrived["id"])
        if luck.random() < 0.1:
            yield mark_of(case, "not_coming", at, luck)


def mark_of(case: str, kind: str, at: dt.datetime, luck: random.Random, **more: Any) -> dict[str, Any]:
    name = str(uuid.UUID(int=luck.getrandbits(128), version=4))
    return {"id": name, "case": case, "kind": kind, "at": at.isoformat()} | more


# What is stored -------------------------------------------------------------------------------------------------------
def compare(tapped: dict[str, dict[str, Any]]) -> tuple[int, int]:
    """Lost is also what is stored otherwise than tapped; duplicated also what nobody tapped, or is in the log twice."""
    from django.db import connection

    from skoleporten.audit.models import Event
    from skoleporten.presence.models import Mark

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",), "The database is not whole."
    columns = ("mark_id", "case__public_id", "kind", "device_at", "about", "rating", "place")
    rows = [tuple(map(plain, row)) for row in Mark.objects.values_list(*columns)]
    expected = {as_stored(mark) for mark in tapped.values()}
    kept = set(rows)
    logged = Event.objects.filter(action="presence.marked").count()
    lost = len(expected - kept) + max(0, len(tapped) - logged)
    return lost, len(rows) - len(kept) + len(kept - expected) + max(0, logged - len(tapped))


def as_stored(mark: dict[str, Any]) -> tuple[str, ...]:
    return (
        mark["id"], mark["case"], mark["kind"], plain(dt.datetime.fromisoformat(mark["at"])),
        plain(mark.get("undoes")), plain(mark.get("rating")), plain(mark.get("place")),
    )  # fmt: skip


def plain(value: object) -> str:
    """Nothing is nothing, however the database holds it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value) if value else ""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
