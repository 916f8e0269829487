"""Who is away and who steps in. Nobody is asked why."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.notices.models import Notice
from skoleporten.rig import away, queries
from skoleporten.rig.away import Told
from skoleporten.rig.models import Away
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.rig_factories import make_away, make_holding

pytestmark = pytest.mark.django_db
# A Monday.
DAY = dt.date(2026, 6, 1)


def on(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def tell(user, first=0, last=0, stand_in=None, by=None, **fields) -> Away:
    told = Told(fields.get("kind", "away"), on(first), on(last), stand_in)
    return away.tell(by=actor_of(by or user), user=user, told=told, client_id=fields.get("client_id", uuid.uuid4()))


def test_one_tells_that_one_is_away_and_who_steps_in():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    row = tell(siri, 0, 2, bo, kind="holiday")
    assert queries.away_on(on(1)) == {siri.pk: row}
    assert queries.away_on(on(1))[siri.pk].stand_in == bo
    assert queries.away_on(on(3)) == {}
    assert siri not in queries.on_duty(on(2))
    assert siri in queries.staff_on(on(2))
    assert [(one.user, one.link) for one in Notice.objects.all()] == [(bo, f"/rig/away/{row.public_id}/")]
    logged = Event.objects.get(action="rig.away_told")
    assert logged.details == {"kind": "holiday", "has_stand_in": True}


def test_only_a_lead_tells_of_somebody_elses_days():
    siri, bo, lead = make_team_member(), make_team_member(), make_lead()
    with pytest.raises(RefusedError, match="Bare en leder"):
        tell(siri, by=bo)
    row = tell(siri, by=lead)
    with pytest.raises(RefusedError, match="Bare en leder"):
        away.withdraw(by=actor_of(bo), away=row)


def test_the_stand_in_must_work_here_and_be_here_all_those_days():
    siri, bo = make_team_member("siri"), make_team_member("bo berg")
    with pytest.raises(RefusedError, match="jobber ikke her"):
        tell(siri, 0, 2, make_user_in("school_leader"))
    tell(bo, 2, 4)
    with pytest.raises(RefusedError, match=r"Bo Berg er borte 3\. juni – 5\. juni"):
        tell(siri, 0, 2, bo)
    tell(siri, 0, 1, bo)


def test_a_circle_of_stand_ins_is_refused_in_words():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    tell(bo, 2, 4, siri)
    with pytest.raises(RefusedError, match="ring"):
        tell(siri, 0, 2, bo)


def test_a_chain_of_stand_ins_is_refused_with_the_third_by_name():
    siri, bo, chi = make_team_member("siri"), make_team_member("bo"), make_team_member("chi")
    tell(bo, 2, 4, chi)
    with pytest.raises(RefusedError, match="Chi tar over da"):
        tell(siri, 0, 2, bo)


def test_nobody_steps_in_for_oneself():
    siri = make_team_member()
    with pytest.raises(RefusedError, match="seg selv"):
        tell(siri, 0, 2, siri)


def test_a_stand_in_who_falls_ill_is_not_refused_and_leaves_the_day_open():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    tell(siri, 0, 2, bo)
    tell(bo, 1, 1)
    assert queries.away_on(on(0))[siri.pk].stand_in == bo
    assert queries.away_on(on(1))[siri.pk].stand_in is None
    told = {row.user: days for row, days in queries.without_stand_in(on(0), on(6))}
    assert told == {siri: [on(1)], bo: [on(1)]}
    assert [row.user for row in queries.steps_in_for(bo.pk, on(1), on(1))] == [siri]


def test_a_stand_in_whose_account_is_closed_does_not_step_in():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    tell(siri, 0, 0, bo)
    bo.is_active = False
    bo.save()
    assert queries.away_on(on(0))[siri.pk].stand_in is None
    assert [days for _row, days in queries.without_stand_in(on(0), on(0))] == [[on(0)]]


def test_days_that_are_told_already_are_refused_and_days_taken_back_are_free():
    siri = make_team_member()
    row = tell(siri, 0, 2)
    with pytest.raises(RefusedError, match=r"1\. juni – 3\. juni"):
        tell(siri, 2, 4)
    away.withdraw(by=actor_of(siri), away=row)
    away.withdraw(by=actor_of(siri), away=row)
    tell(siri, 2, 4)
    assert queries.away_on(on(0)) == {}
    assert Event.objects.filter(action="rig.away_taken_back").count() == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told("ill", DAY, DAY), "ferie eller borte"),
        (Told("away", DAY, DAY - dt.timedelta(days=1)), "før den første"),
        (Told("away", DAY, DAY + dt.timedelta(days=400)), "mer enn et år"),
    ],
)
def test_what_are_no_days_away_is_refused_in_words(told, why):
    siri = make_team_member()
    with pytest.raises(RefusedError, match=why):
        away.tell(by=actor_of(siri), user=siri, told=told, client_id=uuid.uuid4())


def test_somebody_who_does_not_work_here_is_not_away_from_here():
    leader = make_user_in("school_leader")
    with pytest.raises(RefusedError, match="jobber ikke her"):
        tell(leader)
    make_holding(leader, "teacher", start=DAY)
    tell(leader)


def test_a_form_sent_twice_is_told_once_and_one_of_another_is_refused():
    siri, bo, same = make_team_member(), make_team_member(), uuid.uuid4()
    assert tell(siri, client_id=same) == tell(siri, client_id=same)
    with pytest.raises(RefusedError, match="brukt til noe annet"):
        tell(bo, client_id=same)


def test_two_who_change_the_same_days_do_not_overwrite_each_other():
    siri, bo, lead = make_team_member(), make_team_member(), make_lead()
    row = tell(siri, 0, 2)
    away.change(by=actor_of(lead), away=row, told=Told("away", on(0), on(2), bo), seen_version=1)
    with pytest.raises(ChangedMeanwhileError):
        away.change(by=actor_of(siri), away=row, told=Told("away", on(0), on(4)), seen_version=1)
    row.refresh_from_db()
    assert (row.stand_in, row.last, row.version) == (bo, on(2), 2)
    away.withdraw(by=actor_of(lead), away=row)
    with pytest.raises(RefusedError, match="tatt tilbake"):
        away.change(by=actor_of(siri), away=row, told=Told("away", on(0), on(4)), seen_version=2)


@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_other_at_the_same_moment_make_no_circle():
    one, other, by = make_team_member("siri"), make_team_member("bo"), make_lead()
    together, told, failed = threading.Barrier(2), [], []

    def name(user, stand_in) -> None:
        together.wait()
        try:
            told.append(tell(user, 0, 0, stand_in, by))
        except RefusedError as error:
            failed.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=name, args=pair) for pair in ((one, other), (other, one))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert (len(told), len(failed)) == (1, 1)


def test_away_rows_are_made_for_tests_as_the_actions_make_them():
    assert make_away(days=2).last == timezone.localdate() + dt.timedelta(days=1)
