"""The first page of each role, before there is anything and when it is old."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from skoleporten.concerns.models import CheckRun
from skoleporten.web.start.presenters import freshness
from tests.factories import make_administrator, make_school, make_school_leader

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 20)


def make_run(as_of: dt.date, **fields) -> CheckRun:
    now = timezone.now()
    return CheckRun.objects.create(
        as_of=as_of, started_at=now, finished_at=now, trigger="nightly", engine="test", denominator="calendar",
        pupils=4000, pupils_with_signals=550, signals=700, **fields,
    )  # fmt: skip


def test_before_the_first_file_the_start_page_says_what_to_do(client):
    client.force_login(make_school_leader(make_school("Ny skole")))
    shown = client.get(reverse("start")).content.decode()
    assert "Det er ikke lest inn fravær ennå" in shown
    assert reverse("imports") in shown


def test_before_the_first_file_an_administrator_sees_that_nothing_is_counted(client):
    client.force_login(make_administrator())
    assert "Det er ikke telt noe fravær ennå." in client.get(reverse("start")).content.decode()


def test_an_administrator_sees_counts_with_their_date_and_what_the_count_said(client):
    make_run(TODAY, warnings=["12 hendelser utenfor skoleruta"])
    client.force_login(make_administrator())
    shown = client.get(reverse("start")).content.decode()
    assert "4\u00a0000" in shown
    assert "20. mars 2026" in shown
    assert "12 hendelser utenfor skoleruta" in shown


def test_the_frame_of_every_page_says_how_fresh_the_numbers_are(client):
    make_run(TODAY)
    client.force_login(make_administrator())
    assert "til og med fredag 20. mars 2026" in client.get(reverse("about_the_numbers")).content.decode()


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (14, False), (15, True), (100, True)])
def test_old_numbers_are_told_and_fresh_ones_are_not(days, is_told):
    with translation.override("nb"):
        assert bool(freshness(TODAY - dt.timedelta(days=days), TODAY)) is is_told


def test_whoever_has_no_grant_in_force_gets_a_page_that_tells_nothing(client):
    user = make_administrator()
    user.grants.update(end=dt.date(2025, 8, 2))
    client.force_login(user)
    answer = client.get(reverse("start"))
    assert answer.status_code == 404
    assert "Hovedmeny" not in answer.content.decode()
