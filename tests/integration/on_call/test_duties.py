"""Who is on call when: set by a lead, for people of the team."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.on_call import duties, queries
from skoleporten.on_call.duties import Told
from skoleporten.on_call.models import Duty
from skoleporten.rules.errors import RefusedError
from tests.factories import make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.rig_factories import make_away
from tests.thread_factories import acting

pytestmark = pytest.mark.django_db
# A Monday without a holiday in the two weeks after it.
MONDAY = dt.date(2026, 11, 23)


def told(user, **fields) -> Told:
    given = {"first": MONDAY, "last": MONDAY + dt.timedelta(days=11), "weekdays": "01234"}
    return Told(**{"user": user, "begins": dt.time(8), "ends": dt.time(15, 30)} | given | fields)


def test_a_lead_says_who_is_on_call_and_changes_and_takes_it_back():
    lead, siri = make_lead(), make_team_member()
    row = duties.add(by=acting(lead), told=told(siri, phone=" 38 00 00 00 "), client_id=uuid.uuid4())
    assert (row.weekdays, row.phone) == ("01234", "38 00 00 00")
    duties.change(by=acting(lead), duty=row, told=told(siri, weekdays="024"), seen_version=1)
    with pytest.raises(ChangedMeanwhileError):
        duties.change(by=acting(lead), duty=row, told=told(siri, weekdays="1"), seen_version=1)
    for _time in range(2):
        duties.withdraw(by=acting(lead), duty=row)
    with pytest.raises(RefusedError):
        duties.change(by=acting(lead), duty=row, told=told(siri), seen_version=3)
    actions = list(Event.objects.filter(action__startswith="on_call.").order_by("seq").values_list("action", flat=True))
    assert actions == ["on_call.duty_added", "on_call.duty_changed", "on_call.duty_taken_back"]


def test_only_a_lead_says_so_and_a_form_sent_twice_is_one():
    lead, siri, same = make_lead(), make_team_member(), uuid.uuid4()
    with pytest.raises(RefusedError):
        duties.add(by=acting(siri), told=told(siri), client_id=same)
    for _time in range(2):
        duties.add(by=acting(lead), told=told(siri), client_id=same)
    assert Duty.objects.count() == 1
    with pytest.raises(RefusedError):
        duties.add(by=acting(lead), told=told(lead), client_id=same)


@pytest.mark.parametrize(
    "wrong",
    [
        {"last": MONDAY - dt.timedelta(days=1)},
        {"last": MONDAY + dt.timedelta(days=400)},
        {"ends": dt.time(8)},
        {"weekdays": ""},
        {"weekdays": "7"},
        {"phone": "ring meg"},
    ],
)
def test_what_can_not_be_is_refused_in_words(wrong):
    with pytest.raises(RefusedError):
        duties.add(by=acting(make_lead()), told=replace(told(make_team_member()), **wrong), client_id=uuid.uuid4())


def test_only_somebody_in_the_team_can_be_on_call():
    with pytest.raises(RefusedError):
        duties.add(by=acting(make_lead()), told=told(make_user_in("administrator")), client_id=uuid.uuid4())


def test_the_days_ahead_show_who_is_on_call_and_who_would_be_and_is_away():
    lead, siri, bo = make_lead(), make_team_member(), make_team_member()
    first = duties.add(by=acting(lead), told=told(siri), client_id=uuid.uuid4())
    second = duties.add(by=acting(lead), told=told(bo, order=2), client_id=uuid.uuid4())
    make_away(siri, first=MONDAY + dt.timedelta(days=1), last=MONDAY + dt.timedelta(days=1))
    monday, tuesday, *_rest, saturday = queries.days_ahead(MONDAY, 6)
    assert (monday.duties, monday.away) == ([first, second], [])
    assert (tuesday.duties, tuesday.away) == ([second], [first])
    assert (saturday.duties, saturday.off) == ([], "")


def test_the_next_time_somebody_is_on_call_is_known_for_a_week():
    lead, siri = make_lead(), make_team_member()
    duties.add(by=acting(lead), told=told(siri), client_id=uuid.uuid4())
    friday_night = timezone.make_aware(dt.datetime(2026, 11, 27, 20))
    assert timezone.localtime(queries.next_begins(friday_night)) == timezone.make_aware(dt.datetime(2026, 11, 30, 8))
    assert queries.next_begins(timezone.make_aware(dt.datetime(2027, 3, 1, 8))) is None


def test_the_team_reads_the_list_and_nobody_else():
    siri, lead = make_team_member(), make_lead()
    duties.add(by=acting(lead), told=told(siri), client_id=uuid.uuid4())
    seen = {
        role: Duty.objects.all().visible_to(acting(make_user_in(role))).count()
        for role in ("team", "lead", "specialist", "school_leader", "teacher", "administrator", "guardian", "pupil")
    }
    assert {role for role, count in seen.items() if count} == {"team", "lead"}
