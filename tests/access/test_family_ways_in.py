"""Who makes a way in for a family, for whom, and what ends when a telephone is lost. A stranger finds no such page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import software
from skoleporten.access.cards import Card
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role, User
from skoleporten.access.pending import Invitation
from skoleporten.access.queries import actor_of
from skoleporten.audit.models import Event, EventPupil
from skoleporten.people import family_ways_in
from skoleporten.people.models import Guardian, Guardianship, PupilAccount
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    make_administrator,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil,
    make_school,
    make_school_leader,
    make_user_in,
)
from tests.pages import content_of

pytestmark = pytest.mark.django_db
BY = software("test")
WORDS = "gul sykkel i snøen"
START = re.compile(r'class="way-in-code">([0-9A-Z-]{19})<')
CODE = re.compile(r"<td>(\d{3} \d{3})</td>")


@pytest.fixture
def pupil():
    made = make_pupil("Ine", "Kortlund")
    make_enrolment(make_school(), made)
    make_involvement(made)
    return made


@pytest.fixture
def leader(pupil):
    return make_school_leader(pupil.enrolments.get().school)


@pytest.fixture
def mother(pupil):
    """Without an account yet."""
    return make_guardianship(pupil, Guardian.objects.create(given_name="Mor", family_name="Kortlund"))


def overview(pupil):
    return reverse("family_ways_in", args=[pupil.public_id])


def of_pupil(pupil):
    return reverse("way_in_of_pupil", args=[pupil.public_id])


def of_guardian(relation):
    return reverse("way_in_of_guardian", args=[relation.pupil.public_id, relation.public_id])


def sheet(answer) -> tuple[str, list[str]]:
    """The start code and the codes of a printed sheet."""
    page = answer.content.decode()
    start = START.search(page)
    return start[1] if start else "", [code.replace(" ", "") for code in CODE.findall(page)]


def begun(start_code: str, words: str = WORDS) -> None:
    client = Client()
    client.post(reverse("letter"), {"code": start_code})
    assert client.post(reverse("letter_choose"), {"first": words, "second": words}).status_code == 302


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEAD])
def test_the_team_makes_a_card_and_the_child_comes_in_with_it(pupil, role, signed_in):
    answer = signed_in(make_user_in(role)).post(of_pupil(pupil), {"do": "anew"})
    start, codes = sheet(answer)
    begun(start)
    client = Client()
    client.post(reverse("card_log_in"), {"login": pupil.account.user.username, "password": WORDS})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("about_the_numbers")).context["actor"].role == Role.PUPIL
    assert EventPupil.objects.filter(event__action="people.way_in_made", pupil=pupil.public_id).exists()


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEAD])
def test_a_page_leads_there_and_back(pupil, role, signed_in):
    """A lead goes by the guardians; the team has no page of these."""
    page = signed_in(make_user_in(role))
    own = reverse("pupil", args=[pupil.public_id])
    before = own if role == Role.TEAM else reverse("pupil_guardians", args=[pupil.public_id])
    assert f'href="{before}"' in content_of(page.get(overview(pupil) if role == Role.TEAM else own))
    assert f'href="{overview(pupil)}"' in content_of(page.get(before))


def test_whoever_has_nothing_to_replace_is_offered_a_card_and_else_to_begin_anew(pupil, leader, signed_in):
    page = signed_in(leader)
    make_card, anew = "Lag et kort til Ine Kortlund", "Alt på nytt for Ine Kortlund"
    assert make_card in page.get(overview(pupil)).content.decode()
    page.post(of_pupil(pupil), {"do": "anew"})
    assert anew in page.get(overview(pupil)).content.decode()
    pupil.refresh_from_db()
    family_ways_in.end_all(by=BY, pupil=pupil, user=pupil.account.user)
    assert make_card in page.get(overview(pupil)).content.decode()


def test_the_sheet_names_neither_child_nor_school(pupil, leader, signed_in):
    page = signed_in(leader).post(of_pupil(pupil), {"do": "anew"}).content.decode()
    section = page[page.index('class="way-in-sheet"') : page.index("</section>", page.index('class="way-in-sheet"'))]
    school = pupil.enrolments.get().school
    assert not [word for word in (pupil.given_name, pupil.family_name, school.name) if word in section]


def test_the_sheet_is_in_the_language_of_whoever_gets_it(pupil, leader, signed_in):
    pupil.written_norwegian = "nn"
    pupil.save()
    page = signed_in(leader).post(of_pupil(pupil), {"do": "anew"}).content.decode()
    assert '<section class="way-in-sheet" lang="nn"' in page
    assert "dine eigne sider" in page
    assert "Skriv det ut nå" in page


def test_a_guardian_who_reads_no_norwegian_gets_the_letter_in_her_own_language(leader, mother, signed_in):
    mother.guardian.language = "en"
    mother.guardian.save()
    page = signed_in(leader).post(of_guardian(mother), {"do": "anew"}).content.decode()
    assert '<section class="way-in-sheet" lang="en"' in page
    assert "With this letter you open your own pages." in page


def test_who_may_see_the_pupil_sees_how_the_family_comes_in(pupil, leader, mother, signed_in):
    assert "Mor Kortlund" in content_of(signed_in(leader).get(overview(pupil)))
    team = content_of(signed_in(make_user_in(Role.TEAM)).get(overview(pupil)))
    assert "Ine Kortlund" in team
    assert "Mor Kortlund" not in team
    assert EventPupil.objects.filter(event__action="people.ways_in_opened", pupil=pupil.public_id).count() == 2


def test_a_stranger_of_the_same_role_and_those_who_see_no_pupil_find_no_such_page(pupil, mother, signed_in):
    strangers = [
        make_school_leader(make_school()),
        make_administrator(),
        make_user_in(Role.GUARDIAN),
        make_user_in(Role.TEACHER),
    ]
    for user in strangers:
        client = signed_in(user)
        assert client.get(overview(pupil)).status_code == 404
        for address in (of_pupil(pupil), of_guardian(mother)):
            assert client.post(address, {"do": "anew"}).status_code == 404
    assert not Card.objects.exists()
    assert not Invitation.objects.exists()


def test_the_team_makes_no_letter_to_a_guardian(mother, signed_in):
    assert signed_in(make_user_in(Role.TEAM)).post(of_guardian(mother), {"do": "anew"}).status_code == 404


def test_a_letter_opens_the_way_to_own_words_and_then_to_a_second_factor(pupil, leader, mother, signed_in):
    start, codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew"}))
    assert codes == []
    begun(start)
    mother.guardian.refresh_from_db()
    client = Client()
    client.post(reverse("account_login"), {"login": mother.guardian.user.username, "password": WORDS})
    shown = client.get(reverse("mfa_index"))
    assert shown.context["may_add"]
    actor = actor_of(mother.guardian.user, timezone.localdate())
    assert gate.may_see(actor, pupil.pk, Purpose.OWN_CHILD, timezone.localdate())


def test_a_guardian_without_a_telephone_comes_in_with_a_card(leader, mother, signed_in):
    start, codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew_with_card"}))
    begun(start)
    mother.guardian.refresh_from_db()
    client = Client()
    client.post(reverse("card_log_in"), {"login": mother.guardian.user.username, "password": WORDS})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("about_the_numbers")).context["actor"].role == Role.GUARDIAN


NOT_TO_BE_WRITTEN_TO = {
    "not_verified": {"verified_at": None},
    "without_the_right": {"decides": "none"},
    "suspended": {"decides": "suspended"},
    "not_known": {"decides": "unknown"},
    "barred": {"barred_from": dt.date(2025, 9, 1), "barred_source": "tingretten"},
    "ended": {"end": dt.date(2025, 9, 1)},
}


@pytest.mark.parametrize("why", NOT_TO_BE_WRITTEN_TO)
def test_no_letter_is_made_to_a_guardian_who_may_not_decide(pupil, leader, signed_in, why):
    relation = make_guardianship(pupil, make_guardian(), **NOT_TO_BE_WRITTEN_TO[why])
    client = signed_in(leader)
    answer = client.post(of_guardian(relation), {"do": "anew"}, follow=True)
    assert "rett til å bestemme" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert not User.objects.filter(guardian=relation.guardian).exists()


def test_a_bar_in_another_row_of_the_same_two_people_counts(pupil, leader, signed_in):
    relation = make_guardianship(pupil, make_guardian())
    make_guardianship(
        pupil, relation.guardian, start=dt.date(2024, 8, 1), barred_from=dt.date(2025, 9, 1), barred_source="tingretten"
    )
    signed_in(leader).post(of_guardian(relation), {"do": "anew"})
    assert not Invitation.objects.exists()


def came_in(pupil) -> tuple[Client, family_ways_in.Paper]:
    paper = family_ways_in.card_for_pupil(by=BY, pupil=pupil)
    begun(paper.start_code)
    client = Client()
    client.post(reverse("card_log_in"), {"login": paper.user.username, "password": WORDS})
    client.post(reverse("mfa_authenticate"), {"code": paper.codes[0]})
    assert is_in(client)
    return client, paper


def is_in(client) -> bool:
    return client.get(reverse("about_the_numbers")).status_code == 200


def test_lost_phone_all_that_it_opened_ends_at_once_and_a_new_card_begins_anew(pupil, signed_in):
    old, paper = came_in(pupil)
    Authenticator.objects.create(user=paper.user, type="webauthn", data={})
    start, codes = sheet(signed_in(make_user_in(Role.TEAM)).post(of_pupil(pupil), {"do": "anew"}))
    assert not is_in(old)
    assert not Authenticator.objects.filter(user=paper.user).exists()
    client = Client()
    client.post(reverse("card_log_in"), {"login": paper.user.username, "password": WORDS})
    assert client.get(reverse("mfa_authenticate")).status_code == 302
    begun(start, "helt andre ord nå")
    client.post(reverse("card_log_in"), {"login": paper.user.username, "password": "helt andre ord nå"})
    client.post(reverse("mfa_authenticate"), {"code": paper.codes[1]})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    assert PupilAccount.objects.count() == 1


def test_lost_phone_the_child_is_told_at_the_next_log_in_who_made_it_anew(pupil, signed_in):
    came_in(pupil)
    adult = make_user_in(Role.TEAM, username="rune")
    start, codes = sheet(signed_in(adult).post(of_pupil(pupil), {"do": "anew"}))
    begun(start)
    client = Client()
    client.post(reverse("card_log_in"), {"login": pupil.account.user.username, "password": WORDS})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    page = client.get(reverse("about_the_numbers")).content.decode()
    assert str(adult) in page
    assert "si fra til oss i dag" in page


def test_a_card_that_is_lost_is_replaced_and_the_words_stay(pupil, signed_in):
    open_session, paper = came_in(pupil)
    start, codes = sheet(signed_in(make_user_in(Role.TEAM)).post(of_pupil(pupil), {"do": "card"}))
    assert start == ""
    assert is_in(open_session)
    client = Client()
    client.post(reverse("card_log_in"), {"login": paper.user.username, "password": WORDS})
    client.post(reverse("mfa_authenticate"), {"code": paper.codes[1]})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)


def test_a_way_in_is_ended_with_every_session(pupil, signed_in):
    client, _paper = came_in(pupil)
    answer = signed_in(make_user_in(Role.LEAD)).post(of_pupil(pupil), {"do": "end"}, follow=True)
    assert "Ingenting åpner lenger" in answer.content.decode()
    assert not is_in(client)
    assert Event.objects.filter(action="people.way_in_ended").exists()


def test_a_button_that_is_not_there_does_nothing(pupil, signed_in):
    assert signed_in(make_user_in(Role.TEAM)).post(of_pupil(pupil), {"do": "open all"}).status_code == 404
    assert signed_in(make_user_in(Role.TEAM)).post(of_pupil(pupil), {"do": "card"}).status_code == 404


@pytest.fixture
def teacher():
    """Who is also a mother at another school; her letter is for an account of its own as yet."""
    return make_user_in(Role.TEACHER, username="lise")


def test_a_guardian_who_works_here_uses_one_log_in_for_both(pupil, leader, mother, teacher, signed_in):
    start, _codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew"}))
    empty = Guardian.objects.get(pk=mother.guardian.pk).user
    client = signed_in(teacher)
    client.post(reverse("letter"), {"code": start})
    assert "Bruk innloggingen min til begge deler" in client.get(reverse("letter_choose")).content.decode()
    client.post(reverse("letter_choose"), {"join": "1"})
    mother.guardian.refresh_from_db()
    empty.refresh_from_db()
    assert mother.guardian.user == teacher
    assert not empty.is_active
    today = timezone.localdate()
    as_guardian = actor_of(teacher, today, Role.GUARDIAN)
    assert as_guardian.role == Role.GUARDIAN
    assert gate.may_see(as_guardian, pupil.pk, Purpose.OWN_CHILD, today)
    assert Event.objects.filter(action="people.joined_own_user").exists()


def test_from_then_on_the_child_is_hidden_where_the_teacher_is_at_work(pupil, leader, mother, signed_in):
    colleague = make_school_leader(pupil.enrolments.get().school, "kollega")
    today = timezone.localdate()
    assert gate.may_see(actor_of(colleague, today), pupil.pk, Purpose.FOLLOW_UP, today)
    start, _codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew"}))
    client = signed_in(colleague)
    client.post(reverse("letter"), {"code": start})
    client.post(reverse("letter_choose"), {"join": "1"})
    assert not gate.may_see(actor_of(colleague, today, Role.SCHOOL_LEADER), pupil.pk, Purpose.FOLLOW_UP, today)


def test_a_letter_that_is_begun_with_is_joined_to_nobody(leader, mother, teacher, signed_in):
    start, _codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew"}))
    client = signed_in(teacher)
    client.post(reverse("letter"), {"code": start})
    begun(start)
    client.post(reverse("letter_choose"), {"join": "1"})
    mother.guardian.refresh_from_db()
    assert mother.guardian.user != teacher


def test_a_child_is_nobodys_second_user(pupil, teacher, signed_in):
    paper = family_ways_in.card_for_pupil(by=BY, pupil=pupil)
    client = signed_in(teacher)
    client.post(reverse("letter"), {"code": paper.start_code})
    assert not client.get(reverse("letter_choose")).context["may_join"]
    client.post(reverse("letter_choose"), {"join": "1"})
    assert PupilAccount.objects.get().user == paper.user


def test_whoever_works_here_is_helped_by_an_administrator_and_gets_no_letter(pupil, leader, signed_in):
    user = make_user_in(Role.TEAM)
    relation = make_guardianship(pupil, make_guardian(user))
    signed_in(leader).post(of_guardian(relation), {"do": "anew"})
    assert not Invitation.objects.exists()
    with pytest.raises(RefusedError):
        family_ways_in.end_all(by=BY, pupil=pupil, user=user)


def test_a_letter_that_was_left_lying_opens_nothing_after_three_weeks(leader, mother, signed_in):
    start, _codes = sheet(signed_in(leader).post(of_guardian(mother), {"do": "anew"}))
    left = Invitation.objects.get().expires_at - timezone.now()
    assert dt.timedelta(days=20) < left <= dt.timedelta(days=21)
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().post(reverse("letter"), {"code": start}).status_code == 200


def test_the_new_letter_ends_the_one_before_it(leader, mother, signed_in):
    client = signed_in(leader)
    first, _codes = sheet(client.post(of_guardian(mother), {"do": "anew"}))
    second, _codes = sheet(client.post(of_guardian(mother), {"do": "anew"}))
    assert Client().post(reverse("letter"), {"code": first}).status_code == 200
    begun(second)


def test_a_pupil_under_protection_gets_a_card_from_those_named_only(pupil, leader, signed_in):
    pupil.protected = True
    pupil.save()
    for user in (leader, make_user_in(Role.TEAM)):
        assert signed_in(user).post(of_pupil(pupil), {"do": "anew"}).status_code == 404


def test_guardianships_of_another_pupil_are_not_reached_through_this_one(pupil, leader, signed_in):
    other = make_guardianship(make_pupil(), make_guardian())
    address = reverse("way_in_of_guardian", args=[pupil.public_id, other.public_id])
    assert signed_in(leader).post(address, {"do": "anew"}).status_code == 404
    assert Guardianship.objects.filter(guardian__user__isnull=False).count() == 0
