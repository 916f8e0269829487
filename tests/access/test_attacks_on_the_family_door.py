"""Ways that somebody could try to learn or do more at a family's door than it lets her."""

from __future__ import annotations

import io
import re
import threading
import uuid
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import user_actions, way_in_actions
from skoleporten.access.cards import Card
from skoleporten.access_requests import choosing, requests
from skoleporten.access_requests.models import AccessRequest, PupilAsked
from skoleporten.access_requests.reading import Listed, Listing
from skoleporten.access_requests.sources import source
from skoleporten.agendas import wishes
from skoleporten.agendas.models import Wish
from skoleporten.judgement import goals
from skoleporten.people import family_ways_in
from skoleporten.people.models import Guardian, PupilAccount
from skoleporten.plans import answers
from skoleporten.plans.answers import Said
from skoleporten.rules.access_requests import Verdict, is_in_confidence
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import Answer
from skoleporten.rules.supports import PUPIL
from skoleporten.threads.models import Thread
from skoleporten.voices import actions, opening
from skoleporten.voices.actions import Written
from skoleporten.voices.models import Word
from skoleporten.web.looks.presenters import WHAT
from tests.access_request_factories import listing_of, make_family_of, make_request, years_ago
from tests.agenda_factories import make_agenda_meeting
from tests.factories import actor_of, make_grant, make_pupil, make_user_in
from tests.judgement_factories import family_actor, make_goal
from tests.pages import signed_in
from tests.plan_factories import make_step
from tests.support_factories import answer_text, make_class_text
from tests.survey_factories import make_answered
from tests.thread_factories import make_answer, make_thread
from tests.voices_factories import drawing

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


def test_what_became_of_a_goal_that_a_pupil_set_in_confidence_is_so_too(family):
    goal = make_goal(family.case, words=SECRET)
    goals.turn(by=family.lead, goal=goal, kind="step", words="Litt på vei.", client_id=uuid.uuid4())
    assert_kept_from(family, family.mother)


def test_what_a_pupil_wished_for_a_meeting_is_hers_on_the_agenda_too(family):
    made = wishes.wish(by=family.child, pupil=family.pupil, words="Om turen.", client_id=uuid.uuid4(), today=TODAY)
    meeting = make_agenda_meeting(day=TODAY)
    wishes.put_up(by=family.lead, wish=made, meeting=meeting, words=SECRET, seen_version=1, today=TODAY)
    assert_kept_from(family, family.mother)


def test_that_a_pupils_answer_in_confidence_was_read_is_so_too(family):
    step = make_step(family.case, starts_on=TODAY)
    said = Said(Answer.SOMETHING_ELSE, TODAY, SECRET)
    made = answers.add(by=family.child, step=step, said=said, client_id=uuid.uuid4())
    answers.mark_read(by=family.lead, answer=made)
    listing = listing_of(make_request(family))
    (row,) = listing.kind(source("plans.read")).rows
    assert is_in_confidence(row.facts)
    assert row.proposal.verdict is Verdict.WITHHOLD


def test_a_pupil_does_not_become_her_own_guardian_with_a_letter_from_the_kitchen_table(family):
    paper = family_ways_in.letter_to_guardian(
        by=family.lead, relation=family.pupil.guardianships.get(guardian=family.mother), with_card=False, today=TODAY
    )
    with pytest.raises(RefusedError):
        family_ways_in.join_own_user(by=family.child, token=user_actions.as_token(paper.start_code))


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


def test_a_pupil_who_changes_her_yes_to_no_is_heard_before_the_answer_is_sent():
    """At thirteen somebody here may still give it, but only after having read the no."""
    family = make_family_of(years_ago(13))
    write(family)
    asked = make_request(family)
    words = source("voices.word")
    choosing.ask_pupil(by=family.lead, request=asked, rows=listing_of(asked).kind(words).rows, today=TODAY)
    say(family, "yes")
    listing = listing_of(asked)
    choosing.choose_as_proposed(by=family.lead, listing=listing, kind=listing.kind(words), today=TODAY)
    assert listing_of(asked).kind(words).undecided == 0
    say(family, "no")
    assert listing_of(asked).kind(words).undecided == 1
    row = listing_of(asked).kind(words).rows[0]
    given = choosing.Chosen(Verdict.GIVE)
    choosing.choose(by=family.lead, request=asked, row=row, chosen=given, seen_number=row.number, today=TODAY)
    assert listing_of(asked).kind(words).undecided == 0


def say(family, says: str) -> None:
    row = PupilAsked.objects.get()
    choosing.answer_as_pupil(by=family.child, asked=row, says=says, seen_version=row.version, today=TODAY)


# A copy ---------------------------------------------------------------------------------------------------------------
def test_each_of_several_drawings_with_one_word_is_in_the_copy(family, monkeypatch):
    monkeypatch.setattr("skoleporten.web.portal.requests.proof.last_proof", lambda session: timezone.now())
    word = write(family, pictures=[drawing(f"tegning{number}.png") for number in range(3)])
    answer = signed_in(acting_user(family)).get(reverse("my_copy", args=[family.pupil.public_id]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = [name for name in archive.namelist() if str(word.public_id)[:8] in name]
    assert len(names) == 3
    assert all(name.endswith(".png") for name in names)


# At once --------------------------------------------------------------------------------------------------------------
def at_once(do) -> list[Exception]:
    together, failed = threading.Barrier(2), []

    def one() -> None:
        together.wait()
        try:
            do()
        except Exception as error:  # noqa: BLE001  (told by the test itself)
            failed.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    return failed


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_once_does_it_once_and_is_never_an_error():
    family, same = make_family_of(years_ago(14)), uuid.uuid4()

    def send() -> None:
        actions.write(by=family.child, pupil=family.pupil, written=Written(SECRET), client_id=same)

    def wish() -> None:
        wishes.wish(by=family.mum, pupil=family.pupil, words="Om turen.", client_id=same, today=TODAY)

    def ask() -> None:
        requests.ask(by=family.mum, pupil=family.pupil, words="", client_id=same, today=TODAY)

    for do in (send, wish, ask):
        assert at_once(do) == []
    assert (Word.objects.count(), Wish.objects.count(), AccessRequest.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_card_made_twice_at_once_is_one_that_opens():
    family = make_family_of(years_ago(14))
    user = acting_user(family)
    user.set_password("tre ord som ingen vet")
    user.save()
    family_ways_in.new_card(by=family.lead, pupil=family.pupil, user=user)
    assert at_once(lambda: family_ways_in.new_card(by=family.lead, pupil=family.pupil, user=user)) == []
    assert Card.objects.filter(user=user, ended_at=None).count() == 1
    other = make_pupil("Nora", "Vik")
    assert at_once(lambda: family_ways_in.card_for_pupil(by=family.lead, pupil=other)) == []
    assert PupilAccount.objects.filter(pupil=other).count() == 1


# Administrators -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("whose", ["pupil", "guardian"])
def test_an_administrator_alone_opens_no_door_of_a_family(family, whose: str):
    """She is shown no child; a link for a family's user, or her own identity linked to it, would show her one."""
    user = acting_user(family) if whose == "pupil" else family.mother.user
    admin = actor_of(make_user_in("administrator"))
    make_grant(user, "team")  # nor by making her one of the staff first
    assert way_in_actions.change(by=admin, user=user, kind="invitation").is_waiting
    assert way_in_actions.change(by=admin, user=user, kind="identity", issuer="https://x", subject="1").is_waiting
    assert not user.invitations.exists()
    assert not user.identities.exists()
