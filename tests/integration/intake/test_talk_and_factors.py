"""The talk's parts, who is near, factors per informant, scores, hypotheses and own questions."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.intake import factors, own_questions, talk
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.factors import Instrument, Said
from skoleporten.intake.lacks import lacks_of, with_lacks
from skoleporten.intake.models import (
    CatalogueText,
    FactorStatement,
    Hypothesis,
    Informant,
    InstrumentScore,
    Intake,
    NearPerson,
    OwnAnswer,
    TalkChoice,
)
from skoleporten.intake.talk import Near, State
from skoleporten.people.models import Enrolment
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import AnswerRefusedError, AskedIn
from skoleporten.rules.talk import Part
from tests.factories import make_case_team_member, make_grant, make_guardianship, make_school_leader, make_user
from tests.talk_factories import (
    QUESTIONS,
    acting,
    make_informant,
    make_near,
    make_story,
    make_talk,
    team_actor,
    today,
    use_questions,
)

pytestmark = pytest.mark.django_db
SEEN = Said("observed", "Vondt i magen hver søndag.", "Sover godt hos farmor.")


def write(informant: Informant, seen_version: int = 1, by=None, **said: Said) -> Informant:
    told = {name.replace("_", "-"): one for name, one in said.items()}
    return factors.write_account(by=by or team_actor(), informant=informant, said=told, seen_version=seen_version)


def scored(informant: Informant, *scores, client_id=None, **fields) -> list[InstrumentScore]:
    named = {"name": "SRAS-R", "version": "C", "licensed": "Psykolog A", "filled_in_on": today()} | fields
    rows = [(name, Decimal(score)) for name, score in scores]
    return factors.add_scores(
        by=team_actor(), informant=informant, instrument=Instrument(**named), scores=rows,
        client_id=client_id or uuid.uuid4(),
    )  # fmt: skip


# The parts ------------------------------------------------------------------------------------------------------------
def test_a_part_is_not_begun_then_begun_then_finished_and_begun_again():
    intake, by = make_talk(), team_actor()
    assert set(talk.states(intake, today()).values()) == {State.NOT_BEGUN}
    make_story(intake)
    make_near(intake)
    write(make_informant(intake), somatic_complaints=SEEN)
    begun = {part for part, state in talk.states(intake, today()).items() if state == State.BEGUN}
    assert begun == {Part.CHILDS_STORY, Part.RELATIONS, Part.FACTORS}
    for _ in range(2):
        talk.finish(by=by, intake=intake, part=Part.CHILDS_STORY)
    assert talk.states(intake, today())[Part.CHILDS_STORY] == State.FINISHED
    talk.reopen(by=by, intake=intake, part=Part.CHILDS_STORY)
    assert talk.states(intake, today())[Part.CHILDS_STORY] == State.BEGUN
    assert Event.objects.filter(action="intake.part_finished").count() == 1


def test_own_questions_come_before_the_consent_where_there_are_any():
    with_them, without = talk.parts_asked(has_own_questions=True), talk.parts_asked(has_own_questions=False)
    assert with_them.index(talk.OWN_QUESTIONS) + 1 == with_them.index(Part.CONSENT)
    assert talk.OWN_QUESTIONS not in without


def test_the_queue_lacks_each_story_and_the_factors_until_they_stand():
    intake = make_talk()

    def lacking() -> set[str]:
        row = with_lacks(Intake.objects.filter(pk=intake.pk), today()).get()
        return {lack.code for lack in lacks_of(row)} & {"childs_story", "guardians_story", "schools_account", "factors"}

    assert len(lacking()) == 4
    make_story(intake, telling="not_yet", words="", why_not_yet="Syk i dag.")
    write(make_informant(intake), somatic_complaints=SEEN)
    assert lacking() == {"guardians_story", "schools_account"}
    assert talk.has_childs_story(intake)


def test_somebody_near_is_added_once_changed_by_one_and_taken_away():
    intake, by, client_id = make_talk(), team_actor(), uuid.uuid4()
    near = Near("Bestevenn", "friends", 1, "pupil", words="Ler av det samme")
    first = talk.add_near(by=by, intake=intake, near=near, client_id=client_id)
    assert talk.add_near(by=by, intake=intake, near=near, client_id=client_id) == first
    talk.change_near(by=by, person=first, near=Near("Bestevenn", "friends", 2, "pupil"), seen_version=1)
    with pytest.raises(ChangedMeanwhileError):
        talk.change_near(by=by, person=first, near=Near("Annen", "friends", 2, "pupil"), seen_version=1)
    talk.remove_near(by=by, person=first)
    assert talk.states(intake, today())[Part.RELATIONS] == State.NOT_BEGUN


# Factors --------------------------------------------------------------------------------------------------------------
def test_each_person_has_an_account_of_her_own_and_none_is_merged():
    intake = make_talk()
    mother, father = (make_guardianship(intake.pupil).guardian for _ in range(2))
    accounts = [
        make_informant(intake),
        make_informant(intake, "guardian", guardian=mother),
        make_informant(intake, "guardian", guardian=father),
        make_informant(intake, "teacher", name="Lærer Å"),
    ]
    for account in accounts:
        write(account, somatic_complaints=SEEN)
    assert FactorStatement.objects.filter(factor_id="somatic-complaints").count() == 4
    assert make_informant(intake, "guardian", guardian=mother) == accounts[1]
    assert make_informant(intake) == accounts[0]


def test_a_factor_rests_on_something_and_says_whether_it_was_seen():
    account = make_informant()
    for half in (Said("observed"), Said("", "Så det"), Said("maybe", "x")):
        with pytest.raises(RefusedError):
            write(account, somatic_complaints=half)
    with pytest.raises(RefusedError):
        write(account, no_such_factor=SEEN)
    write(account, somatic_complaints=Said(strength="Sover godt"))
    assert FactorStatement.objects.get().basis == ""


def test_two_who_write_one_account_do_not_overwrite_each_other():
    account = make_informant()
    write(account, somatic_complaints=SEEN)
    with pytest.raises(ChangedMeanwhileError):
        write(account, transitions=SEEN)
    write(account, somatic_complaints=SEEN)  # the same once more is no change
    assert Informant.objects.get().version == 2
    write(account, 2, transitions=SEEN)
    assert FactorStatement.objects.get().factor_id == "transitions"
    assert FactorStatement.history.filter(factor_id="somatic-complaints", history_type="-").exists()


def test_a_statement_points_at_the_words_it_was_made_of_and_they_never_change():
    write(make_informant(), somatic_complaints=SEEN)
    kept = FactorStatement.objects.get().catalogue
    assert factors.catalogue_of(kept).factor("somatic-complaints").name["nb"]
    with pytest.raises(DatabaseError), transaction.atomic():
        CatalogueText.objects.update(version="9")


def test_a_guardian_without_a_relation_informs_nobody():
    with pytest.raises(RefusedError, match="relasjon"):
        make_informant(kind="guardian", guardian=make_guardianship(make_talk().pupil).guardian)
    with pytest.raises(RefusedError, match="navn"):
        make_informant(kind="teacher", name=" ")


# Scores ---------------------------------------------------------------------------------------------------------------
def test_scores_are_kept_by_subscale_once_and_taken_away_when_wrong():
    account, client_id = make_informant(), uuid.uuid4()
    rows = [("Unngår", "3.5"), ("Søker", "-1")]
    made = scored(account, *rows, client_id=client_id)
    assert scored(account, *rows, client_id=client_id) == made
    factors.remove_score(by=team_actor(), score=made[0])
    assert account.scores.filter(removed_at__isnull=True).get().subscale == "Søker"


def test_scores_name_the_instrument_and_who_is_licensed():
    account = make_informant()
    for wrong in ({"licensed": " "}, {"version": ""}, {"name": ""}, {"filled_in_on": today() + dt.timedelta(days=1)}):
        with pytest.raises(RefusedError):
            scored(account, ("a", "1"), **wrong)
    for rows in ((), (("a", "1"), ("a ", "2")), (("", "1"),)):
        with pytest.raises(RefusedError):
            scored(account, *rows)


# Hypotheses -----------------------------------------------------------------------------------------------------------
def test_a_hypothesis_is_written_only_where_the_municipality_turned_them_on():
    intake, by = make_talk(), team_actor()
    given = {"by": by, "intake": intake, "kind": "kept_away", "words": "Får ikke være med på tur."}
    with pytest.raises(RefusedError, match="ikke i bruk"):
        factors.suppose(**given, client_id=uuid.uuid4())
    use_questions(hypotheses=True)
    made = factors.suppose(**given, client_id=uuid.uuid4())
    factors.suppose(**given | {"kind": "elsewhere"}, client_id=uuid.uuid4())
    factors.change_hypothesis(by=by, hypothesis=made, words="Og mangler en voksen.", seen_version=1)
    factors.leave_hypothesis(by=by, hypothesis=made, why="Er med nå.")
    assert Hypothesis.objects.filter(left_at__isnull=True).get().kind == "elsewhere"
    with pytest.raises(RefusedError):
        factors.suppose(**given | {"words": " "}, client_id=uuid.uuid4())


# Own questions --------------------------------------------------------------------------------------------------------
def ask(intake, values, seen_version=0, by=None, place=AskedIn.TALK, school=None) -> None:
    own_questions.answer(
        by=by or team_actor(), intake=intake, place=place, values=values, seen_version=seen_version, school=school
    )


def test_nothing_is_asked_until_somebody_has_chosen():
    assert own_questions.in_use() is None
    assert own_questions.asked_in(AskedIn.TALK) == ()
    with pytest.raises(RefusedError):
        ask(make_talk(), {"sleep": "8"})


def test_answers_are_kept_with_the_version_that_was_asked():
    by, intake = use_questions(), make_talk()
    ask(intake, {"way-to-school": "bus", "sleep": "8"})
    newer = QUESTIONS.replace('version = "1"', 'version = "2"').replace("Hvor mange timer", "Omtrent hvor mange timer")
    own_questions.ask(by=by, text=newer)
    answer = OwnAnswer.objects.get(question_id="sleep")
    assert own_questions.set_of(answer.questions).version == "1"
    assert own_questions.in_use().version == "2"
    assert TalkChoice.objects.count() == 2


def test_answers_are_checked_and_two_writers_do_not_overwrite_each_other():
    use_questions()
    intake = make_talk()
    with pytest.raises(AnswerRefusedError):
        ask(intake, {"sleep": "25"})
    ask(intake, {"sleep": "8"})
    seen = own_questions.version_of(OwnAnswer.objects.all())
    ask(intake, {"sleep": "8"}, 0)  # the same again
    with pytest.raises(ChangedMeanwhileError):
        ask(intake, {"sleep": "9"}, 0)
    ask(intake, {"sleep": "9"}, seen)
    assert OwnAnswer.objects.get(question_id="sleep").value == "9"


def test_a_new_version_that_changes_what_answers_mean_is_refused_and_keeps_nothing():
    by = use_questions()
    for text in (QUESTIONS.replace("timer", "døgn"), QUESTIONS.replace('version = "1"', 'version = "2"').replace(
        'kind = "number"\nclass = "special"', 'kind = "number"\nclass = "personal"'), "no TOML"):  # fmt: skip
        with pytest.raises(RefusedError):
            own_questions.ask(by=by, text=text)
    assert TalkChoice.objects.count() == 1
    own_questions.ask_none(by=by)
    assert own_questions.in_use() is None


def test_special_answers_are_for_those_who_see_the_story_and_a_school_reads_its_own():
    use_questions()
    intake = make_talk()
    school = Enrolment.objects.get(pupil=intake.pupil).school
    leader = acting(make_school_leader(school), Role.SCHOOL_LEADER)
    other = acting(make_school_leader(school), Role.SCHOOL_LEADER)
    ask(intake, {"way-to-school": "bus", "sleep": "8"})
    ask(intake, {"group": "5A", "health": "Astma"}, by=leader, place=AskedIn.SCHOOLS_ACCOUNT, school=school)
    ask(intake, {"group": "5B"}, by=other, place=AskedIn.SCHOOLS_ACCOUNT, school=school)

    def seen(actor) -> set[str]:
        rows = OwnAnswer.objects.visible_to(actor, Purpose.FOLLOW_UP, today())
        return set(rows.exclude(value="").values_list("question_id", flat=True))

    assert seen(team_actor()) == {"way-to-school", "sleep", "group", "health"}
    assert seen(leader) == {"group"}
    assert OwnAnswer.objects.filter(question_id="group").count() == 2


# Who sees it ----------------------------------------------------------------------------------------------------------
def test_near_persons_factors_scores_and_hypotheses_are_for_the_staff_of_the_case_only():
    use_questions(hypotheses=True)
    intake = make_talk()
    account = write(make_informant(intake), somatic_complaints=SEEN)
    scored(account, ("a", "1"))
    make_near(intake)
    factors.suppose(by=team_actor(), intake=intake, kind="elsewhere", words="x", client_id=uuid.uuid4())
    school = Enrolment.objects.get(pupil=intake.pupil).school
    specialist, stranger = make_user(), make_user()
    for user in (specialist, stranger):
        make_grant(user, Role.SPECIALIST)
    make_case_team_member(intake.pupil, specialist, basis="law", law="§ 1")
    parent = make_guardianship(intake.pupil).guardian.user
    let_in = [team_actor(), acting(specialist, Role.SPECIALIST)]
    left_out = [
        acting(stranger, Role.SPECIALIST),
        acting(parent, Role.GUARDIAN),
        acting(make_school_leader(school), Role.SCHOOL_LEADER),
    ]
    for model in (NearPerson, Informant, FactorStatement, InstrumentScore, Hypothesis):
        for purpose in (Purpose.FOLLOW_UP, Purpose.OWN_CHILD):
            assert not any(model.objects.visible_to(actor, purpose, today()).exists() for actor in left_out), model
        assert all(model.objects.visible_to(actor, Purpose.FOLLOW_UP, today()).exists() for actor in let_in), model
