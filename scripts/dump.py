"""Keeps a version's database as SQL, so that every later version proves that it can take it over.

`python scripts/dump.py 0.1`, at the release of 0.1: a small municipality made by the real actions
(tests/migrations/municipality.py), on SQLite and PostgreSQL, into tests/migrations/dumps/0.1/.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.migrations.municipality import KEYS  # noqa: E402 our own checkout, and not another that is installed
from tests.postgres import postgres_server, system_binaries  # noqa: E402

DUMPS = ROOT / "tests" / "migrations" / "dumps"


def fill(var: Path, **environment: str) -> dict[str, Any]:
    mine = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    mine |= {**KEYS, "SKOLEPORTEN_VAR": str(var), **environment}
    command = [sys.executable, "-m", "tests.migrations.municipality"]
    made = subprocess.run(command, cwd=ROOT, env=mine, check=True, stdout=subprocess.PIPE, text=True)
    facts: dict[str, Any] = json.loads(made.stdout)
    return facts


def sqlite_dump(var: Path) -> tuple[str, dict[str, Any]]:
    facts = fill(var)
    with sqlite3.connect(var / "skoleporten.sqlite3") as connection:
        return "\n".join(connection.iterdump()) + "\n", facts


def postgres_dump(var: Path) -> tuple[str, dict[str, Any]]:
    """Rows as INSERT, which a driver can run; COPY is for psql alone."""
    binaries = system_binaries()
    pg_dump = shutil.which("pg_dump") or (str(binaries / "pg_dump") if binaries else None)
    if pg_dump is None:
        raise SystemExit("A dump needs pg_dump: install PostgreSQL.")
    with postgres_server() as url:
        facts = fill(var, DATABASE_URL=url)
        options = ["--no-owner", "--no-privileges", "--rows-per-insert=200", f"--dbname={url}"]
        dumped = subprocess.run([pg_dump, *options], check=True, capture_output=True, text=True).stdout
    return re.sub(r"^\\.*\n", "", dumped, flags=re.MULTILINE), facts  # newer ones write commands of psql around it


def write(path: Path, text: str) -> None:
    """The same text gives the same bytes: no name and no time in the head."""
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("Say which version: python scripts/dump.py 0.1", file=sys.stderr)
        return 2
    folder = DUMPS / words[0]
    folder.mkdir(parents=True, exist_ok=True)
    for engine, dump in (("sqlite", sqlite_dump), ("postgres", postgres_dump)):
        with tempfile.TemporaryDirectory(prefix="skole-dump-") as var:
            text, facts = dump(Path(var))
        write(folder / f"{engine}.sql.gz", text)
        (folder / f"{engine}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
