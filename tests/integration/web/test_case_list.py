"""The list of cases: whose, in which order, and what a lead sees first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.intake import owners
from tests.case_factories import make_closed_case, make_decision, make_named_case, make_part
from tests.factories import actor_of, make_case_team_member, make_grant, make_user, make_user_in
from tests.intake_factories import make_lead, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def member():
    return make_team_member("kollega")


def names(user, **asked) -> list[str]:
    """The names on the list, in its order."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("cases"), asked)
    assert answer.status_code == 200
    return [str(case.pupil.family_name) for case in answer.context["page"]]


def test_one_begins_with_the_own_cases_and_those_with_a_part(lead, member):
    make_named_case(member, family_name="Eier")
    with_part = make_named_case(lead, family_name="Oppgave")
    make_part(with_part, member)
    make_named_case(lead, family_name="Annen")
    assert names(member) == ["Eier", "Oppgave"]
    assert names(member, whose="all") == ["Annen", "Eier", "Oppgave"]


def test_a_part_that_is_over_is_not_on_the_own_list(lead, member):
    case = make_named_case(lead, family_name="Før")
    make_part(case, member, start=TODAY - dt.timedelta(days=9), end=TODAY - dt.timedelta(days=1))
    assert names(member) == []


def test_those_on_the_way_back_and_the_closed_ones_have_their_own_choice(lead):
    make_named_case(lead, family_name="Aktiv")
    make_named_case(lead, family_name="Tilbake", state="handing_back")
    make_closed_case(lead)
    assert names(lead, whose="handing_back") == ["Tilbake"]
    assert names(lead, whose="closed") == ["Holm"]
    assert names(lead, whose="all") == ["Aktiv", "Tilbake"]


def test_a_closed_case_is_out_of_the_members_view(lead, member):
    make_closed_case(lead)
    assert names(member, whose="closed") == []


def test_names_are_searched_among_the_cases_in_view_only(lead):
    make_named_case(lead, given_name="Ida", family_name="Berg")
    make_named_case(lead, given_name="Ola", family_name="Dal")
    assert names(lead, whose="all", q="ida be") == ["Berg"]
    assert names(lead, whose="all", q="finnes ikke") == []


def test_the_list_may_be_read_by_what_is_due_first(lead):
    for name, days in (("Aas", 40), ("Berg", 3), ("Dal", None)):
        case = make_named_case(lead, family_name=name)
        if days:
            make_decision(case, end=TODAY + dt.timedelta(days=days))
    assert names(lead) == ["Aas", "Berg", "Dal"]
    assert names(lead, order="due") == ["Berg", "Aas", "Dal"]


def test_a_lead_sees_first_the_cases_whose_owner_has_no_access(lead):
    gone = make_user("sluttet")
    make_grant(gone, Role.TEAM, end=TODAY - dt.timedelta(days=1))
    make_named_case(lead, family_name="Aas")
    make_named_case(gone, family_name="Ås")
    assert names(lead, whose="all") == ["Ås", "Aas"]
    client = Client()
    client.force_login(lead)
    assert "Den ansvarlige har ikke tilgang lenger" in client.get(reverse("cases"), {"whose": "all"}).content.decode()


def test_a_specialist_sees_the_cases_she_is_named_in(lead):
    specialist = make_user_in("specialist")
    case = make_named_case(lead, family_name="Min")
    make_named_case(lead, family_name="Annen")
    make_case_team_member(case.pupil, specialist)
    assert names(specialist) == ["Min"]


def test_what_a_colleague_asks_one_to_take_over_stands_above_the_list_and_on_the_first_page(lead, member):
    case = make_named_case(lead, family_name="Tilbudt")
    owners.offer(by=actor_of(lead), intake=case.intake, to=member)
    client = Client()
    client.force_login(member)
    assert "Ane Tilbudt" in client.get(reverse("cases")).content.decode()
    assert reverse("case", args=[case.public_id]) in client.get(reverse("start")).content.decode()


def test_a_wish_that_is_no_choice_shows_the_own_cases(lead):
    make_named_case(lead, family_name="Min")
    assert names(lead, whose="everything", order="worst") == ["Min"]
