"""One JSON line for each run of a job, so that a figure can be followed over time."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.report import Report

FOLDER = Path(__file__).parent / "history"
LIBRARIES = ("duckdb", "ibis-framework", "polars", "pyarrow", "numpy")


def add(report: Report) -> None:
    FOLDER.mkdir(exist_ok=True)
    line = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        **machine(),
        "runs": report.runs,
        "size": dict(report.size),
        "figures": {figure.name: round(figure.value, 4) for figure in report.figures},
        "samples": {name: [round(value, 3) for value in values] for name, values in report.samples.items()},
    }
    with (FOLDER / f"{report.job}.jsonl").open("a") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def machine() -> dict[str, Any]:
    """What the figures depend on, and nothing that names the machine."""
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    cores = len(os.sched_getaffinity(0))
    return {"processor": processor(), "cores": cores, "python": platform.python_version(), **versions}


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return found.stdout.strip()
