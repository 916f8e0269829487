"""A specialist sees a pupil by consent while it is in force, and not one minute longer."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.access import gate, reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.consents import actions, sharing
from skoleporten.consents.models import Consent
from skoleporten.consents.signals import consent_ended
from skoleporten.people import actions as people
from skoleporten.people import guardian_actions
from skoleporten.people.models import CaseTeamMember
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import acting, consent_in_force, guardian_of, make_consent, say, team_member, today
from tests.factories import make_grant, make_guardianship, make_involvement, make_pupil, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist():
    user = make_user()
    make_grant(user, Role.SPECIALIST)
    return user


@pytest.fixture
def pupil():
    pupil = make_pupil(birth_date=dt.date(2015, 3, 1))
    make_involvement(pupil)
    return pupil


def sees(user, pupil, day: dt.date | None = None) -> bool:
    return gate.may_see(acting(user, Role.SPECIALIST), pupil.pk, Purpose.FOLLOW_UP, day or today())


def named(pupil, specialist, **fields) -> Consent:
    consent = consent_in_force(pupil, "share_with_service", **fields)
    sharing.name_by_consent(by=team_member(), consent=consent, user=specialist, today=today())
    return consent


def test_she_sees_the_pupil_and_the_reason_says_by_consent(pupil, specialist):
    assert not sees(specialist, pupil)
    named(pupil, specialist)
    assert sees(specialist, pupil)
    assert "samtykke" in reasons.reasons(acting(specialist, Role.SPECIALIST), pupil.pk, today())[0]


def test_a_withdrawal_ends_it_in_the_same_transaction(pupil, specialist):
    consent = named(pupil, specialist)
    actions.withdraw(by=team_member(), answer=consent.answers.get(), today=today())
    assert not sees(specialist, pupil)
    assert CaseTeamMember.objects.get().ended_at is not None
    assert Event.objects.filter(action="consents.sharing_ended").count() == 1
    assert reasons.reasons(acting(specialist, Role.SPECIALIST), pupil.pk, today()) == ()


def test_it_ends_by_itself_on_the_last_day_without_any_job(pupil, specialist):
    named(pupil, specialist, valid_until=today() + dt.timedelta(days=3))
    assert sees(specialist, pupil, today() + dt.timedelta(days=3))
    assert not sees(specialist, pupil, today() + dt.timedelta(days=4))


def test_it_ends_by_itself_on_the_birthday_without_any_job(specialist):
    now = today()
    birthday = now + dt.timedelta(days=2)
    pupil = make_pupil(birth_date=birthday.replace(year=birthday.year - 16))
    make_involvement(pupil)
    named(pupil, specialist)
    assert sees(specialist, pupil, now)
    assert not sees(specialist, pupil, birthday)


def test_a_new_holder_of_the_right_closes_it_until_she_too_has_said_yes(pupil, specialist):
    consent = named(pupil, specialist)
    other, _relation = guardian_of(pupil)
    assert not sees(specialist, pupil)
    consent.refresh_from_db()
    say(other, consent)
    assert sees(specialist, pupil)


def test_a_right_that_is_suspended_closes_it(pupil, specialist):
    relation = make_guardianship(pupil)
    named(pupil, specialist)
    guardian_actions.record_right(by=team_member(), relation=relation, decides="suspended", source="Decision")
    assert not sees(specialist, pupil)


def test_taken_back_it_closes(pupil, specialist):
    consent = named(pupil, specialist)
    actions.take_back(by=team_member(), consent=consent, today=today())
    assert not sees(specialist, pupil)


def test_a_renewal_keeps_her_there_and_a_refused_one_does_not(pupil, specialist):
    giver, _relation = guardian_of(pupil)
    named(pupil, specialist, valid_until=today() + dt.timedelta(days=3))
    later = today() + dt.timedelta(days=30)
    say(giver, make_consent(pupil, "share_with_service", valid_until=later))
    assert sees(specialist, pupil, later)
    say(giver, make_consent(pupil, "share_with_service", valid_until=later), "no")
    assert not sees(specialist, pupil)


@pytest.mark.parametrize("purpose", ["join_skoleporten", "research"])
def test_another_consent_lets_nobody_in(pupil, specialist, purpose):
    with pytest.raises(RefusedError):
        sharing.name_by_consent(
            by=team_member(), consent=consent_in_force(pupil, purpose), user=specialist, today=today()
        )


def test_before_all_have_said_yes_nobody_is_named(pupil, specialist):
    guardian_of(pupil)
    consent = make_consent(pupil, "share_with_service")
    with pytest.raises(RefusedError):
        sharing.name_by_consent(by=team_member(), consent=consent, user=specialist, today=today())


def test_only_somebody_with_access_as_a_specialist_is_named_and_twice_is_once(pupil, specialist):
    consent = named(pupil, specialist)
    again = sharing.name_by_consent(by=team_member(), consent=consent, user=specialist, today=today())
    assert again == CaseTeamMember.objects.get()
    with pytest.raises(RefusedError):
        sharing.name_by_consent(by=team_member(), consent=consent, user=make_user(), today=today())


def test_named_by_consent_without_a_consent_opens_nothing_and_by_law_needs_none(pupil, specialist):
    span = {"start": today(), "end": today()}
    people.name_in_case_team(by=team_member(), pupil=pupil, user=specialist, basis="consent", **span)
    assert not sees(specialist, pupil)
    people.name_in_case_team(
        by=team_member(), pupil=pupil, user=specialist, basis="law", law="opplæringslova § 24-1", **span
    )
    assert sees(specialist, pupil)


def test_one_can_leave_while_the_consent_still_stands(pupil, specialist):
    consent = named(pupil, specialist)
    for _ in range(2):
        sharing.end_membership(by=team_member(), consent=consent, member=CaseTeamMember.objects.get())
    assert not sees(specialist, pupil)
    consent.refresh_from_db()
    assert consent.state == "in_force"


def test_whatever_rests_on_a_consent_is_told_that_it_ended(pupil):
    told = []

    def remember(sender, consent, **signal) -> None:
        told.append(consent)

    consent_ended.connect(remember)
    try:
        consent = consent_in_force(pupil)
        actions.withdraw(by=team_member(), answer=consent.answers.get(), today=today())
    finally:
        consent_ended.disconnect(remember)
    assert told == [consent]
