"""The administrator chooses who may refer; what was sent before stands."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.audit.models import Event
from skoleporten.intake.models import Referral, Route
from tests.factories import make_administrator
from tests.intake_factories import make_lead, make_referral
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
OWN = {"name_nb": "Helsestasjonen", "name_nn": "Helsestasjonen", "name_en": "Health centre", "used_by": "outside"}


@pytest.fixture
def administrator() -> Client:
    return signed_in(make_administrator())


def link_choices() -> list[str]:
    form = signed_in(make_lead()).get(reverse("outside_links")).context["form"]
    return [str(one) for one in form.fields["route"].queryset]


def test_it_is_a_click_from_the_set_up(administrator):
    assert f'href="{reverse("routes")}"' in administrator.get(reverse("talk_setup")).content.decode()


def test_a_closed_one_takes_in_nothing_new_and_keeps_what_was_sent(administrator):
    sent = make_referral(code="smi", outside_service="SMI", outside_name="Siv")
    for _ in range(2):
        administrator.post(reverse("routes"), {"route": "smi", "is_open": "no"})
    assert "SMI-skolen" not in link_choices()
    assert Referral.objects.get(pk=sent.pk).route.code == "smi"
    assert Event.objects.filter(action="intake.route_closed").count() == 1
    administrator.post(reverse("routes"), {"route": "smi", "is_open": "yes"})
    assert "SMI-skolen" in link_choices()


def test_one_of_ones_own_gets_links_and_is_added_once(administrator):
    assert administrator.post(reverse("routes"), OWN).status_code == 302
    assert "Helsestasjonen" in link_choices()
    again = administrator.post(reverse("routes"), OWN)
    assert "Det finnes en med det navnet fra før." in again.content.decode()
    assert Route.objects.filter(name_en="Health centre").count() == 1


@pytest.mark.parametrize("wrong", [{"name_nn": ""}, {"used_by": "guardian"}, {"used_by": ""}, {"name_nb": "x" * 121}])
def test_half_a_one_is_not_added(administrator, wrong):
    assert administrator.post(reverse("routes"), OWN | wrong).status_code == 200
    assert Route.objects.count() == 7


def test_one_that_does_not_exist_is_not_switched(administrator):
    assert administrator.post(reverse("routes"), {"route": "nothing", "is_open": "no"}).status_code == 404


def test_nobody_else_chooses():
    assert signed_in(make_lead()).get(reverse("routes")).status_code == 404
