"""What of a pupil each role sees, against the table of the design told again."""

import pytest

from skoleporten.rules import visibility
from skoleporten.rules.visibility import What

TOLD_AGAIN = {
    "teacher": "absence concerns steps stage plan presence measures_of_the_school schools_account own_answers supports",
    "school_leader": "absence concerns steps stage plan presence measures_of_the_school referrals guardians"
    " own_words shared_notes schools_account own_answers"
    " who_has_looked who_can_see letters consents_on_education"
    " child_welfare_reports environment_reports interventions supports",
    "team": "absence concerns steps stage plan presence measures_of_the_school referrals guardians"
    " who_has_looked who_can_see"
    " schools_account relations factors scores hypotheses own_answers special_answers case care goals judgement"
    " measures agreed_measures notes shared_notes own_words consents letters consents_on_education"
    " child_welfare_reports looks_of_child_welfare environment_reports interventions meetings meeting_time"
    " meetings_told supports messages surveys access_requests",
    "lead": "absence concerns steps stage plan presence measures_of_the_school referrals guardians"
    " who_has_looked who_can_see"
    " schools_account relations factors scores hypotheses own_answers special_answers case care goals judgement"
    " measures agreed_measures notes shared_notes own_words consents letters consents_on_education"
    " child_welfare_reports looks_of_child_welfare environment_reports interventions meetings meeting_time"
    " meetings_told supports messages surveys access_requests",
    "specialist": "absence concerns steps stage plan presence measures_of_the_school referrals guardians who_has_looked"
    " schools_account relations factors scores hypotheses own_answers special_answers"
    " case goals judgement who_can_see measures agreed_measures notes shared_notes"
    " own_words consents letters consents_on_education meetings meetings_told supports",
    "municipality": "",
    "researcher": "",
    "administrator": "",
    "guardian": "plan presence goals agreed_measures shared_notes own_words consents letters who_has_looked"
    " who_can_see supports messages surveys meetings_told access_requests",
    "pupil": "plan presence goals agreed_measures shared_notes own_words consents letters who_has_looked who_can_see"
    " supports messages surveys meetings_told access_requests",
}


AUDIENCES_TOLD_AGAIN = {
    "teacher": "school",
    "school_leader": "school",
    "team": "team",
    "lead": "team",
    "specialist": "specialist",
    "guardian": "guardian",
    "pupil": "pupil",
}


DECIDED_BY_ITEM = {"plan", "agreed_measures", "own_words", "notes", "shared_notes", "goals", "consents", "letters"} | {
    "supports",
    "messages",
    "surveys",
    "meetings_told",
}


def wrong_cells() -> list[tuple[str, str]]:
    return [
        (role, what.value)
        for role, told in TOLD_AGAIN.items()
        for what in What
        if visibility.may_see(role, what) is not (what.value in told.split())
    ]


def wrong_items() -> list[tuple[str, str]]:
    """An item is for the audience it names and for no other, and never past the table."""
    wrong = []
    for role, audience in AUDIENCES_TOLD_AGAIN.items():
        for what in What:
            named = visibility.may_see_item(role, what, frozenset({audience}))
            unnamed = visibility.may_see_item(role, what, frozenset({"nobody"}))
            in_table = what.value in TOLD_AGAIN[role].split()
            decided_by_item = what.value in DECIDED_BY_ITEM
            if named is not in_table or unnamed is not (in_table and not decided_by_item):
                wrong.append((role, what.value))
    return wrong


def test_every_cell_is_as_the_table_says():
    assert wrong_cells() == []


def test_an_item_is_shown_to_the_audience_it_names_only():
    assert wrong_items() == []


@pytest.mark.parametrize("role", ["", "superuser", "software"])
def test_an_unknown_role_sees_nothing(role):
    assert visibility.visible(role) == frozenset()


def test_own_words_for_the_adults_here_are_kept_from_guardian_and_school():
    chosen = frozenset({"team", "pupil"})
    seeing = {role for role in TOLD_AGAIN if visibility.may_see_item(role, What.OWN_WORDS, chosen)}
    assert seeing == {"team", "lead", "pupil"}


@pytest.mark.parametrize("what", [What.CHILD_WELFARE_REPORTS, What.LOOKS_OF_CHILD_WELFARE, What.NOTES, What.GUARDIANS])
def test_what_a_family_never_sees(what):
    assert not visibility.may_see("guardian", what)
    assert not visibility.may_see("pupil", what)


def test_nobody_is_shown_a_national_id():
    assert not any(visibility.may_see(role, What.NATIONAL_ID) for role in TOLD_AGAIN)
