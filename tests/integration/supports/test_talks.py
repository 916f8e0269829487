"""A pupil asks for a talk: read by the adults here only, answered within two school days, had or taken back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import How, When
from skoleporten.supports import talks
from skoleporten.supports.models import TalkWish
from skoleporten.supports.queries import talks_waiting
from skoleporten.supports.talks import Wish
from tests.factories import actor_of, make_calendar_day, make_case_team_member, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.plan_factories import make_pupil_at_school
from tests.support_factories import DAY, make_family, make_wish, timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


def seen_by(actor, purpose) -> int:
    return TalkWish.objects.visible_to(actor, purpose, timezone.localdate()).count()


def test_only_the_pupil_and_the_adults_here_read_that_a_talk_is_asked_for(family):
    make_wish(family)
    specialist = make_user_in(Role.SPECIALIST)
    make_case_team_member(family.pupil, specialist)
    assert seen_by(family.actor, Purpose.OWN) == 1
    assert seen_by(actor_of(make_team_member()), Purpose.FOLLOW_UP) == 1
    assert seen_by(actor_of(make_lead()), Purpose.FOLLOW_UP) == 1
    assert seen_by(family.guardians_actor, Purpose.OWN_CHILD) == 0
    assert seen_by(actor_of(specialist), Purpose.FOLLOW_UP) == 0
    for role in (Role.TEACHER, Role.SCHOOL_LEADER):
        assert seen_by(actor_of(make_user_in(role, family.school)), Purpose.FOLLOW_UP) == 0
    assert seen_by(make_family().actor, Purpose.OWN) == 0


def test_whoever_is_asked_for_and_the_owner_are_told_and_not_what_it_is_about(family):
    ada = make_team_member()
    make_wish(family, "Det er noe hjemme.", ada)
    told = Notice.objects.all()
    assert {one.user_id for one in told} == {ada.pk, family.case.owner.pk}
    assert all("hjemme" not in str(vars(one)) for one in told)


def test_an_answer_is_promised_by_the_second_school_day():
    monday = dt.date(2025, 9, 1)
    pupil = make_pupil_at_school(monday)
    assert talks.school_day_after(pupil.pk, monday, 2) == dt.date(2025, 9, 3)
    assert talks.school_day_after(pupil.pk, dt.date(2025, 9, 5), 2) == dt.date(2025, 9, 9)


def test_a_holiday_moves_the_promise():
    pupil = make_pupil_at_school(dt.date(2025, 9, 1), weeks=1)
    make_calendar_day(pupil.enrolments.get().school, dt.date(2025, 9, 15))
    make_calendar_day(pupil.enrolments.get().school, dt.date(2025, 9, 16))
    assert talks.school_day_after(pupil.pk, dt.date(2025, 9, 5), 2) == dt.date(2025, 9, 16)


def test_the_answer_reaches_the_pupil_and_the_wish_waits_no_longer(family):
    ada, wish = actor_of(make_team_member()), make_wish(family)
    assert [one.pk for one in talks_waiting(ada, Purpose.FOLLOW_UP, timezone.localdate())] == [wish.pk]
    talks.answer(by=ada, wish=wish, words="I morgen klokka ti, ute.", seen_version=1)
    assert talks_waiting(ada, Purpose.FOLLOW_UP, timezone.localdate()) == []
    assert TalkWish.objects.get().answer == "I morgen klokka ti, ute."
    assert Notice.objects.filter(user=family.user).count() == 1


def test_two_adults_who_answer_at_once_never_overwrite_each_other(family):
    wish = make_wish(family)
    talks.answer(by=actor_of(make_team_member()), wish=wish, words="Klokka ti.", seen_version=1)
    with pytest.raises(ChangedMeanwhileError):
        talks.answer(by=actor_of(make_team_member()), wish=wish, words="Klokka elleve.", seen_version=1)


def test_a_talk_that_has_been_or_is_taken_back_is_over(family):
    ada, one, two = actor_of(make_team_member()), make_wish(family), make_wish(family)
    talks.had(by=ada, wish=one)
    talks.take_back(by=family.actor, wish=two)
    talks.had(by=ada, wish=one)
    talks.take_back(by=family.actor, wish=two)
    assert TalkWish.objects.open().count() == 0
    for refused in (
        lambda: talks.take_back(by=family.actor, wish=one),
        lambda: talks.had(by=ada, wish=two),
        lambda: talks.answer(by=ada, wish=two, words="Klokka ti.", seen_version=two.version),
    ):
        with pytest.raises(RefusedError):
            refused()


def test_a_wish_sent_twice_is_one_and_one_of_anothers_is_refused(family):
    wish, client_id, other = Wish(How.SIT, When.NO_HURRY), uuid.uuid4(), make_family()
    for _time in range(2):
        talks.ask(by=family.actor, pupil=family.pupil, wish=wish, client_id=client_id)
    assert TalkWish.objects.count() == 1
    with pytest.raises(RefusedError):
        talks.ask(by=other.actor, pupil=other.pupil, wish=wish, client_id=client_id)


def test_whoever_has_asked_three_times_is_told_that_it_is_seen_and_whom_to_call(family):
    for _time in range(talks.MOST_OPEN):
        make_wish(family)
    with pytest.raises(RefusedError, match="116 111"):
        make_wish(family)


def test_words_and_answer_are_sealed_in_the_row(family):
    wish = make_wish(family, "Jeg sover dårlig.")
    talks.answer(by=actor_of(make_team_member()), wish=wish, words="Vi går en tur.", seen_version=1)
    stored = "".join(TalkWish.objects.values_list("words_encrypted", "answer_encrypted").get())
    assert "sover" not in stored
    assert "tur" not in stored


def test_the_day_that_was_promised_stands_also_when_it_has_passed(family):
    wish = make_wish(family)
    TalkWish.objects.update(asked_at=timezone.now() - 14 * DAY)
    wish.refresh_from_db()
    assert talks.answer_by(wish) < timezone.localdate()
