"""Killed half-way: nothing is applied, and a restart carries it through."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from skoleporten.absence.models import AbsenceEvent
from skoleporten.audit.queries import verify
from skoleporten.imports import actions
from skoleporten.imports.models import Import
from tests.integration.imports.files import attendance, days_absent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Stops in the middle of the transaction, with half of the rows written, until it is killed.
APPLY = """
import itertools, pathlib, sys, time
import django
from django.conf import settings
settings.IMPORTS_FOLDER = pathlib.Path(sys.argv[2])
settings.DATABASES["default"]["NAME"] = sys.argv[3]
django.setup()
from skoleporten.access.actor import software
from skoleporten.imports import actions, applying
from skoleporten.imports.models import Import

def written_half(compared):
    rows = list(whole(compared))
    yield from rows[: len(rows) // 2]
    if rows and "source_id" in compared.new.columns:
        print("half-way", flush=True)
        time.sleep(60)
    yield from rows[len(rows) // 2 :]

if sys.argv[4] == "stop":
    whole, applying._written = applying._written, written_half
    applying.bulk_load.ROWS_AT_A_TIME = 5
actions.apply(by=software("test"), imported=Import.objects.get(pk=int(sys.argv[1])))
"""


@contextmanager
def applying(imported: Import, how: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that applies the import; killed at the end of the block at the latest."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "skoleporten.config.settings"}
    arguments = [str(imported.pk), str(settings.IMPORTS_FOLDER), str(connection.settings_dict["NAME"]), how]
    command = [sys.executable, "-c", APPLY, *arguments]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_half_way(process: subprocess.Popen[str]) -> None:
    assert process.stdout.readline().strip() == "half-way"


def test_an_import_killed_half_way_applies_nothing_and_a_restart_applies_all(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "f.csv", days_absent("E1", 40)), apply=False)
    with applying(imported, "stop") as process:
        wait_until_half_way(process)
        process.send_signal(signal.SIGKILL)
    assert not AbsenceEvent.objects.exists()
    imported.refresh_from_db()
    assert imported.state != Import.State.APPLIED
    assert verify().faults == ()

    with applying(imported, "go") as process:
        assert process.wait(timeout=90) == 0
    imported.refresh_from_db()
    assert imported.state == Import.State.APPLIED
    assert AbsenceEvent.objects.count() == 40
    assert verify().faults == ()


def test_a_reading_that_was_killed_begins_anew(with_roster, hand_over, tmp_path, by):
    imported = actions.receive_paths(
        by=by, paths=[attendance(tmp_path / "f.csv", days_absent("E1", 3))], with_job=False
    )
    (imported.folder / "tables").mkdir()
    (imported.folder / "tables" / "absences.parquet").write_bytes(b"torn")
    Import.objects.filter(pk=imported.pk).update(state=Import.State.READING)
    imported.refresh_from_db()
    assert actions.read(by=by, imported=imported).state == Import.State.READY
    assert imported.counts["absences"]["new"] == 3


def test_while_a_file_is_applied_the_others_read_on(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "f.csv", days_absent("E1", 40)), apply=False)
    with applying(imported, "stop") as process:
        wait_until_half_way(process)
        began = time.monotonic()
        assert AbsenceEvent.objects.count() == 0
        assert time.monotonic() - began < 1
