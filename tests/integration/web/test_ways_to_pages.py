"""Each page that is hers is a click away: from the first page of a role, and the duties from any page of a pupil."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from tests.consent_factories import make_consent
from tests.factories import make_grant, make_guardianship, make_pupil, make_school, make_school_leader, make_user
from tests.follow_up_factories import make_followed
from tests.intake_factories import make_intake, make_lead
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def first_page(user) -> str:
    """The text of the page itself, without the frame around it."""
    page = signed_in(user).get(reverse("start")).content.decode()
    return page.split("<main")[1].split("</main>")[0]


def holding(role: str):
    user = make_user()
    make_grant(user, role)
    return user


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.MUNICIPALITY, ["duties", "emergency_review"]),
        (Role.SPECIALIST, ["advice"]),
    ],
)
def test_the_first_page_leads_to_what_the_role_has(role, pages):
    shown = first_page(holding(role))
    assert [page for page in pages if f'href="{reverse(page)}"' not in shown] == []
    assert "ingen side for rollen din" not in shown


@pytest.mark.parametrize(
    ("role", "more"), [(Role.TEAM, ["emergency"]), (Role.LEAD, ["access_by_name", "emergency", "unusual_look_ups"])]
)
def test_the_menu_of_the_team_leads_to_all_its_pages(role, more):
    """Its first page shows only what waits today, so the menu beside it must lead to the rest."""
    page = signed_in(holding(role)).get(reverse("start")).content.decode()
    always = ["board", "cases", "intakes", "pupils", "concerns", "consents_waiting", "duties"]
    assert [one for one in [*always, *more] if f'href="{reverse(one)}"' not in page] == []
    assert "ingen side for rollen din" not in page


def test_the_list_of_cases_leads_to_how_it_goes_after_the_way_back():
    cases = reverse("cases")
    asked = f'href="{reverse("case_follow_ups")}"'
    assert asked in signed_in(holding(Role.TEAM)).get(cases).content.decode()
    assert asked not in signed_in(holding(Role.SPECIALIST)).get(cases).content.decode()


def test_a_guardian_finds_consents_decisions_and_where_to_ask_for_help():
    relation = make_guardianship(make_pupil())
    shown = first_page(relation.guardian.user)
    pages = ("my_stories", "my_decisions", "ask_for_help")
    assert [page for page in pages if f'href="{reverse(page)}"' not in shown] == []
    assert reverse("my_child_consents", args=[relation.pupil.public_id]) in shown


def test_whoever_has_no_page_yet_is_told_so():
    assert "href" not in first_page(holding(Role.RESEARCHER))


def test_a_leaders_menu_has_the_consents_that_wait():
    page = signed_in(make_school_leader(make_school("Fjordvik skole"))).get(reverse("consents_waiting"))
    assert page.status_code == 200
    assert f'href="{reverse("consents_waiting")}" aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("page", ["concern", "concern_contact", "concern_start_measure", "concern_told"])
def test_the_duties_are_one_click_from_each_page_of_a_concern(page):
    followed = make_followed()
    address = reverse(page, args=[followed.concern.public_id])
    shown = signed_in(followed.teacher).get(address).content.decode()
    assert shown.count(reverse("pupil_duties", args=[followed.concern.pupil.public_id])) == 1


@pytest.mark.parametrize("page", ["intake", "talk", "intake_book", "intake_preparation"])
def test_the_duties_are_one_click_from_each_page_of_an_intake(page):
    lead = make_lead()
    intake = make_intake(owner=lead, state="in_intake")
    shown = signed_in(lead).get(reverse(page, args=[intake.public_id])).content.decode()
    assert shown.count(reverse("pupil_duties", args=[intake.pupil.public_id])) == 1


def test_the_duties_are_one_click_from_a_consent_and_not_shown_to_the_family():
    lead = make_lead()
    intake = make_intake(owner=lead)
    relation = make_guardianship(intake.pupil)
    consent = make_consent(intake.pupil)
    duties = reverse("pupil_duties", args=[intake.pupil.public_id])
    assert duties in signed_in(lead).get(reverse("consent", args=[consent.public_id])).content.decode()
    own = signed_in(relation.guardian.user).get(reverse("my_consent", args=[consent.public_id]))
    assert own.status_code == 200
    assert duties not in own.content.decode()
