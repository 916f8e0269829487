"""A database of its own for a process of its own, on the engine of the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.conftest import DATABASE

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 900


def new_postgres() -> str:
    """In the server of the tests."""
    server, name = os.environ["DATABASE_URL"], f"restored_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def told_by(module: str, var: Path, environment: dict[str, str]) -> Any:
    """What the module prints as JSON when it runs with the folder var/ and the environment."""
    whole = os.environ | environment | {"SKOLEPORTEN_VAR": str(var)}
    ran = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT, env=whole, capture_output=True, text=True, timeout=MOST_SECONDS, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


def nothing() -> dict[str, str]:
    """The environment that names an empty database: SQLite's stands in var/."""
    return {"DATABASE_URL": new_postgres()} if DATABASE == "postgres" else {}
