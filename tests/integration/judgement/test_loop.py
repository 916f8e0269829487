"""Turns, assessments, decisions and measures: by the rules, in the database, in the log, and for those they are for."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.judgement import jobs, measures, notes, queries, rounds
from skoleporten.judgement.models import Assessment, Decision, Evaluation, Measure, Round
from skoleporten.judgement.rounds import Assessed
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.judgement import Stage, here
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_case, make_team_member
from tests.judgement_factories import decided, make_decision, make_measure, make_note, make_round, owner_of, reader
from tests.talk_factories import make_story

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
STAFF = Purpose.FOLLOW_UP


@pytest.fixture
def case():
    return make_case()


def stage_of(turn: Round) -> Stage | None:
    found = list(queries.rounds_of(owner_of(turn.case), STAFF, TODAY(), turn.case).filter(pk=turn.pk))
    return here(queries.facts_of(turn.case, found)[turn.pk])


def test_the_loop_is_walked_stage_by_stage(case):
    turn = make_round(case)
    by, found = owner_of(case), [stage_of(turn)]
    note = make_note(case, childs_words="Det er støyen.")
    found.append(stage_of(turn))
    assessed = Assessed("Støyen ved døra.", law="§ 12-2", observations=[note])
    rounds.assess(by=by, of=turn, assessed=assessed, seen_version=0)
    found.append(stage_of(turn))
    make_decision(turn, words=note)
    found.append(stage_of(turn))
    measure = make_measure(turn)
    found.append(stage_of(turn))
    measures.evaluate(by=by, measure=measure, seen="Han kom inn.", decided="end", client_id=uuid.uuid4())
    assert [*found, stage_of(turn)] == [*Stage, None]


def test_the_next_turn_links_to_the_last_and_counts_what_was_seen_since(case):
    make_note(case)
    first = make_round(case)
    assert stage_of(first) is Stage.ASSESS
    rounds.end(by=owner_of(case), of=first, why="Vi fant døra.")
    again = make_round(case, previous=first)
    assert (again.previous, stage_of(again)) == (first, Stage.OBSERVE)
    with pytest.raises(RefusedError):
        make_round(case, previous=first)


def test_the_database_refuses_a_decision_without_the_childs_story_or_why_not(case):
    turn = make_round(case)
    columns = decided(why_not_heard="").as_columns()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(round=turn, client_id=uuid.uuid4(), recorded_by=case.owner, **columns)
    heard_nowhere = columns | {"is_story_heard": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(round=turn, client_id=uuid.uuid4(), recorded_by=case.owner, **heard_nowhere)
    with pytest.raises(RefusedError):
        make_decision(turn, why_not_heard=" ")


def test_the_childs_story_stands_as_a_story_or_as_words_in_a_note(case):
    assert (rounds.childs_story(case), rounds.childs_words(case)) == (None, None)
    story = make_story(case.intake)
    note = make_note(case, childs_words="Jeg vil ikke ha flere møter.")
    assert (rounds.childs_story(case), rounds.childs_words(case)) == (story, note)
    assert make_decision(make_round(case), story=story).is_story_heard
    assert make_decision(make_round(case), words=note).is_story_heard


def test_another_childs_story_is_no_reason(case):
    other = make_case()
    note = make_note(other, childs_words="Jeg er en annen.")
    with pytest.raises(RefusedError):
        make_decision(make_round(case), words=note)
    with pytest.raises(RefusedError):
        make_decision(make_round(case), words=make_note(case))


def test_a_decision_is_replaced_and_never_changed(case):
    turn = make_round(case)
    first = make_decision(turn)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=first.pk).update(choice="Noe annet.")
    with pytest.raises(RefusedError):
        make_decision(turn)
    again = rounds.replace(
        by=owner_of(case), decision=first, decided=decided(choice="Vi venter."), why="Nytt.", client_id=uuid.uuid4()
    )
    assert rounds.standing_decision(turn) == again
    with pytest.raises(RefusedError):
        rounds.replace(by=owner_of(case), decision=first, decided=decided(), why="Sent.", client_id=uuid.uuid4())


def test_an_assessment_is_never_overwritten_unseen(case):
    turn, by = make_round(case), owner_of(case)
    rounds.assess(by=by, of=turn, assessed=Assessed("Støy."), seen_version=0)
    with pytest.raises(ChangedMeanwhileError) as quicker:
        rounds.assess(by=by, of=turn, assessed=Assessed("Søvn."), seen_version=0)
    assert quicker.value.now.facts_point_to == "Støy."
    rounds.assess(by=by, of=turn, assessed=Assessed("Søvn."), seen_version=1)
    rounds.assess(by=by, of=turn, assessed=Assessed("Søvn."), seen_version=1)
    assert (Assessment.objects.get().version, Event.objects.filter(action="judgement.assessed").count()) == (2, 2)
    note = make_note(case)
    with pytest.raises(ChangedMeanwhileError):
        rounds.assess(by=by, of=turn, assessed=Assessed("Søvn.", observations=[note]), seen_version=1)


def test_two_clicks_are_one_of_each(case):
    by, client_id = owner_of(case), uuid.uuid4()
    for _time in range(2):
        turn = rounds.begin(by=by, case=case, about="Hva?", client_id=client_id)
        rounds.decide(by=by, of=turn, decided=decided(), client_id=client_id)
        measure = measures.start(
            by=by, of=turn, client_id=client_id,
            agreed=measures.Agreed("Støy", "Ørepropper", "Ada", TODAY(), TODAY() + dt.timedelta(days=7)),
        )  # fmt: skip
        measures.evaluate(by=by, measure=measure, seen="Bra.", decided="end", client_id=client_id)
    counts = [model.objects.count() for model in (Round, Decision, Measure, Evaluation)]
    assert counts == [1, 1, 1, 1]


def test_nothing_is_written_in_a_turn_that_has_ended(case):
    turn = make_round(case)
    rounds.end(by=owner_of(case), of=turn, why="Ferdig.")
    for write in (make_decision, make_measure):
        with pytest.raises(RefusedError):
            write(turn)
    with pytest.raises(RefusedError):
        rounds.assess(by=owner_of(case), of=turn, assessed=Assessed("Støy."), seen_version=0)


def test_a_measure_that_goes_on_has_a_new_date(case):
    measure = make_measure(make_round(case))
    by, later = owner_of(case), TODAY() + dt.timedelta(days=30)
    with pytest.raises(RefusedError):
        measures.evaluate(by=by, measure=measure, seen="Bedre.", decided="go_on", client_id=uuid.uuid4())
    measures.evaluate(
        by=by, measure=measure, seen="Bedre.", decided="go_on", evaluate_on=later, client_id=uuid.uuid4(),
        figures={"as_of": "2026-11-20"},
    )  # fmt: skip
    measure.refresh_from_db()
    assert (measure.evaluate_on, measure.ended_on) == (later, None)
    assert measure.evaluations.get().figures == {"as_of": "2026-11-20"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Evaluation.objects.update(seen="Noe annet.")


def test_measures_are_for_those_they_name_or_who_agreed(case):
    school = make_school()
    make_enrolment(school, case.pupil)
    guardian_user, pupil_user, specialist = make_user(), make_user(), make_user_in(Role.SPECIALIST)
    make_guardianship(case.pupil, make_guardian(guardian_user))
    make_pupil_account(case.pupil, pupil_user)
    make_case_team_member(case.pupil, specialist)
    turn = make_round(case)
    make_measure(turn, what="ingen andre")
    for named in ("school", "guardian", "pupil"):
        make_measure(turn, what=named, readers=frozenset({named}))

    def seen_by(user, purpose=STAFF) -> set[str]:
        rows = Measure.objects.visible_to(reader(user, purpose), purpose, TODAY())
        return set(rows.values_list("what", flat=True))

    everything = {"ingen andre", "school", "guardian", "pupil"}
    assert seen_by(case.owner) == seen_by(make_team_member()) == seen_by(specialist) == everything
    assert seen_by(make_user_in(Role.TEACHER, school=school)) == {"school"}
    assert seen_by(make_user_in(Role.SCHOOL_LEADER, school=school)) == {"school"}
    assert seen_by(guardian_user, Purpose.OWN_CHILD) == {"guardian"}
    assert seen_by(pupil_user, Purpose.OWN) == {"pupil"}
    for role in (Role.TEACHER, Role.SCHOOL_LEADER, Role.SPECIALIST, Role.ADMINISTRATOR):
        assert seen_by(make_user_in(role)) == set()


def test_turns_and_decisions_are_the_case_staffs_alone(case):
    turn = make_round(case)
    rounds.assess(by=owner_of(case), of=turn, assessed=Assessed("Støy."), seen_version=0)
    make_decision(turn)
    school = make_school()
    make_enrolment(school, case.pupil)
    for model in (Round, Assessment, Decision):
        assert model.objects.visible_to(actor_of(make_team_member()), STAFF, TODAY()).count() == 1
        for role in (Role.TEACHER, Role.SCHOOL_LEADER):
            at_school = actor_of(make_user_in(role, school=school))
            assert not model.objects.visible_to(at_school, STAFF, TODAY()).exists()


def test_the_owner_is_told_on_the_day_and_once(case):
    make_measure(make_round(case), evaluate_on=TODAY())
    make_measure(make_round(case), evaluate_on=TODAY() + dt.timedelta(days=1))
    assert [jobs.remind(TODAY()), jobs.remind(TODAY())] == [1, 1]
    notice = Notice.objects.get()
    assert (notice.user, notice.link) == (case.owner, f"/cases/{case.public_id}/loop/")


def test_nobody_is_told_of_a_case_that_has_ended(case):
    make_measure(make_round(case), evaluate_on=TODAY())
    case.intake.state = "closed"
    case.intake.save()
    assert jobs.remind(TODAY()) == 0


def test_what_is_due_is_the_first_date_of_those_that_run(case):
    turn = make_round(case)
    make_measure(turn, evaluate_on=TODAY() + dt.timedelta(days=9))
    make_measure(turn, evaluate_on=TODAY() + dt.timedelta(days=4))
    assert queries.due([case.pk], TODAY()) == {case.pk: TODAY() + dt.timedelta(days=4)}
    assert queries.due([make_case().pk], TODAY()) == {}


def test_an_assessment_rests_on_notes_as_they_were_seen(case):
    """A note that is corrected afterwards leaves what the assessment pointed to."""
    turn, note, by = make_round(case), make_note(case), owner_of(case)
    rounds.assess(by=by, of=turn, assessed=Assessed("Døra.", observations=[note]), seen_version=0)
    corrected = notes.Written(seen_on=TODAY(), observation="Fem minutter.")
    notes.correct(by=by, note=note, written=corrected, why="Feil klokke.", client_id=uuid.uuid4())
    assert list(Assessment.objects.get().observations.all()) == [note]
