"""Talk together, but choose: who leans where only by own wish, and disagreement that stays as it was said."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.minutes import choosing
from skoleporten.minutes.models import Choice, Chosen, Voice
from skoleporten.minutes.parts import choice_in_plain, choices_of
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of
from tests.minutes_factories import Begun, make_begun, make_choice

pytestmark = pytest.mark.django_db


def say(begun: Begun, choice: Choice, says: str, **fields) -> Voice:
    return choosing.say(by=actor_of(begun.owner), choice=choice, says=says, client_id=uuid.uuid4(), **fields)


def choose(begun: Begun, choice: Choice, alternative, seen: int = 0, why: str = "Det er kortest.") -> Chosen:
    return choosing.choose(
        by=actor_of(begun.owner), choice=choice, alternative=alternative, why=why, seen=seen, client_id=uuid.uuid4()
    )


def in_plain(begun: Begun) -> dict:
    return choice_in_plain(choices_of(begun.minutes).get())


def test_disagreement_is_kept_as_it_was_said_beside_what_was_chosen():
    begun = make_begun()
    choice = make_choice(begun)
    bus, car = choice.alternatives.all()
    say(begun, choice, "favours", alternative=bus, who="Ada", words="Han kjenner sjåføren.")
    say(begun, choice, "favours", alternative=car)
    first = choose(begun, choice, bus)
    say(begun, choice, "disagrees", words="Bussen er full.", who="")
    say(begun, choice, "disagrees", words="Jeg tror det går for fort.", who="Bo")
    choose(begun, choice, car, seen=first.pk, why="Bussen var full.")
    told = in_plain(begun)
    assert told["chosen"] == {"words": "Bil", "why": "Bussen var full."}
    assert told["before"] == [{"words": "Buss", "why": "Det er kortest."}]
    assert told["differs"] == [
        {"who": "", "words": "Bussen er full."}, {"who": "Bo", "words": "Jeg tror det går for fort."},
    ]  # fmt: skip
    assert [way["favoured"] for way in told["alternatives"]] == [
        [{"who": "Ada", "words": "Han kjenner sjåføren."}], [{"who": "", "words": ""}],
    ]  # fmt: skip


def test_two_who_choose_at_once_see_what_the_other_chose():
    begun = make_begun()
    choice = make_choice(begun)
    bus, car = choice.alternatives.all()
    first = choose(begun, choice, bus)
    with pytest.raises(ChangedMeanwhileError) as told:
        choose(begun, choice, car)
    assert told.value.now == first


def test_one_more_alternative_is_added_and_the_same_twice_is_one():
    begun = make_begun()
    choice, by = make_choice(begun), actor_of(begun.owner)
    made = [choosing.add(by=by, choice=choice, words=" Sykkel", client_id=uuid.uuid4()) for _time in range(2)]
    assert made[0] == made[1]
    assert [one.words for one in choice.alternatives.all()] == ["Buss", "Bil", "Sykkel"]


@pytest.mark.parametrize(
    ("question", "ways"), [("", ("Buss", "Bil")), ("Buss?", ("Buss",)), ("Buss?", ("Buss", " Buss "))]
)
def test_without_two_ways_there_is_nothing_to_choose(question: str, ways: tuple[str, ...]):
    begun = make_begun()
    with pytest.raises(RefusedError):
        make_choice(begun, question, ways)
    assert not Choice.objects.exists()


def test_what_belongs_to_another_choice_is_refused():
    begun = make_begun()
    choice, other = make_choice(begun), make_choice(begun, "Når?", ("Nå", "Siden"))
    foreign = other.alternatives.first()
    for wrong in (
        lambda: choose(begun, choice, foreign),
        lambda: say(begun, choice, "favours", alternative=foreign),
        lambda: say(begun, choice, "favours"),
        lambda: say(begun, choice, "disagrees", words=" "),
    ):
        with pytest.raises(RefusedError):
            wrong()


def test_a_form_sent_twice_is_one_choice_and_one_voice():
    begun, key = make_begun(), uuid.uuid4()
    by = actor_of(begun.owner)
    give = {"by": by, "minutes": begun.minutes, "question": "Buss?", "alternatives": ("Ja", "Nei"), "client_id": key}
    choice = choosing.ask(item=begun.item, **give)
    assert choosing.ask(item=begun.item, **give) == choice
    voices = [choosing.say(by=by, choice=choice, says="disagrees", words="Nei.", client_id=key) for _time in range(2)]
    assert voices[0] == voices[1]
    alternative = choice.alternatives.first()
    chosen = [
        choosing.choose(by=by, choice=choice, alternative=alternative, why="Ja.", seen=0, client_id=key)
        for _time in range(2)
    ]
    assert chosen[0] == chosen[1]
