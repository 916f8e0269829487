"""python scripts/accessibility.py [--pages mine/] [--publish]: every page of the product as each role, looked at.

Ends with one line, `accessibility: pages=… violations=0`, and exit code 1 where something is wrong. The report is
build/accessibility/index.html, with data.json beside it. `--publish` also puts the numbers into the product's own
accessibility statement, which is done for a release. How it is done is told in docs/how-to/test-accessibility.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build" / "accessibility"
sys.path.insert(0, str(ROOT))


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/accessibility.py", description=__doc__)
    parser.add_argument("--pages", default="", metavar="BEGINNING", help="only those whose path begins so")
    parser.add_argument("--publish", action="store_true", help="put the numbers into the accessibility statement")
    parser.add_argument("--part", type=int, nargs=2, metavar=("NUMBER", "OF"), help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.publish and asked.pages:
        parser.error("only a walk over every page is published")
    if asked.part:
        return walk_part(asked.pages, *asked.part, asked.to)
    return walk(asked.pages, is_published=asked.publish)


def walk(beginning: str, *, is_published: bool) -> int:
    """In as many processes as there are cores, each with a browser and a database of its own."""
    began, cores = time.monotonic(), len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="skole-walk-") as folder:
        files = [Path(folder) / f"{number}.json" for number in range(cores)]
        running = [part(beginning, number, cores, file) for number, file in enumerate(files)]
        ended = [process.wait() for process in running]
        if any(ended):
            return 3
        rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    from django.conf import settings

    from tests.walk import report

    settings.configure(USE_I18N=False)  # the report is no page of the product
    told = report.write(rows, REPORT)
    if is_published:
        report.publish(told)
    for row in rows:
        for fault in row["faults"]:
            print(f"/{row['page']} as {row['role']}, {row['how']}: {fault['rule']}: {fault['words']} {fault['nodes']}")
    print(f"{told['looks']} looks in {time.monotonic() - began:.0f} s; the report is {REPORT / 'index.html'}")
    print(f"accessibility: pages={told['pages']} violations={told['violations']}")
    return int(told["violations"] > 0 or not told["pages"])


def part(beginning: str, number: int, cores: int, file: Path) -> subprocess.Popen[bytes]:
    words = ["--pages", beginning, "--part", str(number), str(cores), "--to", str(file)]
    return subprocess.Popen([sys.executable, __file__, *words])


def walk_part(beginning: str, number: int, cores: int, file: Path) -> int:
    """Every so many-th page. The browser starts first: its loop gives this thread another database connection."""
    from tests import conftest

    conftest.prepare_run()
    conftest.prepare_django()
    with ExitStack() as stack:
        stack.callback(conftest.OF_THE_RUN.close)
        browser = stack.enter_context(chromium())
        prepare_database()
        file.write_text(json.dumps(rows_of(browser, beginning, number, cores)), encoding="utf-8")
        from django.db import connections

        connections.close_all()
    return 0


def chromium() -> Any:
    from tests.walk.browser import chromium

    return chromium()


def prepare_database() -> None:
    import logging

    from django.apps import apps
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment

    logging.disable(logging.WARNING)  # many addresses are no page to this visitor, which is what was asked
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)


def rows_of(browser: Any, beginning: str, number: int, cores: int) -> list[dict[str, Any]]:
    from tests.access.canaries import planted_municipality
    from tests.walk.stops import by_page, stops, visitors
    from tests.walk.walk import Seen, glasses, walk_all

    seen = Seen()
    with planted_municipality() as planted, glasses(browser) as through:
        pages = by_page(stops(planted, visitors(planted), beginning))
        walk_all(pages[number::cores], through, seen)
    return seen.rows


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
