"""The way from referral to case: what follows what, who may move it, what it needs, and that a double move is one."""

import datetime as dt
from dataclasses import replace

import pytest

from skoleporten.access.roles import SEE_NO_PUPIL, Role
from skoleporten.rules.decision import STAGE_OF
from skoleporten.rules.toml_files import LANGUAGES
from skoleporten.rules.transitions import (
    AFTER_WITHDRAWAL,
    NEEDS,
    OPEN,
    STAGES,
    TABLE,
    Chain,
    Move,
    MoveRefusedError,
    Need,
    Stage,
    Transition,
    advance,
    check_move,
    diagram,
    facts_of,
    may_move,
    stage_rows,
    stages_after,
    transition,
    transition_rows,
)
from skoleporten.rules.transitions.table import OUTSIDE

TODAY = dt.date(2026, 11, 23)
CARRIED = {
    Need.OWNER: {"owner": "anne"},
    Need.REASON: {"reason": "So and so."},
    Need.REVIEW_DATE: {"review_on": TODAY + dt.timedelta(days=1)},
    Need.FOLLOWER: {"follower": "bo"},
    Need.DECISION: {"decision": "7"},
    Need.CONSENT: {"consent_in_force": True},
}
NAMES = [f"{row.start} to {row.end}" for row in TABLE]


def a_move(row: Transition, without: Need | None = None, **changed) -> Move:
    """With exactly what the row needs, but for one need."""
    carried = {}
    for need in row.needs - {without}:
        carried |= CARRIED[need]
    role = sorted(row.roles)[0]
    return Move(
        **{"id": "1", "start": row.start, "end": row.end, "by": "kari", "role": role, "on": TODAY} | carried | changed
    )


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_a_move_with_just_what_it_needs_is_made(row: Transition):
    check_move(a_move(row))
    assert facts_of(a_move(row)) == row.needs


@pytest.mark.parametrize(("row", "need"), [(row, need) for row in TABLE for need in sorted(row.needs)])
def test_a_move_without_one_of_its_needs_is_refused_and_told_which(row: Transition, need: Need):
    with pytest.raises(MoveRefusedError) as caught:
        check_move(a_move(row, without=need))
    assert caught.value.lacks == (need,)
    assert NEEDS[need]["en"] in str(caught.value)


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_a_move_is_made_by_its_roles_only(row: Transition):
    for role in {*Role.values, OUTSIDE, ""} - row.roles:
        assert not may_move(row.start, row.end, role)
        with pytest.raises(MoveRefusedError, match="Your role"):
            check_move(a_move(row, role=role))
    for role in row.roles:
        assert may_move(row.start, row.end, role)
        check_move(a_move(row, role=role))


@pytest.mark.parametrize("start", [None, *Stage])
@pytest.mark.parametrize("end", Stage)
def test_what_does_not_stand_in_the_table_does_not_exist(start: Stage | None, end: Stage):
    row = transition(start, end)
    if row is not None:
        assert end in stages_after(start)
        return
    assert end not in stages_after(start)
    whole = Transition(start, end, frozenset({"lead"}), frozenset(Need), "")
    with pytest.raises(MoveRefusedError, match=STAGES[end]["en"]):
        check_move(a_move(whole))


def test_the_table_is_the_one_that_was_promised():
    """Referred, intake, then offered, declined, redirected or waiting; active to and fro; closed and opened again."""
    follows = {start: set(stages_after(start)) for start in (None, *Stage)}
    assert follows[None] == {Stage.REFERRED}
    assert {Stage.OFFERED, Stage.DECLINED, Stage.REDIRECTED, Stage.WAITING} <= follows[Stage.IN_INTAKE]
    assert Stage.IN_INTAKE in follows[Stage.IN_INTAKE]
    assert Stage.ACTIVE in follows[Stage.OFFERED]
    assert follows[Stage.ACTIVE] == {Stage.HANDING_BACK}
    assert follows[Stage.HANDING_BACK] == {Stage.ACTIVE, Stage.CLOSED}
    assert Stage.ACTIVE in follows[Stage.CLOSED]


def test_a_case_begins_only_with_consent():
    assert all(Need.CONSENT in row.needs for row in TABLE if row.end is Stage.ACTIVE)


def test_to_wait_needs_reason_review_date_and_somebody_who_follows_up():
    waiting = [row for row in TABLE if row.end is Stage.WAITING]
    assert len(waiting) == 3
    assert all(row.needs >= {Need.REASON, Need.REVIEW_DATE, Need.FOLLOWER} for row in waiting)


def test_more_to_find_out_needs_a_date_and_a_reason():
    row = transition(Stage.IN_INTAKE, Stage.IN_INTAKE)
    assert row is not None
    assert row.needs == {Need.OWNER, Need.REASON, Need.REVIEW_DATE}


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_every_move_needs_an_owner_and_every_reopening_a_reason(row: Transition):
    assert Need.OWNER in row.needs
    if row.start is not None and row.start not in OPEN:
        assert Need.REASON in row.needs
        assert row.roles == {"lead"}


def test_what_an_offer_a_refusal_or_a_redirection_out_of_intake_rests_on():
    decided = {row.end for row in TABLE if row.start is Stage.IN_INTAKE and Need.DECISION in row.needs}
    assert decided == {Stage.OFFERED, Stage.REDIRECTED, Stage.WAITING}
    assert set(STAGE_OF.values()) <= set(Stage)


def test_no_role_that_sees_no_pupil_moves_one():
    roles = frozenset().union(*(row.roles for row in TABLE))
    assert roles - {OUTSIDE} <= set(Role.values) - SEE_NO_PUPIL


def test_a_withdrawal_moves_it_by_a_row_that_the_family_may_use():
    assert AFTER_WITHDRAWAL == {Stage.OFFERED: Stage.DECLINED, Stage.ACTIVE: Stage.HANDING_BACK}
    for start, end in AFTER_WITHDRAWAL.items():
        row = transition(start, end)
        assert row is not None
        assert row.roles >= {"guardian", "pupil", "lead"}
    family = {(row.start, row.end) for row in TABLE if row.roles & {"guardian", "pupil"}}
    assert family == {(None, Stage.REFERRED), *AFTER_WITHDRAWAL.items()}


def test_every_stage_is_reached_and_none_is_a_dead_end():
    assert {row.end for row in TABLE} == set(Stage)
    assert {row.start for row in TABLE} == {None, *Stage}
    assert len({(row.start, row.end) for row in TABLE}) == len(TABLE)


def test_stages_after_may_be_asked_for_one_role():
    assert stages_after(Stage.REFERRED) == (Stage.IN_INTAKE, Stage.DECLINED)
    assert stages_after(Stage.REFERRED, "team") == (Stage.IN_INTAKE,)
    assert stages_after(Stage.REFERRED, "guardian") == ()


REFER = a_move(transition(None, Stage.REFERRED))
TAKE_UP = replace(a_move(transition(Stage.REFERRED, Stage.IN_INTAKE)), id="2", owner="bo")


def test_the_same_move_twice_is_one():
    once = advance(Chain(), REFER)
    assert advance(once, REFER) == once
    later = advance(once, TAKE_UP)
    assert advance(later, REFER) == later
    assert advance(later, TAKE_UP) == later
    assert (later.stage, later.owner, len(later.moves)) == (Stage.IN_INTAKE, "bo", 2)


def test_a_move_from_a_page_that_is_out_of_date_is_refused():
    chain = advance(advance(Chain(), REFER), TAKE_UP)
    with pytest.raises(MoveRefusedError, match=r"It has moved in the meantime: it is in intake"):
        advance(chain, replace(TAKE_UP, id="3"))
    with pytest.raises(MoveRefusedError, match="it is not there"):
        advance(Chain(), TAKE_UP)


def test_a_refused_move_leaves_the_chain_as_it_was():
    chain = advance(Chain(), REFER)
    with pytest.raises(MoveRefusedError):
        advance(chain, replace(TAKE_UP, owner=" "))
    assert chain.moves == (REFER,)


def test_an_empty_chain_has_no_stage_and_no_owner():
    assert (Chain().stage, Chain().owner, Chain().is_open) == (None, "", False)
    assert advance(Chain(), REFER).is_open


@pytest.mark.parametrize(("days", "is_there"), [(-1, False), (0, False), (1, True)])
def test_a_review_is_on_a_later_day(days: int, is_there: bool):
    row = transition(Stage.WAITING, Stage.WAITING)
    assert row is not None
    move = a_move(row, review_on=TODAY + dt.timedelta(days=days))
    assert (Need.REVIEW_DATE in facts_of(move)) is is_there


def test_blanks_are_nothing():
    row = transition(Stage.IN_INTAKE, Stage.WAITING)
    assert row is not None
    assert facts_of(a_move(row, owner=" ", reason="\n", follower="\t", decision=" ")) == {Need.REVIEW_DATE}


def test_the_drawing_tells_each_way_once():
    lines = diagram().splitlines()
    assert len(lines) == len(Stage) + 1
    assert sum(line.split(" → ")[1].count(",") + 1 for line in lines) == len(TABLE)
    assert lines[0].strip() == "→ referred"
    assert [line.split()[0] for line in lines if "↻" in line] == ["in_intake", "waiting"]


def test_the_rows_for_the_page_hold_the_table():
    rows = transition_rows()
    assert len(rows) == len(TABLE)
    assert rows[0] == ("", "referred", ", ".join(sorted(TABLE[0].roles)), "a reason", "Somebody refers the pupil.")
    assert {code for code, *_ in stage_rows()} == set(Stage)
    assert {code for code, *_, is_open in stage_rows() if is_open} == OPEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_and_need_has_its_own_words(language: str):
    for words in (STAGES, NEEDS):
        assert len({texts[language] for texts in words.values()}) == len(words)
    assert set(STAGES) == set(Stage)
    assert set(NEEDS) == set(Need)
