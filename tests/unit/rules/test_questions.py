"""A municipality's own questions: read strictly, answered checkably, and never changed in meaning under an answer."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    AnswerRefusedError,
    AskedIn,
    Choice,
    DataClass,
    Fault,
    Kind,
    Question,
    QuestionSet,
    check_new_version,
    checked_answer,
    parse_questions,
)

WORDS = 'nb = "a"\nnn = "b"\nen = "c"\n'
IN_THREE = {"nb": "a", "nn": "b", "en": "c"}
INLINE = '{ nb = "a", nn = "b", en = "c" }'
HEAD = f'id = "own"\nversion = "1"\n[name]\n{WORDS}'
CHOICES = f'choices = [{{ id = "bus", text = {INLINE} }}, {{ id = "walk", text = {INLINE} }}]\n'


def a_question(
    kind: str = "text", more: str = "", question_id: str = "way", data_class: str = "personal", asked: str = "talk"
) -> str:
    return (
        f'[[question]]\nid = "{question_id}"\nkind = "{kind}"\nclass = "{data_class}"\nasked_in = "{asked}"\n{more}'
        f"[question.text]\n{WORDS}"
    )


def parsed(text: str) -> QuestionSet:
    return parse_questions(text, "own.toml")


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        parsed(text)
    return str(caught.value)


def test_a_question_is_read_with_its_choices():
    made = parsed(HEAD + a_question("choice", "required = true\n" + CHOICES))
    (question,) = made.questions
    choices = (Choice("bus", IN_THREE), Choice("walk", IN_THREE))
    assert question == Question("way", Kind.CHOICE, DataClass.PERSONAL, AskedIn.TALK, IN_THREE, True, choices)
    assert (made.id, made.version, made.name) == ("own", "1", IN_THREE)
    assert made.sha256 == hashlib.sha256(made.text.encode()).hexdigest()


def test_a_number_may_have_bounds():
    (question,) = parsed(HEAD + a_question("number", "least = 0\nmost = 10\n", data_class="special")).questions
    assert (question.least, question.most, question.data_class) == (0, 10, DataClass.SPECIAL)
    assert parsed(HEAD + a_question("number", "least = 3\nmost = 3\n")).questions[0].most == 3


def test_questions_are_asked_each_in_its_place():
    places = ("referral", "talk", "schools_account")
    made = parsed(HEAD + "".join(a_question(asked=place, question_id=place.replace("_", "-")) for place in places))
    asked = {place: [question.id for question in made.asked_in(place)] for place in AskedIn}
    assert asked == {
        AskedIn.REFERRAL: ["referral"],
        AskedIn.TALK: ["talk"],
        AskedIn.SCHOOLS_ACCOUNT: ["schools-account"],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "The set of questions has no questions."),
        (HEAD + a_question() + a_question(), "Two questions have the id 'way'."),
        (HEAD + a_question("yes-no"), "Unknown kind 'yes-no'. Use one of: text, choice, date, number."),
        (HEAD + a_question(data_class="secret"), "Unknown class 'secret'. Use one of: personal, special."),
        (HEAD + a_question(asked="plan"), "Unknown asked_in 'plan'. Use one of: referral, talk, schools_account."),
        (HEAD + a_question("choice"), "A question of the kind choice needs at least two choices."),
        (HEAD + a_question("choice", f'choices = [{{ id = "a", text = {INLINE} }}]\n'), "at least two choices."),
        (HEAD + a_question("choice", 'choices = ["a", "b"]\n'), "at least two choices."),
        (HEAD + a_question("choice", CHOICES.replace('"walk"', '"bus"')), "Two choices have the id 'bus'."),
        (HEAD + a_question("choice", CHOICES.replace('en = "c"', 'en = ""', 1)), "'en' is missing or not a text."),
        (HEAD + a_question("choice", CHOICES.replace('"walk",', '"walk", x = 1,')), "Unknown key 'x'."),
        (HEAD + a_question("text", CHOICES), "'choices' has no meaning for the kind text. Take it out."),
        (HEAD + a_question("date", "least = 1\n"), "'least' has no meaning for the kind date. Take it out."),
        (HEAD + a_question("choice", "most = 1\n" + CHOICES), "'most' has no meaning for the kind choice."),
        (HEAD + a_question("number", "least = 2\nmost = 1\n"), "'most' 1 is below 'least' 2. Raise it."),
        (HEAD + a_question("number", 'least = "2"\n'), "'least' is 2. Give a whole number from -1000000 to 1000000."),
        (HEAD + a_question("number", "most = 1000001\n"), "'most' is 1000001."),
        (HEAD + a_question("text", "required = 1\n"), "'required' is 1. Write true or false."),
        (HEAD + a_question("text", "hidden = true\n"), "own.toml, line 12: Unknown key 'hidden'."),
        ("x", "Not TOML"),
    ],
)
def test_a_mistake_in_a_set_of_questions_is_told(text: str, told: str):
    assert told in refusal(text)


def question(kind: Kind, **values) -> Question:
    return Question("q", kind, DataClass.PERSONAL, AskedIn.TALK, {}, **values)


TWO = (Choice("bus", {}), Choice("walk", {}))
NUMBER = question(Kind.NUMBER, least=0, most=10)


@pytest.mark.parametrize(
    ("asked", "raw", "kept"),
    [
        (question(Kind.TEXT), " Så fint. \n", "Så fint."),
        (question(Kind.TEXT), "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        (question(Kind.CHOICE, choices=TWO), "bus", "bus"),
        (question(Kind.DATE), "2026-11-23", "2026-11-23"),
        (question(Kind.DATE), "20261123", "2026-11-23"),
        (NUMBER, "0", "0"),
        (NUMBER, "10", "10"),
        (NUMBER, "007", "7"),
        (question(Kind.NUMBER), "-1000000", "-1000000"),
        (question(Kind.NUMBER), "1000000", "1000000"),
        *((question(kind, choices=TWO), "  ", "") for kind in Kind),
    ],
)
def test_an_answer_is_kept_in_one_form(asked: Question, raw: str, kept: str):
    assert checked_answer(asked, raw) == kept


@pytest.mark.parametrize(
    ("asked", "raw", "fault"),
    [
        *((question(kind, choices=TWO, is_required=True), " ", Fault.REQUIRED) for kind in Kind),
        (question(Kind.TEXT), "x" * (LONGEST_TEXT + 1), Fault.TOO_LONG),
        (question(Kind.CHOICE, choices=TWO), "Bus", Fault.NO_CHOICE),
        (question(Kind.DATE), "23.11.2026", Fault.NO_DATE),
        (question(Kind.DATE), "2026-02-29", Fault.NO_DATE),
        (NUMBER, "11", Fault.OUT_OF_RANGE),
        (NUMBER, "-1", Fault.OUT_OF_RANGE),
        (question(Kind.NUMBER), "1000001", Fault.OUT_OF_RANGE),
        (question(Kind.NUMBER, least=0), "1000001", Fault.OUT_OF_RANGE),
        (NUMBER, "1.5", Fault.NO_NUMBER),
        (NUMBER, "--1", Fault.NO_NUMBER),
        (NUMBER, "five", Fault.NO_NUMBER),
        (NUMBER, "1" * 5000, Fault.NO_NUMBER),
        (NUMBER, "½", Fault.NO_NUMBER),
    ],
)
def test_an_answer_of_another_kind_is_refused_and_told_why(asked: Question, raw: str, fault: Fault):
    with pytest.raises(AnswerRefusedError) as caught:
        checked_answer(asked, raw)
    assert caught.value.fault is fault
    assert caught.value.do


@given(kind=st.sampled_from(Kind), raw=st.text(max_size=30))
def test_no_answer_is_too_odd_to_be_checked(kind: Kind, raw: str):
    asked = question(kind, choices=TWO)
    try:
        kept = checked_answer(asked, raw)
    except AnswerRefusedError:
        return
    assert checked_answer(asked, kept) == kept
    if kind is Kind.NUMBER and kept:
        assert abs(int(kept)) <= LARGEST_NUMBER


BEFORE = parsed(HEAD + a_question("choice", CHOICES) + a_question(question_id="why"))


def new_version(text: str) -> QuestionSet:
    return parsed(text.replace('version = "1"', 'version = "2"', 1))


def test_the_same_questions_may_be_read_again():
    check_new_version(BEFORE, BEFORE)


def test_a_new_version_may_add_questions_and_choices_take_questions_out_and_mend_words():
    more = CHOICES.replace("]\n", f', {{ id = "bike", text = {INLINE} }}]\n')
    check_new_version(BEFORE, new_version(HEAD + a_question("choice", more) + a_question(question_id="new")))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (parsed(HEAD + a_question()), "The questions have changed and the version has not."),
        (new_version(HEAD + a_question("date")), "The question 'way' was of the kind choice (personal)."),
        (
            new_version(HEAD + a_question("choice", CHOICES, data_class="special")),
            "The question 'way' was of the kind choice (personal).",
        ),
        (
            new_version(HEAD + a_question("choice", CHOICES.replace("walk", "bike"))),
            "The question 'way' has lost the choice 'walk'.",
        ),
    ],
)
def test_a_new_version_does_not_change_what_an_answer_means(after: QuestionSet, told: str):
    with pytest.raises(RefusedError) as caught:
        check_new_version(BEFORE, after)
    assert told in str(caught.value)
