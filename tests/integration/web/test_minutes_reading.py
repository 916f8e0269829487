"""Minutes as each may read them, on the page and on paper; approval, correction, and what lands in the case."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.minutes import clock
from skoleporten.minutes.models import Approval, MeetingDecision
from tests.agenda_factories import make_item
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_case_team_member, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.integration.web.minutes_sending import page, pdf_text, send, url
from tests.meeting_factories import make_participant
from tests.minutes_factories import (
    WORDS,
    Begun,
    approve,
    end,
    make_begun,
    make_choice,
    make_minutes_decision,
    make_minutes_note,
)
from tests.pages import content_of, signed_in
from tests.rig_factories import make_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Begun:
    """Ended, with a note, a decision and a choice about the pupil."""
    begun = make_begun()
    make_minutes_note(begun)
    make_minutes_decision(begun)
    make_choice(begun)
    end(begun)
    return begun


@pytest.fixture
def owner(ready) -> Client:
    return signed_in(ready.owner)


def specialist_of(begun: Begun):
    """Named for the pupil, and asked to the meeting."""
    user = make_user_in("specialist")
    make_case_team_member(begun.case.pupil, user)
    make_participant(begun.minutes.meeting, user)
    return user


def test_minutes_are_ready_when_the_meeting_ends_and_the_owner_approves_them(ready, owner):
    text = page(owner, url(ready, "minutes"))
    for words in ("Klart, og ikke godkjent ennå", "Ane Holm", "Hun vil sitte foran.", WORDS, "Buss eller bil?"):
        assert words in text
    assert "Ingen har sagt hvem som var til stede" in text
    answer = send(owner, url(ready, "minutes_approve"))
    assert answer.status_code == 302
    assert f"Godkjent av {ready.owner}" in page(owner, url(ready, "minutes"))
    assert Approval.objects.get().number == 1
    assert owner.get(url(ready, "meeting_now")).status_code == 302


def test_what_the_meeting_did_not_come_to_is_a_list_of_its_own(ready, owner):
    make_item(ready.minutes.meeting, words="Ny sykkel", by=ready.owner)
    text = page(owner, url(ready, "minutes"))
    assert "Ny sykkel" in text[text.index("Det møtet ikke kom til") :]
    assert "Ny sykkel" in pdf_text(owner.get(url(ready, "minutes_printed")))


def test_with_the_owner_ill_the_stand_in_has_the_button_and_the_minutes_say_so(ready):
    ada = make_team_member("ada")
    make_away(ready.owner, stand_in=ada)
    stand_in = signed_in(ada)
    assert "Godkjenn referatet" in page(stand_in, url(ready, "minutes"))
    send(stand_in, url(ready, "minutes_approve"))
    assert f"i stedet for {ready.owner}" in page(stand_in, url(ready, "minutes"))


def test_whoever_does_not_own_the_meeting_has_no_button_and_is_refused_in_words(ready):
    other = signed_in(make_team_member())
    assert "Godkjenn referatet" not in page(other, url(ready, "minutes"))
    send(other, url(ready, "minutes_approve"))
    assert not Approval.objects.exists()
    assert "Den som eier møtet, godkjenner referatet" in page(other, url(ready, "minutes"))


def test_a_correction_says_why_and_both_versions_are_read(ready, owner):
    first = approve(ready)
    assert owner.get(url(ready, "meeting_end")).status_code == 404
    assert send(owner, url(ready, "minutes_correct"), why="").status_code == 200
    named = send(owner, url(ready, "minutes_correct"), why="Ane satt ikke foran.").content.decode()
    assert "ser ut til å nevne en elev: Ane" in named
    send(owner, url(ready, "minutes_correct"), why="Feil plass i bussen.")
    send(
        owner,
        url(ready, "meeting_note_of_item", agenda_item=ready.item.public_id),
        text="Hun vil sitte bak.",
        seen_version=1,
    )
    text = page(owner, url(ready, "minutes"))
    assert "under retting" in text
    assert "Hun vil sitte foran." in text
    send(owner, url(ready, "minutes_approve"))
    text = page(owner, url(ready, "minutes"))
    assert "Hun vil sitte bak." in text
    assert "Feil plass i bussen." in text
    assert "Hun vil sitte foran." in page(owner, url(ready, "minutes_version", version=first.public_id))
    assert owner.get(url(ready, "minutes_version", version=uuid.uuid4())).status_code == 404


def test_a_specialists_copy_lacks_other_pupils_with_no_trace_of_how_many(ready):
    """The page and the PDF are the same as if the others had never been on the agenda."""
    reader = signed_in(specialist_of(ready))
    paths = [url(ready, "minutes"), url(ready, "minutes_printed")]
    alone = content_of(reader.get(paths[0])), pdf_text(reader.get(paths[1]))
    hidden = make_named_case(ready.owner, given_name="Torvald", family_name="Vik")
    item = make_item(ready.minutes.meeting, hidden.intake, words="Skjult sak", by=ready.owner, position=0)
    make_minutes_note(ready, "Skjult tekst", item=item)
    make_minutes_decision(ready, "Skjult beslutning", item=item)
    assert content_of(reader.get(paths[0])) == alone[0]
    assert pdf_text(reader.get(paths[1])) == alone[1]
    approve(ready)
    for text in (page(reader, paths[0]), pdf_text(reader.get(paths[1]))):
        assert "Ane Holm" in text
        assert "Torvald" not in text
        assert "Skjult" not in text


def test_who_lost_access_after_the_invitation_has_neither_the_item_nor_the_copy(ready):
    user = make_user_in("specialist")
    member = make_case_team_member(ready.case.pupil, user)
    seat = make_participant(ready.minutes.meeting, user)
    approve(ready)
    reader = signed_in(user)
    assert "Ane Holm" in page(reader, url(ready, "minutes"))
    member.ended_at = timezone.now()
    member.save()
    for text in (page(reader, url(ready, "minutes")), pdf_text(reader.get(url(ready, "minutes_printed")))):
        assert "Ane" not in text
        assert WORDS not in text
    seat.is_left_out = True
    seat.save()
    for name in ("minutes", "minutes_printed"):
        assert reader.get(url(ready, name)).status_code == 404


def test_meeting_time_is_for_the_team_only():
    begun, now = make_begun(), timezone.now()
    user = specialist_of(begun)
    with time_machine.travel(now, tick=False) as travel:
        clock.start(by=actor_of(begun.owner), minutes=begun.minutes, item=begun.item)
        travel.shift(dt.timedelta(minutes=12))
        end(begun)
    case = reverse("case", args=[begun.case.public_id])
    told = "12 min i 1 punkt, målt"
    assert told in page(signed_in(begun.owner), case)
    assert "12 min, målt" in page(signed_in(begun.owner), url(begun, "minutes"))
    for text in (page(signed_in(user), case), page(signed_in(user), url(begun, "minutes"))):
        assert "12 min" not in text
        assert "Tid i møter" not in text
    assert told not in pdf_text(signed_in(begun.owner).get(reverse("case_printed", args=[begun.case.public_id])))


def test_a_decision_lands_in_the_case_its_timeline_its_list_its_paper_and_on_the_start_page():
    begun, ada = make_begun(), make_team_member("ada")
    make_minutes_decision(begun, owner=ada, days=0)
    case, owner = reverse("case", args=[begun.case.public_id]), signed_in(begun.owner)
    text = page(owner, case)
    assert "Fra møtene" in text
    assert "Bestemt i et møte: Ada ringer hjem før helga. (Ada)" in text
    assert "Bestemt i et møte: " in page(owner, reverse("case_timeline", args=[begun.case.public_id]))
    assert "Bestemt i et møte, skal gjøres" in page(owner, reverse("cases") + "?order=due")
    assert WORDS in pdf_text(owner.get(reverse("case_printed", args=[begun.case.public_id])))
    assert "1 ting et møte ba deg gjøre innen nå" in page(signed_in(ada), "/")
    assert WORDS in page(signed_in(ada), reverse("meeting_decisions"))
    assert WORDS not in page(owner, reverse("meeting_decisions"))
    assert WORDS in page(owner, reverse("meeting_decisions") + "?whose=all")
    end(begun)
    assert "Referat fra 1 møte å godkjenne" in page(owner, "/")


def test_what_is_decided_before_there_is_a_case_stands_on_the_page_of_the_intake():
    begun = make_begun()
    begun.intake.state = "in_intake"
    begun.intake.save()
    make_minutes_decision(begun)
    assert WORDS in page(signed_in(begun.owner), reverse("intake", args=[begun.intake.public_id]))


def test_a_decision_is_done_left_taken_up_and_changed_on_its_own_page(ready, owner):
    made, ada = MeetingDecision.objects.get(), make_team_member("ada")
    address = reverse("meeting_decision", args=[made.public_id])
    assert send(owner, address, turn="dropped", words="").status_code == 200
    send(owner, address, turn="done", words="Mor var glad.")
    assert "Mor var glad." in page(owner, address)
    change = reverse("meeting_decision_change", args=[made.public_id])
    assert owner.get(change).status_code == 404
    send(owner, address, turn="taken_up", words="En gang til.")
    made.refresh_from_db()
    values = {"words": "Ada ringer igjen.", "owner": ada.public_id, "due": made.due.isoformat(), "why": "Bo er syk."}
    stale = send(owner, change, seen_version=1, **values)
    assert stale.status_code == 409
    assert WORDS in stale.content.decode()
    assert send(owner, change, seen_version=made.version, **values).status_code == 302
    assert WORDS in page(owner, address)
    assert "Bo er syk." in page(owner, address)


def test_a_specialist_sees_the_decisions_of_her_pupil_and_answers_for_her_own(ready):
    user = specialist_of(ready)
    reader, others = signed_in(user), MeetingDecision.objects.get()
    make_minutes_decision(ready, "PPT ringer skolen.", owner=user, days=0)
    mine = MeetingDecision.objects.get(owner=user)
    assert WORDS in page(reader, reverse("case", args=[ready.case.public_id]))
    address = reverse("meeting_decision", args=[others.public_id])
    assert page(reader, address)
    assert send(reader, address, turn="done", words="").status_code == 404
    assert "PPT ringer skolen." in page(reader, reverse("meeting_decisions"))
    assert "1 ting et møte ba deg gjøre innen nå" in page(reader, "/")
    assert send(reader, reverse("meeting_decision", args=[mine.public_id]), turn="done", words="").status_code == 302
    stranger = signed_in(make_user_in("specialist"))
    assert stranger.get(address).status_code == 404
    assert WORDS not in page(stranger, reverse("meeting_decisions") + "?whose=all")


def test_the_copy_on_paper_is_archive_grade_and_holds_what_the_page_holds(ready, owner):
    approve(ready)
    answer = owner.get(url(ready, "minutes_printed"))
    text = pdf_text(answer)
    for words in ("Ane Holm", "Hun vil sitte foran.", "Ada ringer hjem før helga.", "Buss eller bil?", "Godkjent av"):
        assert words in text
    assert b"pdfuaid" in answer.content
    assert b"pdfaid" in answer.content
    assert "Holm" not in answer["Content-Disposition"]


def test_a_meeting_that_nobody_has_begun_has_no_minutes(ready, owner):
    other = make_begun(make_lead(), code="coordination")
    other.minutes.delete()
    assert owner.get(url(other, "minutes")).status_code == 404
    assert owner.post(url(ready, "minutes_approve"), {"client_id": "no"}).status_code == 404
    assert uuid.UUID(str(ready.minutes.public_id))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_page_is_there_in_each_language(ready, owner, language: str):
    ready.owner.language = language
    ready.owner.save()
    approve(ready)
    told = {"nb": "Godkjent av", "nn": "Godkjent av", "en": "Approved by"}[language]
    assert told in page(owner, url(ready, "minutes"))
    assert pdf_text(owner.get(url(ready, "minutes_printed")))
