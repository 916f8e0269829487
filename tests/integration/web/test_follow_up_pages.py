"""A contact teacher on a Monday, and her leader: what they see, and what one click does."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from skoleporten.concerns import actions, measure_actions, next_steps
from skoleporten.concerns.measures import Information, Measure
from skoleporten.concerns.models import Concern, ConcernStep
from tests.factories import make_enrolment, make_guardian, make_guardianship
from tests.follow_up_factories import MONDAY, at, days_after, make_concern, make_followed, make_teacher
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


@pytest.fixture
def teacher(followed) -> Client:
    return signed_in(followed.teacher)


def page(client: Client, name: str, *ids: object, **query: str) -> str:
    answer = client.get(reverse(name, args=ids), query)
    assert answer.status_code == 200
    return answer.content.decode()


def contact(client: Client, followed, **sent: str):
    form = client.get(reverse("concern_contact", args=[followed.concern.public_id])).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    filled["at"] = form["at"].value().strftime("%Y-%m-%dT%H:%M")
    filled["whom"] = form.fields["whom"].choices[0][0]
    address = reverse("concern_contact", args=[followed.concern.public_id])
    return client.post(address, {**filled, "result": "reached", **sent})


def test_each_of_hers_says_what_is_next_and_by_when(followed, teacher):
    start = page(teacher, "start")
    assert followed.pupil.full_name in start
    assert "i dag" in start
    actions.act(by=followed.by, concern=followed.concern, kind="pupil_talk")
    actions.act(by=followed.by, concern=followed.concern, kind="home_contacted", result="reached")
    assert "innen 9. november" in page(teacher, "start")


def test_a_date_that_has_been_is_told_without_blame_and_stands_first(followed, teacher):
    actions.act(by=followed.by, concern=followed.concern, kind="pupil_talk")
    later = make_concern(
        make_enrolment(followed.school, grade=8, school_class=followed.school_class, start=dt.date(2026, 8, 1)).pupil,
        followed.school, followed.teacher, days_after(3),
    )  # fmt: skip
    actions.act(by=followed.by, concern=later, kind="pupil_talk")
    with time_machine.travel(at(days_after(3)), tick=False):
        start = page(signed_in(followed.teacher), "start")
    assert "datoen var 2. november" in start
    assert "for sent" not in start.lower()
    assert start.index(followed.pupil.full_name) < start.index(later.pupil.full_name)


def test_a_contact_is_one_click_when_the_form_is_open(followed, teacher):
    guardian = make_guardian(phone="90012345")
    make_guardianship(followed.pupil, guardian)
    assert contact(teacher, followed).status_code == 302
    step = ConcernStep.objects.get()
    assert (step.kind, step.guardian, step.how, step.result) == ("home_contacted", guardian, "phone", "reached")
    assert (step.at, step.by) == (at(MONDAY), followed.teacher)


def test_the_form_in_the_list_is_the_form_alone_and_has_ids_of_its_own(followed, teacher):
    address = reverse("concern_contact", args=[followed.concern.public_id])
    piece = teacher.get(address, {"back": "/"}, headers={"HX-Request": "true"}).content.decode()
    assert piece.count("<form") == 1
    assert "<html" not in piece
    assert f'id="id_{str(followed.concern.public_id)[:8]}_whom"' in piece
    assert 'name="back" value="/"' in piece


def test_after_a_contact_one_is_back_in_the_list(followed, teacher):
    assert contact(teacher, followed, back="/concerns/?grade=8#c-1").url == "/concerns/?grade=8#c-1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(followed, teacher, elsewhere):
    concern = reverse("concern", args=[followed.concern.public_id])
    assert contact(teacher, followed, back=elsewhere).url == concern


def test_a_talk_with_the_pupil_is_written_in_the_same_form(followed, teacher):
    contact(teacher, followed, whom="pupil", how="meeting")
    assert ConcernStep.objects.get().kind == "pupil_talk"
    followed.concern.refresh_from_db()
    assert followed.concern.next_step == "home-contact"


def test_a_contact_sent_twice_is_one(followed, teacher):
    form = teacher.get(reverse("concern_contact", args=[followed.concern.public_id])).context["form"]
    once = str(form["client_id"].value())
    for _ in range(2):
        contact(teacher, followed, client_id=once)
    assert ConcernStep.objects.count() == 1


def test_a_mistake_in_a_contact_keeps_what_was_written(followed, teacher):
    answer = contact(teacher, followed, note="Ringte to ganger", at="2031-01-01T08:00")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Ringte to ganger" in shown
    assert "det siste året" in shown
    assert not ConcernStep.objects.exists()


def test_a_guardian_who_needs_an_interpreter_or_is_not_verified_says_so(followed, teacher):
    make_guardianship(followed.pupil, make_guardian(language="somali", needs_interpreter=True))
    make_guardianship(followed.pupil, make_guardian(), verified_at=None)
    shown = page(teacher, "concern_contact", followed.concern.public_id)
    assert "trenger tolk (somali)" in shown
    assert "relasjonen er ikke bekreftet" in shown


def test_a_teacher_puts_a_pupil_on_the_list_without_a_threshold_and_owns_it(followed, teacher):
    pupil = make_enrolment(
        followed.school, grade=8, school_class=followed.school_class, start=dt.date(2026, 8, 1)
    ).pupil
    teacher.post(reverse("pupil_open_concern", args=[pupil.public_id]), {"reason": "Noe jeg har sett."})
    opened = Concern.objects.get(pupil=pupil)
    assert (opened.owner, opened.kind, opened.next_step) == (followed.teacher, "person", "pupil-talk")
    assert opened.school == followed.school
    assert "Noe jeg har sett." in page(teacher, "start")


def test_a_step_is_put_off_or_left_out_with_a_reason(followed, teacher):
    address = reverse("concern_decide", args=[followed.concern.public_id]) + "?step=pupil-talk"
    teacher.post(address, {"decision": "new_date", "until": "2026-11-04", "reason": "Er syk i dag."})
    shown = page(teacher, "concern", followed.concern.public_id)
    assert "innen 4. november" in shown
    assert "en dato som er bestemt" in shown
    teacher.post(address, {"decision": "leave_out", "reason": "Har snakket sammen i går."})
    followed.concern.refresh_from_db()
    assert followed.concern.next_step == "home-contact"


def test_a_new_date_must_be_chosen(followed, teacher):
    address = reverse("concern_decide", args=[followed.concern.public_id]) + "?step=pupil-talk"
    answer = teacher.post(address, {"decision": "new_date", "reason": "Senere."})
    assert "Velg den nye datoen." in answer.content.decode()
    assert teacher.get(reverse("concern_decide", args=[followed.concern.public_id])).status_code == 404


def start_measure(followed) -> Measure:
    return measure_actions.start(
        by=followed.by, concern=followed.concern, problem="Tunge morgener", what="Møtes ved porten", who="Tuva",
        starts_on=MONDAY, evaluate_on=days_after(7),
    )  # fmt: skip


def test_a_measure_is_started_with_five_fields_and_three_weeks_filled_in(followed, teacher):
    address = reverse("concern_start_measure", args=[followed.concern.public_id])
    assert 'value="2026-11-23"' in teacher.get(address).content.decode()
    sent = {"problem": "Tunge morgener", "what": "Møtes ved porten", "who": "Tuva", "starts_on": "2026-11-02"}
    assert teacher.post(address, sent).status_code == 200, "without a date to look at it"
    teacher.post(address, {**sent, "evaluate_on": "2026-11-23"})
    assert Measure.objects.get().evaluate_on == dt.date(2026, 11, 23)
    assert "Møtes ved porten" in page(teacher, "concern", followed.concern.public_id)


def test_when_its_date_comes_a_measure_asks_to_be_looked_at(followed):
    start_measure(followed)
    with time_machine.travel(at(days_after(7)), tick=False):
        assert "Tid for å se om det hjelper" in page(signed_in(followed.teacher), "concern", followed.concern.public_id)


def test_before_and_after_makes_no_claim_of_cause(followed, teacher):
    measure = start_measure(followed)
    shown = page(teacher, "concern_measure", followed.concern.public_id, measure.public_id)
    assert "Det er ikke talt fravær etter at det startet." in shown
    address = reverse("concern_measure", args=[followed.concern.public_id, measure.public_id])
    answer = teacher.post(address, {"seen": "Kommer tidsnok.", "decided": "go_on"})
    assert "Skriv når dere ser på tiltaket neste gang." in answer.content.decode()
    teacher.post(address, {"seen": "Kommer tidsnok.", "decided": "end", "pupils_view": "Lettere nå."})
    shown = page(teacher, "concern_measure", followed.concern.public_id, measure.public_id)
    assert "Lettere nå." in shown


def test_the_page_says_what_to_tell_in_which_language_and_ticks_it_off(followed, teacher):
    make_guardianship(followed.pupil, make_guardian(language="polsk", needs_interpreter=True))
    address = reverse("concern_told", args=[followed.concern.public_id])
    shown = teacher.get(address, {"whom": "guardians"}).content.decode()
    assert "polsk" in shown
    assert "bestill kvalifisert tolk" in shown
    sent = {
        "whom": "guardians",
        "how": "phone",
        "language": "polsk",
        "with_interpreter": "on",
        "at": "2026-11-02T08:10",
    }
    teacher.post(address, sent)
    assert Information.objects.get().with_interpreter
    shown = page(teacher, "concern", followed.concern.public_id)
    assert "på polsk" in shown
    assert shown.count("ikke gjort ennå") == 1, "the pupil is still to be told"


def test_a_hand_over_is_offered_and_accepted(followed, teacher):
    colleague = make_teacher(followed.school, followed.school_class)
    address = reverse("concern_hand_over", args=[followed.concern.public_id])
    teacher.post(address, {"to": str(colleague.public_id), "note": "Du kjenner familien."})
    other = signed_in(colleague)
    assert "Du kjenner familien." in page(other, "concern", followed.concern.public_id)
    other.post(reverse("concern_answer_hand_over", args=[followed.concern.public_id]), {"answer": "accept"})
    followed.concern.refresh_from_db()
    assert followed.concern.owner == colleague


def test_an_answer_to_no_offer_is_as_if_there_were_no_page(followed, teacher):
    address = reverse("concern_answer_hand_over", args=[followed.concern.public_id])
    assert teacher.post(address, {"answer": "accept"}).status_code == 404


def test_a_leader_sees_what_nobody_has_by_name_and_takes_it(followed):
    followed.concern.owner = None
    followed.concern.save()
    leader = signed_in(followed.leader)
    assert "Uten navngitt ansvarlig" in page(leader, "concerns_overview")
    assert followed.pupil.full_name in page(leader, "concerns", whose="nobody")
    leader.post(reverse("concern_take", args=[followed.concern.public_id]))
    assert followed.pupil.full_name not in page(leader, "concerns", whose="nobody")
    assert followed.pupil.full_name in page(leader, "concerns", whose="mine")


def test_a_leader_sees_how_the_follow_up_goes_with_what_it_is_counted_of(followed):
    with time_machine.travel(at(days_after(9)), tick=False):
        shown = page(signed_in(followed.leader), "concerns_overview")
    assert "0 av 1" in shown
    assert "11. november 2026" in shown
    assert str(followed.teacher) in shown


def test_the_number_that_waits_for_a_decision_leads_to_those_it_counts(followed):
    link = "?state=overdue"
    assert followed.pupil.full_name not in page(signed_in(followed.leader), "concerns", state="overdue")
    with time_machine.travel(at(days_after(9)), tick=False):
        next_steps.refresh_all()
        leader = signed_in(followed.leader)
        assert reverse("concerns") + link in page(leader, "concerns_overview")
        assert followed.pupil.full_name in page(leader, "concerns", state="overdue")


def test_a_leader_chooses_one_owners_concerns(followed):
    leader = signed_in(followed.leader)
    assert followed.pupil.full_name in page(leader, "concerns", whose=str(followed.teacher.public_id))
    assert followed.pupil.full_name not in page(leader, "concerns", whose="nobody")


def test_closing_tells_the_decision_afterwards(followed):
    leader = signed_in(followed.leader)
    address = reverse("concern_close", args=[followed.concern.public_id])
    assert leader.post(address, {"reason": "Bedre nå."}).status_code == 200, "without a decision"
    leader.post(address, {"decision": "followed_up", "reason": "Bedre nå."})
    shown = page(leader, "concern", followed.concern.public_id)
    assert "Fulgt opp, og det trengs ikke mer nå" in shown
    assert "Bedre nå." in shown
