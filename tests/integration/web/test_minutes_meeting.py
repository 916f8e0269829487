"""The screen of a meeting: begun, written in by two at once, decided in, chosen in, and ended."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.agendas.models import Item
from skoleporten.audit.models import Event, EventPupil
from skoleporten.documents.models import Draft
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models import Attendance, Choice, ItemNote, MeetingDecision, Minutes
from tests.agenda_factories import make_agenda_meeting, make_item, make_kind
from tests.case_factories import make_named_case
from tests.factories import make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.integration.web.minutes_sending import page, send, send_decision, send_note, url, url_of_item
from tests.meeting_factories import make_participant
from tests.minutes_factories import (
    Begun,
    approve,
    end,
    make_begun,
    make_choice,
    make_minutes_decision,
    make_minutes_note,
)
from tests.pages import signed_in
from tests.rig_factories import make_away

pytestmark = pytest.mark.django_db
BOTH = "Noen har endret dette mens du skrev"


@pytest.fixture
def begun() -> Begun:
    return make_begun()


@pytest.fixture
def chair(begun) -> Client:
    return signed_in(begun.owner)


def test_a_meeting_is_begun_with_one_button_and_its_agenda_stands_on_one_screen(begun, chair):
    meeting = make_agenda_meeting(kind=begun.minutes.meeting.kind, starts=dt.time(9, 0))
    make_item(meeting, begun.intake, words="Turen på fredag", by=begun.owner)
    now = reverse("meeting_now", args=[meeting.public_id])
    assert "Begynn møtet" in page(chair, now)
    chair.post(reverse("meeting_begin", args=[meeting.public_id]))
    assert Minutes.objects.filter(meeting=meeting).exists()
    text = page(chair, now)
    assert all(words in text for words in ("Ane Holm", "Turen på fredag", "Hva er bestemt?", "Korte notater"))
    event = Event.objects.filter(action="minutes.meeting_opened").latest("seq")
    assert set(EventPupil.objects.filter(event=event).values_list("pupil", flat=True)) == {begun.case.pupil.public_id}


def test_the_screen_asks_few_questions_however_long_the_agenda_is(begun, chair, django_assert_max_num_queries):
    for number in range(12):
        make_item(begun.minutes.meeting, make_named_case(begun.owner).intake, words=f"Sak {number}", by=begun.owner)
    page(chair, url(begun, "meeting_now"))
    with django_assert_max_num_queries(75):
        page(chair, url(begun, "meeting_now"))


def test_two_chairs_writing_at_once_both_see_both_texts_and_nothing_is_lost(begun, chair):
    other = signed_in(make_team_member())
    assert send_note(chair, begun, "Hun vil sitte foran.").status_code == 302
    answer = send_note(other, begun, "Hun vil sitte bak.")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert BOTH in text
    assert "Hun vil sitte foran." in text
    assert "Hun vil sitte bak." in text
    assert 'name="seen_version" value="1"' in text
    assert send_note(other, begun, "Hun vil sitte foran, ikke bak.", seen=1).status_code == 302
    assert ItemNote.objects.get().text == "Hun vil sitte foran, ikke bak."


def test_what_is_sent_after_somebody_approved_comes_back_with_the_reason(begun, chair):
    end(begun)
    approve(begun)
    for answer in (send_note(chair, begun, "For sent"), send_decision(chair, begun, "For sent", begun.owner.public_id)):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "Referatet er godkjent." in text
        assert "For sent" in text
    assert chair.get(url_of_item(begun, "meeting_note_of_item")).status_code == 404
    pressed = send(chair, url_of_item(begun, "meeting_item_step"), step="start")
    assert pressed.url == url(begun, "minutes")
    assert not ItemNote.objects.exists()


def test_what_somebody_was_writing_stands_in_the_screen_as_a_draft(begun, chair):
    make_minutes_note(begun)
    send_note(chair, begun, "Uferdig tekst", seen=0)
    assert Draft.objects.filter(form="minutes.note").exists()
    assert "Uferdig tekst" in page(chair, f"{url(begun, 'meeting_now')}?item={begun.item.public_id}")
    send_note(chair, begun, "Ferdig tekst", seen=1)
    assert not Draft.objects.filter(form="minutes.note").exists()


def test_a_decision_needs_words_somebody_and_a_date(begun, chair):
    owner = begun.owner.public_id
    assert send_decision(chair, begun, "", owner).status_code == 200
    assert send_decision(chair, begun, "Ringe hjem", "").status_code == 200
    assert send_decision(chair, begun, "Ringe hjem", owner, days=-3).status_code == 200
    assert not MeetingDecision.objects.exists()
    answer = send_decision(chair, begun, "Ringe hjem", owner)
    assert answer.status_code == 302
    assert "Ringe hjem" in page(chair, answer["Location"].partition("#")[0])


def test_a_decision_for_a_case_that_closed_meanwhile_says_so_and_shows_the_way_to_open_it_again(begun, chair):
    begun.intake.ended_at, begun.intake.state = timezone.now(), "closed"
    begun.intake.save()
    assert "Ingenting bestemmes i saken" in page(chair, url(begun, "meeting_now"))
    text = send_decision(chair, begun, "Ringe hjem", begun.owner.public_id).content.decode()
    assert "Saken er avsluttet, så ingenting bestemmes i den." in text
    assert reverse("case", args=[begun.case.public_id]) in text
    assert "Ringe hjem" in text
    assert not MeetingDecision.objects.exists()
    # The page of the case has the way to open it again.
    assert "Den åpnes igjen når familien sier ja" in page(chair, reverse("case", args=[begun.case.public_id]))


def test_another_pupils_name_is_asked_about_once(begun, chair):
    other = make_named_case(begun.owner, given_name="Torvald", family_name="Vik")
    other.pupil.enrolments.update(school=begun.case.pupil.enrolments.get().school)
    answer = send_note(chair, begun, "Torvald sitter ved siden av.")
    assert "Torvald" in answer.content.decode()
    assert not ItemNote.objects.exists()
    address = url_of_item(begun, "meeting_note_of_item")
    send(chair, address, text="Torvald sitter ved siden av.", seen_version=0, names_are_meant="on")
    assert ItemNote.objects.exists()


def test_what_is_about_nobody_says_that_no_child_is_named_there_and_asks(begun, chair):
    assert "ikke skriv navnet til et barn" in page(chair, url(begun, "meeting_note"))
    answer = send(chair, url(begun, "meeting_note"), text="Ane kommer i morgen.", seen_version=0)
    assert "ser ut til å nevne en elev: Ane" in answer.content.decode()
    send(chair, url(begun, "meeting_note"), text="Kaffen er tom.", seen_version=0)
    assert ItemNote.objects.get().item is None


def test_attendance_is_a_tick_for_each_and_two_who_say_it_see_both(begun, chair):
    ada, bo = make_team_member("ada"), make_team_member("bo")
    for user in (begun.owner, ada):
        make_participant(begun.minutes.meeting, user)
    make_away(ada, stand_in=bo)
    text = page(chair, url(begun, "meeting_attendance"))
    assert f'value="{begun.owner.public_id}"' in text
    assert f'<option value="{bo.public_id}" selected>' in text
    values = {"there": [begun.owner.public_id], f"instead_{ada.public_id}": bo.public_id, "guests": "Helsesykepleier"}
    assert send(chair, url(begun, "meeting_attendance"), seen_version=0, **values).status_code == 302
    rows = {str(row.user or row.guest): (row.was_there, row.instead) for row in Attendance.objects.all()}
    assert rows == {str(begun.owner): (True, None), "Ada": (False, bo), "Helsesykepleier": (True, None)}
    other = send(signed_in(bo), url(begun, "meeting_attendance"), seen_version=0, there=[ada.public_id])
    assert other.status_code == 409
    assert "Helsesykepleier: til stede" in other.content.decode()
    assert "2 personer er til stede" in page(chair, url(begun, "meeting_now"))


def test_alternatives_who_leans_where_the_choice_and_who_sees_it_differently(begun, chair):
    send(chair, url_of_item(begun, "meeting_choice_new"), question="Buss eller bil?", way_1="Buss", way_2="Bil")
    choice = Choice.objects.get()
    address = url(begun, "meeting_choice", choice=choice.public_id)
    bus = choice.alternatives.get(words="Buss")
    send(chair, address, favour="1", alternative=bus.public_id, who="Ada", words="Han kjenner sjåføren.")
    send(chair, address, add="1", words="Sykkel")
    send(chair, address, choose="1", alternative=bus.public_id, why="Det er kortest.", seen=0)
    send(chair, address, differs="1", words="Bussen er full.", who="")
    text = page(chair, address)
    for words in ("Ada: Han kjenner sjåføren.", "Sykkel", "Det er kortest.", "Bussen er full."):
        assert words in text
    assert send(chair, address, differs="1", words="").status_code == 200
    send(chair, address, add="1", words="x" * 600)
    assert "x" * 600 in page(chair, address)
    late = send(chair, address, choose="1", alternative=bus.public_id, why="Igjen.", seen=0)
    assert late.status_code == 409
    assert "Det er kortest." in late.content.decode()
    assert send(chair, address).status_code == 302


def test_each_item_is_started_stopped_done_carried_and_taken_back(begun, chair):
    address = url_of_item(begun, "meeting_item_step")
    chair.post(address, {"step": "start"})
    assert "pågår nå" in page(chair, url(begun, "meeting_now"))
    chair.post(address, {"step": "stop"})
    assert "målt" in page(chair, url(begun, "meeting_now"))
    for step, state in (("done", "done"), ("carry", "carried"), ("open", "open"), ("nonsense", "open")):
        chair.post(address, {"step": step})
        assert Item.objects.get(pk=begun.item.pk).state == state


def test_the_meeting_ends_with_the_next_date_where_the_kind_agrees_on_it():
    begun = make_begun(code="development", frequency="agreed", weeks=4)
    chair, day = signed_in(begun.owner), timezone.localdate() + dt.timedelta(days=21)
    assert "Når møtes dere neste gang?" in page(chair, url(begun, "meeting_end"))
    assert send(chair, url(begun, "meeting_end")).status_code == 200
    answer = send(chair, url(begun, "meeting_end"), next_date=day.isoformat())
    assert answer["Location"] == url(begun, "minutes")
    made = MeetingDecision.objects.get()
    assert (made.due, made.agrees_on) == (day, Meeting.objects.get(kind__code="development", date=day))
    assert "Vi møtes neste gang" in page(chair, url(begun, "minutes"))


def test_an_end_that_is_refused_changes_nothing():
    begun = make_begun(code="development", frequency="agreed", weeks=4)
    before = timezone.localdate() - dt.timedelta(days=1)
    answer = send(signed_in(begun.owner), url(begun, "meeting_end"), next_date=before.isoformat())
    assert answer.status_code == 200
    assert begun.again().ended_at is None
    assert not MeetingDecision.objects.exists()


def test_what_falls_due_after_the_meeting_began_can_be_taken_up(begun, chair):
    from skoleporten.judgement.models import Measure
    from tests.agenda_factories import make_due_measure

    make_due_measure(begun.case)
    text = page(chair, url(begun, "meeting_now"))
    assert "Kommet til siden dere begynte" in text
    key = f"measure:{Measure.objects.get().public_id}"
    chair.post(url(begun, "meeting_take_up"), {"key": key})
    assert Item.objects.filter(meeting=begun.minutes.meeting, key=key).exists()
    assert chair.post(url(begun, "meeting_take_up"), {"key": "measure:nobody"}).status_code == 404


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.TEACHER, Role.ADMINISTRATOR, Role.GUARDIAN])
def test_only_the_team_has_the_screen(begun, role: Role):
    user = make_user_in(role)
    if role == Role.SPECIALIST:
        make_participant(begun.minutes.meeting, user)
    stranger = signed_in(user)
    for name in ("meeting_now", "meeting_end", "meeting_attendance"):
        assert stranger.get(url(begun, name)).status_code == 404
    assert send_note(stranger, begun, "Hei").status_code == 404


def test_an_item_of_another_meeting_and_one_about_an_unseen_pupil_are_not_there(begun, chair):
    other = make_begun(owner=make_lead(), code="coordination")
    address = url(begun, "meeting_note_of_item", agenda_item=other.item.public_id)
    assert chair.get(address).status_code == 404
    other.case.pupil.protected = True
    other.case.pupil.save()
    assert chair.get(url_of_item(other, "meeting_note_of_item")).status_code == 404
    assert make_choice(other).pk
    assert chair.get(url(other, "meeting_choice", choice=Choice.objects.get().public_id)).status_code == 404


def test_a_form_id_of_another_thing_is_refused_in_words(begun, chair):
    key, other = uuid.uuid4(), make_begun(begun.owner, code="coordination")
    send_decision(chair, begun, "Ringe hjem", begun.owner.public_id, client_id=key)
    answer = send_decision(chair, other, "Ringe hjem", begun.owner.public_id, client_id=key)
    assert answer.status_code == 200
    assert "sendt før, om noe annet" in answer.content.decode()


def test_where_nothing_stands_on_the_agenda_one_still_writes_and_decides():
    owner = make_lead()
    meeting = make_agenda_meeting(kind=make_kind("development", owner=owner))
    chair = signed_in(owner)
    chair.post(reverse("meeting_begin", args=[meeting.public_id]))
    assert "Ingenting står på saklisten" in page(chair, reverse("meeting_now", args=[meeting.public_id]))
    due = timezone.localdate().isoformat()
    decide = reverse("meeting_decide", args=[meeting.public_id])
    send(chair, decide, words="Ny kaffekanne", owner=owner.public_id, due=due)
    assert MeetingDecision.objects.get().intake is None


def test_the_case_is_one_click_away_and_a_decision_that_stands_is_a_link(begun, chair):
    made = make_minutes_decision(begun)
    text = page(chair, url(begun, "meeting_now"))
    assert reverse("case", args=[begun.case.public_id]) in text
    assert reverse("meeting_decision", args=[made.public_id]) in text


def test_beside_an_item_of_the_agenda_stands_the_way_to_write_about_it(begun, chair):
    made = make_minutes_decision(begun)
    item = make_item(begun.minutes.meeting, begun.intake, key=f"decision:{made.public_id}", section="left_open")
    agenda = reverse("agenda_item", args=[begun.minutes.meeting.public_id, "decision", made.public_id])
    screen = f"{url(begun, 'meeting_now')}?item={item.public_id}"
    for text in (page(chair, agenda), page(chair, screen)):
        assert reverse("meeting_decision", args=[made.public_id]) in text
    assert screen in page(chair, agenda)
