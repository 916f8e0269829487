"""Runs the command as a person does, and makes small sources for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skoleporten.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
HEADINGS = "Id;Elevid;Skole;Klasse;Trinn;Dato;Type;Minutter;Dokumentert;Årsak"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


def run(capsys, *words: str | Path) -> Ran:
    capsys.readouterr()
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Ran(code, out, err)


def example(*more: str | Path) -> tuple[str | Path, ...]:
    """`check` on the example of the docs: 14 pupils at two schools."""
    beside = ("--enrolments", EXAMPLES / "elevforhold.csv", "--calendar", EXAMPLES / "kalender.csv")
    return ("check", EXAMPLES / "fravaer.csv", *beside, *more)


def made_source(folder: Path, rows: Sequence[str], pupils: Sequence[str] = ("A1", "A2")) -> tuple[str | Path, ...]:
    """`check` on `rows` under HEADINGS: school S, grade 8, twenty school days of 300 minutes from 5 January."""
    folder.mkdir(exist_ok=True)
    (folder / "fravaer.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    enrolled = [f"{pupil},S,8A,8,2025-08-18," for pupil in pupils]
    (folder / "elevforhold.csv").write_text(
        "\n".join(["pupil_id,school_id,class_id,grade,start_date,end_date", *enrolled]) + "\n", encoding="utf-8"
    )
    days = [f"S,,2026-01-{day:02d},300" for day in range(5, 31) if day % 7 not in (3, 4)]
    (folder / "kalender.csv").write_text(
        "\n".join(["school_id,grade,date,minutes_offered", *days]) + "\n", encoding="utf-8"
    )
    beside = ("--enrolments", folder / "elevforhold.csv", "--calendar", folder / "kalender.csv")
    return ("check", folder / "fravaer.csv", *beside)
