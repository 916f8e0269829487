"""The pages of the preparation and the intake meeting, asked as a browser does."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.documents.models import Draft
from skoleporten.intake.models import Meeting, Preparation
from tests.decision_factories import TODAY, in_intake
from tests.factories import make_user_in
from tests.intake_factories import make_team_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(lead):
    return signed_in(lead)


@pytest.fixture
def intake():
    return in_intake()


def the_meeting(**fields) -> dict[str, object]:
    now = timezone.localtime()
    return {
        "client_id": str(uuid.uuid4()), "day": now.date().isoformat(), "time": now.strftime("%H:%M"),
        "place": "Skolegata 1", "pupil_was": "all", "how_pupil_was_heard": "Ola fortalte.", "guardian_0": "yes",
        "other_0_name": "Berit Lie", "other_0_as": "Kontaktlærer", "summary": "Vi snakket om høsten.",
    } | fields  # fmt: skip


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestPreparation:
    def test_each_writes_her_own_and_reads_the_others(self, client, intake):
        address = f"/intake/{intake.public_id}/preparation/"
        signed_in(make_team_member()).post(address, {"stories": "Kollegaens tanker", "version": "0"})
        client.post(address, {"stories": "Mine tanker", "version": "0"})
        assert Preparation.objects.count() == 2
        shown = page(client, address)
        assert "Kollegaens tanker" in shown
        assert "Mine tanker" in shown

    def test_an_old_window_shows_both_texts(self, client, intake):
        address = f"/intake/{intake.public_id}/preparation/"
        client.post(address, {"stories": "Første", "version": "0"})
        shown = client.post(address, {"stories": "Fra gammelt vindu", "version": "0"}).content.decode()
        assert "Første" in shown
        assert "Fra gammelt vindu" in shown
        assert Preparation.objects.get().stories == "Første"

    @pytest.mark.parametrize("role", [Role.GUARDIAN, Role.PUPIL, Role.SCHOOL_LEADER, Role.TEACHER, Role.SPECIALIST])
    def test_nobody_else_opens_it(self, intake, role):
        client = signed_in(make_user_in(role))
        assert client.get(f"/intake/{intake.public_id}/preparation/").status_code == 404


class TestTheMeeting:
    def test_is_written_down_and_leads_on_to_the_decision(self, client, intake):
        address = f"/intake/{intake.public_id}/meeting/"
        answer = client.post(address, the_meeting())
        assert answer["Location"] == f"/intake/{intake.public_id}/decision/"
        made = Meeting.objects.get()
        assert [one.takes_part_as for one in made.participants.all()] == ["Foresatt", "Kontaktlærer"]
        assert "Berit Lie" in page(client, f"/intake/meetings/{made.public_id}/")

    def test_sent_twice_is_one(self, client, intake):
        sent = the_meeting()
        for _ in range(2):
            assert client.post(f"/intake/{intake.public_id}/meeting/", sent).status_code == 302
        assert Meeting.objects.count() == 1

    def test_what_is_missing_is_said_and_the_text_is_kept(self, client, intake):
        address = f"/intake/{intake.public_id}/meeting/"
        sent = the_meeting(pupil_was="not", guardian_0="no", other_1_as="PPT", place="")
        shown = client.post(address, sent).content.decode()
        for name in ("why_pupil_was_not", "guardian_0_why", "other_1_name", "place"):
            assert f"#id_{name}" in shown, name
        assert Draft.objects.filter(form="intake.meeting").exists()
        assert "Vi snakket om høsten." in page(client, address)

    def test_a_meeting_that_is_still_to_come_is_refused(self, client, intake):
        sent = the_meeting(day=(TODAY + dt.timedelta(days=2)).isoformat())
        assert client.post(f"/intake/{intake.public_id}/meeting/", sent).status_code == 200
        assert not Meeting.objects.exists()
