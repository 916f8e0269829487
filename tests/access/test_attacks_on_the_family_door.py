"""Ways that somebody could try to learn or do more at a family's door than it lets her."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access_requests import choosing
from skoleporten.access_requests.models import PupilAsked
from skoleporten.access_requests.reading import Listed, Listing
from skoleporten.access_requests.sources import source
from skoleporten.people.models import Guardian
from skoleporten.rules.access_requests import Verdict, is_in_confidence
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import PUPIL
from skoleporten.threads.models import Thread
from skoleporten.voices import actions, opening
from skoleporten.voices.actions import Written
from skoleporten.voices.models import Word
from skoleporten.web.looks.presenters import WHAT
from tests.access_request_factories import listing_of, make_family_of, make_request, years_ago
from tests.judgement_factories import family_actor
from tests.pages import signed_in
from tests.support_factories import answer_text, make_class_text
from tests.survey_factories import make_answered
from tests.thread_factories import make_answer, make_thread

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "Kanariord om kvelden."
MOTHERS = frozenset({"guardian"})


@pytest.fixture
def family():
    return make_family_of(years_ago(16))


def write(family, words: str = SECRET, **fields) -> Word:
    said = Written(words, **fields)
    return actions.write(by=family.child, pupil=family.pupil, written=said, client_id=uuid.uuid4())


def change(family, word: Word, words: str, **fields) -> Word:
    return actions.change(
        by=family.child, word=word, written=Written(words, **fields), seen_version=word.version, client_id=uuid.uuid4()
    )


# A request for everything: what was told to others in confidence -----------------------------------------------------
def rows_that_say(listing: Listing, words: str) -> list[Listed]:
    rows = [row for kind in listing.kinds() for row in kind.rows]
    return [row for row in rows if any(words in part.text for part in row.item.parts)]


def assert_kept_from(family, guardian: Guardian, words: str = SECRET) -> None:
    """Nothing of it is given to the guardian by the rules, and no number in the answer tells that it is there."""
    asked = make_request(family, family_actor(guardian.user, "guardian"))
    rows = rows_that_say(listing_of(asked), words)
    assert rows
    for row in rows:
        assert row.proposal.verdict in (None, Verdict.WITHHOLD), row.item.source.key
        assert is_in_confidence(row.facts), row.item.source.key


def test_what_a_pupil_let_the_school_alone_read_is_in_no_answer_to_a_guardian(family):
    write(family, chosen=frozenset({"school"}))
    assert_kept_from(family, family.mother)


def test_what_a_pupil_let_one_guardian_read_is_in_no_answer_to_the_other(family):
    write(family, chosen=MOTHERS, readers=[family.mother])
    assert_kept_from(family, family.father)


def test_what_a_pupil_has_taken_back_is_in_no_answer_to_whom_she_let_read_it(family):
    word = write(family, chosen=MOTHERS, readers=[family.mother])
    actions.take_back(by=family.child, word=word)
    assert_kept_from(family, family.mother)


def test_how_a_word_stood_before_a_guardian_was_let_read_it_is_the_pupils_own(family):
    word = write(family)
    change(family, word, "Det går bra.", chosen=MOTHERS, readers=[family.mother])
    assert_kept_from(family, family.mother)


def test_why_one_guardian_was_let_read_is_told_to_no_other_guardian():
    family = make_family_of(years_ago(11))
    word = write(family, "Noe annet.")
    opening.open_to(
        by=family.lead, word=word, guardian=family.mother, reason=SECRET, pupils_view="", client_id=uuid.uuid4()
    )
    assert_kept_from(family, family.father)
    assert_kept_from(family, family.mother)


def test_what_the_team_answers_a_pupil_in_confidence_is_in_no_answer_to_a_guardian(family):
    make_answer(family.case.owner, make_thread(acting_user(family), family.pupil, "Hei."), SECRET)
    assert_kept_from(family, family.mother)


def test_what_the_team_answers_one_guardian_is_in_no_answer_to_the_other_nor_to_the_pupil(family):
    make_answer(family.case.owner, make_thread(family.mother.user, family.pupil, "Hei."), SECRET)
    assert_kept_from(family, family.father)
    childs = make_request(family, family.child)
    assert all(row.proposal.verdict is Verdict.WITHHOLD for row in rows_that_say(listing_of(childs), SECRET))


def test_what_a_pupil_answered_to_questions_is_in_no_answer_to_a_guardian(family):
    make_answered(family.case.owner, family.child, family.pupil)
    assert_kept_from(family, family.mother, "Spør meg først.")


def test_what_a_pupil_says_to_a_text_for_the_class_is_in_no_answer_to_a_guardian(family):
    text = make_class_text(family, family.lead)
    answer_text(text, family.child, PUPIL, words=SECRET)
    assert_kept_from(family, family.mother)


def acting_user(family):
    return family.pupil.account.user


# A pupil's yes ------------------------------------------------------------------------------------------------------
def test_a_yes_counts_for_the_thing_it_stood_beside_and_for_nothing_else(family):
    """One of two guardians takes the request back while the page stands open: the answers move up, and not the yes."""
    write(family)
    for guardian in (family.mother, family.father):
        asked = make_request(family, family_actor(guardian.user, "guardian"))
        rows = listing_of(asked).kind(source("voices.word")).rows
        choosing.ask_pupil(by=family.lead, request=asked, rows=rows, today=TODAY)
    client, url = signed_in(acting_user(family)), reverse("let_read", args=[family.pupil.public_id])
    page = client.get(url).content.decode()
    names = list(dict.fromkeys(re.findall(r'name="(says_[^"]+)"', page)))
    seen = dict(re.findall(r'name="(seen_says_[^"]+)" value="(\d+)"', page))
    first, second = PupilAsked.objects.all()
    first.request.state = "taken_back"
    first.request.ended_at = timezone.now()
    first.request.save()
    client.post(url, {names[0]: "yes", **seen})
    second.refresh_from_db()
    assert second.says == ""


# Double clicks with the id of something else ------------------------------------------------------------------------
def test_the_id_of_an_answer_begins_no_thread_and_is_refused_in_words(family):
    thread = make_thread(family.mother.user, family.pupil)
    message = make_answer(family.mother.user, thread, "En ting til.")
    with pytest.raises(RefusedError):
        make_thread(family.mother.user, family.pupil, "Nytt.", client_id=message.client_id)
    with pytest.raises(RefusedError):
        make_thread(family.father.user, family.pupil, "Nytt.", client_id=message.client_id)
    assert Thread.objects.count() == 1


# Who has looked -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", [
    "supports.talks_read", "surveys.form_opened", "surveys.opened", "agendas.wish_opened", "agendas.wishes_listed",
])  # fmt: skip
def test_the_list_of_looks_tells_nobody_that_another_in_the_family_has_asked_or_answered(action: str):
    assert str(WHAT[action]) == str(WHAT["threads.opened"])
