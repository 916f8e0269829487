"""Small forms as data: read strictly, and what may be an answer."""

from __future__ import annotations

import pytest

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.readability import lix
from skoleporten.rules.surveys import Given, Kind, Lack, Receiver, lacks, parse_form, shipped_forms

MOST_LIX = {Receiver.PUPIL: 35, Receiver.GUARDIAN: 40}
LEVELS = "levels = [{nb='a', nn='a', en='a'}, {nb='b', nn='b', en='b'}]"
TEXT = "[question.text]\nnb='x'\nnn='x'\nen='x'\n"


def written(question: str = f"kind='scale'\n{LEVELS}\n", head: str = "receiver='pupil'") -> str:
    names = "".join(f"[{key}]\nnb='x'\nnn='x'\nen='x'\n" for key in ("name", "intro"))
    return f"id='a-form'\nversion='1'\n{head}\n{names}[[question]]\nid='first'\n{question}{TEXT}"


def test_the_shipped_forms_are_small_and_each_scale_has_words_for_every_level():
    forms = shipped_forms()
    assert set(forms) == {"felt-understood-pupil", "felt-understood-guardian", "before-the-meeting"}
    for form in forms.values():
        assert 3 <= len(form.questions) <= 4
        for question in form.questions:
            assert (len(question.levels) >= 3) is (question.kind is Kind.SCALE)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_shipped_forms_are_easy_to_read(language: str):
    for form in shipped_forms().values():
        told = " ".join([form.intro[language], *(question.text[language] for question in form.questions)])
        assert lix(told) < MOST_LIX[form.receiver], form.id


def test_a_form_says_what_comes_after_each_question():
    form = shipped_forms()["before-the-meeting"]
    assert form.after("well") is form.question("hard")
    assert form.after("talk-about") is None
    assert form.question("nothing") is None


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (written("kind='scale'\n"), 12, "has no levels"),
        (written("kind='scale'\nlevels=[{nb='a', nn='a', en='a'}]\n"), 15, "has 1 levels"),
        (written(f"kind='words'\n{LEVELS}\n"), 15, "no meaning for words"),
        (written("kind='words'\nmeasure='m'\n"), 15, "no meaning for words"),
        (written("kind='slider'\n"), 14, "Unknown kind"),
        (written(head="receiver='school'"), 3, "Unknown receiver"),
        (written(head="receiver='pupil'\nreason='x'"), 4, "Unknown key"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_line(text: str, line: int, what: str):
    with pytest.raises(RefusedError, match=what) as refused:
        parse_form(text, "form.toml")
    assert refused.value.place is not None
    assert refused.value.place.line == line
    assert refused.value.do


def test_two_questions_with_one_id_are_refused():
    twice = written() + f"[[question]]\nid='first'\nkind='scale'\n{LEVELS}\n{TEXT}"
    with pytest.raises(RefusedError, match="Two questions have the id 'first'"):
        parse_form(twice, "form.toml")


@pytest.mark.parametrize(
    ("kind", "given", "lack"),
    [
        ("scale", Given(1), None),
        ("scale", Given(2), None),
        ("scale", Given(3), Lack.NO_LEVEL),
        ("scale", Given(), Lack.NOTHING),
        ("scale", Given(1, "x"), Lack.NOT_OF_THIS_KIND),
        ("scale", Given(is_passed=True), None),
        ("scale", Given(1, is_passed=True), Lack.TWO_THINGS),
        ("words", Given(words="x"), None),
        ("words", Given(words="  "), Lack.NOTHING),
        ("words", Given(1), Lack.NOT_OF_THIS_KIND),
        ("words", Given(words="x" * 4001), Lack.TOO_LONG),
        ("words", Given(words="x", is_passed=True), Lack.TWO_THINGS),
    ],
)
def test_what_an_answer_may_be(kind: str, given: Given, lack: Lack | None):
    more = f"{LEVELS}\n" if kind == "scale" else ""
    question = parse_form(written(f"kind='{kind}'\n{more}"), "form.toml").questions[0]
    assert lacks(question, given) == lack
