"""Questions to a family: asked once, answered in peace, read only when sent, counted only with a yes."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from skoleporten.access.gate import Purpose
from skoleporten.audit.models import Event
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.surveys import Given
from skoleporten.surveys import answering, asking, queries
from skoleporten.surveys.models import Answer, Asking, FormText
from tests.factories import make_guardian, make_guardianship, make_pupil, make_user
from tests.intake_factories import make_team_member
from tests.survey_factories import answer, ask, make_answered
from tests.thread_factories import acting, make_family

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def family():
    return make_family()


def seen_by(user, purpose) -> set[Asking]:
    return set(Asking.objects.visible_to(acting(user), purpose, timezone.localdate()))


def test_whoever_is_asked_is_told_that_something_waits_and_the_one_who_asked_that_it_has_come(family):
    asked = ask(family.siri, family.pupil)
    assert [(one.kind, one.link) for one in Notice.objects.filter(user=family.ane)] == [
        ("asked", f"/mine/{family.pupil.public_id}/questions/{asked.public_id}/")
    ]
    answer(acting(family.ane), asked)
    answering.send(by=acting(family.ane), asking=asked, may_count=False)
    assert [(one.kind, one.link) for one in Notice.objects.filter(user=family.siri)] == [
        ("answered", f"/surveys/{asked.public_id}/")
    ]


def test_a_question_sent_twice_is_one_and_the_same_form_waits_once(family):
    client_id = uuid.uuid4()
    asked = ask(family.siri, family.pupil, client_id=client_id)
    assert ask(family.siri, family.pupil, client_id=client_id) == asked
    with pytest.raises(RefusedError, match="wait for an answer already"):
        ask(family.siri, family.pupil)
    with pytest.raises(RefusedError, match="used for something else"):
        ask(family.siri, family.pupil, family.mother, client_id=client_id)
    assert Asking.objects.count() == 1


def test_a_form_is_for_the_one_it_was_written_for(family):
    with pytest.raises(RefusedError, match="not for this person"):
        ask(family.siri, family.pupil, form_id="felt-understood-guardian")
    with pytest.raises(RefusedError, match="not for this person"):
        ask(family.siri, family.pupil, family.mother, form_id="felt-understood-pupil")


def test_a_barred_guardian_and_one_without_a_right_to_decide_are_not_asked(family):
    barred, other = make_guardian(make_user()), make_guardian(make_user())
    make_guardianship(family.pupil, barred, barred_from=timezone.localdate(), barred_source="court order")
    make_guardianship(family.pupil, other, decides="none")
    for guardian in (barred, other):
        with pytest.raises(RefusedError, match="no log-in here now"):
            ask(family.siri, family.pupil, guardian)
    assert not Asking.objects.exists()


def test_nobody_reads_an_answer_before_it_is_sent_and_then_the_team_and_the_one_who_gave_it(family):
    asked = ask(family.siri, family.pupil, family.mother)
    answer(acting(family.mother.user), asked, {"understood": Given(2)})
    assert not queries.to_read(acting(family.siri), timezone.localdate()).exists()
    assert seen_by(family.mother.user, Purpose.OWN_CHILD) == {asked}
    assert seen_by(family.father.user, Purpose.OWN_CHILD) == set()
    assert seen_by(family.ane, Purpose.OWN) == set()
    assert seen_by(family.siri, Purpose.FOLLOW_UP) == {asked}
    answering.send(by=acting(family.mother.user), asking=asked, may_count=True)
    assert [one.pk for one in queries.to_read(acting(family.siri), timezone.localdate())] == [asked.pk]
    assert seen_by(family.father.user, Purpose.OWN_CHILD) == set()


def test_what_the_pupil_answers_is_for_no_guardian(family):
    make_answered(family.siri, acting(family.ane), family.pupil)
    assert seen_by(family.mother.user, Purpose.OWN_CHILD) == set()


def test_only_the_one_who_is_asked_answers(family):
    asked = ask(family.siri, family.pupil, family.mother)
    for other in (family.father.user, family.ane, family.siri):
        with pytest.raises(RefusedError, match="Only the one who is asked"):
            answering.save(by=acting(other), asking=asked, question="understood", given=Given(1))
        with pytest.raises(RefusedError, match="Only the one who is asked"):
            answering.send(by=acting(other), asking=asked, may_count=True)


def test_a_stranger_of_the_same_role_neither_asks_nor_takes_back(family):
    asked = ask(family.siri, family.pupil)
    stranger = make_pupil()
    with pytest.raises(RefusedError, match="Only the team asks"):
        ask(make_team_member(), stranger)
    with pytest.raises(RefusedError, match="Only the team asks"):
        asking.take_back(by=acting(family.mother.user), asking=asked)


def test_an_answer_given_anew_takes_the_place_of_the_first(family):
    asked = ask(family.siri, family.pupil)
    for given in (Given(1), Given(5), Given(is_passed=True)):
        answering.save(by=acting(family.ane), asking=asked, question="understood", given=given)
    assert [one.given for one in asked.answers.all()] == [Given(is_passed=True)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given(), "Answer, or choose"),
        (Given(6), "no answer to this question"),
        (Given(0), "no answer to this question"),
        (Given(words="Ja"), "no answer to this question"),
        (Given(2, is_passed=True), "both answered and chosen not to say"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(family, given, words):
    asked = ask(family.siri, family.pupil)
    with pytest.raises(RefusedError, match=words):
        answering.save(by=acting(family.ane), asking=asked, question="understood", given=given)
    with pytest.raises(RefusedError, match="no such question"):
        answering.save(by=acting(family.ane), asking=asked, question="nothing", given=Given(1))
    assert not Answer.objects.exists()


def test_nothing_is_sent_where_nothing_is_answered(family):
    asked = ask(family.siri, family.pupil)
    with pytest.raises(RefusedError, match="Nothing is answered yet"):
        answering.send(by=acting(family.ane), asking=asked, may_count=True)


def test_whoever_would_rather_not_answer_says_so_once_and_what_was_half_done_goes(family):
    asked = ask(family.siri, family.pupil)
    answer(acting(family.ane), asked)
    for _time in range(2):
        answering.decline(by=acting(family.ane), asking=asked)
    assert not Answer.objects.exists()
    with pytest.raises(RefusedError, match="answered these questions already"):
        answering.save(by=acting(family.ane), asking=asked, question="understood", given=Given(1))
    assert Event.objects.filter(action="surveys.declined").count() == 1


def test_questions_taken_back_are_gone_for_the_family_and_answered_ones_are_not_taken_back(family):
    asked = ask(family.siri, family.pupil)
    answer(acting(family.ane), asked)
    asking.take_back(by=acting(family.siri), asking=asked)
    assert seen_by(family.ane, Purpose.OWN) == set()
    assert not Answer.objects.exists()
    sent = make_answered(family.siri, acting(family.ane), family.pupil)
    with pytest.raises(RefusedError, match="answered already"):
        asking.take_back(by=acting(family.siri), asking=sent)


def test_results_count_the_levels_of_those_who_said_yes_for_as_long_as_they_do(family):
    sent = make_answered(family.siri, acting(family.ane), family.pupil)
    form = sent.form_text.form
    counted = {
        (form.id, form.version, "felt-understood", 4): 1,
        (form.id, form.version, "has-a-say", 2): 1,
    }
    assert queries.levels_that_count() == counted
    answering.choose_counting(by=acting(family.ane), asking=sent, may_count=False)
    assert queries.levels_that_count() == {}
    answering.choose_counting(by=acting(family.ane), asking=sent, may_count=True)
    assert queries.levels_that_count() == counted


def test_the_first_on_the_team_who_opens_it_has_read_it(family):
    sent = make_answered(family.siri, acting(family.ane), family.pupil)
    asking.mark_read(by=acting(family.siri), asking=sent)
    asking.mark_read(by=acting(family.lead), asking=sent)
    sent.refresh_from_db()
    assert sent.read_by == family.siri
    assert Event.objects.filter(action="surveys.answers_read").count() == 1


def test_own_words_are_sealed_and_no_other_table_holds_them(family):
    make_answered(family.siri, acting(family.ane), family.pupil)
    with connection.cursor() as cursor:
        for table in ("surveys_answer", "audit_event", "notices_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "Spør meg" not in repr(cursor.fetchall())


def test_a_text_of_a_form_is_kept_once_and_never_changed(family):
    ask(family.siri, family.pupil)
    text = FormText.objects.get()
    for change in (FormText.objects.filter(pk=text.pk).update, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(version="x") if change else text.delete()
    assert text.form.id == "felt-understood-pupil"


def test_whoever_lost_the_child_from_view_answers_nothing_more(family):
    asked = ask(family.siri, family.pupil, family.mother)
    mother = acting(family.mother.user)
    barred = {"barred_from": timezone.localdate(), "barred_source": "court order"}
    family.pupil.guardianships.filter(guardian=family.mother).update(**barred)
    with pytest.raises(RefusedError, match="Only the one who is asked"):
        answering.save(by=mother, asking=asked, question="understood", given=Given(1))
