"""The frame of the family's pages: whose page it is, the ways between the pages and between several children."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.audit.models import Event
from skoleporten.people.models import Guardianship
from tests.factories import make_guardian, make_guardianship, make_pupil, make_pupil_account, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def child_of(guardian, name: str, **fields):
    pupil = make_pupil(given_name=name, family_name="Nordmann")
    make_guardianship(pupil, guardian, **fields)
    return pupil


def page_of(user, pupil) -> tuple[int, str]:
    answer = signed_in(user).get(reverse("my_child", args=[pupil.public_id]))
    return answer.status_code, answer.content.decode()


def first_page(user) -> str:
    return signed_in(user).get(reverse("start")).content.decode()


def test_a_guardian_of_one_child_comes_straight_to_it():
    guardian = make_guardian(make_user())
    ola = child_of(guardian, "Ola")
    shown = first_page(guardian.user)
    assert "Ola Nordmann" in shown
    assert f'href="{reverse("my_child", args=[ola.public_id])}" aria-current="page"' in shown


def test_a_guardian_of_three_children_chooses_and_then_switches_between_the_same_pages():
    guardian = make_guardian(make_user())
    one, two, three = (child_of(guardian, name) for name in ("Ada", "Bo", "Cato"))
    addresses = [reverse("my_child", args=[pupil.public_id]) for pupil in (one, two, three)]
    chooser = first_page(guardian.user)
    assert [address in chooser for address in addresses] == [True] * 3
    status, shown = page_of(guardian.user, two)
    assert status == 200
    assert "Gå til Ada Nordmann" in shown
    assert "Gå til Cato Nordmann" in shown
    assert "Gå til Bo Nordmann" not in shown


def test_a_pupil_comes_straight_to_her_own_page_and_sees_no_switcher():
    account = make_pupil_account(make_pupil(given_name="Ida", family_name="Nordmann"))
    shown = first_page(account.user)
    assert '<p class="portal-child">Ida</p>' in shown
    assert "De andre barna dine" not in shown


def test_whoever_sees_no_child_is_told_so_without_a_reason_that_tells_something():
    unverified = make_guardianship(make_pupil(), verified_at=None).guardian.user
    barred = make_guardianship(make_pupil(), barred_from=dt.date(2025, 9, 1), barred_source="Vedtak").guardian.user
    pages = [first_page(user) for user in (unverified, barred)]
    assert ["ikke noe barn her som du kan se" in page for page in pages] == [True, True]


@pytest.mark.parametrize(
    "fields",
    [
        {"verified_at": None},
        {"decides": Guardianship.Decides.NONE},
        {"barred_from": dt.date(2025, 9, 1), "barred_source": "Vedtak"},
        {"end": dt.date(2025, 9, 1)},
    ],
)
def test_a_guardian_without_the_right_gets_what_a_stranger_gets(fields):
    pupil = make_pupil()
    guardian = make_guardianship(pupil, **fields).guardian
    stranger = make_guardianship(make_pupil()).guardian
    assert page_of(guardian.user, pupil)[0] == page_of(stranger.user, pupil)[0] == 404


def test_a_sibling_with_another_father_is_not_among_his_children():
    mother, father = make_guardian(make_user()), make_guardian(make_user())
    shared, hers = child_of(mother, "Felles"), child_of(mother, "Hennes")
    make_guardianship(shared, father)
    assert "Hennes" not in page_of(father.user, shared)[1]
    assert page_of(father.user, hers)[0] == 404
    assert "Hennes" in page_of(mother.user, shared)[1]


def test_opening_the_page_is_in_the_read_log():
    guardian = make_guardian(make_user())
    ola = child_of(guardian, "Ola")
    first_page(guardian.user)
    event = Event.objects.order_by("-seq").first()
    assert (event.action, event.purpose) == ("portal.home_opened", "own_child")
    assert [row.pupil for row in event.pupils.all()] == [ola.public_id]
