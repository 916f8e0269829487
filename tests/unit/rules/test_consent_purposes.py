"""Who must agree to what, at which age, and why somebody has no say."""

import datetime as dt

import pytest

from skoleporten.people.models import Guardianship
from skoleporten.rules.consent import (
    LEGAL_KINDS,
    PUPIL,
    PURPOSES,
    TERMS,
    FromOwnAge,
    Guardian,
    LegalKind,
    NotEntitledError,
    Purpose,
    WhyNot,
    birthday,
    check_may_answer,
    deciders,
    own_right_from,
    who_must_agree,
    why_not,
)
from skoleporten.rules.consent.deciders import HOLDS_THE_RIGHT
from skoleporten.rules.toml_files import LANGUAGES

TODAY = dt.date(2026, 11, 23)
PARENTS = frozenset({"mother", "father"})
ONE_DAY = dt.timedelta(days=1)
EDUCATION = (Purpose.JOIN_SKOLEPORTEN, Purpose.EXPERT_ASSESSMENT, Purpose.ITO_DECISION, Purpose.SOURCE_PANEL)
PUPILS_ALONE = (Purpose.EXPERT_ASSESSMENT, Purpose.ITO_DECISION)


def aged(years: int, days: int = 0) -> dt.date:
    """The date of birth of one who turned so old so many days before today."""
    return TODAY.replace(year=TODAY.year - years) - dt.timedelta(days=days)


def must(purpose: Purpose, born: dt.date | None) -> frozenset[str]:
    return who_must_agree(purpose, PARENTS, born, TODAY)


@pytest.mark.parametrize("purpose", Purpose)
def test_the_guardians_decide_until_the_day_before_the_pupils_own_right(purpose: Purpose):
    age = 15 if purpose in EDUCATION else 16
    assert TERMS[purpose].own_age == age
    assert must(purpose, aged(age, -1)) == PARENTS
    assert must(purpose, aged(8)) == PARENTS


@pytest.mark.parametrize("purpose", Purpose)
def test_from_that_day_the_pupil_decides_too_or_alone(purpose: Purpose):
    turned_today = aged(15 if purpose in EDUCATION else 16)
    assert must(purpose, turned_today) == ({PUPIL} if purpose in PUPILS_ALONE else {*PARENTS, PUPIL})


@pytest.mark.parametrize("purpose", Purpose)
def test_of_age_the_pupil_decides_alone(purpose: Purpose):
    assert must(purpose, aged(18)) == {PUPIL}
    assert (must(purpose, aged(18, -1)) == {PUPIL}) == (purpose in PUPILS_ALONE)


@pytest.mark.parametrize("purpose", Purpose)
def test_without_a_date_of_birth_all_must_agree(purpose: Purpose):
    assert must(purpose, None) == {*PARENTS, PUPIL}


def test_without_guardians_a_child_has_nobody_who_can_say_yes():
    assert who_must_agree(Purpose.JOIN_SKOLEPORTEN, (), aged(10), TODAY) == frozenset()


@pytest.mark.parametrize(
    ("born", "age", "expected"),
    [
        ("2011-11-23", 15, "2026-11-23"),
        ("2012-02-29", 15, "2027-03-01"),
        ("2012-02-29", 16, "2028-02-29"),
        ("2012-02-28", 15, "2027-02-28"),
        ("2011-12-31", 15, "2026-12-31"),
    ],
)
def test_birthdays(born: str, age: int, expected: str):
    assert birthday(dt.date.fromisoformat(born), age) == dt.date.fromisoformat(expected)


def test_the_day_of_own_right_follows_the_purpose():
    born = dt.date(2012, 2, 29)
    assert own_right_from(Purpose.ITO_DECISION, born) == dt.date(2027, 3, 1)
    assert own_right_from(Purpose.RESEARCH, born) == dt.date(2028, 2, 29)


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_terms_with_a_source_and_words(purpose: Purpose):
    terms = TERMS[purpose]
    assert terms.source
    assert terms.names_service == (purpose is Purpose.SHARE_WITH_SERVICE)
    assert set(PURPOSES[purpose]) == set(LANGUAGES)
    assert set(LEGAL_KINDS[terms.kind]) == set(LANGUAGES)
    assert terms.ours == ("ours" in terms.source)


def test_no_purpose_or_kind_is_left_over():
    assert set(TERMS) == set(PURPOSES) == set(Purpose)
    assert {terms.kind for terms in TERMS.values()} == set(LegalKind) == set(LEGAL_KINDS)
    assert {terms.from_own_age for terms in TERMS.values()} == set(FromOwnAge)


def guardian(key: str = "mother", decides: str = "parental_responsibility", **values) -> Guardian:
    return Guardian(key, decides, **{"is_verified": True} | values)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"decides": "care_taken_over"}, None),
        ({"decides": "none"}, WhyNot.NO_RIGHT),
        ({"decides": "suspended"}, WhyNot.SUSPENDED),
        ({"decides": "unknown"}, WhyNot.UNKNOWN_RIGHT),
        ({"decides": "anything else"}, WhyNot.UNKNOWN_RIGHT),
        ({"is_verified": False}, WhyNot.NOT_VERIFIED),
        ({"is_verified": False, "decides": "none"}, WhyNot.NOT_VERIFIED),
        ({"end": TODAY}, None),
        ({"end": TODAY - ONE_DAY}, WhyNot.ENDED),
        ({"start": TODAY}, None),
        ({"start": TODAY + ONE_DAY}, WhyNot.ENDED),
        ({"is_barred": True}, WhyNot.BARRED),
        ({"is_barred": True, "is_verified": False, "end": TODAY - ONE_DAY}, WhyNot.BARRED),
    ],
)
def test_who_holds_the_right_to_decide_and_why_another_does_not(changed: dict, expected: WhyNot | None):
    assert why_not(guardian(**changed), TODAY) is expected
    assert deciders([guardian(**changed)], TODAY) == ({"mother"} if expected is None else set())


def test_one_barred_in_one_relation_decides_by_no_other():
    relations = [guardian(is_barred=True), guardian(), guardian("father")]
    assert deciders(relations, TODAY) == {"father"}
    with pytest.raises(NotEntitledError) as caught:
        check_may_answer(Purpose.JOIN_SKOLEPORTEN, "mother", relations, aged(10), TODAY)
    assert caught.value.why is WhyNot.BARRED


def test_the_codes_of_the_right_to_decide_are_those_of_the_register():
    codes = set(Guardianship.Decides.values)
    assert codes >= HOLDS_THE_RIGHT
    entitled = {code for code in codes if why_not(guardian(decides=code), TODAY) is None}
    assert entitled == HOLDS_THE_RIGHT


@pytest.mark.parametrize(
    ("purpose", "key", "born", "expected"),
    [
        (Purpose.JOIN_SKOLEPORTEN, "mother", aged(10), None),
        (Purpose.JOIN_SKOLEPORTEN, "mother", aged(15), None),
        (Purpose.JOIN_SKOLEPORTEN, "mother", aged(18), WhyNot.PUPIL_DECIDES),
        (Purpose.JOIN_SKOLEPORTEN, PUPIL, aged(15, -1), WhyNot.PUPIL_TOO_YOUNG),
        (Purpose.JOIN_SKOLEPORTEN, PUPIL, aged(15), None),
        (Purpose.BTI_LOG, PUPIL, aged(15), WhyNot.PUPIL_TOO_YOUNG),
        (Purpose.ITO_DECISION, "mother", aged(15), WhyNot.PUPIL_DECIDES),
        (Purpose.ITO_DECISION, "mother", aged(15, -1), None),
        (Purpose.JOIN_SKOLEPORTEN, "stranger", aged(10), WhyNot.NO_RELATION),
        (Purpose.JOIN_SKOLEPORTEN, "uncle", aged(10), WhyNot.NO_RIGHT),
        (Purpose.JOIN_SKOLEPORTEN, "mother", None, None),
    ],
)
def test_whoever_has_no_say_is_told_why(purpose: Purpose, key: str, born: dt.date | None, expected: WhyNot | None):
    relations = [guardian(), guardian("uncle", "none")]
    if expected is None:
        check_may_answer(purpose, key, relations, born, TODAY)
        return
    with pytest.raises(NotEntitledError) as caught:
        check_may_answer(purpose, key, relations, born, TODAY)
    assert caught.value.why is expected
    assert caught.value.what
    assert caught.value.do


def test_an_ended_relation_beside_one_that_stands_does_not_matter():
    relations = [guardian(end=TODAY - ONE_DAY), guardian(decides="care_taken_over")]
    check_may_answer(Purpose.JOIN_SKOLEPORTEN, "mother", relations, aged(10), TODAY)


def test_the_words_for_one_barred_do_not_say_barred():
    assert "barred" not in str(NotEntitledError(WhyNot.BARRED)).lower()
    assert len({NotEntitledError(why).what for why in WhyNot}) == len(WhyNot)
