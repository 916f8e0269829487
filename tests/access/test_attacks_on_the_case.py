"""Ways that somebody could try to learn or change more than the pages of a case and the board let her."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.cases.models import Case
from skoleporten.intake import owners
from skoleporten.judgement import jobs, notes
from skoleporten.notices.models import Notice
from skoleporten.notices.texts import in_words
from skoleporten.presence import home
from skoleporten.presence.models import Statement
from skoleporten.web.looks.gathering import opened_since
from tests.access.device import mark_of, send
from tests.case_factories import make_closed_case, make_named_case, make_part
from tests.case_factories import make_decision as make_standing
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.handing_back_factories import make_follow_up, make_way_back
from tests.intake_factories import make_lead, make_team_member
from tests.judgement_factories import make_decision, make_goal, make_measure, make_note, make_round
from tests.pages import content_of, signed_in
from tests.talk_factories import make_story

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
HIS_WORDS = "Kanarihvisking: jeg er redd for døra."


@pytest.fixture
def lead():
    return make_lead()


@pytest.fixture
def case(lead) -> Case:
    return make_named_case(lead)


def specialist_of(case: Case):
    named = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, named)
    return named


def read(user, name: str, *keys: object) -> str:
    answer = signed_in(user).get(reverse(name, args=keys))
    assert answer.status_code == 200
    return answer.content.decode()


def sees(user, case: Case) -> bool:
    return Case.objects.visible_to(actor_of(user), Purpose.FOLLOW_UP, TODAY).filter(pk=case.pk).exists()


# The answer that the gate keeps while one page is made ----------------------------------------------------------------
def kept(user, case: Case):
    return gate.one_pupil(actor_of(user), case.pupil_id, Purpose.FOLLOW_UP, TODAY)


def test_what_the_gate_keeps_for_one_page_lets_nobody_else_nothing_else_and_no_other_day_in(lead, case):
    stranger = actor_of(make_user_in(Role.SPECIALIST))
    with kept(lead, case):
        assert gate.may_see(actor_of(lead), case.pupil_id, Purpose.FOLLOW_UP, TODAY)
        assert not gate.may_see(stranger, case.pupil_id, Purpose.FOLLOW_UP, TODAY)
        assert not gate.may_see(actor_of(lead), case.pupil_id, Purpose.OWN_CHILD, TODAY)
        assert not gate.may_see(actor_of(lead), case.pupil_id, Purpose.FOLLOW_UP, TODAY - 900 * DAY)
        assert not gate.may_see(actor_of(lead), make_pupil().pk, Purpose.FOLLOW_UP, TODAY)


def test_what_the_gate_keeps_is_a_no_where_the_answer_is_no(case):
    stranger = make_user_in(Role.SPECIALIST)
    with kept(stranger, case):
        assert not sees(stranger, case)


def test_what_the_gate_keeps_ends_with_the_page_and_with_its_fault(lead, case):
    with pytest.raises(ValueError, match="fault"), kept(lead, case):
        raise ValueError("fault")
    lead.grants.update(end=TODAY - DAY)
    case.pupil.involvements.update(end=TODAY - DAY)
    assert not sees(lead, case)


def test_what_the_gate_keeps_is_known_in_no_other_thread(lead, case):
    found = []
    with kept(lead, case):
        thread = threading.Thread(target=lambda: found.append(gate._ASKED.get()))
        thread.start()
        thread.join()
    assert found == [None]


def test_the_second_page_of_a_browser_asks_anew(lead, case):
    client = signed_in(lead)
    assert client.get(reverse("case", args=[case.public_id])).status_code == 200
    make_guardianship(case.pupil, make_guardian(lead), barred_from=TODAY, barred_source="Tingretten", decides="none")
    assert client.get(reverse("case", args=[case.public_id])).status_code == 404


# The child's own words ------------------------------------------------------------------------------------------------
def decided_on_words(case: Case, **audiences) -> tuple:
    note = make_note(case, childs_words=HIS_WORDS, **audiences)
    turn = make_round(case)
    make_decision(turn, words=note)
    return note, turn


def test_a_specialist_does_not_read_in_a_choice_what_the_child_said_in_a_note_for_the_team(case):
    _note, turn = decided_on_words(case)
    assert HIS_WORDS not in read(specialist_of(case), "case_round", case.public_id, turn.public_id)
    assert HIS_WORDS in read(case.owner, "case_round", case.public_id, turn.public_id)


def test_a_specialist_reads_in_a_choice_what_the_child_let_her_read(case):
    _note, turn = decided_on_words(case, audiences=frozenset({"team", "specialist"}))
    assert HIS_WORDS in read(specialist_of(case), "case_round", case.public_id, turn.public_id)


def test_a_specialist_does_not_read_in_a_choice_a_story_that_was_not_for_her(case):
    story = make_story(case.intake, actor_of(case.owner), words=HIS_WORDS)
    turn = make_round(case)
    make_decision(turn, story=story)
    assert HIS_WORDS not in read(specialist_of(case), "case_round", case.public_id, turn.public_id)
    assert HIS_WORDS in read(case.owner, "case_round", case.public_id, turn.public_id)


def test_what_was_taken_away_from_the_notes_does_not_stand_in_a_choice(case):
    note, turn = decided_on_words(case)
    notes.take_away(by=actor_of(case.owner), note=note, why="Feil elev.", client_id=uuid.uuid4())
    assert HIS_WORDS not in read(make_team_member(), "case_round", case.public_id, turn.public_id)


def test_the_form_of_a_choice_offers_no_words_that_its_writer_may_not_read(case):
    make_note(case, actor_of(specialist_of(case)), childs_words=HIS_WORDS, audiences=frozenset({"specialist"}))
    page = read(case.owner, "case_decide", case.public_id, make_round(case).public_id)
    assert HIS_WORDS not in page


def test_what_the_pupil_says_of_the_way_back_stays_with_the_team(case):
    make_way_back(case, pupils_words=HIS_WORDS)
    make_follow_up(case, pupils_words="Kanariekko: det går.")
    specialist = specialist_of(case)
    for name in ("case", "case_handing_back", "case_timeline"):
        page = read(specialist, name, case.public_id)
        assert HIS_WORDS not in page
        assert "Kanariekko" not in page
    page = read(case.owner, "case_handing_back", case.public_id)
    assert HIS_WORDS in page
    assert "Kanariekko" in page


# Other pupils' names, at the school -----------------------------------------------------------------------------------
def test_a_measure_and_a_way_back_name_no_other_pupil_to_the_school(case):
    school = case.pupil.enrolments.get().school
    make_enrolment(school, make_pupil("Kanarisigne", "Testvik"))
    make_measure(make_round(case), what="Sitter med Kanarisigne Testvik.", readers=frozenset({"school"}))
    make_way_back(case, peers="Kanarisigne Testvik")
    page = read(make_school_leader(school), "pupil", case.pupil.public_id)
    assert "Sitter med" in page
    assert "Kanarisigne" not in page


# Ids of another case --------------------------------------------------------------------------------------------------
@pytest.fixture
def other(lead) -> Case:
    return make_named_case(lead, "Bo", "Lund")


def nested(case: Case, other: Case, lead) -> list[tuple[str, list[object]]]:
    """Every address with two ids, with a thing of the other case beneath this one."""
    turn = make_round(other)
    ours = make_round(case)
    measure, note, goal = make_measure(turn), make_note(other), make_goal(other)
    part, stands = make_part(other, lead), make_standing(other)
    of_note = [(name, [note.thread]) for name in ("case_note", "case_note_correct", "case_note_take_away")]
    rounds = ("case_round", "case_assess", "case_decide", "case_round_end", "case_measure_new")
    of_round = [(name, [turn.public_id]) for name in rounds]
    of_goal = [(name, [goal.public_id]) for name in ("case_goal", "case_goal_change")]
    beneath = [
        ("case_measure", [turn.public_id, measure.public_id]),
        ("case_measure", [ours.public_id, measure.public_id]),
    ]
    return [
        *of_note, *of_round, *of_goal, *beneath,
        ("case_decision", [stands.public_id]), ("case_end_part", [part.public_id]),
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_thing_of_another_case_beneath_ones_own_is_nobodys(lead, case, other, method):
    client = signed_in(lead)
    for name, keys in nested(case, other, lead):
        nobodys = [*keys[:-1], uuid.uuid4()]
        sent = {} if method == "get" else {"client_id": str(uuid.uuid4()), "why": "x", "seen_version": "1"}
        answers = [getattr(client, method)(reverse(name, args=[case.public_id, *one]), sent) for one in (keys, nobodys)]
        assert answers[0].status_code in {404, 405}, name
        assert answers[0].status_code == answers[1].status_code, name
        assert content_of(answers[0]).replace(str(keys[-1]), "") == content_of(answers[1]).replace(
            str(nobodys[-1]), ""
        ), name


# A stolen session, and who has looked ---------------------------------------------------------------------------------
ONE_BY_ONE = (
    "case", "case_timeline", "case_printed", "case_team", "case_hand_over", "case_handing_back", "case_notes",
    "case_note_new", "case_loop", "case_goals", "plan", "plan_new", "ladder", "plan_together", "case_presence",
    "board_pupil", "board_call",
)  # fmt: skip


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_a_pupil_opened_by_way_of_the_case_is_counted_before_the_second_factor_is_asked_for_anew(lead, case, name):
    make_way_back(case)
    assert signed_in(lead).get(reverse(name, args=[case.public_id])).status_code == 200
    assert EventPupil.objects.filter(event__actor=lead.public_id, pupil=case.pupil.public_id).exists()
    assert opened_since(str(lead.public_id), timezone.now() - dt.timedelta(hours=1)) == 1


def test_somebody_who_asks_for_a_case_in_vain_is_told_of_as_for_a_pupil(case):
    assert signed_in(make_user_in(Role.SPECIALIST)).get(reverse("case", args=[case.public_id])).status_code == 404
    assert Event.objects.get(action="access.denied").details["exists"] is True


# Names that are markup ------------------------------------------------------------------------------------------------
def test_a_name_that_is_markup_stays_a_name_on_the_board_and_in_drawings(lead):
    evil = "</script><svg onload=alert(1)>"
    case = make_named_case(lead, evil, '"><img src=x>')
    make_round(case, about=evil)
    make_goal(case, words=evil)
    for name in ("board", "cases"):
        page = signed_in(lead).get(reverse(name)).content.decode()
        assert evil not in page
        assert "<img src=x>" not in page
    for name in ("case", "case_loop", "case_goals", "plan", "case_presence", "case_timeline", "board_pupil"):
        page = read(lead, name, case.public_id)
        assert "<svg onload" not in page
        assert "<img src=x>" not in page


# A school after the pupil has moved -----------------------------------------------------------------------------------
def test_neither_leader_nor_teacher_of_the_school_that_was_left_reads_of_the_case(case):
    stay = case.pupil.enrolments.get()
    leader, teacher = make_school_leader(stay.school), make_user()
    make_grant(teacher, Role.TEACHER, stay.school)
    make_measure(make_round(case), what="Kanaritiltak", readers=frozenset({"school"}))
    assert "Kanaritiltak" in read(leader, "pupil", case.pupil.public_id)
    stay.end = TODAY - DAY
    stay.save()
    make_enrolment(make_school(), case.pupil, start=TODAY)
    for user in (leader, teacher):
        for address in (reverse("pupil", args=[case.pupil.public_id]), reverse("plans_told"), reverse("statements")):
            page = signed_in(user).get(address).content.decode()
            assert "Kanaritiltak" not in page
            assert str(case.public_id) not in page


# Protected pupils on a screen that many see ---------------------------------------------------------------------------
def test_a_call_home_does_not_name_the_family_of_a_protected_pupil_on_the_board(lead, case):
    now = timezone.now()
    home.call(
        by=actor_of(lead), case=case, day=timezone.localdate(now), at=now, how="phone", result="reached",
        to_whom="Kanarimor Holm", client_id=uuid.uuid4(),
    )  # fmt: skip
    assert "Kanarimor" in read(lead, "board")
    case.pupil.protected = True
    case.pupil.save()
    by_name = make_grant(lead, Role.LEAD)
    by_name.pupil = case.pupil
    by_name.save()
    page = read(lead, "board")
    assert "A. H." in page
    for said in ("Kanarimor", "Holm", "Ane"):
        assert said not in page


# A case that has ended ------------------------------------------------------------------------------------------------
WRITES = (
    "case_take", "case_stage", "case_care", "case_team", "case_decision_new", "case_handing_back_plan", "case_note_new",
    "case_round_new", "case_goal_new", "plan_new", "ladder_move", "board_mark", "board_pupil", "board_call",
)  # fmt: skip


def test_a_case_that_has_ended_is_read_by_the_lead_alone_and_written_in_by_nobody(lead):
    closed = make_closed_case(lead)
    member, named = make_team_member(), specialist_of(closed)
    assert [
        signed_in(user).get(reverse("case", args=[closed.public_id])).status_code for user in (lead, member, named)
    ] == [200, 404, 404]
    for user in (lead, member, named):
        for name in WRITES:
            answer = signed_in(user).post(reverse(name, args=[closed.public_id]), {"client_id": str(uuid.uuid4())})
            assert answer.status_code == 404, name
    sent = json.dumps({"marks": [mark_of(closed)]})
    assert send(member, sent).json()["answers"][0]["outcome"] in {"refused", "to_look_at"}


# The weekly statement -------------------------------------------------------------------------------------------------
def test_a_statement_is_read_at_the_pupils_own_school_alone_and_its_file_bears_no_name(case):
    school = case.pupil.enrolments.get().school
    own, colleague, elsewhere = make_user(), make_user(), make_user()
    own_grant = make_grant(own, Role.TEACHER, school)
    own_grant.pupil = case.pupil
    own_grant.save()
    only_another = make_grant(colleague, Role.TEACHER, school)
    only_another.pupil = make_enrolment(school, make_pupil("Per", "Ås")).pupil
    only_another.save()
    make_grant(elsewhere, Role.TEACHER, make_school())
    week = TODAY - dt.timedelta(days=TODAY.weekday())
    stated = Statement.objects.create(case=case, school=school, week=week, number=1, days=[])
    for name in ("statement", "statement_file"):
        address = reverse(name, args=[stated.public_id])
        assert [signed_in(user).get(address).status_code for user in (own, colleague, elsewhere)] == [200, 404, 404]
    for user in (colleague, elsewhere):
        assert "Holm" not in signed_in(user).get(reverse("statements")).content.decode()
    file = signed_in(own).get(reverse("statement_file", args=[stated.public_id]))
    assert "Holm" not in file.headers["Content-Disposition"] + file.content.decode()
    assert list(stated.reads.values_list("by", flat=True)) == [own.pk]


# Who has looked -------------------------------------------------------------------------------------------------------
def test_who_has_looked_tells_that_somebody_downloaded_the_whole_case(lead, case):
    read_pdf = signed_in(lead).get(reverse("case_printed", args=[case.public_id]))
    assert "Holm" not in read_pdf.headers["Content-Disposition"]
    page = signed_in(lead).get(f"/pupils/{case.pupil.public_id}/who-has-looked/").content.decode()
    assert "Lastet ned hele saken" in page


# What a colleague is about to write -----------------------------------------------------------------------------------
def test_what_somebody_is_about_to_write_is_shown_to_no_colleague(lead, case):
    member, half = make_team_member(), {"observation": "Kanariutkast", "seen_on": "ikke en dato"}
    address = reverse("case_note_new", args=[case.public_id])
    ticket = re.search(r'name="draft" value="([^"]+)"', signed_in(member).get(address).content.decode())
    assert ticket
    signed_in(member).post(address, half | {"draft": ticket[1]})
    assert "Kanariutkast" in signed_in(member).get(address).content.decode()
    signed_in(lead).post(address, half | {"draft": ticket[1], "observation": "Skrevet over"})
    assert "Kanariutkast" not in signed_in(lead).get(address).content.decode()
    assert "Kanariutkast" in signed_in(member).get(address).content.decode()


# What is sent out -----------------------------------------------------------------------------------------------------
def test_no_message_about_a_case_names_the_pupil(lead, case):
    make_measure(make_round(case), evaluate_on=TODAY)
    owners.offer(by=actor_of(lead), intake=case.intake, to=make_team_member(), note="Om Ane Holm.")
    jobs.remind(TODAY)
    assert Notice.objects.count() == 2
    for notice in Notice.objects.all():
        told = in_words(notice.kind, "nb", f"https://x.example{notice.link}")
        assert not {"Ane", "Holm"} & set(re.findall(r"\w+", told.subject + told.body))
