"""Below 15 the team may let a guardian read one thing, with a reason that the pupil is told; from 15 only the pupil."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.audit.models import Event
from skoleporten.notices.models import Notice
from skoleporten.people.models import Guardian
from skoleporten.rules.errors import RefusedError
from skoleporten.voices import actions, opening
from skoleporten.voices.models import Opening, Word
from tests.voices_factories import Cast, acting, born, by_guardian, by_pupil, make_cast, seen_by

pytestmark = pytest.mark.django_db


def opened(cast: Cast, word: Word, guardian: Guardian | None = None, **fields) -> Opening:
    given = {
        "by": acting(cast.siri), "word": word, "guardian": guardian or cast.mother, "reason": "Mamma kan hjelpe.",
        "pupils_view": "Greit, men ikke pappa.", "client_id": uuid.uuid4(),
    }  # fmt: skip
    return opening.open_to(**given | fields)


def turns(cast: Cast, age: int, in_days: int = 0) -> None:
    cast.pupil.birth_date = born(age, in_days)
    cast.pupil.save()


def test_one_guardian_reads_one_thing_and_both_are_told(cast: Cast):
    word, other = by_pupil(cast), by_pupil(cast, "Noe annet")
    Notice.objects.all().delete()
    made = opened(cast, word)
    assert seen_by(cast.mother.user) == [word]
    assert seen_by(cast.father.user) == []
    assert word.is_for(acting(cast.mother.user), timezone.localdate())
    assert not other.is_for(acting(cast.mother.user), timezone.localdate())
    assert (made.reason, made.pupils_view) == ("Mamma kan hjelpe.", "Greit, men ikke pappa.")
    told = {notice.user: notice.link for notice in Notice.objects.all()}
    link = f"/mine/{cast.pupil.public_id}/words/{word.public_id}/"
    assert told == {cast.ane: link, cast.mother.user: link}
    assert Event.objects.filter(action="voices.opened_to_guardian").count() == 1


def test_the_reason_is_sealed_and_never_in_the_log(cast: Cast):
    made = opened(cast, by_pupil(cast))
    assert "Mamma" not in made.reason_encrypted
    assert "Mamma" not in str([event.details for event in Event.objects.all()])


def test_below_twelve_a_reason_is_enough_and_from_twelve_the_pupil_is_asked_first(cast: Cast):
    word = by_pupil(cast)
    turns(cast, 12, in_days=1)
    assert opened(cast, word, pupils_view="")
    turns(cast, 12)
    with pytest.raises(RefusedError, match="spurt først"):
        opened(cast, word, cast.father, pupils_view=" ")
    with pytest.raises(RefusedError, match="hvorfor"):
        opened(cast, word, cast.father, reason=" ")


def test_from_the_fifteenth_birthday_only_the_pupil_decides_and_what_was_let_be_read_ends(cast: Cast):
    word = by_pupil(cast)
    turns(cast, 15, in_days=1)
    opened(cast, word)
    assert seen_by(cast.mother.user) == [word]
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    reader = acting(cast.mother.user)
    assert not Word.objects.visible_to(reader, Purpose.OWN_CHILD, tomorrow).exists()
    turns(cast, 15)
    assert seen_by(cast.mother.user) == []
    assert not Word.objects.get(pk=word.pk).is_for(reader, timezone.localdate())
    with pytest.raises(RefusedError, match="bestemmer dette alene"):
        opened(cast, word, cast.father)


@pytest.mark.parametrize("age", [16, 17])
def test_at_sixteen_and_seventeen_too(age: int):
    cast = make_cast(age)
    with pytest.raises(RefusedError, match="bestemmer dette alene"):
        opened(cast, by_pupil(cast))


def test_where_nobody_knows_the_age_nothing_is_let_be_read(cast: Cast):
    word = by_pupil(cast)
    opened(cast, word)
    cast.pupil.birth_date = None
    cast.pupil.save()
    assert seen_by(cast.mother.user) == []
    with pytest.raises(RefusedError, match="hvor gammel"):
        opened(cast, word, cast.father)


def test_only_a_guardian_who_may_see_the_child_can_be_let_read(cast: Cast):
    word = by_pupil(cast)
    for guardian in (cast.uncle, cast.barred):
        with pytest.raises(RefusedError):
            opened(cast, word, guardian)
    opened(cast, word)
    with pytest.raises(RefusedError, match="allerede"):
        opened(cast, word)


def test_only_the_team_opens_and_ends_and_only_what_the_pupil_wrote(cast: Cast):
    word = by_pupil(cast)
    for user in (cast.nurse, cast.leader, cast.mother.user, cast.ane):
        with pytest.raises(RefusedError):
            opened(cast, word, by=acting(user))
    with pytest.raises(RefusedError):
        opened(cast, by_guardian(cast, cast.father))
    made = opened(cast, word)
    with pytest.raises(RefusedError):
        opening.end(by=acting(cast.mother.user), opening=made)
    opening.end(by=acting(cast.lead), opening=made)
    opening.end(by=acting(cast.lead), opening=made)
    assert seen_by(cast.mother.user) == []
    assert Event.objects.filter(action="voices.opening_ended").count() == 1
    assert opened(cast, word)  # it can be opened again


def test_what_was_taken_back_can_not_be_opened_and_is_closed_for_whom_it_was(cast: Cast):
    word = by_pupil(cast)
    opened(cast, word)
    actions.take_back(by=acting(cast.ane), word=word)
    assert seen_by(cast.mother.user) == []
    word.refresh_from_db()
    with pytest.raises(RefusedError):
        opened(cast, word, cast.father)


def test_a_form_sent_twice_is_one_and_one_of_another_word_is_refused(cast: Cast):
    word, client_id = by_pupil(cast), uuid.uuid4()
    assert opened(cast, word, client_id=client_id) == opened(cast, word, client_id=client_id)
    with pytest.raises(RefusedError):
        opened(cast, by_pupil(cast, "En annen"), client_id=client_id)


@pytest.fixture
def cast() -> Cast:
    return make_cast(age=13)
