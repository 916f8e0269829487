"""The demo's programme: some weeks of meetings, a rig, panels, a pulse and the open page, made as people make them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.agendas.models import Item
from skoleporten.cli.demo_meetings import ASKED
from skoleporten.cli.demo_programme import make_programme
from skoleporten.climate.models import Pulse
from skoleporten.development.models import Trial
from skoleporten.front import queries as front
from skoleporten.front.models import MOST_PUBLISHED, Picture
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.minutes.models import Approval, Chosen, MeetingDecision, Minutes
from skoleporten.panels.models import Change, Member, Panel, Statement, ToldBack
from skoleporten.rig import queries as rig
from skoleporten.week.models import Entry
from tests.agenda_factories import make_due_measure
from tests.case_factories import make_named_case
from tests.factories import make_grant, make_pupil, make_school, make_user
from tests.follow_up_factories import at, make_calendar
from tests.intake_factories import make_intake
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
PEOPLE = {"leder": Role.LEAD, "team": Role.TEAM, "fagperson": Role.SPECIALIST, "administrator": Role.ADMINISTRATOR}
KINDS = {"coordination", "guidance", "development", "intake"}
PAGES = ("meetings", "week", "rig", "panels", "climate", "development", "open_page")


@pytest.fixture
def programme(time_machine) -> None:
    """With a case that is older than the meetings, and somebody in the queue."""
    time_machine.move_to(at(TODAY - dt.timedelta(weeks=12), 12))
    make_calendar(make_school("Solvik skole", 1, 10))
    people = {name: make_user(name) for name in PEOPLE}
    for name, role in PEOPLE.items():
        since = dt.date(2025, 1, 1) if name in {"leder", "team"} else TODAY  # as in the demo
        make_grant(people[name], role, start=since, end=dt.date(2027, 7, 31))
    make_due_measure(make_named_case(people["team"]), TODAY - dt.timedelta(weeks=5))
    time_machine.move_to(at(TODAY - dt.timedelta(weeks=3), 12))
    make_intake(make_pupil())
    time_machine.move_to(at(TODAY, 12))
    make_intake(make_pupil())
    make_programme(software("demo"), TODAY)


def test_the_weeks_before_and_after_today_are_believable(programme, client):
    """One test, as six weeks of meetings take their time to make."""
    held = Meeting.objects.filter(state=Meeting.State.HELD)
    assert {one.kind.code for one in held.select_related("kind")} == KINDS
    assert all(one.date < TODAY for one in held)
    assert all(one.date.isocalendar().week % 2 == 1 for one in held.filter(kind__code="coordination"))
    assert Meeting.objects.planned().filter(date__gte=TODAY).values("kind").distinct().count() == 5
    assert MeetingKind.objects.filter(owner=None).count() == 0
    assert Item.objects.filter(state=Item.State.DONE).exists()
    assert not Item.objects.filter(meeting__in=held, intake__opened_at__date=TODAY).exists(), "Nobody knew of her then."
    assert all(one.ended_at > one.begun_at for one in Minutes.objects.all())
    assert set(Item.objects.filter(meeting__date__gte=TODAY).values_list("words", flat=True)) == set(ASKED.values())
    assert MeetingDecision.objects.open().exists()
    assert MeetingDecision.objects.exclude(state="open").exists()
    assert Chosen.objects.exists()
    assert 0 < Approval.objects.count() < held.count()  # the newest ones wait for their owner

    assert Entry.objects.placed().count() == 3

    away = rig.away_on(TODAY)
    assert [str(one.stand_in) for one in away.values()] == ["Vidar Vernepleier"]
    assert {"Petra Pedagog", "Filip Fagarbeider"} <= set(map(str, rig.staff_on(TODAY)))

    assert Member.objects.filter(panel__code="parents").count() == 6
    assert {one.said_as for one in Statement.objects.all()} == {"named", "panel", "anonymous"}
    assert {one.outcome for one in Change.objects.all()} == {"done", "not_done"}
    assert ToldBack.objects.count() == 1
    assert set(Panel.objects.filter(state="not_started").values_list("code", flat=True)) == {"pupils", "schools"}

    shown = list(Pulse.objects.pictures())
    assert [one.how for one in shown] == ["together", "alone"]
    assert shown[1].openness > shown[0].openness
    assert Trial.objects.get().grounds.count() == 2

    assert front.facts().municipality == "Eksempelvik"
    assert 0 < Picture.objects.published().count() <= MOST_PUBLISHED
    families = client.get(reverse("welcome")).content.decode()
    assert "Familiehuset i Eksempelvik" in families
    lead = signed_in(User.objects.get(username="leder"))
    for page in PAGES:
        assert lead.get(reverse(page)).status_code == 200, page
    for meeting in held:
        assert lead.get(reverse("meeting", args=[meeting.public_id])).status_code == 200
