"""Ways that somebody could try to learn or change more than a meeting, its agenda and its minutes let her."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import break_glass
from skoleporten.access.models import Role
from skoleporten.agendas.models import Item
from skoleporten.audit.models import BreakGlass, Event
from skoleporten.consents import sharing
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place
from skoleporten.meetings import next_date
from skoleporten.meetings.models import MeetingKind, Participant
from skoleporten.minutes import deciding, holding, queries
from skoleporten.minutes.models import Choice, ItemNote, MeetingDecision
from skoleporten.people.models import FamilyTie
from skoleporten.rules.errors import RefusedError
from skoleporten.web.cases.due import next_due
from tests.agenda_factories import DEVELOPMENT, MORNING, keys_of, make_agenda_meeting, make_item, make_kind, seen_by
from tests.case_factories import make_named_case
from tests.consent_factories import consent_in_force
from tests.factories import (
    actor_of,
    make_calendar_day,
    make_case_team_member,
    make_user_in,
)
from tests.intake_factories import make_lead, make_team_member
from tests.integration.web.minutes_sending import pdf_text, send, url
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
    make_whole_decision,
)
from tests.pages import content_of, signed_in
from tests.plan_factories import make_step, week
from tests.rig_factories import make_away

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
NOTE = "Kanarinotat: hun sover lite."


@pytest.fixture
def begun() -> Begun:
    return make_begun()


@pytest.fixture
def full() -> Begun:
    """Ended and approved, with a note, a decision and a choice about the pupil."""
    made = make_begun()
    make_minutes_note(made, NOTE)
    make_minutes_decision(made)
    make_choice(made)
    end(made)
    approve(made)
    return made


def named_for(case):
    user = make_user_in(Role.SPECIALIST)
    return user, make_case_team_member(case.pupil, user)


def asked_to(begun: Begun):
    user, place = named_for(begun.case)
    make_participant(begun.minutes.meeting, user)
    return user, place


def read(user, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def pages_of(begun: Begun) -> list[str]:
    meeting, item = begun.minutes.meeting, begun.item
    version = begun.minutes.approvals.get()
    what, _colon, about = item.key.partition(":")
    return [
        reverse("meeting", args=[meeting.public_id]),
        reverse("agenda", args=[meeting.public_id]),
        reverse("minutes", args=[meeting.public_id]),
        reverse("minutes_version", args=[meeting.public_id, version.public_id]),
        reverse("meeting_decisions") + "?whose=all",
        reverse("agenda_item", args=[meeting.public_id, what, about]),
        reverse("meeting_decision", args=[MeetingDecision.objects.get(intake=begun.intake).public_id]),
    ]


# Who lost access, whose family it is, and who is protected ------------------------------------------------------------
def lose_by_the_end_of_the_place(begun: Begun, user, place) -> None:
    type(place).objects.filter(pk=place.pk).update(ended_at=timezone.now())


def lose_by_family(begun: Begun, user, place) -> None:
    FamilyTie.objects.create(user=user, pupil=begun.case.pupil)


def lose_by_protection(begun: Begun, user, place) -> None:
    type(begun.case.pupil).objects.filter(pk=begun.case.pupil_id).update(protected=True)


@pytest.mark.parametrize("loses", [lose_by_the_end_of_the_place, lose_by_family, lose_by_protection])
def test_whoever_lost_the_pupil_reads_the_rest_of_the_meeting_and_no_trace_of_her(full, loses):
    user, place = asked_to(full)
    *lists, item, decision = pages_of(full)
    words = (full.case.pupil.family_name, full.item.words, NOTE, WORDS, "Buss eller bil?", str(full.item.public_id))
    assert any(one in read(user, lists[2]) for one in words)
    loses(full, user, place)
    for address in lists:
        page = read(user, address)
        assert not [one for one in words if one in page], address
    browser = signed_in(user)
    told = pdf_text(browser.get(reverse("minutes_printed", args=[full.minutes.meeting.public_id])))
    assert not [one for one in words if one in told]
    for address in (item, decision):
        never = address.replace(address.rstrip("/").rpartition("/")[2], str(uuid.uuid4()))
        answer, unknown = browser.get(address), browser.get(never)
        assert (answer.status_code, unknown.status_code) == (404, 404)
        assert content_of(answer) == content_of(unknown)
        fragment = browser.get(address, headers={"HX-Request": "true"})
        assert fragment.status_code == 404


def test_minutes_that_are_not_approved_yet_hold_nothing_of_her_for_whoever_lost_her(begun):
    user, place = asked_to(begun)
    make_minutes_note(begun, NOTE)
    make_choice(begun)
    whole, _ended = make_whole_decision(begun), end(begun)
    lose_by_the_end_of_the_place(begun, user, place)
    address = reverse("minutes", args=[begun.minutes.meeting.public_id])
    told = pdf_text(signed_in(user).get(f"{address}pdf/"))
    for page in (read(user, address), told):
        assert whole.words in page
        assert not [one for one in (NOTE, "Buss eller bil?", begun.item.words) if one in page]


def test_that_the_approver_does_not_see_the_pupil_is_told_to_the_team_alone(begun):
    """It says that she is a relative, or barred: colleagues share the cases, others have no need of it."""
    make_minutes_note(begun, NOTE)
    end(begun)
    user, _place = asked_to(begun)
    FamilyTie.objects.create(user=begun.owner, pupil=begun.case.pupil)
    approve(begun)
    address = reverse("minutes", args=[begun.minutes.meeting.public_id])
    for reader, is_told in ((make_team_member(), True), (user, False)):
        page = read(reader, address)
        assert NOTE in page
        assert ("ser ikke denne eleven" in page) is is_told


def test_a_member_of_the_team_writes_nothing_about_her_own_family(begun):
    member = make_team_member()
    FamilyTie.objects.create(user=member, pupil=begun.case.pupil)
    browser, item = signed_in(member), begun.item.public_id
    sent = {"text": "x", "seen_version": 0, "words": "x", "client_id": str(uuid.uuid4()), "step": "start"}
    for name in ("meeting_note_of_item", "meeting_decide_of_item", "meeting_choice_new", "meeting_item_step"):
        assert browser.post(url(begun, name, agenda_item=item), sent).status_code == 404, name
    assert browser.post(url(begun, "meeting_take_up"), {"key": begun.item.key}).status_code == 404
    move = {"move": f"up {begun.item.key}", "seen_version": 1, "client_id": str(uuid.uuid4())}
    assert browser.post(reverse("agenda_move", args=[begun.minutes.meeting.public_id]), move).status_code == 404
    assert not ItemNote.objects.exists()
    assert not begun.item.times.exists()


def test_a_withdrawn_consent_takes_the_minutes_copy_with_it_at_once(full):
    user = make_user_in(Role.SPECIALIST)
    make_participant(full.minutes.meeting, user)
    consent = consent_in_force(full.case.pupil, "share_with_service")
    sharing.name_by_consent(by=actor_of(full.owner), consent=consent, user=user, today=TODAY)
    address = reverse("minutes", args=[full.minutes.meeting.public_id])
    assert NOTE in read(user, address)
    consent.closed_at, consent.closed_because, consent.state = timezone.now(), "taken_back", "withdrawn"
    consent.save()
    assert NOTE not in read(user, address)


def test_past_the_gate_the_minutes_open_for_an_hour_and_the_log_says_how(full):
    member, pupil = make_team_member(), full.case.pupil
    type(pupil).objects.filter(pk=pupil.pk).update(birth_date=dt.date(2014, 5, 2))
    pupil.refresh_from_db()
    pupil.involvements.update(end=TODAY - DAY)
    address = reverse("minutes", args=[full.minutes.meeting.public_id])
    assert NOTE not in read(member, address)
    break_glass.open_pupil(
        by=actor_of(member), given_name=pupil.given_name, family_name=pupil.family_name, birth_date=pupil.birth_date,
        reason="She called and is not well.", now=timezone.now(), today=TODAY,
    )  # fmt: skip
    assert NOTE in read(member, address)
    event = Event.objects.filter(action="minutes.opened").order_by("-seq").first()
    assert event.details["break_glass"] == [str(BreakGlass.objects.get().public_id)]
    assert {row.pupil for row in event.pupils.all()} == {pupil.public_id}


def test_what_she_was_writing_about_a_pupil_is_not_shown_once_she_does_not_see_her(begun):
    """It is kept for whoever comes back to the pupil, and no page of the meeting has it until then."""
    member = make_team_member()
    browser, words = signed_in(member), "Kanarikladd om henne."
    for form in ("minutes.note", "minutes.decision"):
        place = Place(member.pk, "team", form, str(begun.item.public_id))
        drafts.keep(place, {"text": [words], "words": [words]})
    assert words in browser.get(url(begun, "meeting_now")).content.decode()
    FamilyTie.objects.create(user=member, pupil=begun.case.pupil)
    assert words not in browser.get(url(begun, "meeting_now")).content.decode()
    for name in ("meeting_note_of_item", "meeting_decide_of_item"):
        answer = browser.get(url(begun, name, agenda_item=begun.item.public_id))
        assert (answer.status_code, words in answer.content.decode()) == (404, False)


# What is narrower than the case ---------------------------------------------------------------------------------------
@pytest.fixture
def talk():
    return make_agenda_meeting(kind=make_kind(MORNING, 10), minutes=10)


@time_machine.travel(dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC), tick=False)
def test_a_step_that_is_not_for_specialists_is_in_no_morning_talk_and_on_no_agenda():
    monday, case = timezone.localdate(), make_named_case()
    make_calendar_day(case.pupil.enrolments.get().school, monday)
    agreed, others = week(with_whom="Kanaribestefar"), frozenset({"school", "guardians", "pupil"})
    make_step(case, agreed, starts_on=monday, ends_on=monday + DAY, audiences=others)
    user, _place = named_for(case)
    meetings = [make_agenda_meeting(code, monday) for code in (MORNING, "coordination")]
    for one in meetings:
        make_participant(one, user)
    member, address = make_team_member(), reverse("morning_talk")
    assert "Kanaribestefar" in read(member, address)
    page = read(user, address)
    assert case.pupil.full_name in page
    assert "Kanaribestefar" not in page
    assert keys_of(seen_by(meetings[1], member)) == [f"plan:{case.public_id}"]
    assert keys_of(seen_by(meetings[1], user)) == []
    assert next_due(actor_of(member), [case.pk], monday)[case.pk].on == monday + DAY
    assert next_due(actor_of(user), [case.pk], monday) == {}


def test_a_specialist_at_the_morning_talk_is_not_told_who_of_the_staff_is_away(talk):
    """As on the page of the rig, where days away are the team's."""
    away = make_team_member("kanariborte")
    make_away(away)
    user = make_user_in(Role.SPECIALIST)
    make_participant(talk, user)
    assert str(away) in read(make_team_member(), reverse("morning_talk"))
    assert str(away) not in read(user, reverse("morning_talk"))


def test_meeting_time_is_not_on_the_paper_of_a_case_either(full):
    """Paper leaves the team."""
    type(full.item).objects.filter(pk=full.item.pk).update(state=Item.State.DONE)
    assert queries.meeting_time([full.intake.pk])
    lead = signed_in(full.owner)
    on_screen = lead.get(reverse("case", args=[full.case.public_id])).content.decode()
    assert "Tid i møter" in on_screen
    assert "Tid i møter" not in pdf_text(lead.get(reverse("case_printed", args=[full.case.public_id])))


def test_a_kind_of_meeting_is_not_called_after_a_child(begun):
    lead = signed_in(make_lead())
    kind = MeetingKind.objects.get(pk=begun.minutes.meeting.kind_id)
    page = reverse("meeting_kind_change", args=[kind.code])
    sent = {
        "seen_version": kind.version, "frequency": "even_weeks", "weeks": 1, "starts": "14.30", "minutes": 60,
        "name_nb": f"Møte om {begun.case.pupil.full_name}", "name_nn": "Møte", "name_en": "Meeting",
        "is_active": "on",
    }  # fmt: skip
    assert lead.post(page, sent).status_code == 200
    kind.refresh_from_db()
    assert begun.case.pupil.given_name not in kind.name_nb


# Ids of something else in what is sent --------------------------------------------------------------------------------
def test_what_belongs_to_another_meeting_is_not_reached_through_this_one(begun):
    other = make_begun(begun.owner, code="coordination")
    choice = make_choice(other)
    lead, foreign = signed_in(begun.owner), other.item.public_id
    sent = {"text": "x", "seen_version": 0, "words": "x", "client_id": str(uuid.uuid4()), "step": "done"}
    for name in ("meeting_note_of_item", "meeting_decide_of_item", "meeting_choice_new", "meeting_item_step"):
        assert lead.post(url(begun, name, agenda_item=foreign), sent).status_code == 404, name
    assert lead.post(url(begun, "meeting_choice", choice=choice.public_id), sent).status_code == 404
    other.item.refresh_from_db()
    assert other.item.state == Item.State.OPEN


def test_an_alternative_of_another_choice_is_not_chosen(begun):
    mine, other = make_choice(begun), make_choice(begun, "Inne eller ute?", ("Inne", "Ute"))
    sent = {
        "choose": "1", "alternative": str(other.alternatives.first().public_id), "why": "x", "seen": 0,
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    send(signed_in(begun.owner), url(begun, "meeting_choice", choice=mine.public_id), **sent)
    assert not Choice.objects.filter(chosen__isnull=False).exists()


@pytest.mark.parametrize("place", [None, {"ended_at": timezone.now()}, {"basis": "consent"}])
def test_nobody_is_given_something_to_do_about_a_pupil_whom_she_does_not_see(begun, place):
    """Never named, or not any more, or by a consent that is not in force."""
    stranger = make_user_in(Role.SPECIALIST)
    make_participant(begun.minutes.meeting, stranger)
    if place is not None:
        make_case_team_member(begun.case.pupil, stranger, **place)
    sent = {
        "words": "x", "owner": str(stranger.public_id), "due": f"{TODAY + DAY:%d.%m.%Y}",
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    address = url(begun, "meeting_decide_of_item", agenda_item=begun.item.public_id)
    assert signed_in(begun.owner).post(address, sent).status_code == 200
    assert not MeetingDecision.objects.exists()


def test_a_specialist_ends_what_is_hers_to_do_and_nothing_else(begun):
    user, _place = asked_to(begun)
    theirs = make_minutes_decision(begun)
    mine = make_minutes_decision(begun, owner=user)
    browser = signed_in(user)
    for one, answered in ((theirs, 404), (mine, 302)):
        address = reverse("meeting_decision", args=[one.public_id])
        sent = {"turn": "done", "words": "", "client_id": str(uuid.uuid4())}
        assert browser.post(address, sent).status_code == answered
    assert browser.get(reverse("meeting_decision_change", args=[mine.public_id])).status_code == 404


@pytest.fixture
def agreeing() -> Begun:
    return make_begun(code=DEVELOPMENT, frequency="agreed", weeks=4)


def agree(begun: Begun, client_id: uuid.UUID) -> None:
    by, meeting = actor_of(begun.owner), begun.minutes.meeting
    found = next_date.agree(by=by, meeting=meeting, date=TODAY + 28 * DAY, client_id=client_id)
    deciding.agree_on_next(by=by, minutes=begun.minutes, next_one=found, words="Vi møtes.", client_id=client_id)


def test_when_to_meet_next_is_no_task_that_somebody_can_end(agreeing):
    agree(agreeing, uuid.uuid4())
    found = MeetingDecision.objects.get(agrees_on__isnull=False)
    sent = {"turn": "dropped", "words": "x", "client_id": str(uuid.uuid4())}
    answer = signed_in(agreeing.owner).post(reverse("meeting_decision", args=[found.public_id]), sent)
    found.refresh_from_db()
    assert (answer.status_code, found.state) == (404, "open")


def test_an_id_that_made_a_decision_does_not_agree_on_a_date(agreeing):
    taken = make_whole_decision(agreeing).client_id
    with pytest.raises(RefusedError):
        agree(agreeing, taken)


def test_a_participant_of_another_meeting_is_not_taken_off_through_this_one(begun):
    other = make_agenda_meeting("coordination", TODAY + DAY)
    mine = make_agenda_meeting("guidance", TODAY + DAY)
    row = make_participant(other, make_team_member())
    lead = signed_in(begun.owner)
    assert lead.post(reverse("meeting_leave_out", args=[mine.public_id]), {"participant": row.pk}).status_code == 404
    assert not Participant.objects.get(pk=row.pk).is_left_out


def test_what_is_about_nobody_stays_in_its_meeting(begun):
    """A specialist of the pupil who is not asked to the meeting reads what it decided about her, and no more."""
    user, _place = named_for(begun.case)
    whole, about_her = make_whole_decision(begun), make_minutes_decision(begun)
    make_item(begun.minutes.meeting, words="Kanaripersonalsak", by=begun.owner)
    holding.end(by=actor_of(begun.owner), minutes=begun.minutes)
    page = read(user, reverse("meeting_decisions") + "?whose=all")
    assert about_her.words in page
    assert whole.words not in page
    browser = signed_in(user)
    assert browser.get(reverse("meeting_decision", args=[whole.public_id])).status_code == 404
    for name in ("meeting", "agenda", "minutes", "minutes_printed", "meeting_now"):
        assert browser.get(reverse(name, args=[begun.minutes.meeting.public_id])).status_code == 404, name
