"""When an answer is due, and what the rules propose for each thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from skoleporten.rules.access_request_words import BASES, REASONS, VERDICTS
from skoleporten.rules.access_requests import (
    NEVER_TOLD,
    Basis,
    Facts,
    Proposal,
    Teller,
    Verdict,
    Waits,
    due,
    is_in_confidence,
    is_told_of,
    proposal,
)
from skoleporten.rules.visibility import What, visible
from skoleporten.rules.voices import MayOpen

CONFIDED = Facts(What.OWN_WORDS, is_seen=False, teller=Teller.PUPIL)
OTHER_GUARDIANS = Facts(What.OWN_WORDS, is_seen=False, teller=Teller.GUARDIAN)


@pytest.mark.parametrize(
    ("asked", "months", "day"),
    [
        ("2026-11-23", 1, "2026-12-23"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-30", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_the_answer_is_due_the_same_day_of_a_later_month_or_its_last(asked: str, months: int, day: str):
    assert due(dt.date.fromisoformat(asked), months) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("may_open", "says", "proposed"),
    [
        (MayOpen.WITH_A_REASON, "", Proposal(None)),
        (MayOpen.AFTER_ASKING, "", Proposal(None, waits=Waits.ASKING)),
        (MayOpen.AFTER_ASKING, "no", Proposal(None)),
        (MayOpen.ONLY_THE_PUPIL, "", Proposal(Verdict.WITHHOLD, Basis.EVIDENT_INTEREST, Waits.YES)),
        (MayOpen.ONLY_THE_PUPIL, "no", Proposal(Verdict.WITHHOLD, Basis.EVIDENT_INTEREST, Waits.YES)),
        (MayOpen.ONLY_THE_PUPIL, "yes", Proposal(Verdict.GIVE)),
        (MayOpen.AGE_NOT_KNOWN, "", Proposal(Verdict.WITHHOLD, Basis.EVIDENT_INTEREST, Waits.YES)),
    ],
)
def test_what_a_pupil_keeps_to_the_adults_here_goes_by_age(may_open: MayOpen, says: str, proposed: Proposal):
    assert proposal(CONFIDED, may_open, says, asked_by_pupil=False) == proposed


@pytest.mark.parametrize("may_open", list(MayOpen))
def test_a_pupil_gets_her_own_words_at_any_age(may_open: MayOpen):
    own = Facts(What.OWN_WORDS, is_seen=False, teller=Teller.PUPIL, is_own=True)
    assert proposal(own, may_open, asked_by_pupil=True).verdict is Verdict.GIVE


@pytest.mark.parametrize("asked_by_pupil", [True, False])
def test_another_guardians_own_words_are_withheld_whoever_asks(asked_by_pupil: bool):
    found = proposal(OTHER_GUARDIANS, MayOpen.ONLY_THE_PUPIL, asked_by_pupil=asked_by_pupil)
    assert (found.verdict, found.basis, found.waits) == (Verdict.WITHHOLD, Basis.OTHERS, None)


def test_what_one_sees_already_is_given_and_others_in_it_are_masked():
    seen = Facts(What.OWN_WORDS, is_seen=True, teller=Teller.GUARDIAN)
    assert proposal(seen, MayOpen.ONLY_THE_PUPIL, asked_by_pupil=False).verdict is Verdict.GIVE
    named = Facts(What.NOTES, is_seen=False, names_others=True)
    assert proposal(named, MayOpen.ONLY_THE_PUPIL, asked_by_pupil=False).verdict is Verdict.MASK


@pytest.mark.parametrize("names_others", [True, False])
def test_what_the_pupil_said_to_an_adult_is_read_by_a_person_before_a_guardian_gets_it(names_others: bool):
    retold = Facts(What.SHARED_NOTES, is_seen=False, names_others=names_others, retells=True)
    assert proposal(retold, MayOpen.AFTER_ASKING, asked_by_pupil=False) == Proposal(None)
    assert proposal(retold, MayOpen.AFTER_ASKING, asked_by_pupil=True).verdict is not None
    assert proposal(replace(retold, is_seen=True), MayOpen.AFTER_ASKING, asked_by_pupil=False).verdict is not None


def test_only_what_is_not_meant_for_whoever_asks_is_in_confidence():
    assert is_in_confidence(CONFIDED)
    assert is_in_confidence(OTHER_GUARDIANS)
    assert not is_in_confidence(Facts(What.NOTES, is_seen=False))
    assert not is_in_confidence(Facts(What.OWN_WORDS, is_seen=True, teller=Teller.PUPIL))


def test_reports_to_child_welfare_are_told_of_in_no_answer_and_no_family_sees_them():
    assert {What.CHILD_WELFARE_REPORTS, What.LOOKS_OF_CHILD_WELFARE} == NEVER_TOLD
    assert not any(is_told_of(what) for what in NEVER_TOLD)
    assert not NEVER_TOLD & (visible("guardian") | visible("pupil"))


def test_every_basis_names_its_place_in_the_law_in_three_languages():
    assert set(BASES) == set(Basis)
    assert set(VERDICTS) == set(Verdict)
    for words in (*BASES.values(), *VERDICTS.values(), *REASONS.values()):
        assert set(words) == {"nb", "nn", "en"}
    assert all("§ 16" in words["nb"] or "artikkel 15" in words["nb"] for words in BASES.values())
