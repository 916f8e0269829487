"""Who has a board, what of a protected pupil stands on it, and that each look is logged."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.presence.models import Mark
from tests.factories import (
    make_grant,
    make_guardian,
    make_guardianship,
    make_user_in,
)
from tests.intake_factories import make_team_member
from tests.integration.web.board.asking import BOARD, card_of, page, signed_in, tap
from tests.presence_factories import MONDAY, make_plan

pytestmark = pytest.mark.django_db


# Protected identity ---------------------------------------------------------------------------------------------------
@pytest.fixture
def protected(case):
    case.pupil.protected = True
    case.pupil.save()
    return case


def test_a_protected_pupil_is_on_the_board_only_of_whoever_is_named(client, protected):
    assert str(protected.public_id) not in page(client)


def test_a_protected_pupil_has_initials_on_the_board_and_no_device_keeps_them(member, client, protected):
    grant = make_grant(member, Role.TEAM)
    type(grant).objects.filter(pk=grant.pk).update(pupil=protected.pupil)
    make_plan(protected)
    text = page(client)
    card = card_of(text, protected)
    assert "A. H." in card
    assert "data-not-kept" in card
    assert "Ane" not in text
    assert "Holm" not in text


# Who sees the board ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.SPECIALIST, Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.RESEARCHER]
)
def test_nobody_else_has_a_board(case, role):
    client = signed_in(make_user_in(role))
    assert client.get(BOARD).status_code == 404
    assert tap(client, case, "arrived").status_code == 404
    assert not Mark.objects.exists()


def test_the_family_has_no_board(case):
    assert signed_in(make_user_in(Role.GUARDIAN)).get(BOARD).status_code == 404
    assert signed_in(make_user_in(Role.PUPIL)).get(BOARD).status_code == 404


def test_whoever_is_barred_or_of_the_family_has_no_card_of_the_pupil(case):
    user = make_team_member()
    make_guardianship(case.pupil, make_guardian(user), barred_from=MONDAY, barred_source="Vedtak")
    client = signed_in(user)
    assert str(case.public_id) not in page(client)
    assert client.get(reverse("board_pupil", args=[case.public_id])).status_code == 404
    assert tap(client, case, "arrived").status_code == 404


def test_a_case_that_has_ended_is_on_no_board(client, case):
    case.intake.state = "closed"
    case.intake.save()
    assert str(case.public_id) not in page(client)
    assert client.get(reverse("board_pupil", args=[case.public_id])).status_code == 404


def test_each_pupil_of_the_board_is_in_the_read_log(client, case):
    page(client)
    event = Event.objects.filter(action="presence.board").get()
    assert [row.pupil for row in event.pupils.all()] == [case.pupil.public_id]
