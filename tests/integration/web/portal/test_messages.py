"""The family's pages of messages: what each finds there, and that what one writes is no other's to read."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.threads import writing
from skoleporten.threads.models import Message, Thread
from tests.factories import make_enrolment, make_guardianship, make_pupil
from tests.pages import signed_in
from tests.thread_factories import acting, make_answer, make_deciding_guardian, make_family, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


def page(user, name: str, *ids) -> tuple[int, str]:
    answer = signed_in(user).get(reverse(name, args=[one.public_id for one in ids]))
    return answer.status_code, answer.content.decode()


def send(user, name: str, *ids, **fields):
    return signed_in(user).post(reverse(name, args=[one.public_id for one in ids]), fields)


def new_message(user, pupil, **fields):
    sent = {"client_id": uuid.uuid4(), "matter": "plan", "heading": "", "text": "Kan vi snakke om planen?"}
    return send(user, "my_message_new", pupil, **sent | fields)


def test_a_guardian_writes_and_reads_by_when_she_gets_an_answer(family):
    status, form = page(family.mother.user, "my_message_new", family.pupil)
    assert status == 200
    assert form.count("checked") == 0
    for number in ("116 111", "112", "113"):
        assert number in form
    answer = new_message(family.mother.user, family.pupil, heading="Planen")
    thread = Thread.objects.get()
    assert answer.headers["Location"] == reverse("my_thread", args=[family.pupil.public_id, thread.public_id])
    assert thread.guardian == family.mother
    status, shown = page(family.mother.user, "my_thread", family.pupil, thread)
    assert "Kan vi snakke om planen?" in shown
    assert "Svaret kommer innen" in shown
    assert "Du og de voksne i Skoleporten kan lese dette." in shown


def test_a_form_that_lacks_the_words_is_shown_again_with_what_was_chosen(family):
    answer = new_message(family.mother.user, family.pupil, text=" ", heading="Planen")
    shown = answer.content.decode()
    assert "Skriv noe først." in shown
    assert 'value="Planen"' in shown
    assert not Thread.objects.exists()


def test_what_one_is_writing_is_kept_and_stands_in_the_form_again(family):
    new_message(family.ane, family.pupil, matter="", text="Jeg rekker ikke mer nå")
    _status, shown = page(family.ane, "my_message_new", family.pupil)
    assert "Jeg rekker ikke mer nå" in shown
    new_message(family.ane, family.pupil, text="Jeg rekker ikke mer nå")
    _status, shown = page(family.ane, "my_message_new", family.pupil)
    assert "Jeg rekker ikke mer nå" not in shown


def test_hard_case_parents_apart_each_have_their_own_messages(family):
    thread = make_thread(family.mother.user, family.pupil, heading="Mors sak")
    assert page(family.father.user, "my_thread", family.pupil, thread)[0] == 404
    assert "Mors sak" not in page(family.father.user, "my_messages", family.pupil)[1]
    assert page(family.ane, "my_thread", family.pupil, thread)[0] == 404
    make_answer(family.siri, thread, "Svar til mor")
    assert "Svar til mor" in page(family.mother.user, "my_thread", family.pupil, thread)[1]
    assert not any(
        "1 venter" in page(user, "my_messages", family.pupil)[1] for user in (family.father.user, family.ane)
    )


def test_whoever_was_let_read_along_reads_no_name_of_the_other_guardian_and_has_no_form(family):
    thread = make_thread(family.mother.user, family.pupil, text="Hei fra mor", read_along=frozenset({"guardian"}))
    status, shown = page(family.father.user, "my_thread", family.pupil, thread)
    assert status == 200
    assert "Hei fra mor" in shown
    assert "Mona" not in shown
    assert "En annen foresatt" in shown
    assert "<textarea" not in shown
    sent = send(family.father.user, "my_thread", family.pupil, thread, text="Ja", client_id=uuid.uuid4())
    assert sent.status_code == 404
    assert page(family.father.user, "my_thread_readers", family.pupil, thread)[0] == 404


def test_a_guardian_who_is_verified_later_does_not_come_into_what_was_said_before(family):
    thread = make_thread(family.mother.user, family.pupil, read_along=frozenset({"guardian"}))
    assert page(family.father.user, "my_thread", family.pupil, thread)[0] == 200
    later = make_deciding_guardian(family.pupil, "Sen")
    assert page(later.user, "my_thread", family.pupil, thread)[0] == 404
    send(family.mother.user, "my_thread_readers", family.pupil, thread, read_along=["guardian"])
    assert page(later.user, "my_thread", family.pupil, thread)[0] == 404


def test_a_pupil_writes_to_the_team_alone_and_no_guardian_learns_that_she_did(family):
    new_message(family.ane, family.pupil, text="Jeg vil ikke at mamma vet det")
    thread = Thread.objects.get()
    make_answer(family.siri, thread)
    page(family.siri, "thread", thread)
    for user in (family.mother.user, family.father.user):
        assert page(user, "my_thread", family.pupil, thread)[0] == 404
        _status, listed = page(user, "my_messages", family.pupil)
        assert "Ingen meldinger ennå" in listed
        _status, looks = page(user, "who_has_looked", family.pupil)
        assert "Så eleven på en side" in looks
        assert "skrev" not in looks.partition("<table")[2]


def test_she_lets_one_of_her_guardians_read_along_and_takes_it_back(family):
    new_message(family.ane, family.pupil)
    thread = Thread.objects.get()
    address = reverse("my_thread_readers", args=[family.pupil.public_id, thread.public_id])
    client = signed_in(family.ane)
    assert "checked" not in client.get(address).content.decode()
    client.post(address, {"read_along": [f"guardian:{family.mother.public_id}"]})
    assert page(family.mother.user, "my_thread", family.pupil, thread)[0] == 200
    assert page(family.father.user, "my_thread", family.pupil, thread)[0] == 404
    assert f"{family.mother} kan også lese det." in page(family.ane, "my_thread", family.pupil, thread)[1]
    assert "checked" in client.get(address).content.decode()
    client.post(address, {})
    assert page(family.mother.user, "my_thread", family.pupil, thread)[0] == 404


def test_hard_case_a_barred_parent_and_one_without_responsibility_find_no_such_child(family):
    thread = make_thread(family.mother.user, family.pupil, read_along=frozenset({"guardian"}))
    barred = make_deciding_guardian(family.pupil, "Bård", barred_from=dt.date(2026, 1, 1), barred_source="court")
    without = make_deciding_guardian(family.pupil, "Uten", decides="none")
    for guardian in (barred, without):
        for name, ids in (
            ("my_messages", [family.pupil]),
            ("my_thread", [family.pupil, thread]),
            ("adult_now", [family.pupil]),
        ):
            assert page(guardian.user, name, *ids)[0] == 404


def test_hard_case_a_sibling_with_another_father_has_messages_of_its_own(family):
    half = make_pupil("Bo", "Holm")
    make_guardianship(half, family.mother)
    thread = make_thread(family.mother.user, family.pupil, read_along=frozenset({"guardian"}))
    assert page(family.mother.user, "my_thread", half, thread)[0] == 404
    assert page(family.father.user, "my_messages", half)[0] == 404


def test_hard_case_foster_care_the_one_who_decides_now_reads_only_what_is_hers(family):
    """The mother's right is suspended; the foster mother decides. Neither finds the other's messages."""
    before = make_thread(family.mother.user, family.pupil)
    family.mother.guardianships.update(decides="suspended")
    foster = make_deciding_guardian(family.pupil, "Fride", kind="foster_parent", decides="care_taken_over")
    assert page(foster.user, "my_thread", family.pupil, before)[0] == 404
    after = make_thread(foster.user, family.pupil)
    for thread in (before, after):
        assert page(family.mother.user, "my_thread", family.pupil, thread)[0] == 404


def test_hard_case_a_guardian_who_is_of_age_s_pupil_reads_nothing_more(family):
    thread = make_thread(family.mother.user, family.pupil)
    today = timezone.localdate()
    family.pupil.birth_date = today.replace(year=today.year - 18)
    family.pupil.save()
    assert page(family.mother.user, "my_thread", family.pupil, thread)[0] == 404


def test_hard_case_a_note_that_names_another_child_is_masked_for_whoever_reads_along_and_not_for_its_writer(family):
    other = make_pupil("Tiril", "Kvernberg")
    make_enrolment(family.pupil.enrolments.get().school, other)
    thread = make_thread(
        family.mother.user, family.pupil, text="Tiril Kvernberg ertet Ane", read_along=frozenset({"pupil"})
    )
    make_answer(family.siri, thread, "Vi snakker med Tiril Kvernberg")
    _status, of_writer = page(family.mother.user, "my_thread", family.pupil, thread)
    assert of_writer.count("Kvernberg") == 1
    assert "Kvernberg" not in page(family.ane, "my_thread", family.pupil, thread)[1]


def test_a_family_whom_nobody_follows_up_is_told_so_and_has_no_form(family):
    thread = make_thread(family.mother.user, family.pupil)
    family.pupil.involvements.update(end=timezone.localdate() - dt.timedelta(days=1))
    for name, ids in (
        ("my_messages", [family.pupil]),
        ("my_message_new", [family.pupil]),
        ("my_thread", [family.pupil, thread]),
    ):
        status, shown = page(family.mother.user, name, *ids)
        assert status == 200
        assert "Derfor ville ingen lese en melding her." in shown
        assert "<textarea" not in shown


def test_a_promise_that_was_not_kept_is_said_plainly(family):
    thread = make_thread(family.mother.user, family.pupil)
    Thread.objects.filter(pk=thread.pk).update(answer_by=timezone.localdate() - dt.timedelta(days=1))
    assert "Vi er sene." in page(family.mother.user, "my_messages", family.pupil)[1]


def test_she_closes_it_herself_and_a_new_word_opens_it_again(family):
    thread = make_thread(family.mother.user, family.pupil)
    send(family.mother.user, "my_thread", family.pupil, thread, close="1")
    assert "Lukket" in page(family.mother.user, "my_thread", family.pupil, thread)[1]
    send(family.mother.user, "my_thread", family.pupil, thread, text="En ting til", client_id=uuid.uuid4())
    assert Thread.objects.get().closed_at is None


def test_a_message_without_a_heading_names_its_matter_once(family):
    make_thread(family.mother.user, family.pupil)
    listed = page(family.mother.user, "my_messages", family.pupil)[1].partition("<main")[2]
    assert listed.count("Et møte") == 1
    assert "Tallene gjelder fravær" not in listed  # no number of the family's pages is counted from absence


def test_new_words_are_counted_until_she_has_opened_the_page(family):
    thread = make_thread(family.mother.user, family.pupil)
    make_answer(family.siri, thread)
    assert "1 venter på deg" in page(family.mother.user, "my_messages", family.pupil)[1]
    page(family.mother.user, "my_thread", family.pupil, thread)
    assert "1 venter på deg" not in page(family.mother.user, "my_messages", family.pupil)[1]


def test_the_writer_sees_that_somebody_at_skoleporten_has_read_it(family):
    thread = make_thread(family.ane, family.pupil)
    assert "lest i Skoleporten" not in page(family.ane, "my_thread", family.pupil, thread)[1]
    writing.mark_read(by=acting(family.siri), thread=thread, at=timezone.now())
    assert "lest i Skoleporten" in page(family.ane, "my_thread", family.pupil, thread)[1]


def test_from_the_main_menu_one_child_is_opened_at_once_and_several_are_chosen_between(family):
    answer = signed_in(family.mother.user).get(reverse("messages_of_my_children"))
    assert answer.headers["Location"] == reverse("my_messages", args=[family.pupil.public_id])
    make_guardianship(make_pupil("Bo", "Holm"), family.mother)
    _status, shown = page(family.mother.user, "messages_of_my_children")
    assert "Bo Holm" in shown
    assert "Ane Holm" in shown


def test_opening_a_message_stands_in_the_read_log_of_the_one_who_opened_it(family):
    thread = make_thread(family.mother.user, family.pupil)
    page(family.mother.user, "my_thread", family.pupil, thread)
    logged = Event.objects.filter(action="portal.message_read").get()
    assert (logged.purpose, logged.role) == ("own_child", "guardian")


def test_a_form_sent_twice_is_one_message(family):
    thread, same = make_thread(family.mother.user, family.pupil), uuid.uuid4()
    for _time in range(2):
        send(family.mother.user, "my_thread", family.pupil, thread, text="Hei igjen", client_id=same)
    assert Message.objects.filter(thread=thread).count() == 2


def test_the_id_of_another_thing_is_refused_in_words_and_never_a_fault(family):
    same = uuid.uuid4()
    make_thread(family.father.user, family.pupil, client_id=same)
    answer = new_message(family.mother.user, family.pupil, client_id=same)
    assert answer.status_code == 200
    assert "brukt til noe annet" in answer.content.decode()
