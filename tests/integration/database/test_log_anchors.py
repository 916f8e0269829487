"""Where the log stood is kept outside the database each hour, and by e-mail where an address is given."""

import datetime as dt
import os
import stat

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from skoleporten.access.actor import software
from skoleporten.audit import anchors, jobs, queries
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

pytestmark = pytest.mark.django_db
NINE = dt.datetime(2026, 11, 22, 21, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ANCHORS_FOLDER = str(tmp_path / "anchors")
    return tmp_path / "anchors"


def log_something() -> None:
    with transaction.atomic():
        record(by=software("test"), action="x")


def set_clock_of_file(at: dt.datetime) -> None:
    os.utime(anchors.file(), (at.timestamp(), at.timestamp()))


def test_an_anchor_is_one_line_with_time_number_and_mac():
    log_something()
    assert jobs.anchor_when_due(NINE)
    seq, _, mac = queries.head().partition(":")
    assert anchors.file().read_text() == f"2026-11-22T21:05:00+00:00 {seq} {mac}\n"


def test_the_log_is_anchored_once_an_hour():
    log_something()
    assert jobs.anchor_when_due(NINE)
    set_clock_of_file(NINE)
    assert not jobs.anchor_when_due(NINE + dt.timedelta(minutes=54))
    assert jobs.anchor_when_due(NINE + dt.timedelta(minutes=55))
    assert len(anchors.kept_anchors()) == 2


def test_the_file_is_only_added_to_and_is_for_us_alone():
    for number in range(3):
        log_something()
        anchors.keep(queries.head(), NINE + dt.timedelta(hours=number))
    assert [anchor.seq for anchor in anchors.kept_anchors()] == [1, 2, 3]
    assert stat.S_IMODE(anchors.file().stat().st_mode) == 0o600


def test_verifying_compares_with_every_anchor_by_itself():
    for _ in range(3):
        log_something()
        anchors.keep(queries.head(), NINE)
    found = queries.verify()
    assert (found.anchors, found.faults) == (3, ())


def test_an_anchor_of_an_empty_log_says_nothing_against_it():
    anchors.keep(queries.head(), NINE)
    log_something()
    assert queries.verify().faults == ()


def test_a_line_that_is_no_anchor_is_refused_with_its_place(folder):
    anchors.keep(queries.head(), NINE)
    with anchors.file().open("a") as file:
        file.write("2026-11-22T22:05:00+00:00 7 short\n")
    with pytest.raises(RefusedError, match="line 2"):
        queries.verify()


def test_an_anchor_is_sent_only_where_an_address_is_given(settings):
    jobs.anchor_when_due(NINE)
    assert not DBTaskResult.objects.exists()
    settings.ANCHOR_RECEIVERS = ["log@example.org"]
    set_clock_of_file(NINE - dt.timedelta(hours=1))
    assert jobs.anchor_when_due(NINE)
    assert DBTaskResult.objects.get().task_path.endswith("send_anchor")


def test_the_e_mail_holds_the_anchor_and_no_more(settings):
    settings.ANCHOR_RECEIVERS = ["log@example.org"]
    anchor = anchors.keep(queries.head(), NINE)
    jobs.send_anchor.call(anchor.line)
    (sent,) = mail.outbox
    assert (sent.to, sent.body) == (["log@example.org"], f"{anchor.line}\n")


def test_a_folder_that_can_not_be_written_stops_nothing_and_is_said_once(settings, tmp_path, caplog):
    from skoleporten.cli.supervisor import anchor_the_log

    (tmp_path / "a file").write_text("")
    settings.ANCHORS_FOLDER = str(tmp_path / "a file" / "in it")
    anchor_the_log()
    anchor_the_log()
    assert caplog.text.count("could not be anchored") == 1
