"""A trial that is due stands on the agenda of the development meeting, and opens from there."""

from __future__ import annotations

import pytest
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.agendas.queries import agenda
from tests.climate_factories import make_picture, make_staff
from tests.development_factories import make_due, make_trial
from tests.factories import actor_of
from tests.meeting_factories import make_participant, make_team_meeting, shipped_kind
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_the_development_meeting_has_it_and_no_other_kind():
    lead, today = make_staff(Role.LEAD), timezone.localdate()
    due, picture = make_due(lead), make_picture(lead)
    make_trial(lead)
    keys = {
        code: [one.key for one in agenda(make_team_meeting(shipped_kind(code)), actor_of(lead), today).entries]
        for code in ("development", "coordination", "guidance")
    }
    assert keys["development"] == [f"trial:{due.public_id}", f"pulse:{picture.public_id}"]
    assert not [key for code in ("coordination", "guidance") for key in keys[code] if key[:5] in {"trial", "pulse"}]


def test_the_item_opens_the_trial_beside_the_agenda_for_whoever_may_read_it():
    lead, specialist = make_staff(Role.LEAD), make_staff(Role.SPECIALIST)
    due = make_due(lead, about="Hvem møter ved døra?")
    meeting = make_team_meeting(shipped_kind("development"))
    make_participant(meeting, specialist)
    address = f"/meetings/{meeting.public_id}/agenda/trial/{due.public_id}/"
    own = signed_in(lead).get(address).content.decode()
    assert f"/development/{due.public_id}/" in own
    theirs = signed_in(specialist).get(address)
    assert "Hvem møter ved døra?" in theirs.content.decode()
    assert f"/development/{due.public_id}/" not in theirs.content.decode()
