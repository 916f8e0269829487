"""Whoever holds a role at two schools acts at one of them, and chooses which."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from tests.factories import make_enrolment, make_grant, make_school, make_school_leader

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_school("Aasen"), make_school("Lund")


@pytest.fixture
def leader(two):
    user = make_school_leader(two[0])
    make_grant(user, Role.SCHOOL_LEADER, two[1])
    return user


def choose(client, school) -> object:
    return client.post(reverse("choose_role"), {"role": f"school_leader:{school.public_id}"})


def test_pages_show_the_pupils_of_the_school_that_is_chosen(two, leader, signed_in):
    here, there = (make_enrolment(school).pupil for school in two)
    client = signed_in(leader)
    for school, seen, hidden in ((two[1], there, here), (two[0], here, there)):
        assert choose(client, school).status_code == 302
        assert list(client.get(reverse("pupils")).context["page"]) == [seen]
        assert client.get(reverse("pupil", args=[hidden.public_id])).status_code == 404
        assert client.get(reverse("pupil", args=[seen.public_id])).status_code == 200
        assert Event.objects.order_by("-seq").first().unit == school.name


def test_both_schools_stand_in_the_menu_and_the_one_in_use_is_marked(two, leader, signed_in):
    client = signed_in(leader)
    choose(client, two[1])
    choices = client.get(reverse("start")).context["roles"]
    assert [(one["label"], one["is_current"]) for one in choices] == [
        ("Skoleleder, Aasen", False),
        ("Skoleleder, Lund", True),
    ]


def test_a_school_that_one_does_not_lead_can_not_be_chosen(leader, signed_in):
    assert choose(signed_in(leader), make_school("Fagerlund")).status_code == 404


def test_the_choice_falls_back_when_the_grant_there_ends(two, leader, signed_in):
    client = signed_in(leader)
    choose(client, two[1])
    leader.grants.get(school=two[1]).delete()
    assert client.get(reverse("start")).context["actor"].unit == "Aasen"
