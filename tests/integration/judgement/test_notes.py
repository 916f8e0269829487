"""Notes: appended and never changed, for whom the writer chose, and one however often the form is sent."""

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
from skoleporten.judgement import notes, phrases, queries
from skoleporten.judgement.models import Note, PhraseList
from skoleporten.judgement.notes import Written
from skoleporten.people.mentions import masker
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_case_team_member,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_case, make_team_member
from tests.judgement_factories import make_note, owner_of, reader

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
STAFF, OWN_CHILD, OWN = Purpose.FOLLOW_UP, Purpose.OWN_CHILD, Purpose.OWN


def written(**fields) -> Written:
    return Written(**{"seen_on": TODAY(), "observation": "Han satt ved døra."} | fields)


def seen_by(user, purpose=STAFF) -> set[str]:
    rows = Note.objects.visible_to(reader(user, purpose), purpose, TODAY()).standing()
    return set(rows.values_list("observation", flat=True))


@pytest.fixture
def case():
    return make_case()


def test_the_database_refuses_an_interpretation_alone(case):
    row = {"case": case, "thread": uuid.uuid4(), "seen_on": TODAY(), "written_by": case.owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(client_id=uuid.uuid4(), interpretation="Redd.", childs_words="Nei.", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(client_id=uuid.uuid4(), **row)


def test_a_note_is_neither_changed_nor_taken_out_of_the_table(case):
    note = make_note(case)
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(observation="Noe annet.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).delete()
    note.observation = "Noe annet."
    with pytest.raises(TypeError):
        note.save()


def test_the_action_refuses_what_the_rules_refuse(case):
    for wrong in (
        {"observation": "", "interpretation": "Redd.", "childs_words": "Nei."},
        {"observation": " "},
        {"audiences": frozenset()},
        {"audiences": frozenset({"everybody"})},
        {"seen_on": TODAY() + dt.timedelta(days=1)},
        {"audiences": frozenset({"school"})},
    ):
        with pytest.raises(RefusedError):
            notes.write(by=owner_of(case), case=case, written=written(**wrong), client_id=uuid.uuid4())
    assert not Note.objects.exists()


def test_a_form_sent_twice_is_one_note_and_one_line_in_the_log(case):
    client_id = uuid.uuid4()
    twice = [notes.write(by=owner_of(case), case=case, written=written(), client_id=client_id) for _time in range(2)]
    assert twice[0] == twice[1]
    assert Event.objects.filter(action="judgement.note_written").count() == 1


def test_nothing_is_written_in_a_case_that_has_ended(case):
    note = make_note(case)
    case.intake.state = "closed"
    case.intake.save()
    with pytest.raises(RefusedError):
        make_note(case)
    with pytest.raises(RefusedError):
        notes.correct(by=owner_of(case), note=note, written=written(), why="Feil.", client_id=uuid.uuid4())


def test_a_note_that_can_not_be_logged_is_not_kept(case, monkeypatch):
    def broken(*given: object, **named: object) -> None:
        raise OSError("no log")

    monkeypatch.setattr(notes, "log", broken)
    with pytest.raises(OSError, match="no log"):
        make_note(case)
    assert not Note.objects.exists()


def test_a_correction_leaves_the_first_text_and_stands_in_its_place(case):
    first = make_note(case, observation="Ti minutter.")
    second = notes.correct(
        by=owner_of(case), note=first, written=written(observation="Tjue minutter."), why="Jeg så feil.",
        client_id=uuid.uuid4(),
    )  # fmt: skip
    assert [note.observation for note in queries.notes_of(owner_of(case), STAFF, TODAY(), case)] == ["Tjue minutter."]
    texts = queries.texts_of(owner_of(case), STAFF, TODAY(), second)
    assert [note.observation for note in texts] == ["Ti minutter.", "Tjue minutter."]
    with pytest.raises(ChangedMeanwhileError) as quicker:
        notes.correct(by=owner_of(case), note=first, written=written(), why="Sent.", client_id=uuid.uuid4())
    assert quicker.value.now == second


def test_a_correction_says_why_and_only_the_team_corrects_what_others_wrote(case):
    note = make_note(case)
    with pytest.raises(RefusedError):
        notes.correct(by=owner_of(case), note=note, written=written(), why=" ", client_id=uuid.uuid4())
    specialist = make_user_in(Role.SPECIALIST)
    with pytest.raises(RefusedError):
        notes.correct(by=actor_of(specialist), note=note, written=written(), why="Nei.", client_id=uuid.uuid4())


def test_a_narrower_correction_closes_the_earlier_text_too(case):
    specialist = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, specialist)
    both = frozenset({"team", "specialist"})
    note = make_note(case, observation="For begge.", audiences=both)
    assert seen_by(specialist) == {"For begge."}
    notes.correct(
        by=owner_of(case), note=note, written=written(observation="Bare oss."), why="For mange lesere.",
        client_id=uuid.uuid4(),
    )  # fmt: skip
    assert not Note.objects.visible_to(actor_of(specialist), STAFF, TODAY()).exists()


def test_each_reads_the_notes_that_are_for_her_and_nobody_elses(case):
    """Owner, colleague, specialist, leader, guardian and pupil of the case; and a stranger in each of those roles."""
    school = make_school()
    make_enrolment(school, case.pupil)
    guardian_user, pupil_user = make_user(), make_user()
    make_guardianship(case.pupil, make_guardian(guardian_user))
    make_pupil_account(case.pupil, pupil_user)
    specialist, leader = make_user_in(Role.SPECIALIST), make_user_in(Role.SCHOOL_LEADER, school=school)
    make_case_team_member(case.pupil, specialist)
    for audience in ("team", "specialist", "school", "guardian", "pupil"):
        make_note(case, observation=audience, audiences=frozenset({audience}))
    everything = {"team", "specialist", "school", "guardian", "pupil"}
    assert seen_by(case.owner) == everything  # who wrote them all
    assert seen_by(make_team_member()) == {"team"}
    assert seen_by(specialist) == {"specialist"}
    assert seen_by(leader) == {"school"}
    assert seen_by(guardian_user, OWN_CHILD) == {"guardian"}
    assert seen_by(pupil_user, OWN) == {"pupil"}
    assert seen_by(make_user_in(Role.TEACHER, school=school)) == set()
    for role, purpose in (
        (Role.SPECIALIST, STAFF), (Role.SCHOOL_LEADER, STAFF), (Role.GUARDIAN, OWN_CHILD), (Role.PUPIL, OWN),
        (Role.ADMINISTRATOR, STAFF), (Role.MUNICIPALITY, STAFF),
    ):  # fmt: skip
        assert seen_by(make_user_in(role), purpose) == set()


def test_after_a_move_a_note_stays_with_the_school_it_was_shared_with(case):
    before, now = make_school(), make_school()
    stay = make_enrolment(before, case.pupil)
    make_note(case, observation="Delt da.", audiences=frozenset({"team", "school"}))
    stay.end = TODAY() - dt.timedelta(days=1)
    stay.save()
    make_enrolment(now, case.pupil, start=TODAY())
    assert seen_by(make_user_in(Role.SCHOOL_LEADER, school=now)) == set()
    assert seen_by(make_user_in(Role.SCHOOL_LEADER, school=before)) == set()


def test_a_guardian_reads_no_other_pupils_name(case):
    school = make_school()
    make_enrolment(school, case.pupil)
    make_enrolment(school, make_pupil("Oddrun", "Hellesund"))
    note = make_note(case, observation="Han lo med Oddrun Hellesund.", audiences=frozenset({"team", "guardian"}))
    assert "Oddrun" not in masker(case.pupil, TODAY())(note.observation)


def test_what_was_taken_away_says_so_and_why(case):
    note = make_note(case)
    member = actor_of(make_team_member())
    away = notes.take_away(by=member, note=note, why="Feil elev.", client_id=uuid.uuid4())
    assert (away.is_taken_away, away.observation, away.thread) == (True, "", note.thread)
    assert not queries.notes_of(owner_of(case), STAFF, TODAY(), case).exists()
    assert [one.pk for one in queries.texts_of(owner_of(case), STAFF, TODAY(), note)] == [note.pk, away.pk]


def test_lists_of_words_are_kept_as_they_were():
    by = actor_of(make_administrator())
    assert phrases.asked_about("Hun virker lat") == ("virker", "lat")
    phrases.choose(by=by, words="surmul*", with_shipped=False)
    phrases.choose(by=by, words="surmul*", with_shipped=False)
    assert phrases.asked_about("Hun virker lat og surmuler") == ("surmuler",)
    with pytest.raises(RefusedError):
        phrases.choose(by=by, words="12", with_shipped=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        PhraseList.objects.update(words="annet")
    assert PhraseList.objects.count() == 1
