"""Past the gate to one pupil: who may, to whom never, for how long, and who looks at it after."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import break_glass, gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import BreakGlass, Event
from skoleporten.people.models import FamilyTie, Guardian, Guardianship
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_enrolment, make_grant, make_pupil, make_school, make_user

pytestmark = pytest.mark.django_db
BORN, REASON = dt.date(2014, 5, 2), "She called and said that she will hurt herself."


def actor_with(role: Role):
    user = make_user()
    make_grant(user, role, make_school() if role in {Role.TEACHER, Role.SCHOOL_LEADER} else None)
    return actor_of(user)


def some_pupil(**fields):
    pupil = make_pupil("Kari", "Nordmann", birth_date=BORN, **fields)
    make_enrolment(make_school(), pupil)
    return pupil


def opened_by(actor, pupil, reason=REASON, now=None) -> BreakGlass:
    return break_glass.open_pupil(
        by=actor, given_name=pupil.given_name, family_name=pupil.family_name, birth_date=pupil.birth_date,
        reason=reason, now=now or timezone.now(), today=timezone.localdate(),
    )  # fmt: skip


def sees(actor, pupil) -> bool:
    return gate.may_see(actor, pupil.pk, Purpose.FOLLOW_UP, timezone.localdate())


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEAD])
def test_the_team_and_its_lead_see_the_pupil_for_an_hour_and_then_no_more(role, time_machine):
    actor, pupil = actor_with(role), some_pupil()
    time_machine.move_to(dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC), tick=False)
    assert not sees(actor, pupil)
    opened_by(actor, pupil)
    assert sees(actor, pupil)
    time_machine.shift(59 * 60)
    assert sees(actor, pupil)
    time_machine.shift(60)
    assert not sees(actor, pupil)


@pytest.mark.parametrize("role", sorted({*Role} - {Role.TEAM, Role.LEAD, Role.GUARDIAN, Role.PUPIL}))
def test_nobody_else_can(role):
    pupil = some_pupil()
    with pytest.raises(RefusedError):
        opened_by(actor_with(role), pupil)
    assert not BreakGlass.objects.exists()


def test_it_opens_one_pupil_for_one_person_in_one_role_and_for_follow_up_only():
    actor, colleague, pupil, other = actor_with(Role.TEAM), actor_with(Role.TEAM), some_pupil(), make_pupil("Per")
    opened_by(actor, pupil)
    make_grant(actor_user := BreakGlass.objects.get().user, Role.LEAD)
    as_lead = type(actor)(**{**vars(actor), "role": Role.LEAD.value})
    assert not sees(colleague, pupil)
    assert not sees(actor, other)
    assert not sees(as_lead, pupil)
    assert actor_user.pk == actor.user_id
    assert not gate.may_see(actor, pupil.pk, Purpose.IMPORT, timezone.localdate())


def barred(actor, pupil) -> None:
    guardian = Guardian.objects.create(user_id=actor.user_id, given_name="Ada")
    Guardianship.objects.create(
        pupil=pupil, guardian=guardian, kind="parent", start=dt.date(2014, 5, 2),
        barred_from=dt.date(2020, 1, 1), barred_source="District court",
    )  # fmt: skip


def own_family(actor, pupil) -> None:
    FamilyTie.objects.create(user_id=actor.user_id, pupil=pupil)


def protected(actor, pupil) -> None:
    type(pupil).objects.filter(pk=pupil.pk).update(protected=True)


def named_and_protected(actor, pupil) -> None:
    """Named in a grant, but not with Skoleporten: the glass still opens no protected pupil."""
    protected(actor, pupil)
    grant = make_grant(user_of(actor), Role(actor.role))
    type(grant).objects.filter(pk=grant.pk).update(pupil=pupil)


def user_of(actor):
    from skoleporten.access.models import User

    return User.objects.get(pk=actor.user_id)


@pytest.mark.parametrize("hidden", [barred, own_family, protected, named_and_protected])
def test_barred_own_family_and_protected_are_never_opened_and_answered_like_nobody(hidden):
    actor, pupil = actor_with(Role.TEAM), some_pupil()
    hidden(actor, pupil)
    with pytest.raises(RefusedError) as refused:
        opened_by(actor, pupil)
    pupil.given_name = "Nobody"
    with pytest.raises(RefusedError) as unknown:
        opened_by(actor, pupil)
    assert str(refused.value) == str(unknown.value)
    assert not BreakGlass.objects.exists()
    assert not sees(actor, pupil)


@pytest.mark.parametrize("hidden", [barred, own_family, protected])
def test_an_open_glass_closes_the_moment_the_pupil_may_not_be_seen(hidden):
    actor, pupil = actor_with(Role.LEAD), some_pupil()
    opened_by(actor, pupil)
    assert sees(actor, pupil)
    hidden(actor, pupil)
    assert not sees(actor, pupil)


def test_two_pupils_of_one_name_and_day_are_not_guessed_between():
    pupil = some_pupil()
    some_pupil()
    with pytest.raises(RefusedError):
        opened_by(actor_with(Role.TEAM), pupil)


@pytest.mark.parametrize("reason", ["", "   ", "urgent", " " * 40 + "x"])
def test_a_reason_is_a_whole_sentence(reason):
    with pytest.raises(RefusedError):
        opened_by(actor_with(Role.TEAM), some_pupil(), reason)


def test_it_is_in_the_log_with_the_pupil():
    pupil = some_pupil()
    opened = opened_by(actor_with(Role.TEAM), pupil)
    event = Event.objects.get(action="access.glass_broken")
    assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]
    assert event.object_id == str(opened.public_id)


def test_a_lead_reviews_it_once_with_a_decision():
    lead, opened = actor_with(Role.LEAD), opened_by(actor_with(Role.TEAM), some_pupil())
    assert list(break_glass.to_review()) == [opened]
    with pytest.raises(RefusedError):
        break_glass.review(by=lead, opened=opened, decision="", note="", now=timezone.now())
    break_glass.review(by=lead, opened=opened, decision="right", note="Spoken with.", now=timezone.now())
    assert not break_glass.to_review()
    assert break_glass.reviewed().get().reviewed_by_id == lead.user_id
    with pytest.raises(RefusedError):
        break_glass.review(by=lead, opened=opened, decision="wrong", note="", now=timezone.now())


@pytest.mark.parametrize("role", [Role.TEAM, Role.ADMINISTRATOR, Role.SCHOOL_LEADER])
def test_nobody_but_a_lead_reviews_it(role):
    opened = opened_by(actor_with(Role.TEAM), some_pupil())
    with pytest.raises(RefusedError):
        break_glass.review(by=actor_with(role), opened=opened, decision="right", note="", now=timezone.now())


def test_a_lead_does_not_review_her_own():
    lead = actor_with(Role.LEAD)
    opened = opened_by(lead, some_pupil())
    with pytest.raises(RefusedError):
        break_glass.review(by=lead, opened=opened, decision="right", note="", now=timezone.now())


def test_what_the_only_lead_did_is_reviewed_by_the_municipality():
    lead, official = actor_with(Role.LEAD), actor_with(Role.MUNICIPALITY)
    opened = opened_by(lead, some_pupil())
    assert break_glass.waiting_for(official, timezone.localdate()) == [opened]
    break_glass.review(by=official, opened=opened, decision="right", note="", now=timezone.now())
    assert break_glass.reviewed().get().reviewed_by_id == official.user_id


def test_the_municipality_reviews_nothing_where_another_lead_can():
    official, opened = actor_with(Role.MUNICIPALITY), opened_by(actor_with(Role.LEAD), some_pupil())
    actor_with(Role.LEAD)
    assert not break_glass.waiting_for(official, timezone.localdate())
    with pytest.raises(RefusedError):
        break_glass.review(by=official, opened=opened, decision="right", note="", now=timezone.now())


def test_the_only_lead_does_not_review_her_own_as_the_municipality():
    lead = actor_with(Role.LEAD)
    opened = opened_by(lead, some_pupil())
    herself = dataclasses.replace(lead, role=Role.MUNICIPALITY)
    assert not break_glass.waiting_for(herself, timezone.localdate())
    with pytest.raises(RefusedError):
        break_glass.review(by=herself, opened=opened, decision="right", note="", now=timezone.now())


def test_the_municipality_is_not_told_who_the_pupil_was(client):
    user, pupil = make_user(), some_pupil()
    make_grant(user, Role.MUNICIPALITY)
    opened = opened_by(actor_with(Role.LEAD), pupil)
    client.force_login(user)
    assert reverse("emergency_review") in client.get(reverse("start")).content.decode()
    shown = client.get(reverse("emergency_review")).content.decode()
    assert REASON in shown
    assert pupil.full_name not in shown
    assert client.post(reverse("emergency_decide", args=[opened.public_id]), {"decision": "right"}).status_code == 302
    assert break_glass.reviewed().get().decision == "right"


def test_more_than_two_in_thirty_days_is_told():
    actor, now = actor_with(Role.TEAM), timezone.now()
    for number in range(3):
        pupil = make_pupil("Kari", f"Hansen {number}", birth_date=BORN)
        assert break_glass.often(now) == set()
        opened_by(actor, pupil)
    assert break_glass.often(timezone.now()) == {actor.user_id}
    assert break_glass.often(now + dt.timedelta(days=31)) == set()
