"""The pages of meetings: what is coming, the editor with its next ten dates, choosing, moving, and who comes."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from skoleporten.meetings import actions, moving, planning
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.rules.rhythm import Off, OffKind, Question
from skoleporten.schools.models import CalendarEntry, SchoolYear
from skoleporten.web.meetings import words
from tests.factories import actor_of
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.meeting_factories import make_team_meeting, shipped_kind
from tests.pages import content_of, signed_in
from tests.rig_factories import make_away, make_booking, make_room

TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def first_of_december(db, settings):
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
    with time_machine.travel(dt.datetime(2026, 12, 1, 7, 0, tzinfo=dt.UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True)
def school_year(first_of_december):
    year = SchoolYear.objects.create(year=2026, first_day=dt.date(2026, 8, 17), last_day=dt.date(2027, 6, 18))
    CalendarEntry.objects.create(
        school_year=year, first_date=dt.date(2026, 12, 21), last_date=dt.date(2027, 1, 3), kind="free", name="Juleferie"
    )
    CalendarEntry.objects.create(
        school_year=year, first_date=dt.date(2027, 2, 2), last_date=dt.date(2027, 2, 2), kind="planning", name="Kursdag"
    )
    return year


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def client(lead):
    return signed_in(lead)


@pytest.fixture
def kind(lead):
    kind = shipped_kind("coordination", owner=lead)
    planning.fill(by=actor_of(lead), kind=kind, today=TODAY)
    return kind


@pytest.fixture
def meeting(kind):
    """On 2 March 2027, in week 9."""
    return Meeting.objects.select_related("kind").get(kind=kind, slot=dt.date(2027, 3, 2))


def of_form(page: str, name: str = "client_id") -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page).group(1)


# What is coming -------------------------------------------------------------------------------------------------------
def test_what_is_coming_is_listed_with_what_one_must_choose_about(client, kind):
    page = content_of(client.get(reverse("meetings")))
    assert "15. desember 2026" in page
    assert "Velg hvordan det går videre ved årsskiftet" in page
    assert reverse("rhythm_choices", args=["coordination"]) in page
    assert "ukedag ikke valgt ennå" in page, "of the guidance meeting, which is as it was shipped"
    assert reverse("my_calendar") in page


def test_the_start_page_says_that_a_meeting_waits_for_a_choice(client, kind):
    page = content_of(client.get(reverse("start")))
    assert "1 møtetype med en dato å velge om" in page
    assert reverse("rhythm_choices", args=["coordination"]) in page


def test_todays_meeting_stands_first_and_a_cancelled_one_says_why(client, kind, lead):
    own = make_team_meeting(date=dt.date(2026, 12, 3), title="Besøk fra UiA")
    actions.cancel(by=actor_of(lead), meeting=own, why="De er syke", seen_version=1)
    page = content_of(client.get(reverse("meetings")))
    assert page.index("Møter i dag") < page.index("Møter de neste seks ukene")
    assert "Avlyst: De er syke" in page


def test_a_calendar_that_ends_soon_is_said_beforehand(client, kind, school_year):
    SchoolYear.objects.update(last_day=dt.date(2026, 12, 18))
    assert "Skoleruta er lagt inn til" in content_of(client.get(reverse("meetings")))
    SchoolYear.objects.all().delete()
    assert "Ingen har lagt inn skoleruta" in content_of(client.get(reverse("meetings")))


def test_the_intake_meeting_says_why_there_is_none_and_appears_when_there_is_a_need(client, lead):
    from skoleporten.meetings import need

    kind = shipped_kind("intake")
    assert "Det er ingen i køen nå" in content_of(client.get(reverse("meetings")))
    make_intake()
    need.settle(by=actor_of(lead), kind=kind, today=TODAY)
    made = Meeting.objects.get(kind=kind)
    page = content_of(client.get(reverse("meeting", args=[made.public_id])))
    assert "foreslo seg selv" in page
    client.post(reverse("meeting_keep", args=[made.public_id]), {"seen_version": 1})
    made.refresh_from_db()
    assert made.is_kept


def test_earlier_meetings_are_listed_newest_first(client):
    for day in (10, 24):
        make_team_meeting(date=dt.date(2026, 11, day), title=f"Møte {day}", state="held")
    page = content_of(client.get(reverse("meetings_earlier")))
    assert page.index("Møte 24") < page.index("Møte 10")


# The kinds and the editor ---------------------------------------------------------------------------------------------
def test_a_kind_shows_its_next_ten_dates_with_the_questions(client, kind):
    page = content_of(client.get(reverse("meeting_kind", args=["coordination"])))
    dates = page[page.index('id="dates"') :].split("</ol>")[0]
    assert dates.count("<li>") == 10
    assert "To oddetallsuker på rad" in dates
    assert "Juleferie" in dates


@pytest.mark.parametrize(
    ("name", "told"), [("Juleferie", "Faller på en fridag: Juleferie"), ("", "Faller på en fridag")]
)
def test_a_day_off_is_called_by_its_name_where_the_calendar_has_one(name, told):
    with translation.override("nb"):
        assert words.question(Question.DAY_OFF, Off(OffKind.DAY_OFF, name)) == told


def test_a_kind_whose_next_date_is_agreed_shows_that_date_before_what_is_suggested(client):
    kind = shipped_kind("development")
    make_team_meeting(kind, dt.date(2026, 12, 15))
    page = content_of(client.get(reverse("meeting_kind", args=["development"])))
    dates = page[page.index('id="dates"') :].split("</ol>")[0]
    assert dates.count("<li>") == 10
    first, second = dates.split("<li>")[1:3]
    assert first.startswith('tirsdag 15. desember 2026 (uke 51) <span class="quiet">avtalt')
    assert second.startswith('tirsdag 12. januar 2027 (uke 2) <span class="quiet">forslag')


def test_what_meetings_have_decided_is_one_step_from_the_meetings(client):
    assert reverse("meeting_decisions") in content_of(client.get(reverse("meetings")))


def editor(client, kind: MeetingKind) -> dict[str, object]:
    """What the form holds as it is opened."""
    form = client.get(reverse("meeting_kind_change", args=[kind.code])).context["form"]
    values = {name: form.initial.get(name) for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def test_the_editor_shows_the_next_ten_dates_while_one_edits(client, kind):
    """With a script only the dates come back, and nothing is saved."""
    url, form = reverse("meeting_kind_change", args=["coordination"]), editor(client, kind)
    sent = form | {"frequency": "even_weeks", "weekdays": [3], "look": "1"}
    fragment = client.post(url, sent, headers={"HX-Request": "true"})
    text = content_of(fragment)
    assert "<html" not in text
    assert text.count("<li>") == 10
    assert "torsdag 10. desember 2026 (uke 50)" in text
    kind.refresh_from_db()
    assert kind.frequency == "odd_weeks"


def test_the_editor_shows_them_without_a_script_too_and_keeps_what_was_written(client, kind):
    url, form = reverse("meeting_kind_change", args=["coordination"]), editor(client, kind)
    page = content_of(client.post(url, form | {"weekdays": [4], "place": "Biblioteket", "look": "1"}))
    assert "fredag 4. desember 2026 (uke 49)" in page
    assert 'value="Biblioteket"' in page
    kind.refresh_from_db()
    assert kind.weekdays == [1]


def test_what_is_saved_is_followed_by_the_meetings(client, kind):
    url, form = reverse("meeting_kind_change", args=["coordination"]), editor(client, kind)
    answer = client.post(url, form | {"weekdays": [3]})
    assert answer.status_code == 302
    assert Meeting.objects.planned().filter(kind=kind, date=dt.date(2026, 12, 3)).exists()
    assert not Meeting.objects.planned().filter(kind=kind, date=dt.date(2026, 12, 15)).exists()


def test_two_who_edit_at_once_see_both(client, kind):
    url, form = reverse("meeting_kind_change", args=["coordination"]), editor(client, kind)
    signed_in(make_lead()).post(url, form | {"weekdays": [3]})
    answer = client.post(url, form | {"weekdays": [4]})
    page = content_of(answer)
    assert answer.status_code == 409
    assert "torsdag" in page.split('class="own-words"')[1].split("</div>")[0]
    assert 'name="seen_version" value="2"' in page
    kind.refresh_from_db()
    assert kind.weekdays == [3]


def test_a_kind_of_ones_own_is_added_and_a_wrong_one_says_what_is_wrong(client):
    url = reverse("meeting_kind_new")
    own = {
        "name_nb": "Foreldrekaffe", "name_nn": "Foreldrekaffi", "name_en": "Coffee with parents", "starts": "09:00",
        "frequency": "every_weeks", "weeks": "3", "weekdays": ["2"], "minutes": "60", "is_active": "on",
        "seen_version": "0",
    }  # fmt: skip
    wrong = client.post(url, own | {"starts": "23:30"})
    assert "går ikke over midnatt" in content_of(wrong)
    assert client.post(url, own).status_code == 302
    made = MeetingKind.objects.get(code="coffee_with_parents")
    assert Meeting.objects.planned().filter(kind=made).exists()
    assert client.post(url, own).status_code == 200, "one of that name is there already"


# Choosing -------------------------------------------------------------------------------------------------------------
def test_each_answer_at_the_turn_of_the_year_says_what_it_leads_to(client, kind):
    page = content_of(client.get(reverse("rhythm_choices", args=["coordination"])))
    assert "15. desember, 29. desember, 5. januar, 19. januar" in page
    assert "15. desember, 29. desember, 12. januar, 26. januar" in page
    assert "mellom 15. desember og 19. januar" in page
    assert "Juleferie" in page
    assert "Kursdag" in page


def test_a_choice_is_sent_and_another_ones_is_not_asked_anew(client, kind):
    url, key = reverse("rhythm_choices", args=["coordination"]), "turn-2027-01-04"
    prefix = "turn-2027-01-04"
    sent = {"key": key, f"{prefix}-client_id": str(uuid.uuid4()), f"{prefix}-answer": "own_date"}
    assert "Skriv datoen" in content_of(client.post(url, sent))
    answer = client.post(url, sent | {f"{prefix}-own_date": "2027-01-07", f"{prefix}-why": "Alle er her"})
    assert answer.status_code == 302
    page = content_of(client.get(url))
    assert key not in page
    assert "Alle er her" in content_of(client.get(reverse("meeting_kind", args=["coordination"])))
    assert Meeting.objects.planned().filter(kind=kind, date=dt.date(2027, 1, 7)).exists()
    again = client.post(url, sent, follow=True)
    assert "Noen har alt valgt der" in content_of(again)


def test_an_own_date_outside_is_refused_in_words(client, kind):
    url, prefix = reverse("rhythm_choices", args=["coordination"]), "day-2027-02-02"
    sent = {
        "key": prefix, f"{prefix}-client_id": str(uuid.uuid4()), f"{prefix}-answer": "own_date",
        f"{prefix}-own_date": "2027-06-02",
    }  # fmt: skip
    assert "Velg en mellom" in content_of(client.post(url, sent))


def test_one_button_lets_all_days_off_fall_away_and_leaves_planning_days(client, kind):
    url = reverse("rhythm_choices", args=["coordination"])
    client.post(url, {"skip_days_off": "1"})
    page = content_of(client.get(url))
    assert "Juleferie" not in page
    assert "Kursdag" in page


# One meeting ----------------------------------------------------------------------------------------------------------
def test_the_page_says_when_where_and_who(client, meeting, lead):
    page = content_of(client.get(reverse("meeting", args=[meeting.public_id])))
    for text in ("tirsdag 2. mars 2027, 14.30–15.00", "uke 9", str(lead), "ikke valgt", meeting.kind.purpose):
        assert text in page
    make_away(lead, make_team_member("siri"), first=meeting.date)
    page = content_of(client.get(reverse("meeting", args=[meeting.public_id])))
    assert f"Siri i stedet for {lead}" in page
    assert "Siri tar over" in page


def test_an_owner_who_is_ill_without_anybody_stepping_in_is_said_aloud(client, meeting, lead):
    make_away(lead, first=meeting.date)
    page = content_of(client.get(reverse("meeting", args=[meeting.public_id])))
    assert "Ingen leder det ennå" in page
    chosen = make_team_member("siri")
    client.post(reverse("meeting_leads", args=[meeting.public_id]), {"chair": str(chosen.public_id), "seen_version": 1})
    assert "Ingen leder det" not in content_of(client.get(reverse("meeting", args=[meeting.public_id])))


def move(client, meeting, **changed):
    form = {"date": "2027-03-03", "starts": "14:30", "ends": "15:00", "room": "", "seen_version": meeting.version}
    return client.post(reverse("meeting_move", args=[meeting.public_id]), form | changed)


def test_a_move_across_a_parity_boundary_asks_on_the_page_and_goes_on_as_chosen(client, meeting):
    asked = move(client, meeting, date="2027-03-10")
    page = content_of(asked)
    assert "Uke 10 er en partallsuke" in page
    assert 'value="keep_every_second"' in page
    assert 'value="keep_every_second"' not in content_of(client.get(reverse("meeting_move", args=[meeting.public_id])))
    assert move(client, meeting, date="2027-03-10", then="keep_every_second").status_code == 302
    assert Meeting.objects.planned().filter(kind=meeting.kind, date=dt.date(2027, 3, 23)).exists()


@pytest.mark.parametrize(("day", "is_said"), [("2027-03-06", True), ("2027-03-29", True), ("2027-03-04", False)])
def test_a_move_to_a_day_without_school_is_allowed_and_said(client, meeting, day, is_said):
    """A Saturday, and Easter Monday."""
    assert move(client, meeting, date=day).status_code == 302
    page = content_of(client.get(reverse("meeting", args=[meeting.public_id])))
    assert "Møtet er flyttet." in page
    assert ("og da er det ikke skole." in page) == is_said


def test_who_saw_an_older_time_is_shown_both(client, meeting, lead):
    moving.move(
        by=actor_of(lead), meeting=meeting, date=dt.date(2027, 3, 4), starts=meeting.starts, ends=meeting.ends,
        seen_version=1,
    )  # fmt: skip
    answer = move(client, meeting)
    assert answer.status_code == 409
    assert "torsdag 4. mars 2027" in content_of(answer)


def test_a_room_that_is_taken_is_refused_in_words(client, meeting, lead):
    make_booking(make_room("flat"), meeting.date, "14:00", "15:00", words="Foreldrekaffe", by=lead)
    url = reverse("meeting_place", args=[meeting.public_id])
    page = content_of(client.post(url, {"room": "flat", "place": "", "seen_version": 1}))
    assert "Leiligheten er opptatt" in page
    assert "Foreldrekaffe" in page
    assert client.post(url, {"room": "gaming-room", "place": "", "seen_version": 1}).status_code == 302
    assert "Gamingrommet" in content_of(client.get(reverse("meeting", args=[meeting.public_id])))


def test_a_cancelled_meeting_is_planned_again_and_its_forms_are_closed_meanwhile(client, meeting):
    assert client.post(
        reverse("meeting_cancel", args=[meeting.public_id]), {"why": "Kurs", "seen_version": 1}
    ).status_code == 302  # fmt: skip
    assert "Avlyst: Kurs" in content_of(client.get(reverse("meeting", args=[meeting.public_id])))
    assert move(client, meeting).status_code == 404
    client.post(reverse("meeting_plan_again", args=[meeting.public_id]), {"seen_version": 2})
    meeting.refresh_from_db()
    assert meeting.is_planned


def test_people_are_asked_and_taken_off_on_one_page(client, meeting):
    url, siri = reverse("meeting_people", args=[meeting.public_id]), make_team_member("siri")
    assert "Velg en person" in content_of(client.post(url, {"who": "", "guest": ""}))
    client.post(url, {"who": str(siri.public_id), "guest": "Kari fra barnevernet"})
    page = content_of(client.get(url))
    assert "Siri" in page
    assert "Kari fra barnevernet" in page
    row = meeting.participants.get(user=siri)
    client.post(reverse("meeting_leave_out", args=[meeting.public_id]), {"participant": row.pk})
    assert not meeting.participants.filter(user=siri, is_left_out=False).exists()


def test_a_meeting_outside_the_rhythm_is_planned_on_a_page_of_its_own(client):
    url = reverse("meeting_new")
    page = content_of(client.get(f"{url}?kind=development"))
    sent = {
        "client_id": of_form(page), "kind": "development", "title": "", "date": "2026-12-09", "starts": "13:20",
        "ends": "14:30", "room": "", "place": "",
    }  # fmt: skip
    answers = [client.post(url, sent) for _twice in range(2)]
    made = Meeting.objects.get(kind__code="development")
    assert [answer.url for answer in answers] == [reverse("meeting", args=[made.public_id])] * 2
    refused = client.post(url, sent | {"client_id": str(uuid.uuid4()), "kind": "", "title": ""})
    assert "Gi møtet et navn" in content_of(refused)


def test_a_title_does_not_carry_a_childs_name(client, lead):
    from tests.case_factories import make_named_case

    make_named_case(lead, "Ane", "Holm")
    sent = {
        "client_id": str(uuid.uuid4()), "kind": "", "title": "Om Ane Holm", "date": "2026-12-09", "starts": "13:20",
        "ends": "14:30", "room": "", "place": "",
    }  # fmt: skip
    assert "ser ut til å nevne en elev" in content_of(client.post(reverse("meeting_new"), sent))
    assert not Meeting.objects.filter(title__contains="Ane").exists()


def test_a_day_on_which_the_clock_is_changed_says_so(client):
    made = make_team_meeting(date=dt.date(2027, 3, 28), title="Åpen dag")
    assert "Klokka stilles den dagen" in content_of(client.get(reverse("meeting", args=[made.public_id])))


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_written_by_hand_is_refused_and_breaks_nothing(client, meeting, seen):
    for name in ("meeting_keep", "meeting_plan_again"):
        assert client.post(reverse(name, args=[meeting.public_id]), {"seen_version": seen}).status_code == 302
    assert move(client, meeting, seen_version=seen).status_code in (200, 409)
    meeting.refresh_from_db()
    assert meeting.version == 1
