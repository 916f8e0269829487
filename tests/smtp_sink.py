"""A mail server that keeps what it is given, in this process: the real way through smtplib, without a network."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    sender: str
    to: list[str]
    text: str


@dataclass
class Sink:
    """`refuses` are the answers to the next messages instead of taking them, first to last."""

    port: int = 0
    messages: list[Received] = field(default_factory=list)
    refuses: list[bytes] = field(default_factory=list)
    # Takes the message and breaks the line before it has said so.
    hangs_up: bool = False


class _Talk(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        sender, to = "", []
        self.say(b"220 sink")
        while line := self.rfile.readline().decode().strip():
            word, _space, rest = line.partition(" ")
            match word.upper():
                case "MAIL":
                    sender, to = rest, []
                case "RCPT":
                    to.append(rest)
                case "DATA":
                    if not self.take(sender, to):
                        return
                    continue
                case "QUIT":
                    self.say(b"221 bye")
                    return
            self.say(b"250 ok")

    def take(self, sender: str, to: list[str]) -> bool:
        if self.sink.refuses:
            self.say(self.sink.refuses.pop(0))
            return True
        self.say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.decode())
        self.sink.messages.append(Received(sender, to, "".join(lines)))
        if self.sink.hangs_up:
            return False
        self.say(b"250 taken")
        return True

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def mail_server() -> Iterator[Sink]:
    sink = Sink()
    talk = type("Talk", (_Talk,), {"sink": sink})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
