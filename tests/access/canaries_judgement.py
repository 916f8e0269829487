"""Notes for each audience, a turn of the loop with a measure that names the school, and a goal: a word in each text."""

from __future__ import annotations

from skoleporten.access.models import Role
from skoleporten.cases.models import Case
from skoleporten.judgement import rounds
from skoleporten.judgement.models import Note
from skoleporten.judgement.rounds import Assessed
from tests.access.canaries_case import ALL_OF_THE_CASE
from tests.access.canary import THE_TEAM, Planted, Word
from tests.judgement_factories import make_decision, make_goal, make_measure, make_note, make_round, owner_of

SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_LEADER})


def judge(planted: Planted, whose: str, case: Case) -> None:
    _write_notes(planted, whose, case)
    of = make_round(case, about=f"Kanarirunde{whose}")
    assessed = Assessed(f"Kanaritegn{whose}", f"Kanariukjent{whose}", law=f"Kanariparagraf{whose}")
    rounds.assess(by=owner_of(case), of=of, assessed=assessed, seen_version=0)
    decided = {
        name: f"Kanari{name.replace('_', '')}{whose}" for name in ("choice", "reason", "alternatives", "took_part")
    }
    make_decision(of, why_not_heard=f"Kanariventer{whose}", **decided)
    own = make_measure(of, what=f"Kanarieget{whose}", problem=f"Kanarivanske{whose}", who=f"Kanarihvemgjør{whose}")
    named = make_measure(of, what=f"Kanariporten{whose}", readers=frozenset({"school"}))
    goal = make_goal(case, words=f"Kanarimål{whose}", noticed_by=f"Kanarimerkes{whose}")
    planted.keep(whose, "round", of.public_id)
    planted.keep(whose, "case_measure", own.public_id)
    planted.keep(whose, "goal", goal.public_id)
    seen = (
        of.about, *vars(assessed).values(), f"Kanariventer{whose}", *decided.values(), own.what, own.problem, own.who,
        str(of.public_id), str(goal.public_id),
    )  # fmt: skip
    pupil = case.pupil.pk
    planted.words += [Word(text, pupil=pupil, roles=ALL_OF_THE_CASE) for text in seen if text and isinstance(text, str)]
    to_her = (goal.words, goal.noticed_by)
    planted.words += [Word(text, pupil=pupil, roles=ALL_OF_THE_CASE | {Role.PUPIL}) for text in to_her]
    planted.words.append(Word(named.what, pupil=pupil, roles=ALL_OF_THE_CASE | SCHOOL))


def _write_notes(planted: Planted, whose: str, case: Case) -> None:
    pupil = case.pupil.pk
    note = _note(case, f"Kanarisettselv{whose}", "team")
    planted.keep(whose, "note", note.thread)
    for text in (note.observation, note.interpretation, note.childs_words, str(note.thread)):
        planted.words.append(Word(text, pupil=pupil, roles=THE_TEAM))
    to_specialists = _note(case, f"Kanarifagnotat{whose}", "team", "specialist")
    to_school = _note(case, f"Kanaridelt{whose}", "team", "specialist", "school")
    planted.words.append(Word(to_specialists.observation, pupil=pupil, roles=ALL_OF_THE_CASE))
    planted.words.append(Word(to_school.observation, pupil=pupil, roles=ALL_OF_THE_CASE | {Role.SCHOOL_LEADER}))


def _note(case: Case, word: str, *audiences: str) -> Note:
    return make_note(
        case, observation=word, interpretation=f"{word}tolket", childs_words=f"{word}sagt",
        audiences=frozenset(audiences),
    )  # fmt: skip
