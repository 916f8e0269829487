"""What a browser is shown: pages that are made beforehand, on an address of their own with the product's static files.

The pages are made by the tests' own process, whose database no other thread may read.
"""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_ADDRESS = "/static/axe.js"


@dataclass
class Shown:
    """`pages` by address, filled and emptied by whoever walks."""

    pages: dict[str, bytes] = field(default_factory=dict)
    address: str = ""

    def found(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and what is sent. A picture or a fragment that a page asks for by itself is empty."""
        if path in self.pages:
            return 200, "text/html; charset=utf-8", self.pages[path]
        if not path.startswith("/static/"):
            return 204, "text/plain", b""
        file = AXE if path == AXE_ADDRESS else finders.find(path.removeprefix("/static/"))
        if not file or not Path(str(file)).exists():
            return 404, "text/plain", b""
        return 200, mimetypes.guess_type(str(file))[0] or "application/octet-stream", Path(str(file)).read_bytes()


@contextmanager
def shown() -> Iterator[Shown]:
    made = Shown()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(made))
    server.daemon_threads = True
    made.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def _answering(made: Shown) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            status, kind, found = made.found(path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "max-age=3600" if path.startswith("/static/") else "no-store")
            if status != 204:
                self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *_: Any) -> None:
            """Quiet: a page asks for ten files."""

    return Answering
