"""A server of a test's own, which can be killed and started again on the same address and database."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.system.conftest import ROOT, environment_of_server, free_port, wait_until_it_answers


class MortalServer:
    def __init__(self, var: Path, fill: str, more: dict[str, str] | None = None) -> None:
        self.var, self.port = var, free_port()
        self.environment = environment_of_server(var) | (more or {})
        self.process: subprocess.Popen[bytes] | None = None
        subprocess.run([sys.executable, "-m", fill], cwd=ROOT, env=self.environment, check=True, timeout=200)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        words = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        command = [sys.executable, "-m", *words, "--blocking-threads", "1", "skoleporten.config.wsgi:application"]
        log = self.var / "server.txt"
        with log.open("a") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        wait_until_it_answers(self.port, self.process, log)

    def kill(self) -> None:
        """Without a word, as a power cut does; its workers too."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Of the database, beside the server."""
        with sqlite3.connect(self.var / "skoleporten.sqlite3", timeout=30) as connection:
            return connection.execute(question, values).fetchall()
