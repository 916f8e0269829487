"""`skoleporten demo`: a made-up municipality, imported as a real file would be, and served."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from skoleporten.cli.demo_people import make_users
from skoleporten.rules.errors import RefusedError

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor

PUPILS, SCHOOLS, SEED = 4000, 15, 7
MUNICIPALITY = "Eksempelvik"
ROSTER = ("enrolments.parquet", "calendar.parquet", "schools.parquet", "classes.parquet", "pupils.parquet")
# The last week is kept back, so that there is a new file to try an upload with.
DAYS_KEPT_BACK = 7
# Days before the last one of the file on which the absence was counted too.
EARLIER_CHECKS = (35, 14)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="(default: 8000)")
    parser.add_argument("--workers", type=int, default=2, help="web processes of one thread (default: 2)")
    parser.add_argument("--pupils", type=int, default=PUPILS, help=f"(default: {PUPILS})")
    parser.add_argument("--schools", type=int, default=SCHOOLS, help=f"(default: {SCHOOLS})")
    parser.add_argument("--prepare-only", action="store_true", help="make the database and do not serve it")


def run(arguments: argparse.Namespace) -> int:
    from skoleporten.cli.database import ready
    from skoleporten.cli.serve import lead_to, refuse_taken_port, serve

    if not arguments.prepare_only:
        refuse_taken_port(arguments.host, arguments.port)
    lead_to(arguments.port)
    began = time.monotonic()
    ready(hashed_static_files=not arguments.prepare_only)
    prepare(pupils=arguments.pupils, schools=arguments.schools)
    _tell(arguments.port, time.monotonic() - began)
    return 0 if arguments.prepare_only else serve(arguments.host, arguments.port, arguments.workers)


def prepare(*, pupils: int, schools: int) -> None:
    """Fills an empty database; does nothing where the demo stands complete, and goes on where it was interrupted."""
    from django.conf import settings
    from django.utils import timezone

    from skoleporten.access import actions, queries
    from skoleporten.access.actor import software
    from skoleporten.concerns import next_steps

    if queries.demo_users().exists():
        return
    by, today = software("demo"), timezone.localdate()
    actions.mark_demo(by=by, municipality=MUNICIPALITY)
    print(f"Making up {pupils} pupils at {schools} schools; this takes a minute or less …", file=sys.stderr, flush=True)
    folder = settings.VAR / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    roster, first, _newest = make_files(folder, pupils=pupils, schools=schools, today=today)
    for source in (roster, first):
        _import(by, source)
    _check_through_the_weeks(by)
    make_users(by, today)
    next_steps.refresh_all()


def make_files(folder: Path, *, pupils: int, schools: int, today: dt.date) -> tuple[Path, Path, Path]:
    """A folder with the roster, the attendance file until a week ago, and the newest one until today."""
    from skoleporten.analytics.simulate import simulate
    from skoleporten.rules.calendar import school_year

    made = folder / "made"
    year = school_year(today)
    simulate(pupils=pupils, schools=schools, school_year=year, years=2, until=today, seed=SEED, out=made)
    roster = folder / "elevliste"
    roster.mkdir()
    for name in ROSTER:
        shutil.copyfile(made / name, roster / name)
    before = _attendance_file(made, folder, "fravaer.csv", today - dt.timedelta(days=DAYS_KEPT_BACK))
    newest = _attendance_file(made, folder, "fravaer-ny.csv", today)
    shutil.rmtree(made)
    return roster, before, newest


def _attendance_file(made: Path, folder: Path, name: str, last: dt.date) -> Path:
    """The CSV of the Norwegian template with what had happened by then."""
    import polars as pl

    from skoleporten.analytics.simulate.csv_files import write_csv

    cut = folder / "cut"
    cut.mkdir()
    for table in ("absences", "unregistered"):
        rows = pl.read_parquet(made / f"{table}.parquet")
        rows.filter(pl.col("date") <= last).write_parquet(cut / f"{table}.parquet")
    shutil.copyfile(made / "enrolments.parquet", cut / "enrolments.parquet")
    target = folder / name
    write_csv(cut).replace(target)
    shutil.rmtree(cut)
    return target


def _import(by: Actor, source: Path) -> None:
    from skoleporten.imports import actions

    imported = actions.receive_paths(by=by, paths=[source], with_job=False)
    actions.read(by=by, imported=imported)
    if imported.state != "ready":
        raise RefusedError(
            f"The made-up file was not read: {imported.message}", do="Report it; this is a fault of ours."
        )
    actions.apply(by=by, imported=imported, with_check=False)


def _check_through_the_weeks(by: Actor) -> None:
    """As it would have been: some concerns are weeks old, and some have come with the newest file."""
    from skoleporten.cli.demo_clock import on
    from skoleporten.concerns.checks import check
    from skoleporten.concerns.models import CheckRun
    from skoleporten.imports.queries import last_date
    from skoleporten.rules.calendar import school_year

    last = last_date()
    assert last is not None
    for ago in EARLIER_CHECKS:
        day = last - dt.timedelta(days=ago)
        is_done = CheckRun.objects.filter(as_of__gte=day).exists()  # before it was interrupted
        if school_year(day) == school_year(last) and not is_done:
            with on(day, hour=5):
                check(by=by, trigger=CheckRun.Trigger.IMPORT, as_of=day)
    check(by=by, trigger=CheckRun.Trigger.IMPORT, as_of=last)


def _tell(port: int, seconds: float) -> None:
    from django.conf import settings

    from skoleporten.access import queries
    from skoleporten.concerns.models import Concern

    print(
        f"Ready after {seconds:.0f} s, with {Concern.objects.open().count()} concerns. All of it is made up.",
        file=sys.stderr,
    )
    print("Log-ins, each a button on the page:", file=sys.stderr)
    for user in queries.demo_users().order_by("pk"):
        print(f"  {user.display_name}", file=sys.stderr)
    newest = settings.VAR / "demo" / "fravaer-ny.csv"
    if newest.exists():
        print(f"A newer file to try an upload with: {newest}", file=sys.stderr)
    print(f"http://localhost:{port}", flush=True)
