"""Who opens a preparation, a meeting and a decision: the team, the school that was told, the family; nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.access.roles import Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.intake import letters
from skoleporten.people.models import Guardianship, Involvement
from tests.consent_factories import today
from tests.decision_factories import decide, decided, in_intake, make_referred_pupil
from tests.factories import (
    actor_of,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_lead
from tests.pages import content_of

BARRED = {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}
NO_SUCH = "00000000-0000-4000-8000-000000000000"
OF_THE_TEAM = ("decision", "decision_preview", "decision_correct")
POSTS = ("decision_told", "decision_letters")


@pytest.fixture
def decision(made):
    """Of a pupil at the owner's school, with an account and letters to all."""
    pupil = make_referred_pupil(made.school)
    make_pupil_account(pupil)
    found = decide(in_intake(pupil), asked=decided("other_service", "redirection"))
    by = actor_of(make_lead())
    letters.make(by=by, decision=found, client_id=found.client_id, today=today())
    return found


def own_guardian(decision):
    return decision.intake.pupil.guardianships.get().guardian.user


def staff_pages(decision) -> dict[str, str]:
    pages = {name: reverse(name, args=[decision.public_id]) for name in OF_THE_TEAM}
    pages["decision_preview"] += "?to=school"
    pages["decision_text"] = reverse("decision_text", args=[decision.public_id, "en"])
    pages["intake_meeting"] = reverse("intake_meeting", args=[decision.meeting.public_id])
    return pages


def refused(client, address: str) -> bool:
    """A 404 that is the same as of what does not exist."""
    found, nothing = client.get(address), client.get(f"/intake/decisions/{NO_SUCH}/")
    return found.status_code == 404 and content_of(found) == content_of(nothing)


@pytest.mark.parametrize("role", [Role.LEAD])
def test_the_lead_opens_all_of_it_also_after_the_pupil_was_sent_on(client, decision, role):
    client.force_login(make_user_in(role))
    for name, address in staff_pages(decision).items():
        assert client.get(address).status_code == 200, name


def test_the_team_opens_it_while_the_pupil_is_with_skoleporten(client, made):
    found = decide(in_intake(make_referred_pupil(made.school)))
    client.force_login(make_user_in(Role.TEAM))
    for name, address in staff_pages(found).items():
        assert client.get(address).status_code == 200, name


def test_the_team_opens_nothing_the_day_after_the_pupil_was_sent_on(client, decision):
    yesterday = today() - dt.timedelta(days=1)
    Involvement.objects.filter(pupil=decision.intake.pupil).update(end=yesterday)
    client.force_login(make_user_in(Role.TEAM))
    assert all(refused(client, address) for address in staff_pages(decision).values())


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD, Role.TEAM}))
def test_nobody_else_opens_what_the_team_wrote(client, decision, role):
    client.force_login(make_user_in(role))
    for name, address in staff_pages(decision).items():
        assert client.get(address).status_code == 404, name
    for name in POSTS:
        assert client.post(reverse(name, args=[decision.public_id])).status_code == 404, name


def test_not_even_the_family_or_the_school_it_is_about(client, decision, made):
    for user in (own_guardian(decision), decision.intake.pupil.account.user, made.owner):
        client.force_login(user)
        assert all(client.get(address).status_code == 404 for address in staff_pages(decision).values())


# The family ----------------------------------------------------------------------------------------------------------
def test_the_guardian_and_the_pupil_open_theirs_and_it_is_logged(client, decision):
    for user in (own_guardian(decision), decision.intake.pupil.account.user):
        client.force_login(user)
        assert client.get(reverse("my_decision", args=[decision.public_id])).status_code == 200
        seen = Event.objects.filter(action="intake.decision_read").latest("seq")
        assert EventPupil.objects.filter(event=seen, pupil=decision.intake.pupil.public_id).exists()


@pytest.mark.parametrize(
    "fields",
    [
        BARRED,
        {"decides": Guardianship.Decides.NONE},
        {"decides": Guardianship.Decides.SUSPENDED},
        {"verified_at": None},
        {"end": dt.date(2025, 9, 1)},
    ],
)
def test_a_parent_who_is_barred_or_holds_no_verified_right_finds_nothing(client, decision, fields):
    user = make_user()
    make_guardianship(decision.intake.pupil, make_guardian(user), **fields)
    client.force_login(user)
    assert str(decision.public_id) not in client.get(reverse("start")).content.decode()
    assert client.get(reverse("my_decision", args=[decision.public_id])).status_code == 404
    document = decision.letters.get(to="guardian").document
    assert client.get(reverse("document", args=[document.public_id])).status_code == 404


def test_one_guardian_does_not_find_the_others_letter(client, made):
    pupil = make_referred_pupil(made.school)
    other = make_user()
    make_guardianship(pupil, make_guardian(other))
    found = decide(in_intake(pupil))
    by = actor_of(make_lead())
    letters.make(by=by, decision=found, client_id=found.client_id, today=today())
    client.force_login(other)
    shown = client.get(reverse("my_decision", args=[found.public_id])).content.decode()
    documents = {one.guardian.user_id: str(one.document.public_id) for one in found.letters.filter(to="guardian")}
    assert documents.pop(other.pk) in shown
    assert all(address not in shown for address in documents.values())


def test_a_stranger_of_the_same_role_finds_nothing(client, decision):
    for role in (Role.GUARDIAN, Role.PUPIL):
        client.force_login(make_user_in(role))
        assert client.get(reverse("my_decision", args=[decision.public_id])).status_code == 404
        assert str(decision.public_id) not in client.get(reverse("my_decisions")).content.decode()


# The school ----------------------------------------------------------------------------------------------------------
def test_the_leaders_of_the_school_that_was_told_open_the_outcome(client, decision, made):
    for leader in (made.owner, make_school_leader(made.school)):
        client.force_login(leader)
        assert client.get(reverse("schools_decision", args=[decision.public_id])).status_code == 200
        document = decision.letters.get(to="school").document
        assert client.get(reverse("document", args=[document.public_id])).status_code == 200


def test_the_leader_of_another_school_finds_nothing(client, decision, made):
    client.force_login(made.stranger)
    assert client.get(reverse("schools_decision", args=[decision.public_id])).status_code == 404
    document = decision.letters.get(to="school").document
    assert client.get(reverse("document", args=[document.public_id])).status_code == 404


def test_a_teacher_opens_no_decision(client, decision, made):
    client.force_login(make_user_in(Role.TEACHER, made.school))
    assert client.get(reverse("schools_decision", args=[decision.public_id])).status_code == 404
