"""A pupil's guardians: for leaders who may see the pupil, and through the gate."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.audit.models import Event, EventPupil
from skoleporten.people.models import Guardian, Guardianship
from tests.factories import (
    make_administrator,
    make_enrolment,
    make_pupil,
    make_school,
    make_school_leader,
)
from tests.pages import content_of

Decides = Guardianship.Decides


@pytest.fixture
def relation(db):
    pupil = make_pupil("Ask", "Elevsen")
    make_enrolment(make_school(), pupil)
    guardian = Guardian.objects.create(given_name="Mor", family_name="Foresatt")
    return Guardianship.objects.create(
        pupil=pupil, guardian=guardian, kind="parent", decides=Decides.PARENTAL_RESPONSIBILITY, source="csv",
        start=dt.date(2025, 8, 1),
    )  # fmt: skip


@pytest.fixture
def leader(relation):
    return make_school_leader(relation.pupil.enrolments.get().school)


def pages(relation) -> tuple[str, str]:
    pupil = relation.pupil.public_id
    return reverse("pupil_guardians", args=[pupil]), reverse("pupil_guardian", args=[pupil, relation.public_id])


def test_own_leaders_see_the_guardians_and_it_is_logged(relation, leader, signed_in):
    for address in pages(relation):
        assert "Foresatt" in signed_in(leader).get(address).content.decode()
    assert EventPupil.objects.filter(event__action="people.guardians_opened", pupil=relation.pupil.public_id).exists()


def test_for_a_stranger_and_an_administrator_there_is_no_such_page(relation, signed_in):
    for user in (make_school_leader(make_school()), make_administrator()):
        client = signed_in(user)
        for address in pages(relation):
            denied = client.get(address)
            assert denied.status_code == 404
            assert content_of(denied) == content_of(client.get("/no/such/page/"))
        assert client.post(pages(relation)[1], {"verify": "1"}).status_code == 404
    relation.refresh_from_db()
    assert relation.verified_at is None


def test_a_protected_pupils_guardians_are_hidden_from_her_own_school_too(relation, leader, signed_in):
    relation.pupil.protected = True
    relation.pupil.save()
    assert signed_in(leader).get(pages(relation)[0]).status_code == 404


def test_a_relation_is_reached_under_its_own_pupil_only(relation, leader, signed_in):
    other = make_pupil()
    make_enrolment(relation.pupil.enrolments.get().school, other)
    address = reverse("pupil_guardian", args=[other.public_id, relation.public_id])
    assert signed_in(leader).get(address).status_code == 404


def test_a_leader_verifies_and_her_name_stands_there(relation, leader, signed_in):
    signed_in(leader).post(pages(relation)[1], {"verify": "1"})
    relation.refresh_from_db()
    assert relation.verified_by == leader
    assert Event.objects.filter(action="people.relation_verified").exists()


def test_what_is_not_known_is_not_verified(relation, leader, signed_in):
    Guardianship.objects.update(decides=Decides.UNKNOWN)
    signed_in(leader).post(pages(relation)[1], {"verify": "1"})
    relation.refresh_from_db()
    assert relation.verified_at is None


def test_a_new_right_must_be_verified_anew_and_keeps_its_source(relation, leader, signed_in):
    client, address = signed_in(leader), pages(relation)[1]
    client.post(address, {"verify": "1"})
    client.post(address, {"right": "1", "decides": "suspended", "source": "decision 3 March"})
    relation.refresh_from_db()
    assert (relation.decides, relation.source, relation.verified_at) == ("suspended", "decision 3 March", None)


def test_a_bar_has_dates_and_a_source(relation, leader, signed_in):
    client, address = signed_in(leader), pages(relation)[1]
    for wrong in ({"first": "2026-01-01"}, {"first": "2026-02-01", "last": "2026-01-01", "barred_source": "court"}):
        assert client.post(address, {"bar": "1", **wrong}).status_code == 200
    client.post(address, {"bar": "1", "first": "2026-01-01", "last": "", "barred_source": "court, 1 January"})
    relation.refresh_from_db()
    assert (relation.barred_from, relation.barred_to) == (dt.date(2026, 1, 1), None)
    assert Event.objects.get(action="people.barred").details["from"] == "2026-01-01"
