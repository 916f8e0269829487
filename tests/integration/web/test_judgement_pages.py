"""Notes, the loop and the goals, asked as a browser does: without a script, twice, by two at once, and by others."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.documents.models import Draft
from skoleporten.judgement.models import (
    Assessment,
    Decision,
    Evaluation,
    Goal,
    GoalTurn,
    Measure,
    Note,
    PhraseList,
    Round,
)
from tests.factories import (
    make_administrator,
    make_case_team_member,
    make_enrolment,
    make_pupil,
    make_school,
    make_user_in,
)
from tests.intake_factories import make_case, make_team_member
from tests.judgement_factories import make_decision, make_goal, make_measure, make_note, make_round

pytestmark = pytest.mark.django_db
SEEN = "Hun sto ved porten i ti minutter og så på klokka."


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case():
    return make_case(make_pupil("Kari", "Vik"))


@pytest.fixture
def member():
    return signed_in(make_team_member())


def of(case, name: str, *more: object) -> str:
    return reverse(name, args=[case.public_id, *more])


def note_form(**fields) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()), "observation": SEEN, "audiences": ["team"],
        "seen_on": timezone.localdate().isoformat(), "place": "", **fields,
    }  # fmt: skip


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_note_is_one_field_and_a_button(case, member):
    """All else that the form sends stands in it already."""
    shown = member.get(of(case, "case_note_new")).context["form"]
    sent = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}
    answer = member.post(of(case, "case_note_new"), sent | {"observation": SEEN})
    assert answer.status_code == 302
    note = Note.objects.get()
    assert (note.observation, sorted(note.audiences), note.seen_on) == (SEEN, ["team"], timezone.localdate())
    assert [str(one) for one in note.staff.all()] == [str(note.written_by)]


def test_an_interpretation_alone_is_refused_beside_its_observation(case, member):
    answer = member.post(of(case, "case_note_new"), note_form(observation="", interpretation="Hun er redd."))
    assert answer.status_code == 200
    assert "observation" in answer.context["form"].errors
    assert not Note.objects.exists()


def test_an_interpretation_is_marked_wherever_it_is_read(case, member):
    note = make_note(case, interpretation="Kanskje er hun redd.")
    for address in (of(case, "case_notes"), of(case, "case_note", note.thread), of(case, "case")):
        shown = page(member, address)
        before = shown[: shown.index("Kanskje er hun redd.")]
        assert before.rindex("hva noen tror, ikke hva de så") > before.rindex(note.observation)


def test_the_question_is_asked_once_and_the_same_text_is_then_saved(case, member):
    form = note_form(observation="Han virker umotivert.")
    first = member.post(of(case, "case_note_new"), form)
    assert first.status_code == 200
    assert "Hva så eller hørte du?" in first.content.decode()
    assert not Note.objects.exists()
    looked = first.context["form"]["looked"].value()
    assert member.post(of(case, "case_note_new"), form | {"looked": looked}).status_code == 302
    assert Note.objects.get().observation == "Han virker umotivert."


def test_the_question_stands_beside_the_field_while_one_writes(case, member):
    asked = member.post(of(case, "case_note_look"), note_form(observation="Hun er lat.")).content.decode()
    assert "Hva så eller hørte du?" in asked
    assert 'name="looked" value="1"' in asked
    assert member.post(of(case, "case_note_look"), note_form()).content.decode().strip() == ""
    assert not Note.objects.exists()


def test_a_schoolmates_name_is_told_before_it_is_kept(case, member):
    school = make_school()
    make_enrolment(school, case.pupil)
    make_enrolment(school, make_pupil("Oddrun", "Hellesund"))
    answer = member.post(of(case, "case_note_new"), note_form(observation="Hun snakket med Oddrun Hellesund."))
    assert "Oddrun Hellesund" in str(answer.context["asked"].names)
    assert not Note.objects.exists()


def test_a_note_sent_twice_is_one(case, member):
    form = note_form()
    for _time in range(2):
        assert member.post(of(case, "case_note_new"), form).status_code == 302
    assert Note.objects.count() == 1


def test_a_note_is_kept_as_a_draft_until_it_is_saved(case, member):
    page(member, of(case, "case_note_new"))
    form = note_form(observation="", interpretation="Halvskrevet.")
    member.post(of(case, "case_note_new"), form)
    assert Draft.objects.filter(form="judgement.note").count() == 1
    assert "Halvskrevet." in page(member, of(case, "case_note_new"))
    member.post(of(case, "case_note_new"), note_form())
    assert not Draft.objects.exists()


def test_a_correction_is_added_and_the_first_text_stays_readable(case, member):
    note = make_note(case)
    first = member.get(of(case, "case_note_correct", note.thread))
    form = note_form(
        observation="Tjue minutter.", why="Jeg så feil på klokka.", seen=first.context["form"]["seen"].value()
    )
    assert member.post(of(case, "case_note_correct", note.thread), form).status_code == 302
    shown = page(member, of(case, "case_note", note.thread))
    assert shown.index("Tjue minutter.") < shown.index(note.observation)
    assert note.observation not in page(member, of(case, "case_notes"))


def test_two_who_correct_at_once_see_both_texts(case, member):
    note = make_note(case)
    form = note_form(seen=str(note.public_id), why="Rettet.")
    member.post(of(case, "case_note_correct", note.thread), form | {"observation": "Den første retter."})
    late = form | {"observation": "Den andre retter.", "client_id": str(uuid.uuid4())}
    answer = member.post(of(case, "case_note_correct", note.thread), late)
    assert answer.status_code == 409
    both = answer.content.decode()
    assert "Den første retter." in both
    assert "Den andre retter." in both
    again = late | {"seen": answer.context["form"]["seen"].value(), "looked": "1"}
    assert member.post(of(case, "case_note_correct", note.thread), again).status_code == 302
    assert Note.objects.standing().get().observation == "Den andre retter."


def test_what_was_written_in_the_wrong_place_is_a_leads_to_read(case, member):
    note = make_note(case, observation="Om et helt annet barn.")
    form = {"client_id": str(uuid.uuid4()), "why": "Feil elev."}
    assert member.post(of(case, "case_note_take_away", note.thread), form).status_code == 302
    colleague = signed_in(make_team_member())
    assert "Om et helt annet barn." not in page(colleague, of(case, "case_notes"))
    assert colleague.get(of(case, "case_note", note.thread)).status_code == 404
    assert "Om et helt annet barn." in page(signed_in(case.owner), of(case, "case_note", note.thread))


def test_the_loop_is_drawn_and_says_what_is_missing(case, member):
    turn = make_round(case)
    shown = page(member, of(case, "case_loop"))
    assert 'role="img"' in shown
    for missing in (
        "Ingen har skrevet hva de så eller hørte.",
        "Barnets egen fortelling mangler",
        "Det er ikke skrevet noe tiltak.",
    ):
        assert missing in shown
    assert shown.count('class="loop-dot') == 5
    assert "Ingen har sett på om det hjelper." in page(member, of(case, "case_round", turn.public_id))


def test_the_whole_loop_is_walked_and_starts_again(case, member):
    member.post(of(case, "case_round_new"), {"client_id": str(uuid.uuid4()), "about": "Hva hjelper om morgenen?"})
    turn = Round.objects.get()
    note = make_note(case, childs_words="Jeg liker å komme tidlig.")
    member.post(
        of(case, "case_assess", turn.public_id),
        {"seen_version": 0, "observations": [str(note.public_id)], "facts_point_to": "Det går bedre tidlig.",
         "colleagues": "Ada har sett det samme."},
    )  # fmt: skip
    decision = {
        "client_id": str(uuid.uuid4()), "heard": "words", "choice": "Han kommer før.", "reason": "Det er stille.",
        "alternatives": "Vente.", "childs_best": "Han valgte det.", "took_part": "Han og Ada.",
        "who_is_told": "Kontaktlæreren.", "decided_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert member.post(of(case, "case_decide", turn.public_id), decision).status_code == 302
    today = timezone.localdate()
    measure = {
        "client_id": str(uuid.uuid4()), "problem": "Trengsel", "what": "Kommer før", "who": "Ada", "who_else": "Mor",
        "starts_on": today.isoformat(), "evaluate_on": (today + dt.timedelta(days=14)).isoformat(),
    }  # fmt: skip
    assert member.post(of(case, "case_measure_new", turn.public_id), measure).status_code == 302
    row = Measure.objects.get()
    looked = {"client_id": str(uuid.uuid4()), "seen": "Han kom fire av fem dager.", "decided": "end"}
    assert member.post(of(case, "case_measure", turn.public_id, row.public_id), looked).status_code == 302
    assert "Sløyfa er hel" in page(member, of(case, "case_round", turn.public_id))
    ended = {"client_id": str(uuid.uuid4()), "why": "Det hjalp å komme før."}
    assert member.post(of(case, "case_round_end", turn.public_id), ended).status_code == 302
    again = {"client_id": str(uuid.uuid4()), "about": "Og om ettermiddagen?"}
    address = of(case, "case_round_new") + f"?previous={turn.public_id}"
    assert member.post(address, again).status_code == 302
    assert Round.objects.get(previous=turn).about == "Og om ettermiddagen?"
    assert Decision.objects.get().words == note
    assert Evaluation.objects.get().next == "end"


def test_nothing_is_decided_before_the_child_is_heard_or_why_not(case, member):
    turn = make_round(case)
    form = {
        "client_id": str(uuid.uuid4()), "choice": "Vi venter.", "reason": "Tid.", "alternatives": "Ingen.",
        "childs_best": "Ro.", "took_part": "Alle.", "who_is_told": "Ingen andre.",
        "decided_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    address = of(case, "case_decide", turn.public_id)
    assert "heard" in member.post(address, form).context["form"].errors
    assert "why_not_heard" in member.post(address, form | {"heard": "not_heard"}).context["form"].errors
    assert not Decision.objects.exists()
    told = form | {"heard": "not_heard", "why_not_heard": "Hun vil vente til fredag."}
    assert member.post(address, told).status_code == 302
    assert "Hun vil vente til fredag." in page(member, of(case, "case_round", turn.public_id))


def test_two_who_assess_at_once_see_both_texts(case, member):
    turn = make_round(case)
    address, form = of(case, "case_assess", turn.public_id), {"seen_version": 0, "facts_point_to": "Den første."}
    assert member.post(address, form).status_code == 302
    answer = member.post(address, form | {"facts_point_to": "Den andre."})
    assert answer.status_code == 409
    both = answer.content.decode()
    assert "Den første." in both
    assert "Den andre." in both
    assert Assessment.objects.get().facts_point_to == "Den første."


def test_help_from_others_is_asked_about_with_each_measure(case, member):
    turn = make_round(case)
    assert "Hvem andre kan jeg få hjelp av?" in page(member, of(case, "case_measure_new", turn.public_id))


def test_goals_stand_in_the_grid_and_many_give_a_gentle_word(case, member):
    for number in range(3):
        make_goal(case, words=f"Mål {number}")
    shown = page(member, of(case, "case_goals"))
    assert "Kjenne seg ønsket" in shown
    assert "Mål 2" in shown
    assert "Trenger dere alle nå?" not in shown
    beside = {
        "client_id": str(uuid.uuid4()), "words": "Jeg teller til ti", "noticed_by": "Jeg blir.", "said_by": "pupil",
        "square": "feelings", "readers": ["pupil"], "seen_version": 0,
    }  # fmt: skip
    assert member.post(of(case, "case_goal_new"), beside).status_code == 302
    assert Goal.objects.get(kind="feelings").participation == ""
    assert "Trenger dere alle nå?" in page(member, of(case, "case_goals"))


def test_a_goal_is_reached_by_dated_steps_with_why(case, member):
    goal = make_goal(case)
    address = of(case, "case_goal", goal.public_id)
    for turn, words in (("step", "Hun ble med til bussen."), ("reached", "Hun ble med på hele turen.")):
        form = {"client_id": str(uuid.uuid4()), "turn": turn, "words": words, "on": timezone.localdate().isoformat()}
        assert member.post(address, form).status_code == 302
    goal.refresh_from_db()
    assert (goal.ended_as, GoalTurn.objects.count()) == ("reached", 2)
    assert "Hun ble med på hele turen." in page(member, address)


def test_a_goal_that_was_changed_keeps_its_words_before(case, member):
    goal = make_goal(case)
    form = {
        "client_id": str(uuid.uuid4()), "words": "Jeg vil bestemme turen.", "noticed_by": "Jeg velger sted.",
        "said_by": "pupil", "square": "social.autonomy", "readers": ["pupil"], "why": "Hun vil velge selv.",
        "seen_version": goal.version,
    }  # fmt: skip
    address = of(case, "case_goal_change", goal.public_id)
    assert member.post(address, form).status_code == 302
    shown = page(member, of(case, "case_goal", goal.public_id))
    assert goal.words in shown
    assert "Jeg vil bestemme turen." in shown
    late = form | {"client_id": str(uuid.uuid4()), "words": "En annen skrev dette."}
    assert member.post(address, late).status_code == 409


def test_the_administrator_chooses_the_words_and_each_list_stays(case, member):
    administrator = signed_in(make_administrator())
    address = reverse("words_in_notes")
    assert administrator.post(address, {"words": "surmul*\n1234", "with_shipped": "on"}).status_code == 200
    assert administrator.post(address, {"words": "surmul*"}).status_code == 302
    asked = member.post(of(case, "case_note_look"), note_form(observation="Han surmulte.")).content.decode()
    assert "surmulte" in asked
    assert member.post(of(case, "case_note_look"), note_form(observation="Hun er lat.")).content.decode().strip() == ""
    administrator.post(address, {"words": "", "with_shipped": "on"})
    assert PhraseList.objects.count() == 2
    assert member.get(address).status_code == 404


def test_a_specialist_reads_the_notes_for_specialists_and_her_own(case):
    user = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, user)
    specialist = signed_in(user)
    make_note(case, observation="Bare for teamet.")
    make_note(case, observation="For fagpersoner også.", audiences=frozenset({"team", "specialist"}))
    assert (
        specialist.post(of(case, "case_note_new"), note_form(observation="Skrevet av psykologen.")).status_code == 302
    )
    shown = page(specialist, of(case, "case_notes"))
    assert "For fagpersoner også." in shown
    assert "Skrevet av psykologen." in shown
    assert "Bare for teamet." not in shown
    turn = make_round(case)
    assert specialist.get(of(case, "case_assess", turn.public_id)).status_code == 404
    assert specialist.get(of(case, "case_round", turn.public_id)).status_code == 200


def test_a_school_sees_the_measures_that_name_it_and_no_note(case):
    school = make_school()
    make_enrolment(school, case.pupil)
    turn = make_round(case)
    make_measure(turn, what="Læreren møter henne ved porten.", readers=frozenset({"school"}))
    make_measure(turn, what="Bare vi gjør dette.")
    make_note(case, observation="Notat for teamet.")
    make_note(case, observation="Delt med rektor.", audiences=frozenset({"team", "school"}))
    make_decision(turn)
    for role, reads_note in ((Role.TEACHER, False), (Role.SCHOOL_LEADER, True)):
        shown = page(signed_in(make_user_in(role, school=school)), reverse("pupil", args=[case.pupil.public_id]))
        assert "Læreren møter henne ved porten." in shown
        assert "Bare vi gjør dette." not in shown
        assert "Notat for teamet." not in shown
        assert ("Delt med rektor." in shown) is reads_note


def test_what_is_written_and_read_stands_in_the_log(case, member):
    member.post(of(case, "case_note_new"), note_form(interpretation="Redd."))
    event = Event.objects.filter(action="judgement.note_written").get()
    assert event.details == {"readers": ["team"], "interpreted": True}
    page(member, of(case, "case_notes"))
    read = Event.objects.filter(action="judgement.notes_opened").get()
    assert EventPupil.objects.get(event=read).pupil == case.pupil.public_id
