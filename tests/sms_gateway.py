"""An SMS gateway that keeps what it is asked, in this process: the real way over HTTP, without a network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from skoleporten.rules.sms_gateway import Gateway

SECRET = "a-secret-of-the-gateway"


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Gate:
    """`answers` are the next ones, first to last; then 202. 0 hangs up."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def as_gateway(self, **changes: Any) -> Gateway:
        told: dict[str, Any] = {
            "address": f"http://127.0.0.1:{self.port}/v1/messages?from=us",
            "sender": "Kommunen",
            "headers": {"Authorization": "Bearer {secret}"},
            "body": {"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{id}"},
            "secret": SECRET,
            "seconds": 2,
        }
        return Gateway(**{**told, **changes})


class _Talk(BaseHTTPRequestHandler):
    gate: Gate

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"].startswith("application/json")
        body = json.loads(sent) if is_json else {name: values[0] for name, values in parse_qs(sent).items()}
        self.gate.asked.append(Asked(self.path, dict(self.headers), body))
        status = self.gate.answers.pop(0) if self.gate.answers else 202
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.gate.port}/elsewhere")
        answer = json.dumps({"echo": body}).encode()
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words: Any) -> None:
        """Not to the terminal."""


@contextmanager
def sms_gateway() -> Iterator[Gate]:
    gate = Gate()
    talk = type("Talk", (_Talk,), {"gate": gate})
    with ThreadingHTTPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        gate.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield gate
        finally:
            server.shutdown()
            thread.join()
