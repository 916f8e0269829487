"""A contact with the home, a talk, a measure and what was told: rows that stand, each made once."""

import uuid

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from skoleporten.audit.models import Event
from skoleporten.concerns import actions, measure_actions
from skoleporten.concerns.measures import Evaluation, Information, Measure
from skoleporten.concerns.models import ConcernStep
from skoleporten.people.contacts import may_be_contacted
from skoleporten.rules.errors import RefusedError
from tests.factories import make_guardian, make_guardianship
from tests.follow_up_factories import MONDAY, at, days_after, make_followed

pytestmark = pytest.mark.django_db
Kind, Result = ConcernStep.Kind, ConcernStep.Result


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY, 12), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


def call(followed, **fields) -> ConcernStep:
    return actions.act(by=followed.by, concern=followed.concern, kind=Kind.HOME_CONTACTED, **fields)


def test_an_attempt_says_who_to_whom_when_how_and_with_what_result(followed):
    guardian = make_guardian()
    step = call(followed, guardian=guardian, how="phone", result="not_reached", at=at(MONDAY, 9))
    step.refresh_from_db()
    assert (step.by_id, step.guardian_id, step.to_whom) == (followed.teacher.pk, guardian.pk, str(guardian))
    assert (step.at, step.how, step.result) == (at(MONDAY, 9), "phone", "not_reached")
    assert Event.objects.get(action="concerns.acted").details == {"kind": "home_contacted"}


def test_an_attempt_that_reached_nobody_is_an_act_all_the_same(followed):
    call(followed, result="not_reached")
    followed.concern.refresh_from_db()
    assert followed.concern.state == "acted"


@pytest.mark.parametrize("when", [at(days_after(1)), at(days_after(-400))])
def test_a_contact_is_no_time_to_come_and_not_long_past(followed, when):
    with pytest.raises(RefusedError):
        call(followed, at=when)


def test_the_same_form_twice_is_one_contact(followed):
    once = uuid.uuid4()
    first = call(followed, client_id=once, result="reached")
    assert call(followed, client_id=once, result="reached") == first
    assert ConcernStep.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernStep.objects.create(
            concern=followed.concern, kind="other", at=at(MONDAY), by=followed.teacher, client_id=once
        )


def test_a_form_sent_late_does_not_open_what_was_closed_meanwhile(followed):
    actions.close(by=followed.by_leader, concern=followed.concern, decision="nothing", reason="At the dentist.")
    with pytest.raises(RefusedError):
        call(followed)


@pytest.mark.parametrize("kind", sorted(actions.NOT_BY_ACT))
def test_what_has_a_rule_of_its_own_is_not_written_as_a_plain_step(followed, kind):
    with pytest.raises(RefusedError):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)


def test_a_concern_is_closed_by_one_of_the_decisions(followed):
    with pytest.raises(RefusedError):
        actions.close(by=followed.by_leader, concern=followed.concern, decision="truant", reason="Skips.")


def test_only_those_who_decide_and_are_not_barred_may_be_called(followed):
    mother, unverified = make_guardian(phone="90000001"), make_guardian()
    make_guardianship(followed.pupil, unverified, verified_at=None, decides="unknown")
    make_guardianship(followed.pupil, mother)
    make_guardianship(followed.pupil, decides="suspended")
    make_guardianship(followed.pupil, decides="none")
    make_guardianship(followed.pupil, end=days_after(-30))
    make_guardianship(followed.pupil, barred_from=days_after(-30), barred_source="The court")
    found = may_be_contacted(followed.pupil.pk, MONDAY)
    assert [(one.guardian, one.is_verified) for one in found] == [(mother, True), (unverified, False)]


def test_a_bar_on_an_older_relation_counts_for_a_newer_one_too(followed):
    father = make_guardian()
    make_guardianship(followed.pupil, father, end=days_after(-30), barred_from=days_after(-90), barred_source="Court")
    make_guardianship(followed.pupil, father, start=days_after(-20))
    assert may_be_contacted(followed.pupil.pk, MONDAY) == []


def start(followed, **fields) -> Measure:
    fields = {"problem": "Mornings", "what": "Met at the gate", "who": "Tuva", **fields}
    return measure_actions.start(
        by=followed.by, concern=followed.concern, starts_on=MONDAY,
        **{"evaluate_on": days_after(21), **fields},
    )  # fmt: skip


@pytest.mark.parametrize(
    "lacking", [{"problem": " "}, {"what": ""}, {"who": ""}, {"evaluate_on": days_after(-1)}], ids=str
)
def test_a_measure_has_all_five_fields(followed, lacking):
    with pytest.raises(RefusedError):
        start(followed, **lacking)


def test_a_measure_is_in_the_history_and_among_the_steps_once(followed):
    once = uuid.uuid4()
    first = start(followed, client_id=once)
    assert start(followed, client_id=once) == first
    assert followed.concern.steps.filter(kind="measure").count() == 1
    assert first.history.count() == 1


def test_an_evaluation_is_written_once_and_ends_the_measure(followed):
    measure, once = start(followed), uuid.uuid4()
    for _ in range(2):
        measure_actions.evaluate(
            by=followed.by, measure=measure, seen="Comes on time.", pupils_view="Easier now.", decided="end",
            client_id=once,
        )  # fmt: skip
    measure.refresh_from_db()
    assert (measure.ended_on, measure.evaluations.count()) == (MONDAY, 1)
    with pytest.raises(RefusedError):
        measure_actions.evaluate(by=followed.by, measure=measure, seen="Again.", decided="end")


def test_that_somebody_was_told_is_recorded_with_how_language_and_interpreter(followed):
    once = uuid.uuid4()
    for _ in range(2):
        told = actions.inform(
            by=followed.by, concern=followed.concern, whom="guardians", how="phone", language="somali",
            with_interpreter=True, to_whom="Gro", client_id=once,
        )  # fmt: skip
    assert Information.objects.get() == told
    assert (told.language, told.with_interpreter) == ("somali", True)
    with pytest.raises(RefusedError):
        actions.inform(by=followed.by, concern=followed.concern, whom="neighbour", how="phone", language="nb")


@pytest.mark.parametrize("model", [ConcernStep, Evaluation, Information], ids=lambda model: model.__name__)
def test_rows_of_history_are_not_changed_by_anybody(followed, model):
    measure = start(followed)
    measure_actions.evaluate(by=followed.by, measure=measure, seen="Fine.", decided="end")
    actions.inform(by=followed.by, concern=followed.concern, whom="pupil", how="meeting", language="nb")
    row = model.objects.first()
    with pytest.raises(TypeError):
        row.save()
    statement = f"DELETE FROM {model._meta.db_table}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
