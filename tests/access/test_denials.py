"""Who was denied what is in the log, and neither the answer nor the time it takes tells why. No log, no page."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit import append_only
from skoleporten.audit.models import Event, EventPupil
from skoleporten.concerns.models import Concern
from tests.factories import make_user
from tests.made_up_school import pupils_at
from tests.pages import content_of

NOBODY = "00000000-0000-4000-8000-000000000000"


def denials() -> list[Event]:
    return list(Event.objects.filter(action="access.denied"))


@pytest.mark.parametrize("page", ["pupil", "pupil_days_file", "pupil_weeks_file"])
def test_a_pupil_out_of_view_is_logged_as_denied_and_not_as_shown(made, signed_in, page):
    pupil = pupils_at(made.school)[0]
    assert signed_in(made.stranger).get(reverse(page, args=[pupil.public_id])).status_code == 404
    (event,) = denials()
    assert (event.actor_name, event.object_id) == (str(made.stranger), str(pupil.public_id))
    assert event.details == {"page": page, "exists": True}
    assert not EventPupil.objects.exists()


def test_a_concern_out_of_view_is_logged_too(made, signed_in):
    concern = Concern.objects.filter(school=made.school).first()
    signed_in(made.stranger).post(
        reverse("concern_close", args=[concern.public_id]), {"decision": "nothing", "reason": "x"}
    )
    assert [event.details["exists"] for event in denials()] == [True]


def test_a_role_that_may_not_is_logged(made, signed_in):
    pupil = pupils_at(made.school)[0]
    signed_in(made.administrator).get(reverse("pupil", args=[pupil.public_id]))
    (event,) = denials()
    assert (event.role, event.details) == ("administrator", {"page": "pupil", "exists": True})


def test_a_person_without_any_role_is_logged_by_name(made, signed_in):
    user = make_user("without.role")
    assert signed_in(user).get(reverse("pupils")).status_code == 404
    (event,) = denials()
    assert (event.actor, event.role) == (str(user.public_id), "none")


def test_the_answer_and_the_work_are_the_same_whether_the_pupil_exists_or_not(made, signed_in):
    client = signed_in(made.stranger)
    answers, statements = [], []
    for asked in (pupils_at(made.school)[0].public_id, NOBODY):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answers.append(client.get(reverse("pupil", args=[asked])))
        statements.append([query["sql"].split(" ")[0] for query in captured])
    assert content_of(answers[0]) == content_of(answers[1])
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert statements[0] == statements[1]
    assert [event.details["exists"] for event in denials()] == [True, False]


def test_a_minute_that_ends_between_two_answers_does_not_make_them_differ(made, signed_in, time_machine):
    before = timezone.now().replace(second=59)
    time_machine.move_to(before, tick=False)
    client, address = signed_in(made.stranger), reverse("pupil", args=[NOBODY])
    first = client.get(address)
    time_machine.move_to(before + dt.timedelta(seconds=1), tick=False)
    second = client.get(address)
    assert first.content.count(b"printed-at") == 1
    assert content_of(first) == content_of(second)


def test_who_is_not_signed_in_is_sent_to_the_way_in_and_not_logged(made):
    Client().get(reverse("pupils"))
    assert not denials()


class RefusingLog:
    """The database takes everything but the log."""

    def __enter__(self) -> Self:
        self.wrapper = connection.execute_wrapper(self.refuse)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *told: object) -> None:
        self.wrapper.__exit__(*told)

    @staticmethod
    def refuse(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "audit_'):
            raise DatabaseError("disk full")
        return execute(sql, params, many, context)


@pytest.mark.parametrize("page", ["pupil", "pupil_days_file", "pupil_weeks_file"])
def test_without_a_log_no_page_about_a_pupil_is_shown(made, signed_in, page):
    pupil, client = pupils_at(made.school)[0], signed_in(made.owner)
    client.raise_request_exception = False
    with RefusingLog():
        answer = client.get(reverse(page, args=[pupil.public_id]))
    assert answer.status_code == 500
    assert pupil.full_name not in answer.content.decode()
    assert client.get(reverse(page, args=[pupil.public_id])).status_code == 200


@pytest.mark.parametrize("page", ["start", "pupils", "concerns", "concerns_file"])
def test_without_a_log_no_list_is_shown(made, signed_in, page):
    client = signed_in(made.owner)
    client.raise_request_exception = False
    with RefusingLog():
        answer = client.get(reverse(page))
    assert answer.status_code == 500
    assert not [one for one in pupils_at(made.school) if one.full_name in answer.content.decode()]


def test_without_a_log_a_denied_answer_tells_no_more_than_one_about_nobody(made, signed_in):
    client = signed_in(made.stranger)
    client.raise_request_exception = False
    with RefusingLog():
        answers = [client.get(reverse("pupil", args=[one])) for one in (pupils_at(made.school)[0].public_id, NOBODY)]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[0].content == answers[1].content


def test_without_a_log_nothing_is_written_either(made, signed_in):
    client, concern = signed_in(made.owner), Concern.objects.filter(school=made.school, state="open").first()
    client.raise_request_exception = False
    with RefusingLog():
        client.post(
            reverse("concern_close", args=[concern.public_id]),
            {"decision": "followed_up", "reason": "Spoken with the home"},
        )
    concern.refresh_from_db()
    assert concern.state == "open"


def test_the_triggers_are_on_the_tables_of_the_log():
    assert {"audit_event", "audit_eventpupil"} <= set(append_only.APPEND_ONLY_TABLES)
