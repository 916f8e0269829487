"""A decision of the intake: complete for its kind and outcome, made once, never changed, and told."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import Error, transaction
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.concerns.models import Concern
from skoleporten.consents import actions as consents
from skoleporten.intake import deciding
from skoleporten.intake.deciding import may_decide
from skoleporten.intake.models import Decision
from skoleporten.notices.models import Notice
from skoleporten.rules.decision import KINDS_OF, STAGE_OF, IncompleteDecisionError, Kind, Outcome
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import account_of, consent_in_force, guardian_of, make_consent, say, years_ago
from tests.decision_factories import (
    LATER,
    TODAY,
    a_measure,
    decide,
    decided,
    in_intake,
    make_meeting,
    make_referred_pupil,
    tell_story,
    texts,
)
from tests.factories import actor_of, make_enrolment, make_pupil, make_school, make_school_leader
from tests.intake_factories import make_lead, make_team_member

pytestmark = pytest.mark.django_db
ALL = [(outcome, kind) for outcome in Outcome for kind in sorted(KINDS_OF[outcome])]


def ito(**fields):
    made = decided(Outcome.SKOLEPORTEN, Kind.INDIVIDUAL_DECISION)
    return replace(made, is_ito=True, assessed_on=TODAY - dt.timedelta(days=9), **fields)


@pytest.mark.parametrize(("outcome", "kind"), ALL)
def test_each_outcome_of_each_kind_moves_the_intake_to_its_stage(outcome, kind):
    made = decide(asked=decided(outcome, kind))
    made.intake.refresh_from_db()
    assert made.intake.state == STAGE_OF[outcome]
    assert made.intake.transitions.get().client_id == made.client_id
    assert Event.objects.filter(action="intake.decided").count() == 1


@pytest.mark.parametrize(("outcome", "kind"), [(o, k) for o in Outcome for k in Kind if k not in KINDS_OF[o]])
def test_a_kind_that_does_not_fit_the_outcome_is_refused(outcome, kind):
    with pytest.raises(IncompleteDecisionError):
        decide(asked=decided(outcome, kind))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["reason", "alternatives", "childs_best", "who_is_told"])
def test_what_every_decision_holds_is_asked_for(name):
    with pytest.raises(IncompleteDecisionError):
        decide(asked=decided(texts=texts() | {name: " "}))


@pytest.mark.parametrize("name", ["facts", "legal_rule", "grounds", "pupils_view"])
def test_an_individual_decision_holds_more(name):
    asked = decided(Outcome.WAITING, Kind.INDIVIDUAL_DECISION, texts=texts() | {name: ""})
    with pytest.raises(IncompleteDecisionError):
        decide(asked=asked)


@pytest.mark.parametrize("name", ["complaint_instance", "complaint_to", "complaint_deadline"])
def test_an_individual_decision_says_how_to_complain(name):
    empty = None if name == "complaint_deadline" else ""
    with pytest.raises(RefusedError):
        decide(asked=decided(Outcome.WAITING, Kind.INDIVIDUAL_DECISION, **{name: empty}))


def test_the_choice_is_described():
    with pytest.raises(RefusedError):
        decide(asked=decided(texts=texts() | {"choice": ""}))


def test_no_decision_without_the_childs_story_or_a_reason_why_not():
    with pytest.raises(IncompleteDecisionError):
        decide(asked=decided(childs_story=" "))


def test_a_story_that_is_said_to_be_heard_stands_in_the_talk():
    intake, asked = in_intake(), decided(is_story_heard=True, childs_story="Det er bråk i klassen.")
    with pytest.raises(RefusedError):
        decide(intake, asked=asked)
    tell_story(intake)
    assert decide(intake, asked=asked).is_story_heard


def test_a_redirection_names_who_receives_and_who_follows_up():
    for name in ("receiver", "follower"):
        with pytest.raises(IncompleteDecisionError):
            decide(asked=decided(Outcome.OTHER_SERVICE, Kind.REDIRECTION, **{name: ""}))


def test_waiting_has_a_day_and_somebody_who_follows_up_and_is_reminded():
    for name in ("next_review", "followed_up_by"):
        with pytest.raises(IncompleteDecisionError):
            decide(asked=decided(Outcome.WAITING, **{name: None}))
    made = decide(asked=decided(Outcome.WAITING))
    made.intake.refresh_from_db()
    assert (made.intake.next_review, made.intake.followed_up_by) == (LATER, made.followed_up_by)
    told = Notice.objects.get(user=made.followed_up_by)
    assert timezone.localdate(told.not_before) == LATER


# The same day --------------------------------------------------------------------------------------------------------
def test_the_family_is_told_the_same_day():
    yesterday = TODAY - dt.timedelta(days=1)
    meeting = make_meeting(held_at=timezone.now() - dt.timedelta(days=1))
    asked = decided(decided_on=yesterday, told_at=timezone.now())
    with pytest.raises(RefusedError):
        deciding.decide(by=actor_of(make_lead()), meeting=meeting, decided=asked, client_id=uuid.uuid4())


def test_a_decision_is_not_made_before_the_meeting():
    before = timezone.now() - dt.timedelta(days=2)
    with pytest.raises(RefusedError):
        decide(asked=decided(decided_on=timezone.localdate(before), told_at=before))


def test_a_decision_is_not_told_before_it_is_made_nor_made_tomorrow():
    with pytest.raises(RefusedError):
        decide(asked=decided(told_at=timezone.now() + dt.timedelta(hours=1)))
    with pytest.raises(RefusedError):
        decide(asked=decided(decided_on=TODAY + dt.timedelta(days=1), told_at=timezone.now()))


# Consents ------------------------------------------------------------------------------------------------------------
def place(intake):
    meeting = make_meeting(intake)
    asked = decided(Outcome.SKOLEPORTEN)
    return deciding.decide(by=actor_of(make_lead()), meeting=meeting, decided=asked, client_id=uuid.uuid4())


def test_a_place_in_skoleporten_needs_the_consent_to_join():
    intake = in_intake()
    with pytest.raises(RefusedError):
        place(intake)
    assert not Decision.objects.exists()
    consent_in_force(intake.pupil, "join_skoleporten")
    assert place(intake).consents.get().purpose == "join_skoleporten"


def test_a_consent_that_was_withdrawn_a_minute_ago_is_none():
    pupil = make_pupil("Ola", birth_date=years_ago(10))
    mother, _relation = guardian_of(pupil)
    answer = say(mother, make_consent(pupil, "join_skoleporten"))
    consents.withdraw(by=mother, answer=answer, today=TODAY)
    with pytest.raises(RefusedError):
        place(in_intake(pupil))


def test_a_pupil_who_turned_15_between_talk_and_decision_must_say_yes_too():
    pupil = make_referred_pupil(birth_date=years_ago(14, 200))
    consent = consent_in_force(pupil, "join_skoleporten")
    pupil.birth_date = years_ago(15)
    pupil.save()
    intake = in_intake(pupil)
    with pytest.raises(RefusedError, match=r"old enough to decide|gammel nok til å bestemme"):
        place(intake)
    say(account_of(pupil), consent)
    place(intake)
    intake.refresh_from_db()
    assert intake.state == "offered"


def test_adapted_education_needs_both_consents_and_the_assessment_first():
    pupil = make_referred_pupil()
    intake = in_intake(pupil)
    for purpose in ("expert_assessment", "ito_decision"):
        with pytest.raises(RefusedError):
            decide(intake, asked=ito())
        consent_in_force(pupil, purpose)
    for day in (None, TODAY + dt.timedelta(days=1)):
        with pytest.raises(IncompleteDecisionError):
            decide(intake, asked=replace(ito(), assessed_on=day))
    made = decide(intake, asked=ito())
    assert {one.purpose for one in made.consents.all()} == {"join_skoleporten", "expert_assessment", "ito_decision"}


def test_adapted_education_is_never_an_agreement():
    with pytest.raises(IncompleteDecisionError):
        decide(asked=replace(ito(), kind=Kind.AGREEMENT))


# Who decides ---------------------------------------------------------------------------------------------------------
def test_the_team_may_say_that_there_is_more_to_find_out_and_no_more():
    team = actor_of(make_team_member())
    assert decide(by=team).outcome == Outcome.MORE_TO_FIND_OUT
    for outcome in set(Outcome) - {Outcome.MORE_TO_FIND_OUT}:
        with pytest.raises(RefusedError):
            decide(by=team, asked=decided(outcome, sorted(KINDS_OF[outcome])[-1]))


def test_a_school_leader_decides_nothing():
    with pytest.raises(RefusedError):
        decide(by=actor_of(make_school_leader(make_school())))


def test_who_may_decide_what_follows_the_table_and_its_order():
    assert may_decide("lead", in_intake()) == list(Outcome)
    assert may_decide("team", in_intake()) == [Outcome.MORE_TO_FIND_OUT]
    assert may_decide("lead", in_intake(state="referred")) == []
    assert may_decide("lead", in_intake(state="active")) == []
    assert may_decide("lead", in_intake(state="redirected", ended_at=timezone.now())) == []


# Once ----------------------------------------------------------------------------------------------------------------
def test_a_decision_sent_twice_is_one():
    meeting, same, lead = make_meeting(), uuid.uuid4(), actor_of(make_lead())
    asked = decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION)
    made = {deciding.decide(by=lead, meeting=meeting, decided=asked, client_id=same).pk for _ in range(2)}
    assert len(made) == Decision.objects.count() == 1
    assert Decision.objects.get().measures.count() == 1


def test_of_two_who_decide_at_once_the_second_is_told():
    meeting = make_meeting()

    def decide_without_having_seen_any():
        by = actor_of(make_lead())
        deciding.decide(by=by, meeting=meeting, decided=decided(), client_id=uuid.uuid4(), seen=None)

    decide_without_having_seen_any()
    with pytest.raises(RefusedError, match=r"in the meantime|i mellomtiden"):
        decide_without_having_seen_any()
    assert Decision.objects.count() == 1


def test_a_refused_decision_leaves_nothing_behind():
    meeting = make_meeting(in_intake(state="active"))
    asked = decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION)
    with pytest.raises(RefusedError):
        deciding.decide(by=actor_of(make_lead()), meeting=meeting, decided=asked, client_id=uuid.uuid4())
    assert not Decision.objects.exists()
    assert not Concern.objects.exists()


# Measures ------------------------------------------------------------------------------------------------------------
def test_measures_back_to_the_school_are_measures_of_the_pupils_concern():
    asked = decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION, measures=(a_measure(), a_measure(problem="Mat.")))
    made = decide(asked=asked)
    concern = Concern.objects.get(pupil=made.intake.pupil)
    assert concern.school is not None
    assert list(made.measures.all()) == list(concern.measures.all())
    assert {one.evaluate_on for one in concern.measures.all()} == {LATER}


def test_back_to_the_school_has_at_least_one_measure_with_all_five_fields():
    for measures in ((), (a_measure(who=""),), (a_measure(evaluated_on=TODAY - dt.timedelta(days=1)),)):
        with pytest.raises(RefusedError):
            decide(asked=decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION, measures=measures))


# In the place of another ---------------------------------------------------------------------------------------------
def correct(decision, why="Feil dato sto i den første.", **fields):
    asked = decided(decision.outcome, decision.kind, **fields)
    asked = replace(asked, measures=fields.get("measures", ()))
    by = actor_of(make_lead())
    return deciding.correct(by=by, decision=decision, decided=asked, why=why, client_id=uuid.uuid4())


def test_a_correction_is_a_new_row_and_the_first_stands_as_it_was():
    first = decide(asked=decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION))
    moves = first.intake.transitions.count()
    second = correct(first, texts=texts() | {"reason": "Ny grunn."})
    first.refresh_from_db()
    assert (first.reason == texts()["reason"], second.reason, second.replaces) == (True, "Ny grunn.", first)
    assert list(second.measures.all()) == list(first.measures.all())
    assert (first.is_standing, second.is_standing) == (False, True)
    assert first.intake.transitions.count() == moves


def test_a_correction_says_why_and_only_what_stands_is_corrected():
    first = decide()
    with pytest.raises(RefusedError):
        correct(first, why=" ")
    correct(first)
    with pytest.raises(RefusedError):
        correct(first)


def test_a_correction_of_who_waits_moves_the_day():
    first = decide(asked=decided(Outcome.WAITING))
    second = correct(first, next_review=LATER + dt.timedelta(days=7))
    second.intake.refresh_from_db()
    assert second.intake.next_review == LATER + dt.timedelta(days=7)


def test_a_decision_is_never_changed_nor_deleted_on_either_engine():
    made = decide()
    with pytest.raises(TypeError):
        made.save()
    for change in (
        lambda: Decision.objects.filter(pk=made.pk).update(reason="annet"),
        lambda: Decision.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_new_decision_follows_an_older_one_where_the_pupil_waited():
    intake = in_intake()
    decide(intake, asked=decided(Outcome.WAITING))
    intake.refresh_from_db()
    second = decide(intake, asked=decided(Outcome.OTHER_SERVICE, Kind.REDIRECTION))
    assert (second.replaces, intake.decisions.count()) == (None, 2)


def test_a_pupil_without_a_school_gets_a_decision_too():
    pupil = make_pupil("Ola", birth_date=years_ago(10))
    assert decide(in_intake(pupil)).to_tell.filter(whom="school").count() == 0
    make_enrolment(make_school(), pupil)
