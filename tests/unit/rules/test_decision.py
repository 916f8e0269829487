"""What a decision of the intake must hold, by its kind and its outcome."""

import datetime as dt
from dataclasses import replace

import pytest

from skoleporten.rules.decision import (
    ALWAYS,
    KINDS_OF,
    OF_ITO,
    OF_KIND,
    STAGE_OF,
    Decision,
    Field,
    IncompleteDecisionError,
    Kind,
    Outcome,
    check,
    missing,
    proposed_complaint_deadline,
    required,
)

TODAY = dt.date(2026, 11, 23)
LATER = TODAY + dt.timedelta(days=21)
WHOLE = Decision(
    kind=Kind.INDIVIDUAL_DECISION,
    outcome=Outcome.SKOLEPORTEN,
    decided_on=TODAY,
    childs_story="Told in the talk on the 16th.",
    reason="It fits.",
    alternatives="Measures at the own school.",
    childs_best="The pupil wants it.",
    who_is_told="The family and the own school.",
    review_date=LATER,
    follower="anne",
    receiver="The own school",
    facts="What was told.",
    legal_rule="§ 11-6",
    grounds="What weighed.",
    pupils_view="Wants to begin.",
    complaint_right=True,
    complaint_deadline=LATER,
    complaint_instance="Statsforvalteren",
    assessment=TODAY,
    assessment_consent=True,
    ito_consent=True,
)
EMPTY = {
    **{field: "" for field in Field if isinstance(getattr(WHOLE, field, None), str)},
    Field.REVIEW_DATE: None,
    Field.COMPLAINT_DEADLINE: None,
    Field.ASSESSMENT: None,
    Field.COMPLAINT_RIGHT: False,
    Field.ASSESSMENT_CONSENT: False,
    Field.ITO_CONSENT: False,
}
FITTING = [(outcome, kind) for outcome, kinds in KINDS_OF.items() for kind in sorted(kinds)]


@pytest.mark.parametrize(("outcome", "kind"), FITTING)
@pytest.mark.parametrize("is_ito", [False, True])
def test_each_field_that_is_required_is_missed_and_no_other(outcome: Outcome, kind: Kind, is_ito: bool):
    needed = required(kind, outcome, is_ito=is_ito) - {Field.KIND_FITS}
    whole = replace(WHOLE, kind=kind, outcome=outcome, is_ito=is_ito)
    fits = not is_ito or kind is Kind.INDIVIDUAL_DECISION
    for field, empty in EMPTY.items():
        lacks = [] if fits else [Field.KIND_FITS]
        lacks += [field] if field in needed else []
        assert set(missing(replace(whole, **{field.value: empty}))) == set(lacks)


def test_a_whole_decision_passes():
    check(WHOLE)
    check(replace(WHOLE, is_ito=True))


def test_what_is_missing_is_told_in_the_order_of_the_form():
    with pytest.raises(IncompleteDecisionError) as caught:
        check(Decision(Kind.AGREEMENT, Outcome.WAITING, TODAY))
    assert caught.value.lacks == (
        Field.CHILDS_STORY,
        Field.REASON,
        Field.ALTERNATIVES,
        Field.CHILDS_BEST,
        Field.WHO_IS_TOLD,
        Field.REVIEW_DATE,
        Field.FOLLOWER,
    )
    assert "childs_story, reason" in str(caught.value)


def test_no_decision_comes_before_the_childs_story_or_the_reason_why_not():
    for outcome, kind in FITTING:
        assert Field.CHILDS_STORY in required(kind, outcome)
    assert missing(replace(WHOLE, childs_story=" \n")) == (Field.CHILDS_STORY,)


def test_an_individual_decision_carries_what_the_law_asks():
    assert OF_KIND[Kind.INDIVIDUAL_DECISION] == {
        Field.FACTS,
        Field.LEGAL_RULE,
        Field.GROUNDS,
        Field.PUPILS_VIEW,
        Field.COMPLAINT_RIGHT,
        Field.COMPLAINT_DEADLINE,
        Field.COMPLAINT_INSTANCE,
    }
    assert required(Kind.AGREEMENT, Outcome.SKOLEPORTEN) == ALWAYS


def test_adapted_education_needs_both_consents_and_the_assessment():
    ito = replace(WHOLE, is_ito=True, assessment=None, assessment_consent=False, ito_consent=False)
    assert set(missing(ito)) == OF_ITO


def test_adapted_education_is_decided_only_as_an_individual_decision():
    agreed = replace(WHOLE, is_ito=True, kind=Kind.AGREEMENT)
    assert missing(agreed) == (Field.KIND_FITS,)


def test_the_assessment_comes_before_the_decision_or_the_same_day():
    days = [-1, 0, 1]
    made = [replace(WHOLE, is_ito=True, assessment=TODAY + dt.timedelta(days=number)) for number in days]
    assert [missing(decision) for decision in made] == [(), (), (Field.ASSESSMENT,)]


@pytest.mark.parametrize("field", ["review_date", "complaint_deadline"])
def test_a_date_to_come_is_later_than_the_decision(field: str):
    decision = replace(WHOLE, outcome=Outcome.WAITING)
    tries = [replace(decision, **{field: TODAY + dt.timedelta(days=number)}) for number in (-1, 0, 1)]
    assert [missing(tried) for tried in tries] == [(Field(field),), (Field(field),), ()]


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_is_of_a_kind_that_fits_its_outcome(outcome: Outcome):
    misfits = {kind for kind in Kind if Field.KIND_FITS in missing(replace(WHOLE, outcome=outcome, kind=kind))}
    assert misfits == set(Kind) - KINDS_OF[outcome]
    assert KINDS_OF[outcome]


def test_every_outcome_leads_to_a_stage():
    assert set(STAGE_OF) == set(Outcome)
    assert STAGE_OF[Outcome.MORE_TO_FIND_OUT] == "in_intake"


def test_the_proposed_deadline_for_a_complaint_is_three_weeks():
    assert proposed_complaint_deadline(TODAY) == LATER
    assert proposed_complaint_deadline(dt.date(2026, 12, 21)) == dt.date(2027, 1, 11)
