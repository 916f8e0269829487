"""A mistake in a routine names its file and line, says what is wrong and what to write instead."""

import hashlib
from pathlib import Path

import pytest

from skoleporten.rules.concern import LANGUAGES, shipped_rule_sets
from skoleporten.rules.errors import RefusedError, UsageError
from skoleporten.rules.follow_up import (
    OPENING,
    Deadline,
    DeadlineUnit,
    Routine,
    Step,
    StepKind,
    Who,
    deadline_in_words,
    kind_in_words,
    load_routine,
    parse_routine,
    shipped_ids,
    shipped_routines,
    who_in_words,
)

WORDS = 'nb = "a"\nnn = "b"\nen = "c"\n'
HEAD = f'id = "own"\nversion = "1"\nsource = "Us"\n[name]\n{WORDS}[about]\n{WORDS}'
STEP = f"""\
[[step]]
id = "meeting"
kind = "meeting"
who = "school_leader"
deadline = {{ unit = "weeks", length = 1 }}
source = "Us"
[step.name]
{WORDS}[step.text]
{WORDS}"""
SECOND = STEP.replace('"meeting"\nkind = "meeting"', '"evaluation"\nkind = "evaluation"')
FIRST_LINE_OF_STEP = HEAD.count("\n") + 1


def with_line(step: str, begins: str, *instead: str) -> str:
    """The step with the line that begins so replaced; nothing instead takes it out."""
    lines = step.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(begins))
    return "\n".join([*lines[:place], *instead, *lines[place + 1 :]]) + "\n"


def parsed(text: str) -> Routine:
    return parse_routine(text, "own.toml")


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        parsed(text)
    assert caught.value.exit_code == 1
    return str(caught.value)


def test_a_step_is_read_with_its_words():
    routine = parsed(HEAD + STEP)
    words = {"nb": "a", "nn": "b", "en": "c"}
    deadline = Deadline(DeadlineUnit.WEEKS, 1, OPENING)
    assert routine.steps == (Step("meeting", StepKind.MEETING, Who.SCHOOL_LEADER, deadline, words, words, "Us"),)
    assert (routine.id, routine.version, routine.source, routine.rule_set) == ("own", "1", "Us", None)
    assert (routine.name, routine.about) == (words, words)
    assert routine.sha256 == hashlib.sha256((HEAD + STEP).encode()).hexdigest()


def test_a_step_may_be_counted_from_an_earlier_one_and_repeated():
    later = with_line(
        SECOND,
        "deadline",
        'deadline = { unit = "weeks", length = 3, from = "meeting" }',
        'every = { unit = "school_days", length = 10 }',
        'until = "meeting"',
        "ours = true",
    )
    step = parsed('rule_set = "kristiansand"\n' + HEAD + STEP + later).steps[1]
    assert step.deadline == Deadline(DeadlineUnit.WEEKS, 3, "meeting")
    assert step.every == Deadline(DeadlineUnit.SCHOOL_DAYS, 10, "evaluation")
    assert (step.until, step.ours) == ("meeting", True)


def test_the_same_day_has_no_length():
    assert parsed(HEAD + with_line(STEP, "deadline", 'deadline = { unit = "same_day" }')).steps[0].deadline.length == 0


DEADLINE_LINE = FIRST_LINE_OF_STEP + 4


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('deadline = { unit = "same_day", length = 1 }', "The same day has no length. Take the length out."),
        ('deadline = { unit = "weeks" }', "A deadline in weeks needs a length. Write length = 1 to 26."),
        ('deadline = { unit = "weeks", length = 27 }', "'length' is 27. Give a whole number from 1 to 26."),
        ('deadline = { unit = "days", length = 0 }', "'length' is 0. Give a whole number from 1 to 183."),
        ('deadline = { unit = "days", length = 184 }', "'length' is 184. Give a whole number from 1 to 183."),
        ('deadline = { unit = "school_days", length = 101 }', "'length' is 101. Give a whole number from 1 to 100."),
        ('deadline = { unit = "days", length = true }', "'length' is True. Give a whole number from 1 to 183."),
        ('deadline = { unit = "months", length = 1 }', "Use one of: same_day, school_days, days, weeks."),
        ('deadline = { unit = "weeks", length = 1, from = "talk" }', "No earlier step has the id 'talk'. Count from"),
        ('deadline = { unit = "weeks", length = 1, to = "x" }', "Unknown key 'to'. Use one of: unit, length, from."),
        ('deadline = "soon"', "'deadline' is not a table. Write for example deadline ="),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused_on_its_line(line: str, told: str):
    text = refusal(HEAD + with_line(STEP, "deadline", line))
    assert text.startswith(f"own.toml, line {DEADLINE_LINE}: ")
    assert told in text


def test_a_step_cannot_be_counted_from_one_that_comes_later_or_from_itself():
    for start in ("evaluation", "meeting"):
        line = f'deadline = {{ unit = "weeks", length = 1, from = "{start}" }}'
        assert f"No earlier step has the id '{start}'." in refusal(HEAD + with_line(STEP, "deadline", line) + SECOND)


@pytest.mark.parametrize(
    ("begins", "line", "told"),
    [
        ("id", 'id = "opening"', "The id 'opening' is taken. Give each step its own id, other than 'opening'."),
        ("id", 'id = "Møte"', "'Møte' cannot be an id."),
        ("kind", 'kind = "coffee"', "Unknown kind 'coffee'. Use one of: pupil_talk, home_contacted, meeting,"),
        ("who", 'who = "nobody"', "Unknown who 'nobody'. Use one of: contact_teacher, school_leader,"),
        ("source", 'source = " "', "'source' is missing or not a text."),
        ("source", 'source = "Us"\nours = "yes"', "'ours' is yes. Write true or false."),
        ("source", 'source = "Us"\ndue = 3', "Unknown key 'due'. Use one of: id, kind, who, deadline,"),
        ("source", 'source = "Us"\nuntil = "x"', "'until' has no meaning for a step that is done once."),
        (
            "source",
            'source = "Us"\nevery = { unit = "same_day" }',
            "Unknown unit 'same_day'. Use one of: school_days, days, weeks.",
        ),
        ("source", 'source = "Us"\nevery = 3', "'every' is not a table. Write for example every ="),
        (
            "source",
            'source = "Us"\nevery = { unit = "weeks", length = 1 }\nuntil = "meeting"',
            "No other step has the id 'meeting'. Name the step that ends it.",
        ),
        (
            "source",
            'source = "Us"\nevery = { unit = "weeks", length = 1 }\nuntil = "team"',
            "No other step has the id 'team'. Name the step that ends it.",
        ),
        ("deadline", "", "The table 'deadline' is missing."),
    ],
)
def test_a_mistake_in_a_step_is_told(begins: str, line: str, told: str):
    text = refusal(HEAD + with_line(STEP, begins, line))
    assert text.startswith("own.toml, line ")
    assert told in text


def test_two_steps_of_one_id_are_refused():
    assert "The id 'meeting' is taken." in refusal(HEAD + STEP + STEP)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_speaks_all_three_languages(language: str):
    lines = (HEAD + STEP).splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith(f"{language} ="))
    text = refusal("\n".join(line for number, line in enumerate(lines) if number != last))
    assert f"'{language}' is missing or not a text." in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "The routine has no steps. Write each step as a table that begins with [[step]]."),
        ("step = []\n" + HEAD, "The routine has no steps."),
        ("id = ", "own.toml, line 1: Not TOML: Invalid value."),
        ("x = " + "[" * 3000, "The file is not a routine. See the shipped routines."),
        (HEAD + "[extra]\n", "Unknown key 'extra'."),
        ('rule_set = "My set"\n' + HEAD + STEP, "'My set' cannot be an id."),
    ],
)
def test_a_file_that_is_no_routine_is_refused(text: str, told: str):
    assert told in refusal(text)


def test_a_file_is_read_by_its_path(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_text("\ufeff" + HEAD + STEP, encoding="utf-8")
    assert load_routine(path).id == "own"
    path.write_bytes("æ".encode("latin-1"))
    with pytest.raises(RefusedError, match="is not UTF-8"):
        load_routine(path)


@pytest.mark.parametrize("name", ["nowhere", "../sets/kristiansand", "a\0b", ""])
def test_a_name_that_is_neither_shipped_nor_a_file_tells_what_there_is(name: str):
    with pytest.raises(UsageError, match="kristiansand, ringsaker, vollebekk"):
        load_routine(name)


def test_three_routines_are_shipped_and_kristiansand_is_among_them():
    assert shipped_ids() == ("kristiansand", "ringsaker", "vollebekk")
    assert [routine.id for routine in shipped_routines().values()] == list(shipped_ids())


SHIPPED_STEPS = [(routine, step) for routine in shipped_routines().values() for step in routine.steps]
IDS = [f"{routine.id}/{step.id}" for routine, step in SHIPPED_STEPS]


@pytest.mark.parametrize(("routine", "step"), SHIPPED_STEPS, ids=IDS)
def test_a_shipped_step_speaks_to_its_reader(routine: Routine, step: Step):
    for language in LANGUAGES:
        assert len(step.name[language]) <= 45
        assert step.text[language].endswith(".")
        assert "bekymringsfull" not in step.text[language]
        assert deadline_in_words(step.deadline, routine, language)


@pytest.mark.parametrize(("routine", "step"), SHIPPED_STEPS, ids=IDS)
def test_a_number_that_is_ours_is_told_in_the_source(routine: Routine, step: Step):
    assert step.ours == bool({"vår", "vårt"} & set(step.source.rstrip(".").replace(".", " ").split()))


def test_a_routine_names_a_rule_set_that_is_shipped():
    named = {routine.rule_set for routine in shipped_routines().values()} - {None}
    assert named == {"kristiansand"}
    assert named <= set(shipped_rule_sets())


def test_deadlines_in_words():
    routine = parsed(HEAD + STEP)
    words = {
        "nb": ["samme dag", "innen 1 skoledag", "innen 2 uker etter «a»", "samme dag som «a»"],
        "nn": ["same dag", "innan 1 skuledag", "innan 2 veker etter «b»", "same dag som «b»"],
        "en": ["the same day", "within 1 school day", "within 2 weeks after “c”", "the same day as “c”"],
    }
    deadlines = [
        Deadline(DeadlineUnit.SAME_DAY),
        Deadline(DeadlineUnit.SCHOOL_DAYS, 1),
        Deadline(DeadlineUnit.WEEKS, 2, "meeting"),
        Deadline(DeadlineUnit.SAME_DAY, 0, "meeting"),
    ]
    for language, expected in words.items():
        assert [deadline_in_words(deadline, routine, language) for deadline in deadlines] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_person_and_kind_has_a_word(language: str):
    assert all(who_in_words(who, language) for who in Who)
    assert all(kind_in_words(kind, language) for kind in StepKind)
