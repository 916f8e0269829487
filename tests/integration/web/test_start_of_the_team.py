"""The start page of the team: what waits, and nothing that does not."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.intake import owners
from skoleporten.presence.models import PresenceDay
from tests.factories import actor_of, make_pupil
from tests.intake_factories import make_case, make_intake, make_lead, make_team_member
from tests.judgement_factories import make_measure, make_round

pytestmark = pytest.mark.django_db


def start_of(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("start")).content.decode()


def test_a_day_without_anything_says_so(client):
    assert "Ingenting venter akkurat nå" in start_of(client, make_team_member())


def test_referrals_that_nobody_took_up_are_counted_with_the_way_to_them(client):
    for _ in range(2):
        make_intake()
    shown = start_of(client, make_team_member())
    assert "2 henvisninger som ingen har tatt tak i ennå" in shown
    assert f'href="{reverse("intakes")}"' in shown


def test_what_is_offered_stands_until_it_is_answered(client):
    owner, colleague = make_lead("lise"), make_team_member("tor")
    intake = make_intake(owner=owner, state="in_intake")
    owners.offer(by=actor_of(owner), intake=intake, to=colleague)
    asked = "1 oppgave som noen spør om du vil ta over"
    assert asked in start_of(client, colleague)
    assert asked not in start_of(client, owner)
    owners.answer(by=actor_of(colleague), handover=intake.handovers.get(), accepts=True)
    assert asked not in start_of(client, colleague)


def test_only_ones_own_are_to_be_reviewed(client):
    owner, colleague = make_lead("lise"), make_team_member("tor")
    make_intake(owner=owner, state="in_intake", next_review=timezone.localdate())
    assert "1 av dine skal vurderes på nytt nå" in start_of(client, owner)
    assert "skal vurderes" not in start_of(client, colleague)


def test_a_pupil_who_is_not_in_view_is_not_even_counted(client):
    make_intake(make_pupil(protected=True))
    assert "Ingenting venter akkurat nå" in start_of(client, make_team_member())


def test_what_is_due_in_ones_own_cases_is_counted_once_a_case(client):
    owner, colleague = make_lead("lise"), make_team_member("tor")
    case = make_case(owner=owner)
    for _ in range(2):
        make_measure(make_round(case), evaluate_on=timezone.localdate())
    assert "1 sak der noe skal følges opp nå" in start_of(client, owner)
    assert "skal følges opp nå" not in start_of(client, colleague)


def test_a_day_that_two_people_marked_differently_waits_for_the_owner(client):
    owner = make_lead("lise")
    case = make_case(owner=owner)
    PresenceDay.objects.create(
        case=case, day=timezone.localdate(), is_told=True, is_open=False, did_not_come=False, needs_look=True, looks=[]
    )  # fmt: skip
    assert "1 dag der du må si hva som stemmer om oppmøtet" in start_of(client, owner)
