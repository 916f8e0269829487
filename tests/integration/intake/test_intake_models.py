"""What the tables of intake refuse, whoever writes to them."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.intake.models import Booking, Intake, Referral, Route, Transition
from skoleporten.intake.routes import SHIPPED, ship
from tests.factories import actor_of, make_pupil, make_user
from tests.intake_factories import make_intake, make_lead, make_referral, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def refuses(make) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_seven_routes_come_with_the_product():
    assert list(Route.objects.values_list("code", flat=True)) == [one.code for one in SHIPPED]


def test_a_route_that_the_municipality_closed_stays_closed():
    Route.objects.filter(code="smi").update(is_active=False, name_nb="Vår skole")
    ship()
    smi = Route.objects.get(code="smi")
    assert (smi.is_active, smi.name_nb) == (False, "Vår skole")


def test_a_pupil_has_one_open_intake():
    pupil = make_pupil()
    make_intake(pupil)
    refuses(lambda: make_intake(pupil))


def test_a_pupil_whose_intake_ended_may_have_a_new_one_that_knows_the_earlier():
    pupil = make_pupil()
    first = make_intake(pupil, state="declined", ended_at=timezone.now())
    assert make_intake(pupil, earlier=first).earlier == first


def test_many_that_nobody_has_matched_may_be_open():
    for _ in range(2):
        now = timezone.now()
        Intake.objects.create(owner=make_lead(), state="referred", state_since=now, opened_at=now)
    assert Intake.objects.unmatched().count() == 2


def test_an_intake_has_an_owner():
    now = timezone.now()
    refuses(lambda: Intake.objects.create(pupil=make_pupil(), state="referred", state_since=now, opened_at=now))


def test_a_form_sent_twice_is_one_referral():
    first = make_referral()
    refuses(lambda: make_referral(client_id=first.client_id))


def test_somebody_refers_by_name_or_from_a_service():
    intake = make_intake()
    fields = {"intake": intake, "route": Route.objects.first(), "sent_at": timezone.now(), "reason": "Mye borte."}
    refuses(lambda: Referral.objects.create(client_id=uuid.uuid4(), basis="duty", **fields))


def test_consent_and_law_are_told_of():
    refuses(lambda: make_referral(basis="consent"))
    refuses(lambda: make_referral(basis="law"))


def test_a_transition_is_never_changed():
    row = Transition.objects.create(intake=make_intake(), to_state="referred", at=timezone.now(), by=make_user())
    row.reason = "Noe annet"
    with pytest.raises(TypeError):
        row.save()


def test_an_intake_has_one_talk_that_is_not_called_off():
    intake, by = make_intake(), make_lead()
    fields = {"intake": intake, "starts_at": timezone.now(), "place": "Skolen", "booked_at": timezone.now()}
    fields |= {"booked_by": by, "family_adviser": "Familieveileder"}
    Booking.objects.create(**fields)
    refuses(lambda: Booking.objects.create(**fields))


def test_not_asking_the_pupil_has_a_reason():
    fields = {"intake": make_intake(), "starts_at": timezone.now(), "place": "Skolen", "booked_at": timezone.now()}
    fields |= {"booked_by": make_lead(), "family_adviser": "Familieveileder"}
    refuses(lambda: Booking.objects.create(pupil_is_asked=False, **fields))


def test_the_team_sees_the_intakes_of_its_pupils_and_a_lead_those_that_wait_for_a_match_too():
    matched = make_intake()
    now = timezone.now()
    unmatched = Intake.objects.create(owner=make_lead(), state="referred", state_since=now, opened_at=now)
    team, lead = actor_of(make_team_member()), actor_of(make_lead())
    assert set(Intake.objects.visible_to(team, Purpose.FOLLOW_UP, TODAY)) == {matched}
    assert set(Intake.objects.visible_to(lead, Purpose.FOLLOW_UP, TODAY)) == {matched, unmatched}


def test_a_referral_is_seen_as_its_intake_is():
    referral = make_referral()
    assert set(Referral.objects.visible_to(actor_of(make_team_member()), Purpose.FOLLOW_UP, TODAY)) == {referral}
    assert not Referral.objects.visible_to(actor_of(make_team_member()), Purpose.OWN_CHILD, TODAY)
