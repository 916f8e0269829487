"""What development work puts on the agenda of the development meeting."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.agendas import sources
from skoleporten.development import agenda
from skoleporten.meetings.models import Meeting
from tests.climate_factories import make_picture, make_staff
from tests.development_factories import make_due, make_idea, make_trial

pytestmark = pytest.mark.django_db


def keys(source, by_date: dt.date | None = None) -> list[str]:
    scope = SimpleNamespace(by_date=by_date or timezone.localdate(), meeting=Meeting())
    return [one.key for one in source(scope)]


def test_the_meeting_is_offered_what_is_due_by_its_day():
    due, later = make_due(make_staff()), make_trial(make_staff())
    make_idea(make_staff())
    assert keys(agenda.trials) == [f"trial:{due.public_id}"]
    assert keys(agenda.trials, later.evaluate_on) == [f"trial:{due.public_id}", f"trial:{later.public_id}"]


def test_the_newest_picture_is_offered_until_something_is_tried_because_of_it():
    lead = make_staff(Role.LEAD)
    make_picture(lead, closed_on=timezone.localdate() - dt.timedelta(days=40))
    newest = make_picture(lead)
    assert keys(agenda.pictures) == [f"pulse:{newest.public_id}"]
    make_trial(lead, origin="climate", origin_id=newest.public_id)
    assert keys(agenda.pictures) == []


def test_an_old_picture_is_offered_no_more():
    make_picture(make_staff(Role.LEAD), closed_on=timezone.localdate() - dt.timedelta(days=61))
    assert keys(agenda.pictures) == []


def test_both_are_asked_for_through_the_registry():
    assert agenda.trials in sources.SOURCES["trials"]
    assert agenda.pictures in sources.SOURCES["climate"]
