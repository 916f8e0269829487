"""The intake meeting: who was there, how the pupil was heard, and the staff's own thoughts beforehand."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake import meetings
from skoleporten.intake.meetings import Attendee, Held
from skoleporten.intake.models import Meeting, Preparation
from skoleporten.rules.errors import RefusedError
from tests.decision_factories import in_intake, make_meeting
from tests.factories import actor_of
from tests.intake_factories import make_intake, make_lead, make_team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return actor_of(make_lead())


def prepare(by, intake, version=0, **texts):
    told = {"stories": "Begge fortellinger står.", "lacking": "", "questions": "Hvem henter ham?"} | texts
    return meetings.prepare(by=by, intake=intake, version=version, **told)


def test_a_meeting_says_who_was_there_and_as_what():
    made = make_meeting()
    assert [(one.takes_part_as, one.was_there) for one in made.participants.all()] == [
        ("Foresatt", True), ("Kontaktlærer", True),
    ]  # fmt: skip
    assert Event.objects.filter(action="intake.meeting_recorded").count() == 1


def test_a_meeting_sent_twice_is_one(lead):
    intake, same = in_intake(), uuid.uuid4()
    held = Held(timezone.now(), "Rom 2", "all", "Fortalte selv.", "Kort møte.")
    first, second = (meetings.hold(by=lead, intake=intake, held=held, client_id=same) for _ in range(2))
    assert first == second
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("was", ["part", "not"])
def test_a_pupil_who_was_not_there_the_whole_time_has_a_reason(was):
    with pytest.raises(RefusedError):
        make_meeting(pupil_was=was)
    made = make_meeting(pupil_was=was, why_pupil_was_not="Ola ville heller tegne.")
    assert made.why_pupil_was_not


def test_a_pupil_is_always_heard():
    with pytest.raises(RefusedError):
        make_meeting(how_pupil_was_heard="  ")


def test_somebody_who_was_not_there_has_a_reason():
    with pytest.raises(RefusedError):
        make_meeting(attendees=(Attendee("Per", "Far", was_there=False),))
    made = make_meeting(attendees=(Attendee("Per", "Far", was_there=False, why_not="På jobb"),))
    assert made.participants.get().why_not == "På jobb"


def test_a_meeting_that_has_not_been_is_not_written_down():
    with pytest.raises(RefusedError):
        make_meeting(held_at=timezone.now() + dt.timedelta(hours=1))


def test_a_meeting_of_an_intake_that_has_ended_is_refused():
    with pytest.raises(RefusedError):
        make_meeting(in_intake(state="declined", ended_at=timezone.now()))


def test_a_meeting_needs_a_pupil_of_the_register(lead):
    held = Held(timezone.now(), "Rom 2", "all", "Fortalte selv.", "Kort møte.")
    with pytest.raises(RefusedError):
        meetings.hold(by=lead, intake=make_intake(pupil_is_known=False), held=held, client_id=uuid.uuid4())


def test_each_on_the_staff_prepares_for_herself(lead):
    intake, colleague = in_intake(), actor_of(make_team_member())
    prepare(lead, intake)
    prepare(colleague, intake, questions="Noe annet?")
    assert Preparation.objects.filter(intake=intake).count() == 2


def test_an_old_window_does_not_write_over_a_newer_text(lead):
    intake = in_intake()
    prepare(lead, intake)
    prepare(lead, intake, version=1, lacking="Skolens fortelling")
    with pytest.raises(RefusedError):
        prepare(lead, intake, version=1, lacking="noe gammelt")
    assert Preparation.objects.get().lacking == "Skolens fortelling"
