"""What stands in the week each week: placed and changed by the lead, and never written over."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.timetable import shipped_entries
from skoleporten.week import entries
from skoleporten.week.entries import Wanted, ship, ship_after_migrating
from skoleporten.week.models import Entry
from tests.factories import actor_of, make_pupil
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.week_factories import make_entry

pytestmark = pytest.mark.django_db


def wanted(**values) -> Wanted:
    values.setdefault("name_nb", "Fellestid")
    values.setdefault("days", [1, 3])
    values.setdefault("starts", dt.time(9, 30))
    values.setdefault("ends", dt.time(9, 40))
    return Wanted(**values)


def add(lead, **values) -> Entry:
    return entries.add(by=actor_of(lead), wanted=wanted(**values), client_id=uuid.uuid4())


def test_the_three_of_the_slides_are_there_without_a_weekday():
    ship()
    told = {entry.code: (entry.weekdays, entry.starts) for entry in Entry.objects.exclude(code=None)}
    assert told == {one.code: ("", one.slot.starts) for one in shipped_entries()}
    assert {"Ressursteam", "Driftstid", "Utviklingstid"} <= {str(entry) for entry in Entry.objects.all()}


def test_what_the_municipality_has_placed_comes_back_unchanged():
    ship()
    Entry.objects.filter(code="running").update(weekdays="01234", name_nb="Drift")
    ship_after_migrating(None, using="default")
    assert Entry.objects.filter(code="running").values_list("weekdays", "name_nb").get() == ("01234", "Drift")


def test_the_lead_places_it_and_its_history_is_kept():
    ship()
    lead, entry = make_lead(), Entry.objects.get(code="resource-team")
    placed = entries.change(
        by=actor_of(lead), entry=entry, seen_version=1,
        wanted=wanted(name_nb="Ressursteam", days=[2, 0], starts=entry.starts, ends=entry.ends),
    )  # fmt: skip
    assert (placed.weekdays, placed.days, placed.version) == ("02", (0, 2), 2)
    assert placed.is_on(dt.date(2026, 11, 23))
    assert not placed.is_on(dt.date(2026, 11, 24))
    assert [row.weekdays for row in placed.history.all()] == ["02", ""]
    event = Event.objects.get(action="week.entry_changed")
    assert (event.object_id, event.details["weekdays"]) == (str(entry.public_id), "02")


def test_a_form_sent_twice_is_one_entry_and_of_another_thing_is_refused():
    by, client_id = actor_of(make_lead()), uuid.uuid4()
    first = entries.add(by=by, wanted=wanted(), client_id=client_id)
    assert entries.add(by=by, wanted=wanted(), client_id=client_id) == first
    with pytest.raises(RefusedError, match="Åpne siden på nytt"):
        entries.add(by=by, wanted=wanted(name_nb="Noe annet"), client_id=client_id)


def test_two_who_change_it_at_once_never_write_over_each_other():
    lead = make_lead()
    entry = add(lead)
    entries.change(by=actor_of(lead), entry=entry, wanted=wanted(days=[0]), seen_version=1)
    with pytest.raises(ChangedMeanwhileError) as told:
        entries.change(by=actor_of(lead), entry=entry, wanted=wanted(days=[4]), seen_version=1)
    assert told.value.now.weekdays == "0"
    same = entries.change(by=actor_of(lead), entry=entry, wanted=wanted(days=[0]), seen_version=1)
    assert same.version == 2, "the same again, as after a double click, is no conflict"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_nb": "  "}, "Skriv hva det heter"),
        ({"days": [5]}, "mandag til fredag"),
        ({"ends": dt.time(9, 30)}, "slutte senere"),
    ],
)
def test_what_can_not_stand_in_a_week_is_refused(wrong, said):
    with pytest.raises(RefusedError, match=said):
        add(make_lead(), **wrong)


def test_no_name_of_a_pupil_stands_in_the_week():
    lead = make_lead()
    make_intake(make_pupil("Kanariline", "Kanarisen"))
    with pytest.raises(RefusedError, match="ser ut til å nevne en elev"):
        add(lead, name_nb="Ro med Kanariline")


def test_only_the_lead_sets_the_week():
    with pytest.raises(RefusedError, match="lederen av teamet"):
        add(make_team_member())


@pytest.mark.parametrize("wrong", [{"starts": dt.time(13), "ends": dt.time(12)}, {"name_nb": ""}])
def test_the_database_itself_keeps_an_entry_whole(wrong):
    values = {"name_nb": "A", "starts": dt.time(8, 30), "ends": dt.time(9, 30), **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**values)


def test_a_name_that_is_not_said_in_a_language_is_said_in_bokmaal():
    entry = make_entry("Fellestid", name_en="Common time")
    from django.utils.translation import override

    for language, name in (("nb", "Fellestid"), ("nn", "Fellestid"), ("en", "Common time")):
        with override(language):
            assert entry.name == name
