"""Whether a consent is in force: all who must agree have, nobody has said no, and nothing has run out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.consent import (
    PUPIL,
    AskAgain,
    Asked,
    Given,
    Purpose,
    Standing,
    State,
    Why,
    ask_again_on,
    may_share,
    own_right_from,
    standing,
    who_must_agree,
)

TODAY = dt.date(2026, 11, 23)
ASKED = dt.date(2026, 11, 2)
UNTIL = dt.date(2027, 6, 30)
TWELVE = dt.date(2014, 3, 1)
SEVENTEEN = dt.date(2009, 3, 1)
BOTH = ("mother", "father")
JOIN = Purpose.JOIN_SKOLEPORTEN
ITO = Purpose.ITO_DECISION
ONE_DAY = dt.timedelta(days=1)


def yes(on: dt.date = ASKED, withdrawn_on: dt.date | None = None) -> Given:
    return Given(says_yes=True, on=on, withdrawn_on=withdrawn_on)


def no(on: dt.date = ASKED) -> Given:
    return Given(says_yes=False, on=on)


def asked(purpose: Purpose = JOIN, valid_until: dt.date = UNTIL, **answers: Given) -> Asked:
    service = "ABUP" if purpose is Purpose.SHARE_WITH_SERVICE else ""
    return Asked(purpose, ASKED, valid_until, answers, service)


def stands(consent: Asked, born: dt.date | None = TWELVE, today: dt.date = TODAY, deciders=BOTH) -> Standing:
    return standing(consent, deciders, born, today)


def test_it_awaits_until_all_who_must_agree_have():
    assert stands(asked()).state is State.AWAITING
    half = stands(asked(mother=yes()))
    assert (half.state, half.missing, half.in_force_until) == (State.AWAITING, {"father"}, None)
    whole = stands(asked(mother=yes(), father=yes()))
    assert (whole.state, whole.missing, whole.must) == (State.IN_FORCE, frozenset(), set(BOTH))


def test_one_refusal_ends_it_whatever_the_others_say():
    consent = asked(mother=yes(), father=no())
    assert stands(consent) == Standing(State.REFUSED, frozenset(BOTH), frozenset({"father"}), None, True, "father")


def test_two_who_refuse_do_not_differ():
    refused = stands(asked(mother=no(), father=no()))
    assert (refused.state, refused.differ, refused.ended_by) == (State.REFUSED, False, "father")


def test_a_withdrawal_ends_it_the_same_day():
    consent = asked(mother=yes(withdrawn_on=TODAY), father=yes())
    assert stands(consent, today=TODAY - ONE_DAY).state is State.IN_FORCE
    ended = stands(consent)
    assert (ended.state, ended.ended_by, ended.missing) == (State.WITHDRAWN, "mother", {"mother"})


def test_what_was_withdrawn_or_refused_does_not_come_back_with_a_change_of_guardians():
    withdrawn = asked(mother=yes(withdrawn_on=TODAY), father=yes())
    refused = asked(mother=no(), father=yes())
    assert stands(withdrawn, deciders=["father"]).state is State.WITHDRAWN
    assert stands(refused, deciders=["father"]).state is State.REFUSED


def test_a_refusal_stays_one_after_the_last_day():
    assert stands(asked(mother=no()), today=UNTIL + ONE_DAY).state is State.REFUSED
    assert stands(asked(mother=yes(withdrawn_on=TODAY)), today=UNTIL + ONE_DAY).state is State.WITHDRAWN


@pytest.mark.parametrize(("days", "state"), [(-1, State.IN_FORCE), (0, State.IN_FORCE), (1, State.EXPIRED)])
def test_the_last_day_is_in_force_and_the_next_is_not(days: int, state: State):
    consent = asked(mother=yes(), father=yes())
    assert stands(consent, today=UNTIL + dt.timedelta(days=days)).state is state


def test_what_nobody_answered_in_time_has_expired():
    assert stands(asked(), today=UNTIL + ONE_DAY).state is State.EXPIRED


def test_somebody_new_with_the_right_to_decide_must_be_asked_too():
    consent = asked(mother=yes(), father=yes())
    assert stands(consent, deciders=[*BOTH, "child_welfare"]).missing == {"child_welfare"}
    assert stands(consent, deciders=[*BOTH, "child_welfare"]).state is State.AWAITING


def test_one_who_no_longer_decides_need_not_have_answered():
    assert stands(asked(mother=yes()), deciders=["mother"]).state is State.IN_FORCE


def test_it_is_never_in_force_when_nobody_can_say_yes():
    empty = stands(asked(mother=yes()), deciders=[])
    assert (empty.state, empty.must) == (State.AWAITING, frozenset())
    assert not may_share([asked(mother=yes())], JOIN, "", [], TWELVE, TODAY)


def test_an_answer_to_an_earlier_asking_does_not_count():
    assert stands(asked(mother=yes(ASKED - ONE_DAY), father=yes())).missing == {"mother"}
    assert stands(asked(mother=no(ASKED - ONE_DAY), father=yes())).state is State.AWAITING


def test_an_answer_of_tomorrow_does_not_count_today():
    assert stands(asked(mother=yes(TODAY + ONE_DAY), father=yes())).missing == {"mother"}
    assert stands(asked(mother=yes(TODAY), father=yes())).state is State.IN_FORCE


# Turning 15 between the talk and the decision.
FIFTEEN_ON = dt.date(2026, 11, 20)
TURNS_FIFTEEN = FIFTEEN_ON.replace(year=2011)


def test_the_parents_yes_awaits_the_pupil_from_the_very_birthday():
    consent = asked(mother=yes(), father=yes())
    before = stands(consent, TURNS_FIFTEEN, FIFTEEN_ON - ONE_DAY)
    assert (before.state, before.in_force_until) == (State.IN_FORCE, FIFTEEN_ON - ONE_DAY)
    after = stands(consent, TURNS_FIFTEEN, FIFTEEN_ON)
    assert (after.state, after.missing) == (State.AWAITING, {PUPIL})


def test_the_pupils_yes_counts_from_the_birthday_and_not_the_day_before():
    parents = {"mother": yes(), "father": yes()}
    too_early = asked(**parents, pupil=yes(FIFTEEN_ON - ONE_DAY))
    in_time = asked(**parents, pupil=yes(FIFTEEN_ON))
    assert stands(too_early, TURNS_FIFTEEN).missing == {PUPIL}
    assert stands(in_time, TURNS_FIFTEEN).state is State.IN_FORCE
    assert stands(in_time, TURNS_FIFTEEN).in_force_until == UNTIL


def test_a_childs_no_is_a_view_and_ends_nothing():
    consent = asked(mother=yes(), father=yes(), pupil=no())
    assert stands(consent).state is State.IN_FORCE
    assert not stands(consent).differ


def test_a_no_of_a_pupil_of_fifteen_ends_it():
    consent = asked(mother=yes(), father=yes(), pupil=no(FIFTEEN_ON))
    assert stands(consent, TURNS_FIFTEEN).state is State.REFUSED


def test_in_the_pupils_own_education_the_pupil_decides_alone_from_fifteen():
    assert stands(asked(ITO, mother=yes(), father=yes()), TURNS_FIFTEEN).missing == {PUPIL}
    assert stands(asked(ITO, pupil=yes(FIFTEEN_ON)), TURNS_FIFTEEN).state is State.IN_FORCE


def test_a_guardian_cannot_end_what_the_pupil_decides_alone():
    late_no = asked(ITO, pupil=yes(FIFTEEN_ON), mother=no(FIFTEEN_ON))
    late_withdrawal = asked(ITO, pupil=yes(FIFTEEN_ON), mother=yes(withdrawn_on=FIFTEEN_ON))
    assert stands(late_no, TURNS_FIFTEEN).state is State.IN_FORCE
    assert stands(late_withdrawal, TURNS_FIFTEEN).state is State.IN_FORCE


def test_what_a_guardian_ended_while_it_was_theirs_stays_ended():
    consent = asked(ITO, pupil=yes(FIFTEEN_ON), mother=yes(withdrawn_on=FIFTEEN_ON - ONE_DAY))
    assert stands(consent, TURNS_FIFTEEN).state is State.WITHDRAWN


def test_born_on_29_february_the_right_comes_on_1_march():
    born = dt.date(2012, 2, 29)
    consent = asked(valid_until=dt.date(2027, 6, 30), mother=yes(), father=yes())
    assert stands(consent, born, dt.date(2027, 2, 28)).state is State.IN_FORCE
    assert stands(consent, born, dt.date(2027, 3, 1)).state is State.AWAITING


def test_without_a_date_of_birth_both_pupil_and_guardians_must_agree():
    assert stands(asked(ITO, mother=yes(), father=yes()), None).missing == {PUPIL}
    assert stands(asked(ITO, pupil=yes()), None).missing == set(BOTH)
    assert stands(asked(ITO, mother=yes(), father=yes(), pupil=yes()), None).in_force_until == UNTIL


def test_of_age_the_pupil_decides_all_alone():
    of_age = dt.date(2008, 11, 23)
    assert stands(asked(pupil=yes()), of_age).state is State.IN_FORCE
    assert stands(asked(pupil=yes()), of_age, TODAY - ONE_DAY).missing == set(BOTH)
    assert stands(asked(pupil=yes(), mother=no(TODAY)), of_age).state is State.IN_FORCE


@pytest.mark.parametrize(
    ("born", "valid_until", "expected"),
    [
        (TWELVE, UNTIL, AskAgain(dt.date(2027, 7, 1), Why.EXPIRY)),
        (dt.date(2012, 1, 10), UNTIL, AskAgain(dt.date(2027, 1, 10), Why.BIRTHDAY)),
        (dt.date(2012, 6, 30), UNTIL, AskAgain(dt.date(2027, 6, 30), Why.BIRTHDAY)),  # on the last day
        (dt.date(2012, 7, 1), UNTIL, AskAgain(dt.date(2027, 7, 1), Why.EXPIRY)),  # the day after it
        (dt.date(2011, 11, 23), UNTIL, AskAgain(dt.date(2027, 7, 1), Why.EXPIRY)),  # fifteen today
        (dt.date(2011, 11, 24), UNTIL, AskAgain(dt.date(2026, 11, 24), Why.BIRTHDAY)),  # tomorrow
        (SEVENTEEN, UNTIL, AskAgain(dt.date(2027, 7, 1), Why.EXPIRY)),
        (None, UNTIL, AskAgain(dt.date(2027, 7, 1), Why.EXPIRY)),
    ],
)
def test_it_is_asked_again_at_the_birthday_or_after_the_last_day(born, valid_until, expected):
    assert ask_again_on(JOIN, born, valid_until, TODAY) == expected


def test_between_services_it_is_asked_again_at_sixteen():
    born = dt.date(2011, 1, 10)
    assert ask_again_on(Purpose.BTI_LOG, born, UNTIL, TODAY) == AskAgain(dt.date(2027, 1, 10), Why.BIRTHDAY)


def test_a_consent_opens_only_its_own_purpose_and_service():
    consent = asked(Purpose.SHARE_WITH_SERVICE, mother=yes(), father=yes())
    shared = {
        (purpose, service): may_share([asked(), consent], purpose, service, BOTH, TWELVE, TODAY)
        for purpose in (Purpose.SHARE_WITH_SERVICE, JOIN, Purpose.BTI_LOG)
        for service in ("ABUP", "PPT", "")
    }
    assert [pair for pair, is_open in shared.items() if is_open] == [(Purpose.SHARE_WITH_SERVICE, "ABUP")]


def test_one_consent_in_force_is_enough_when_an_earlier_was_withdrawn():
    ended = asked(mother=yes(withdrawn_on=TODAY), father=yes())
    anew = Asked(JOIN, TODAY, UNTIL, {"mother": yes(TODAY), "father": yes(TODAY)})
    assert may_share([ended, anew], JOIN, "", BOTH, TWELVE, TODAY)
    assert not may_share([ended], JOIN, "", BOTH, TWELVE, TODAY)


@pytest.mark.parametrize(
    ("purpose", "service"), [(Purpose.SHARE_WITH_SERVICE, ""), (JOIN, "ABUP"), (Purpose.BTI_LOG, "PPT")]
)
def test_a_service_is_named_where_the_purpose_shares_with_one(purpose: Purpose, service: str):
    with pytest.raises(ValueError, match="is of no use"):
        Asked(purpose, ASKED, UNTIL, {}, service)


def test_a_consent_cannot_end_before_it_is_asked_for():
    assert Asked(JOIN, ASKED, ASKED).valid_until == ASKED
    with pytest.raises(ValueError, match="before it is asked for"):
        Asked(JOIN, ASKED, ASKED - ONE_DAY)


DAYS = st.dates(ASKED - dt.timedelta(days=40), UNTIL + dt.timedelta(days=40))
BIRTHS = st.dates(dt.date(2008, 1, 1), dt.date(2013, 12, 31)) | st.none()
ANSWERS = st.dictionaries(
    st.sampled_from([*BOTH, "uncle", PUPIL]),
    st.builds(Given, st.booleans(), DAYS, st.none() | DAYS),
)
PURPOSES = st.sampled_from([purpose for purpose in Purpose if purpose is not Purpose.SHARE_WITH_SERVICE])
DECIDERS = st.sets(st.sampled_from([*BOTH, "foster"]))


@given(answers=ANSWERS, purpose=PURPOSES, deciders=DECIDERS, born=BIRTHS, today=DAYS)
def test_in_force_means_that_everyone_who_must_has_said_yes(answers, purpose, deciders, born, today):
    consent = Asked(purpose, ASKED, UNTIL, answers)
    now = standing(consent, deciders, born, today)
    assert now.must == who_must_agree(purpose, deciders, born, today)
    if now.state is not State.IN_FORCE:
        assert now.in_force_until is None
        return
    assert now.must
    assert today <= UNTIL
    for key in now.must:
        assert answers[key].says_yes
        assert ASKED <= answers[key].on <= today
        assert answers[key].withdrawn_on is None or answers[key].withdrawn_on > today
    assert now.in_force_until is not None
    assert today <= now.in_force_until <= UNTIL


@given(answers=ANSWERS, purpose=PURPOSES, deciders=DECIDERS, born=BIRTHS, today=DAYS)
def test_it_holds_until_the_day_it_names_and_is_asked_again_the_next(answers, purpose, deciders, born, today):
    kept = {key: Given(answer.says_yes, answer.on) for key, answer in answers.items() if answer.on <= today}
    consent = Asked(purpose, ASKED, UNTIL, kept)
    now = standing(consent, deciders, born, today)
    if now.in_force_until is None:
        return
    assert standing(consent, deciders, born, now.in_force_until).state is State.IN_FORCE
    assert standing(consent, deciders, born, now.in_force_until + ONE_DAY).state is not State.IN_FORCE
    if now.in_force_until < UNTIL:
        assert born is not None
        assert now.in_force_until + ONE_DAY == own_right_from(purpose, born)


@given(answers=ANSWERS, purpose=PURPOSES, deciders=DECIDERS, born=BIRTHS, today=DAYS, later=DAYS)
def test_what_has_ended_stays_ended(answers, purpose, deciders, born, today, later):
    consent = Asked(purpose, ASKED, UNTIL, answers)
    first, second = sorted((today, later))
    if standing(consent, deciders, born, first).state in (State.REFUSED, State.WITHDRAWN):
        assert standing(consent, [], born, second).state in (State.REFUSED, State.WITHDRAWN)
        assert standing(consent, BOTH, born, second).state in (State.REFUSED, State.WITHDRAWN)
