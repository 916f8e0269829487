"""What the software needs on a machine before anything else: the folder `var/` and its secrets."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

KEYS = ("secret_key", "log_key", "field_key")
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True)
class Secrets:
    """`secret_key` signs sessions, `log_key` chains the audit log, `field_key` encrypts fields."""

    secret_key: str
    log_key: str
    field_key: str


def var_folder() -> Path:
    """SKOLEPORTEN_VAR, or `var` in the folder the command is run from; made private when missing."""
    folder = Path(os.environ.get("SKOLEPORTEN_VAR") or "var").absolute()
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def load_secrets(folder: Path) -> Secrets:
    """From the environment (SKOLEPORTEN_SECRET_KEY …) before `secrets.toml`, which is made when it is missing."""
    given = {key: os.environ[name] for key in KEYS if os.environ.get(name := f"SKOLEPORTEN_{key.upper()}")}
    if len(given) < len(KEYS):
        given = _read_or_make(folder / "secrets.toml") | given
    return Secrets(**given)


def _read_or_make(file: Path) -> dict[str, str]:
    if not file.exists():
        _make(file)
    stored = tomllib.loads(file.read_text(encoding="utf-8"))
    return {key: stored[key] for key in KEYS}


def _make(file: Path) -> None:
    """Written whole under another name, then linked: of two that start at once one wins, and both read the same."""
    made = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(
            "# Made at first run. Keep a copy apart from the backups: without log_key the log can not be verified.\n"
        )
        opened.writelines(f'{key} = "{secrets.token_urlsafe(48)}"\n' for key in KEYS)
    try:
        os.link(made, file)
    except FileExistsError:
        return
    finally:
        made.unlink()
