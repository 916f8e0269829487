"""A person finds out which pupil a referral is about: never a name by itself, and twins are two."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.queries import actor_of
from skoleporten.intake import matching, referring
from skoleporten.intake.models import Intake
from skoleporten.intake.referring import About, Told
from skoleporten.people.models import Involvement
from skoleporten.rules.errors import RefusedError
from tests.factories import make_enrolment, make_guardian, make_guardianship, make_pupil, make_school, make_user
from tests.intake_factories import make_intake, make_lead

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BORN = dt.date(2014, 5, 1)


@pytest.fixture
def lead():
    return actor_of(make_lead("leder"), TODAY)


@pytest.fixture
def school():
    return make_school()


def there(school, given: str, family: str = "Nordmann", born: dt.date = BORN, **fields):
    return make_enrolment(school, make_pupil(given, family, birth_date=born, **fields)).pupil


def referred(about: About, user=None):
    by = actor_of(user or make_guardian(make_user()).user, TODAY, "guardian")
    told = Told(client_id=uuid.uuid4(), reason="Vil ikke på skolen.")
    return referring.by_guardian(by=by, about=about, told=told)


def shown(lead, referral, words: str = ""):
    return [one.pupil for one in matching.candidates(lead, referral, TODAY, words)]


def test_the_same_name_or_the_same_birth_date_is_shown_the_best_fit_first(lead, school):
    best = there(school, "Kari")
    namesake = there(school, "Kari", born=dt.date(2012, 1, 1))
    there(school, "Ola", "Hansen", born=dt.date(2011, 1, 1))
    assert shown(lead, referred(About("Kari", "Nordmann", BORN))) == [best, namesake]


def test_twins_are_both_shown_and_neither_is_chosen(lead, school):
    twins = {there(school, "Kari"), there(school, "Kaja")}
    referral = referred(About("Ka", "Nordmann", BORN))
    assert set(shown(lead, referral)) == twins
    assert referral.intake.pupil is None


def test_a_lead_searches_by_name(lead, school):
    found = there(school, "Åse Marie", "Løvås")
    assert shown(lead, referred(About("Aase", "Lovaas")), "åse løvås") == [found]


def test_her_own_child_and_a_protected_pupil_are_found_by_no_search(lead, school, django_user_model):
    own = there(school, "Kari")
    make_guardianship(own, make_guardian(django_user_model.objects.get(pk=lead.user_id)))
    hidden = there(school, "Kari", protected=True)
    referral = referred(About("Kari", "Nordmann", BORN))
    assert shown(lead, referral) == []
    for pupil in (own, hidden):
        with pytest.raises(RefusedError):
            matching.match(by=lead, intake=referral.intake, pupil=pupil)


def test_the_match_puts_the_pupil_in_and_opens_the_view(lead, school):
    pupil = there(school, "Kari")
    referral = referred(About("Kari", "Nordmann", BORN))
    intake = matching.match(by=lead, intake=referral.intake, pupil=pupil)
    referral.refresh_from_db()
    assert (intake.pupil, intake.involvement.pupil) == (pupil, pupil)
    assert (referral.intake, referral.matched_by_id) == (intake, lead.user_id)
    assert referral.told_name == "Kari Nordmann"


def test_where_the_pupil_has_an_open_one_the_referral_moves_there(lead, school):
    pupil = there(school, "Kari")
    open_one = make_intake(pupil)
    referral = referred(About("Kari", "Nordmann", BORN))
    first = referral.intake
    assert matching.match(by=lead, intake=first, pupil=pupil) == open_one
    first.refresh_from_db()
    assert first.joined_into == open_one
    assert list(open_one.referrals.all()) == [referral]
    assert set(Intake.objects.open().filter(pupil=pupil)) == {open_one}


def test_two_people_who_match_at_once_match_once(lead, school):
    referral = referred(About("Kari", "Nordmann", BORN))
    matching.match(by=lead, intake=referral.intake, pupil=there(school, "Kari"))
    with pytest.raises(RefusedError):
        matching.match(by=lead, intake=Intake.objects.get(pk=referral.intake.pk), pupil=there(school, "Kaja"))
    assert Involvement.objects.count() == 1


def test_a_barred_parent_is_known_to_the_lead_after_the_match(lead, school):
    pupil, user = there(school, "Kari"), make_user()
    make_guardianship(pupil, make_guardian(user), barred_from=TODAY, barred_source="Retten")
    referral = referred(About("Kari", "Nordmann", BORN), user)
    matching.match(by=lead, intake=referral.intake, pupil=pupil)
    referral.refresh_from_db()
    assert matching.has_no_right(referral, TODAY)


def test_a_parent_with_a_verified_right_is_not(lead, school):
    pupil = there(school, "Kari")
    relation = make_guardianship(pupil)
    referral = referred(About("Kari", "Nordmann", BORN), relation.guardian.user)
    matching.match(by=lead, intake=referral.intake, pupil=pupil)
    referral.refresh_from_db()
    assert not matching.has_no_right(referral, TODAY)
