"""`FORM DIR` imports the municipality's files, checks it, and loads and asks what was imported. Prints the times."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from benchmarks import referred

ROSTER = ("enrolments", "calendar", "schools", "classes", "pupils")
COLUMNS = ("id", "pupil_id", "school_id", "date", "kind", "minutes", "documented", "reason", "source", "source_id")
FIELDS = [*COLUMNS, "imported_by_id"]
LAST_DAY = dt.datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Europe/Oslo"))
TIMES, WARM_UP = 40, 3
BLOCK = 1 << 20


def seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def prepare(form: str, made: Path, folder: Path) -> tuple[Path, Path]:
    """The roster's folder, and the attendance as the municipality's own export or in the tables of our contract."""
    from skoleporten.analytics.simulate.csv_files import write_csv

    roster, attendance = folder / "roster", folder / "attendance"
    roster.mkdir()
    attendance.mkdir()
    for table in ROSTER:
        shutil.copyfile(made / f"{table}.parquet", roster / f"{table}.parquet")
    for table in ("absences", "unregistered"):
        shutil.copyfile(made / f"{table}.parquet", attendance / f"{table}.parquet")
    if form == "parquet":
        return roster, attendance
    shutil.copyfile(made / "enrolments.parquet", attendance / "enrolments.parquet")
    return roster, write_csv(attendance).replace(folder / "fravaer.csv")


def into_the_database(roster: Path, attendance: Path) -> dict[str, float]:
    """As the command line does it, step by step."""
    from skoleporten.access.actor import software
    from skoleporten.concerns.checks import check
    from skoleporten.imports import actions, queries

    by = software("benchmark")
    taken: dict[str, float] = {}
    before = time.process_time()
    for path, is_roster in ((roster, True), (attendance, False)):
        start = time.perf_counter()
        imported = actions.receive_paths(by=by, paths=[path], with_job=False)
        actions.read(by=by, imported=imported)
        if imported.state != "ready":
            raise RuntimeError(f"{path}: {imported.state}: {imported.message}")
        read = time.perf_counter() - start
        apply = seconds(lambda: actions.apply(by=by, imported=imported, with_check=False))  # noqa: B023 called at once
        taken |= {"roster": read + apply} if is_roster else {"read": read, "apply": apply}
    taken["check"] = seconds(lambda: check(by=by, trigger="import", as_of=queries.last_date()))
    return {"whole": sum(taken.values()), "processor": time.process_time() - before, **taken}


def loads(folder: Path) -> dict[str, float]:
    """The same rows again into the same table, emptied: by ours, and by what the database has for it."""
    from django.db import connection, transaction

    from skoleporten.absence.models import AbsenceEvent
    from skoleporten.people import bulk_load

    rows = list(AbsenceEvent.objects.order_by("pk").values_list(*FIELDS))
    empty()

    def ours() -> None:
        with transaction.atomic():
            bulk_load.insert(AbsenceEvent, FIELDS, iter(rows))

    taken = seconds(ours)
    own = of_postgres if connection.vendor == "postgresql" else of_sqlite
    return {"rows": len(rows), "ours": taken, "bulk": own(rows, folder)}


def empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE absence_absenceevent")
        else:
            cursor.execute("DELETE FROM absence_absenceevent")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def of_sqlite(rows: list[tuple[Any, ...]], _folder: Path) -> float:
    """One transaction of prepared rows, as .import does it, without Django and with the same safety on disk."""
    from django.db import connection

    empty()
    written = [[value.isoformat() if isinstance(value, dt.date) else value for value in row] for row in rows]
    own = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    own.execute("PRAGMA synchronous=FULL")
    places = ", ".join("?" * len(FIELDS))

    def load() -> None:
        own.execute("BEGIN IMMEDIATE")
        own.executemany(f"INSERT INTO absence_absenceevent ({', '.join(FIELDS)}) VALUES ({places})", written)
        own.execute("COMMIT")

    taken = seconds(load)
    own.close()
    return taken


def of_postgres(_rows: list[tuple[Any, ...]], folder: Path) -> float:
    """COPY of a file that COPY wrote."""
    from django.db import connection, transaction

    file, columns = folder / "rows.copy", ", ".join(FIELDS)
    told = f"COPY (SELECT {columns} FROM absence_absenceevent) TO STDOUT"
    with connection.cursor() as cursor, file.open("wb") as out, cursor.copy(told) as copy:
        out.writelines(bytes(piece) for piece in copy)
    empty()

    def load() -> None:
        statement = f"COPY absence_absenceevent ({columns}) FROM STDIN"
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            file.open("rb") as rows,
            cursor.copy(statement) as copy,
        ):
            while piece := rows.read(BLOCK):
                copy.write(piece)

    return seconds(load)


def pages() -> dict[str, float]:
    """Milliseconds of whole requests, from the middleware to the written page, with their rows in the read log."""
    from django.db.models import Count

    from skoleporten.access import actions
    from skoleporten.access.actor import software
    from skoleporten.concerns.models import Concern
    from skoleporten.schools.models import School

    school, *_ = School.objects.annotate(number=Count("concerns")).order_by("-number")
    leader = actions.create_school_leader(
        by=software("benchmark"), username="leader", display_name="L", password=None, school_id=school.pk,
        today=LAST_DAY.date(),
    )  # fmt: skip
    client = signed_in(leader)
    pupil = Concern.objects.filter(school=school).order_by("pk")[0].pupil.public_id
    taken = medians_of(client, "list", "/concerns/") | medians_of(client, "pupil", f"/pupils/{pupil}/")
    taken |= medians_of(client, "overview", "/concerns/overview/")
    taken |= a_teachers_pages(school)
    for reader, own in referred.pages_by_reader(leader, school, LAST_DAY.date()):
        reading = signed_in(reader)
        for name, path in own.items():
            taken |= medians_of(reading, name, path)
    return taken


def a_teachers_pages(school: Any) -> dict[str, float]:
    """Of the class with the most to follow up, which is hers from the next night on."""
    from django.db.models import Count

    from skoleporten.access.actor import Actor
    from skoleporten.access.models import Grant, Role, User
    from skoleporten.concerns import measure_actions, next_steps
    from skoleporten.concerns.models import Concern

    today = LAST_DAY.date()
    rows = Concern.objects.filter(school=school).values("pupil__measure__school_class")
    busiest = rows.annotate(number=Count("pk")).order_by("-number")[0]["pupil__measure__school_class"]
    teacher = User.objects.create_user("teacher")
    Grant.objects.create(
        user=teacher, role=Role.TEACHER, school=school, school_class_id=busiest, start=today, end=today
    )
    taken = {"night": seconds(next_steps.refresh_all)}
    concern = Concern.objects.filter(owner=teacher).order_by("pk")[0]
    by = Actor(teacher.pk, str(teacher.public_id), "T", "teacher", school_ids=frozenset([school.pk]))
    measure = measure_actions.start(
        by=by,
        concern=concern,
        problem="P",
        what="W",
        who="T",
        starts_on=today - dt.timedelta(days=20),
        evaluate_on=today,
    )
    client, own = signed_in(teacher), f"/concerns/{concern.public_id}/"
    pages = {"teachers_start": "/", "teachers_concern": own, "contact": f"{own}contact/", "told": f"{own}told/"}
    pages |= {"measure": f"{own}measures/{measure.public_id}/", "hand_over": f"{own}hand-over/"}
    for name, path in pages.items():
        taken |= medians_of(client, name, path)
    return taken


def signed_in(user: Any) -> Any:
    from django.test import Client

    from skoleporten.web.sign_in.sessions import SECOND_FACTOR

    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()
    return client


def medians_of(client: Any, name: str, path: str) -> dict[str, float]:
    """On the clock, and of the processor, ours and the database server's: those say the same on a busy machine."""
    clock, processor, server = [], [], seconds_of_the_server()
    for _ in range(TIMES):
        before = time.perf_counter(), time.process_time()
        answer = client.get(path)
        clock.append(time.perf_counter() - before[0])
        processor.append(time.process_time() - before[1])
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    taken = {name: 1000 * median(clock[WARM_UP:]), f"{name}_processor": 1000 * median(processor[WARM_UP:])}
    return taken | {f"{name}_server": 1000 * (seconds_of_the_server() - server) / TIMES}


def seconds_of_the_server() -> float:
    """Processor time of the PostgreSQL process that answers us, from /proc; 0 for SQLite, which runs in ours."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main(form: str, made: Path) -> None:
    from skoleporten.cli.database import ready

    ready()
    from django.conf import settings

    folder = Path(settings.VAR) / "benchmark"
    folder.mkdir()
    roster, attendance = prepare(form, made, folder)
    with time_machine.travel(LAST_DAY, tick=True):
        taken = into_the_database(roster, attendance)
        taken |= pages()
    taken |= loads(folder)
    print(json.dumps({name: round(value, 4) for name, value in taken.items()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
