"""Sixteen who mark at the same moment, on a real database with real transactions: nobody waits in vain."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from skoleporten.audit.models import Event
from skoleporten.presence.models import Mark, PresenceDay
from skoleporten.presence.projection import rebuild_all
from skoleporten.presence.receiving import receive
from skoleporten.presence.sent import Answer, Outcome
from tests.factories import actor_of
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.presence_factories import at, make_sent

WRITERS, CASES = 16, 4


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_get_no_lock_error_and_each_mark_is_stored_once():
    lead = make_lead()
    cases = [make_case(owner=lead) for _ in range(CASES)]
    people = [actor_of(make_team_member()) for _ in range(WRITERS)]
    together = threading.Barrier(WRITERS)
    failed: list[BaseException] = []
    answers: list[Answer] = []

    def write(number: int) -> None:
        """Each taps for two pupils, and sends all of it twice as a phone does that lost the answer."""
        came = at("08.00") + dt.timedelta(minutes=number)
        chosen = [cases[number % CASES], cases[(number + 1) % CASES]]
        sent = [make_sent(case, "arrived", came) for case in chosen]
        sent += [make_sent(chosen[0], "left", came + dt.timedelta(minutes=45))]
        together.wait()
        try:
            answers.extend(receive(by=people[number], marks=[*sent, *sent], now=at("10.00")))
        except Exception as error:  # noqa: BLE001  (told by the test itself)
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert failed == []
    outcomes = [answer.outcome for answer in answers]
    assert (outcomes.count(Outcome.STORED), outcomes.count(Outcome.ALREADY)) == (3 * WRITERS, 3 * WRITERS)
    assert Mark.objects.count() == Event.objects.filter(action="presence.marked").count() == 3 * WRITERS
    told = list(PresenceDay.objects.order_by("case").values("case", "minutes", "looks", "last_mark"))
    assert len(told) == CASES
    for case in cases:
        rebuild_all(case)
    assert list(PresenceDay.objects.order_by("case").values("case", "minutes", "looks", "last_mark")) == told
