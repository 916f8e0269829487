"""The log of reads and writes: append-only, chained, and honest about tampering."""

import random

import pytest
from django.db import DatabaseError, connection, transaction

from skoleporten.access.actor import Actor
from skoleporten.audit import actions, queries
from skoleporten.audit.append_only import protect, unprotect
from skoleporten.audit.models import Event, EventPupil
from tests.factories import make_pupil

pytestmark = pytest.mark.django_db

BY = Actor(
    user_id=1, user_public_id="0d7cf4a0-0000-4000-8000-000000000001", name="Ada", role="school_leader", unit="Lund"
)


def write_log(events: int = 12) -> list[Event]:
    pupils = [make_pupil() for _ in range(5)]
    return [
        actions.record(
            by=BY,
            action="pupils.list",
            purpose="follow_up",
            pupils=[pupil.public_id for pupil in pupils[: 2 + number % 4]],
            details={"page": number, "filter": "ø"},
        )
        for number in range(events)
    ]


def tamper(statement: str, *values: object) -> None:
    """As someone with the database in hand and no care for triggers."""
    for table in ("audit_event", "audit_eventpupil"):
        unprotect(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        cursor.execute(statement, values)
    for table in ("audit_event", "audit_eventpupil"):
        protect(connection, table)


def test_an_untouched_log_is_whole():
    write_log()
    found = queries.verify()
    assert (found.events, found.faults) == (12, ())


def test_an_empty_log_is_whole():
    assert queries.verify().faults == ()


def test_events_are_numbered_without_gaps_and_keep_who_when_what():
    first, second, *_ = write_log(3)
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev == first.mac
    assert (second.actor_name, second.role, second.unit, second.purpose) == (
        "Ada",
        "school_leader",
        "Lund",
        "follow_up",
    )


def test_a_pupil_shown_twice_is_one_row():
    pupil = make_pupil()
    event = actions.record(by=BY, action="x", pupils=[pupil.public_id, str(pupil.public_id)])
    assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]


def test_who_has_looked_at_a_pupil_is_found():
    write_log(4)
    pupil = EventPupil.objects.order_by("-id").first().pupil
    assert all(str(pupil) in {str(row.pupil) for row in event.pupils.all()} for event in queries.of_pupil(pupil))


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_only_inside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=BY, action="x")


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_transaction_that_it_tells_of():
    with transaction.atomic():
        actions.record(by=BY, action="x")
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor_name = 'Eva' WHERE seq = 2",
        "DELETE FROM audit_event WHERE seq = 3",
        "UPDATE audit_eventpupil SET event_id = 1",
        "DELETE FROM audit_eventpupil",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement):
    write_log(3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# Words that the other engine does not have, here and below; each has a stage of its own, so both run in every build.
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
def test_sqlite_refuses_to_replace_a_row():
    """It would walk past a delete trigger."""
    write_log(2)
    columns = ", ".join(field.column for field in Event._meta.concrete_fields)
    copy = f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event WHERE seq = 2"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(copy)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE is PostgreSQL's")
def test_postgresql_refuses_to_truncate():
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event CASCADE")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Eva"),
        ("action", "x"),
        ("purpose", ""),
        ("unit", "Solgård"),
        ("at", "2020-01-01 00:00:00+00"),
        ("mac", "0" * 64),
    ],
)
def test_an_edited_row_is_found(column, value):
    write_log()
    tamper(f"UPDATE audit_event SET {column} = %s WHERE seq = 5", value)
    assert 5 in {fault.seq for fault in queries.verify().faults}


def test_a_deleted_row_is_found():
    write_log()
    tamper("DELETE FROM audit_eventpupil WHERE event_id = 6")
    tamper("DELETE FROM audit_event WHERE seq = 6")
    assert [fault.what for fault in queries.verify().faults] == ["events 6 to 6 are gone"]


def test_two_rows_that_changed_places_are_found():
    write_log()
    unprotect(connection, "audit_event")
    Event.objects.filter(seq=4).update(action="swap")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET mac = (SELECT mac FROM audit_event WHERE seq = 8) WHERE seq = 7")
    protect(connection, "audit_event")
    assert {4, 7} <= {fault.seq for fault in queries.verify().faults}


def test_a_pupil_taken_from_or_put_to_an_event_is_found():
    events = write_log()
    tamper("DELETE FROM audit_eventpupil WHERE id = (SELECT min(id) FROM audit_eventpupil WHERE event_id = 3)")
    EventPupil.objects.create(event=events[7], pupil=make_pupil().public_id)
    assert {fault.seq for fault in queries.verify().faults} == {3, 8}


def test_another_key_verifies_nothing(settings):
    write_log(3)
    settings.AUDIT_KEY = "another"
    assert len(queries.verify().faults) == 3


def test_a_cut_off_end_is_found_with_the_head_that_was_kept():
    write_log()
    head = queries.head()
    tamper("DELETE FROM audit_eventpupil WHERE event_id > 9")
    tamper("DELETE FROM audit_event WHERE seq > 9")
    assert queries.verify().faults == ()
    assert [fault.seq for fault in queries.verify(head).faults] == [12]


def test_an_earlier_head_stays_good_as_the_log_grows():
    write_log(3)
    head = queries.head()
    write_log(3)
    assert queries.verify(head).faults == ()


@pytest.mark.parametrize("seed", range(12))
def test_random_tampering_is_found(seed):
    chance = random.Random(seed)
    write_log(20)
    seq = chance.randrange(1, 20)
    column = chance.choice(
        ["actor_name", "role", "unit", "action", "purpose", "object_id", "request_id", "prev", "mac"]
    )
    if chance.random() < 0.7:
        tamper(f"UPDATE audit_event SET {column} = %s WHERE seq = %s", f"tampered {seed}"[:64], seq)
    else:
        tamper("DELETE FROM audit_eventpupil WHERE event_id = %s", seq)
        tamper("DELETE FROM audit_event WHERE seq = %s", seq)
    assert queries.verify().faults
