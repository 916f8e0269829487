"""POST /today/marks/: each mark of a device is answered for by its own id, and stored once however often it comes."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.audit.models import Event
from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark
from skoleporten.web.presence.marks import MOST_AT_ONCE
from tests.factories import make_pupil, make_school, make_school_leader
from tests.intake_factories import make_case, make_lead, make_team_member

pytestmark = pytest.mark.django_db


def mark_of(case: Case, kind: str = "arrived", /, **fields) -> dict[str, object]:
    now = timezone.now().isoformat()
    return {"id": str(uuid.uuid4()), "case": str(case.public_id), "kind": kind, "at": now, "sent_at": now} | fields


def send(client: Client, *marks: object, **body):
    return client.post(
        reverse("marks"), json.dumps({"marks": marks} | body), content_type="application/json",
        headers={"accept": "application/json"},
    )  # fmt: skip


def outcomes(answer) -> list[str]:
    assert answer.status_code == 200
    return [one["outcome"] for one in answer.json()["answers"]]


@pytest.fixture
def at_the_door(client) -> User:
    user = make_team_member()
    client.force_login(user)
    return user


def test_a_mark_is_stored_and_the_same_one_again_is_not_stored_again(client, at_the_door):
    mark = mark_of(make_case())
    assert outcomes(send(client, mark)) == ["stored"]
    assert outcomes(send(client, mark, mark)) == ["already", "already"]
    assert Mark.objects.get().mark_id == uuid.UUID(mark["id"])


def test_each_mark_is_answered_by_its_id_and_the_version_of_the_board_is_told(client, at_the_door):
    first, second = mark_of(case := make_case()), mark_of(case, "left")
    told = send(client, first, second).json()
    assert {one["id"] for one in told["answers"]} == {first["id"], second["id"]}
    assert told["board_version"] > 0


def test_an_undo_that_overtakes_its_mark_on_the_line_is_kept(client, at_the_door):
    mark = mark_of(case := make_case())
    assert outcomes(send(client, mark_of(case, "undo", undoes=mark["id"]))) == ["stored"]
    assert outcomes(send(client, mark)) == ["stored"]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "correction"},
        {"kind": ["arrived"]},
        {"case": "nobody"},
        {"case": None},
        {"at": "yesterday"},
        {"at": "2026-11-23T09:00:00"},
        {"at": "9999-12-31T23:59:59-23:59"},
        {"place": "the moon"},
        {"with_whom": "a\0b"},
        {"with_whom": "\ud800"},
        {"rating": 6},
        {"kind": "undo", "undoes": 7},
    ],
    ids=str,
)
def test_a_mark_that_can_not_be_read_is_refused_by_itself_and_holds_no_other_back(client, at_the_door, fault):
    case = make_case()
    wrong, right = mark_of(case, **fault), mark_of(case)
    told = {one["id"]: one for one in send(client, wrong, right).json()["answers"]}
    assert told[wrong["id"]]["outcome"] == "refused"
    assert told[wrong["id"]]["why"]
    assert told[right["id"]]["outcome"] == "stored"


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"marks": 1}', '{"marks": [1]}', '{"marks": [{"id": 1}]}', '{"marks": [{"id": "x"}]}', "\0"],
)
def test_a_body_that_is_no_list_of_marks_is_a_bad_request(client, at_the_door, body):
    answer = client.post(reverse("marks"), body, content_type="application/json")
    assert answer.status_code == 400


def test_more_at_once_than_a_device_sends_is_a_bad_request(client, at_the_door):
    marks = [{"id": str(uuid.uuid4())} for _ in range(MOST_AT_ONCE + 1)]
    assert send(client, *marks).status_code == 400


def test_a_pupil_out_of_view_is_refused_in_the_same_words_as_nobody(client, at_the_door):
    hidden = make_case()
    hidden.pupil.protected = True
    hidden.pupil.save()
    answers = send(client, mark_of(hidden), mark_of(hidden, case=str(uuid.uuid4()))).json()["answers"]
    assert [one["outcome"] for one in answers] == ["refused", "refused"]
    assert answers[0]["why"] == answers[1]["why"]
    assert not Mark.objects.exists()


def test_a_queue_of_another_person_in_the_same_browser_is_not_taken(client, at_the_door):
    answer = send(client, mark_of(make_case()), user=str(make_team_member().public_id))
    assert answer.status_code == 403
    assert not Mark.objects.exists()
    assert outcomes(send(client, mark_of(make_case()), user=str(at_the_door.public_id))) == ["stored"]


def test_without_a_session_a_device_is_told_so_and_not_sent_to_a_page(client):
    assert send(client, mark_of(make_case())).status_code == 401
    assert client.get(reverse("board_device"), headers={"accept": "application/json"}).status_code == 401


def test_without_the_second_factor_a_device_is_told_so_too(client, at_the_door):
    session = client.session
    del session["second_factor"]
    session.save()
    assert send(client, mark_of(make_case())).status_code == 401


def test_a_stale_token_is_refused_with_the_mark_unread(at_the_door):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(at_the_door)
    assert send(strict, mark_of(make_case())).status_code == 403
    assert not Mark.objects.exists()


def test_only_the_team_and_its_lead_mark(client):
    client.force_login(make_school_leader(make_school()))
    assert send(client, mark_of(make_case())).status_code == 404
    client.force_login(make_lead())
    assert outcomes(send(client, mark_of(make_case()))) == ["stored"]


def test_each_mark_that_is_stored_is_in_the_log_with_its_pupil(client, at_the_door):
    case = make_case()
    mark = mark_of(case)
    send(client, mark)
    send(client, mark)
    event = Event.objects.get(action="presence.marked")
    assert [row.pupil for row in event.pupils.all()] == [case.pupil.public_id]


def test_a_device_gets_the_card_as_it_is_now_logged_and_only_of_a_pupil_in_view(client, at_the_door):
    case, ended = make_case(make_pupil("Kari", "Berg")), make_case(ended_at=timezone.now(), state="closed")
    send(client, mark_of(case))
    shown = client.get(reverse("board_card", args=[case.public_id])).content.decode()
    assert 'data-state="here"' in shown
    assert ">Kari<" in shown
    event = Event.objects.filter(action="presence.board").latest("seq")
    assert [row.pupil for row in event.pupils.all()] == [case.pupil.public_id]
    assert client.get(reverse("board_card", args=[ended.public_id])).status_code == 404


def test_a_card_that_comes_alone_still_tells_two_of_one_name_apart(client, at_the_door):
    case, _other = make_case(make_pupil("Kari", "Berg")), make_case(make_pupil("Kari", "Lie"))
    assert ">Kari B.<" in client.get(reverse("board_card", args=[case.public_id])).content.decode()
