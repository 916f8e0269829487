"""What a walk found, as a page for people and as data, and the few numbers that the accessibility statement tells."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from tests.walk.settings import LANGUAGES, SCHEMES, WIDTHS, pairwise
from tests.walk.shown import AXE

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "skoleporten" / "web" / "statement" / "tested.json"
TEMPLATE = Path(__file__).with_name("report.html")
Rows = list[dict[str, Any]]


def numbers(rows: Rows) -> dict[str, Any]:
    """A page that comes back with mistakes is counted apart from the one that was asked for."""
    asked = [row for row in rows if not row["is_sent"]]
    return {
        "tested_on": dt.date.today().isoformat(),
        "version": _version(),
        "axe": _axe_version(),
        "pages": len({row["name"] for row in asked}),
        "pages_with_mistakes": len({row["name"] for row in rows if row["is_sent"]}),
        "roles": len({row["role"] for row in rows}),
        "looks": len(rows),
        "by_keyboard": sum(row["how"] == "by keyboard" for row in rows),
        "violations": sum(len(row["faults"]) for row in rows),
        "languages": list(LANGUAGES),
        "widths": list(WIDTHS),
        "schemes": list(SCHEMES),
        "settings": len(pairwise()),
    }


def _version() -> str:
    """Of what is walked, which the package that is installed may be older than."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def _axe_version() -> str:
    found = re.search(r"axe v([\d.]+)", AXE.read_text(encoding="utf-8")[:200])
    return found.group(1) if found else ""


def write(rows: Rows, folder: Path) -> dict[str, Any]:
    """`data.json` and `index.html` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    told = numbers(rows)
    data = {"numbers": told, "commit": _commit(), "looks": rows}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = Engine().from_string(TEMPLATE.read_text(encoding="utf-8"))
    context = Context({"numbers": told, "commit": data["commit"], "pages": _by_page(rows)})
    (folder / "index.html").write_text(page.render(context), encoding="utf-8")
    return told


def publish(told: dict[str, Any]) -> None:
    """What the statement says was tested, until it is published anew."""
    PUBLISHED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()


def _by_page(rows: Rows) -> list[dict[str, Any]]:
    pages: dict[str, dict[str, Any]] = {}
    for row in rows:
        page = pages.setdefault(row["page"], {"page": row["page"], "roles": [], "looks": 0, "faults": []})
        page["looks"] += 1
        page["roles"] += [row["role"]] if row["role"] not in page["roles"] else []
        page["faults"] += [{"role": row["role"], "how": row["how"], **fault} for fault in row["faults"]]
    return sorted(pages.values(), key=lambda page: (not page["faults"], page["page"]))
