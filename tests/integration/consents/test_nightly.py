"""What a night does: dates are written down, tasks are made once, and people are told in words that reveal nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.consents import actions, jobs
from skoleporten.consents.models import AskAgain, Consent
from skoleporten.notices.models import Notice
from tests.consent_factories import account_of, consent_in_force, guardian_of, make_consent, say, team_member, today
from tests.factories import make_guardian, make_guardianship, make_involvement, make_pupil

pytestmark = pytest.mark.django_db


def born_to_turn(age: int, on: dt.date) -> dt.date:
    return on.replace(year=on.year - age)


@pytest.fixture
def pupil():
    pupil = make_pupil(birth_date=dt.date(2015, 3, 1))
    make_involvement(pupil)
    return pupil


def told(kind: str) -> list[int]:
    return list(Notice.objects.filter(kind=kind).values_list("user_id", flat=True))


def test_what_has_run_out_is_written_down_and_becomes_a_task(pupil):
    consent = consent_in_force(pupil, valid_until=today())
    jobs.keep_up(today() + dt.timedelta(days=1))
    consent.refresh_from_db()
    assert consent.state == "expired"
    assert AskAgain.objects.get(consent=consent).why == "expiry"


def test_a_month_before_it_ends_the_asker_is_told_once(pupil):
    member = team_member()
    consent = consent_in_force(pupil, by=member, valid_until=today() + dt.timedelta(days=29))
    far = consent_in_force(pupil, "research", by=member, valid_until=today() + dt.timedelta(days=31))
    for _ in range(3):
        jobs.keep_up(today())
    assert AskAgain.objects.get().consent == consent
    assert AskAgain.objects.get().due == consent.valid_until + dt.timedelta(days=1)
    assert told("to_review") == [member.user_id]
    far.refresh_from_db()
    assert far.state == "in_force"


@pytest.mark.parametrize(("purpose", "age"), [("join_skoleporten", 15), ("share_with_service", 16)])
def test_on_the_birthday_the_pupil_is_asked_and_the_asker_is_told(purpose, age):
    birthday = today() + dt.timedelta(days=40)
    pupil = make_pupil(birth_date=born_to_turn(age, birthday))
    own = account_of(pupil)
    consent = consent_in_force(pupil, purpose)
    jobs.keep_up(birthday - dt.timedelta(days=31))
    assert not AskAgain.objects.exists()
    jobs.keep_up(birthday - dt.timedelta(days=30))
    assert (AskAgain.objects.get().why, AskAgain.objects.get().due) == ("birthday", birthday)
    for _ in range(2):
        jobs.keep_up(birthday)
    consent.refresh_from_db()
    assert consent.state == "awaiting"
    assert AskAgain.objects.count() == 1
    assert told("consent_asked").count(own.user_id) == 1


def test_what_is_asked_again_already_makes_no_task(pupil):
    consent_in_force(pupil, valid_until=today() + dt.timedelta(days=5))
    make_consent(pupil)
    jobs.keep_up(today())
    assert not AskAgain.objects.exists()


def test_a_task_is_done_when_the_renewal_is_answered(pupil):
    giver, _relation = guardian_of(pupil)
    consent_in_force(pupil, valid_until=today() + dt.timedelta(days=5))
    jobs.keep_up(today())
    say(giver, make_consent(pupil))
    assert AskAgain.objects.get().done_at is not None


def test_a_change_of_relations_that_no_signal_told_of_is_found_at_night(pupil):
    from skoleporten.people.models import Guardianship

    consent = consent_in_force(pupil)
    Guardianship.objects.update(decides="none")
    jobs.keep_up(today())
    consent.refresh_from_db()
    assert consent.state == "awaiting"


# Notices --------------------------------------------------------------------------------------------------------------
def test_each_who_must_answer_and_has_a_way_in_is_told_and_nobody_else(pupil):
    one, other = guardian_of(pupil)[0], guardian_of(pupil)[0]
    make_guardianship(pupil, make_guardian())
    for fields in ({"verified_at": None}, {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}):
        guardian_of(pupil, **fields)
    account_of(pupil)
    make_consent(pupil)
    assert sorted(told("consent_asked")) == sorted([one.user_id, other.user_id])


def test_whoever_asked_is_told_when_it_no_longer_waits(pupil):
    member, (one, _), (other, _) = team_member(), guardian_of(pupil), guardian_of(pupil)
    consent = make_consent(pupil, by=member)
    given = say(one, consent)
    assert told("consent_answered") == []
    say(other, consent)
    assert told("consent_answered") == [member.user_id]
    given.refresh_from_db()
    actions.withdraw(by=one, answer=given, today=today())
    assert told("consent_answered") == [member.user_id] * 2


def test_the_addresses_in_the_notices_are_those_of_the_pages(pupil):
    from django.urls import reverse

    member, (giver, _relation) = team_member(), guardian_of(pupil)
    consent = make_consent(pupil, by=member)
    say(giver, consent)
    links = set(Notice.objects.values_list("link", flat=True))
    assert links == {reverse(name, args=[consent.public_id]) for name in ("consent", "my_consent")}


def test_the_night_holds_with_nothing_to_do():
    assert jobs.keep_up(today()) == 0
    assert not Consent.objects.exists()
