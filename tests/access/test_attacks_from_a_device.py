"""Ways that a device, or somebody who says to be one, could try to stop the board or to write on it."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark
from tests.access.device import mark_of, send
from tests.case_factories import make_named_case
from tests.factories import (
    make_guardian,
    make_guardianship,
)
from tests.intake_factories import make_lead, make_team_member
from tests.judgement_factories import make_round
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
HIS_WORDS = "Kanarihvisking: jeg er redd for døra."


@pytest.fixture
def lead():
    return make_lead()


@pytest.fixture
def case(lead) -> Case:
    return make_named_case(lead)


# What a device sends --------------------------------------------------------------------------------------------------
FIRST_YEAR, LAST_YEAR = "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"


@pytest.mark.parametrize(
    "times",
    [
        {"at": FIRST_YEAR}, {"at": LAST_YEAR}, {"sent_at": FIRST_YEAR}, {"sent_at": LAST_YEAR},
        {"at": FIRST_YEAR, "sent_at": LAST_YEAR}, {"at": LAST_YEAR, "sent_at": FIRST_YEAR},
        {"at": FIRST_YEAR, "sent_at": FIRST_YEAR}, {"at": LAST_YEAR, "sent_at": LAST_YEAR},
    ],
    ids=str,
)  # fmt: skip
def test_a_clock_of_another_age_holds_no_other_mark_back(lead, case, times):
    right = mark_of(case)
    answer = send(lead, json.dumps({"marks": [mark_of(case, **times), right]}))
    assert answer.status_code == 200
    assert {one["id"]: one["outcome"] for one in answer.json()["answers"]}[right["id"]] == "stored"
    assert Mark.objects.filter(mark_id=right["id"], held_for="").exists()


DEEP = "[" * 200_000 + "]" * 200_000


@pytest.mark.parametrize(
    "body",
    [DEEP, f'{{"marks": [{{"id": "{uuid.uuid4()}", "x": {DEEP}}}]}}', '{"marks": [' + "9" * 5000 + "]}"],
    ids=["a deep body", "a deep mark", "a huge number"],
)
def test_a_body_that_would_exhaust_the_server_is_a_bad_request(lead, body):
    assert send(lead, body).status_code == 400


@pytest.mark.parametrize("depth", [50, 400, 700, 850, 950, 990])
def test_a_mark_within_marks_holds_no_other_mark_back(lead, case, depth):
    right, within = mark_of(case), "[" * depth + "]" * depth
    wrong = json.dumps(mark_of(case, kind="ODD")).replace('"ODD"', within)
    answer = send(lead, f'{{"marks": [{wrong}, {json.dumps(right)}]}}')
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or [one["outcome"] for one in answer.json()["answers"]] == ["stored", "refused"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1" + "0" * 400, "true", '{"a": [1]}', "[[]]"])
@pytest.mark.parametrize("name", ["case", "kind", "at", "sent_at", "place", "undoes", "rating"])
def test_a_mark_of_odd_types_is_refused_by_itself(lead, case, name, value):
    mark = json.dumps(mark_of(case) | {name: "ODD"}).replace('"ODD"', value)
    answer = send(lead, f'{{"marks": [{mark}]}}')
    assert answer.status_code == 200
    assert answer.json()["answers"][0]["outcome"] == "refused"


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
def test_a_form_of_another_site_is_no_list_of_marks(lead, case, content_type):
    """What a browser sends without asking first is not read, whatever token it bears."""
    body = json.dumps({"marks": [mark_of(case)]})
    assert send(lead, body, content_type).status_code == 400
    assert not Mark.objects.exists()


def test_marks_without_the_token_are_refused(lead, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    body = json.dumps({"marks": [mark_of(case)]})
    assert client.post(reverse("marks"), body, content_type="application/json").status_code == 403
    assert not Mark.objects.exists()


@pytest.mark.parametrize("hidden", ["barred", "family", "protected"])
def test_marks_of_a_pupil_above_all_rows_are_refused_as_for_nobody(lead, case, hidden):
    member = make_team_member()
    if hidden == "barred":
        make_guardianship(case.pupil, make_guardian(member), barred_from=TODAY, barred_source="T", decides="none")
    elif hidden == "family":
        make_guardianship(case.pupil, make_guardian(member))
    else:
        case.pupil.protected = True
        case.pupil.save()
    before = (timezone.now() - dt.timedelta(days=3)).isoformat()
    sent = [mark_of(case), mark_of(case, at=before), mark_of(case) | {"case": str(uuid.uuid4())}]
    told = [(one["outcome"], one["why"]) for one in send(member, json.dumps({"marks": sent})).json()["answers"]]
    assert len(set(told)) == 1
    assert told[0][0] == "refused"


def test_a_replay_after_the_role_has_ended_stores_nothing(lead, case):
    member = make_team_member()
    client, body = signed_in(member), json.dumps({"marks": [mark_of(case)]})
    member.grants.update(end=TODAY - DAY)
    answer = client.post(
        reverse("marks"), body, content_type="application/json", headers={"accept": "application/json"}
    )
    assert answer.status_code in {401, 403, 404}
    assert not Mark.objects.exists()


# Addresses that no clock has ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "before",
    ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"],
)
def test_the_timeline_before_a_day_that_no_clock_has_is_a_page(lead, case, before):
    make_round(case)
    address = reverse("case_timeline", args=[case.public_id])
    assert signed_in(lead).get(address, {"before": before}).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "x" * 1000])
def test_the_board_on_a_day_that_no_calendar_has_is_a_page(lead, case, day):
    for address in (reverse("board"), reverse("board_pupil", args=[case.public_id])):
        assert signed_in(lead).get(address, {"day": day}).status_code == 200
    assert signed_in(lead).get(reverse("case_presence", args=[case.public_id]), {"day": day}).status_code == 200
