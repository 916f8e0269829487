"""Four weeks over new year 2026/27 in a browser: a rhythm that meets a week 53, and meetings that prepare themselves.

With SKOLEPORTEN_RETAKE_PICTURES=1 it takes the pictures of docs/tutorials/four-weeks-over-new-year.md anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import served
from tests.system.fill_four_weeks import (
    DEVELOPMENT,
    EDUCATOR,
    FIRST_DAY,
    GUIDANCE,
    LEAD,
    LEADER,
    MEASURE,
    NEW_PUPIL,
    PARENTS,
    PUPIL,
)
from tests.system.story import LongStory, Person

pytestmark = pytest.mark.browser
REFERRED, INTAKE, PANEL = (FIRST_DAY + dt.timedelta(days=days) for days in (1, 2, 3))
BACK = dt.date(2027, 1, 4)
SAID = "Spør henne hva hun vil at dere skal si, før dere ringer."
CHANGE = "Vi spør eleven hva vi skal si, før vi ringer hjem første gang."
PROPOSED = "It proposed itself because the queue has something, and cancels itself if the queue is empty."
TURN = "turn-2027-01-04"
TRIED = "Den første telefonen hjem"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("four-weeks")


@pytest.fixture(scope="module")
def server(var: Path) -> Iterator[str]:
    with served(var, "tests.system.fill_four_weeks", "tests.system.travelling:application") as address:
        yield address


@pytest.fixture
def four_weeks(visit: Callable[..., Page], var: Path) -> LongStory:
    return LongStory(visit, var)


def test_four_weeks_over_new_year(four_weeks: LongStory) -> None:
    the_year_has_a_week_53_and_a_person_chooses(four_weeks)
    an_intake_meeting_proposes_itself(four_weeks)
    the_new_pupil_is_talked_about(four_weeks)
    the_parents_say_something(four_weeks)
    their_words_change_the_offer(four_weeks)
    school_begins_again(four_weeks)
    guidance_looks_at_a_measure(four_weeks)
    the_group_sees_where_it_stands(four_weeks)
    development_time_agrees_on_the_next_date(four_weeks)
    a_family_opens_the_front_door(four_weeks)
    assert four_weeks.faults == []


# Week 51 --------------------------------------------------------------------------------------------------------------
def the_year_has_a_week_53_and_a_person_chooses(story: LongStory) -> None:
    """Coordination is in odd weeks: 53 and 1 are two in a row, and the first of them is in the holiday."""
    story.comes(FIRST_DAY, "09:00")
    lead = story.enters(LEAD)
    lead.menu("Meetings")
    lead.page.locator("main a[href$='/coordination/choose/']").first.click()
    lead.looks("what the turn of the year asks", "weeks-choose", at="main section.panel:last-of-type form")
    settle(lead, "day-2026-12-29", "skip")
    settle(lead, TURN, "keep_parity")
    lead.page.goto("/meetings/kinds/coordination/")
    lead.sees("tirsdag 5. januar 2027")
    expect(lead.page.locator("main")).not_to_contain_text("Noen må velge")
    lead.looks("the next ten dates")
    lead.page.goto("/meetings/kinds/guidance/choose/")
    settle(lead, "day-2026-12-22", "skip")
    settle(lead, TURN, "keep_parity")
    lead.page.goto(f"/week/?day={GUIDANCE.isoformat()}")
    lead.sees("Veiledningsmøte")
    lead.looks("the week", "weeks-week", at="main tr:has-text('15.30–16.00')")


def an_intake_meeting_proposes_itself(story: LongStory) -> None:
    story.comes(REFERRED, "10:00")
    leader = story.enters(LEADER)
    leader.menu("Pupils")
    leader.page.locator("main table").get_by_role("link", name=NEW_PUPIL.split()[-1]).first.click()
    leader.follow("Refer to Skoleporten")
    leader.fill(reason="Han kommer til porten og snur. Det har vart siden høstferien.", hope="At noen møter ham ute.")
    leader.press("Send the referral")
    lead = story.enters(LEAD)
    lead.menu("Meetings")
    meeting = lead.page.locator("main").get_by_role("link", name="Inntaksmøte")
    expect(meeting.first).to_be_visible()
    lead.looks("the meetings to come", "weeks-meetings", at="main tr:has-text('Utviklingstid')")
    meeting.first.click()
    lead.sees(
        lead.words("It proposed itself because the queue has something, and cancels itself if the queue is empty.")
    )


def the_new_pupil_is_talked_about(story: LongStory) -> None:
    story.comes(INTAKE, "14:31")
    lead = story.enters(LEAD)
    open_meeting(lead, "Inntaksmøte")
    lead.follow("In the meeting")
    begin(lead)
    who_came(lead)
    lead.page.locator(".meeting-items a", has_text=NEW_PUPIL).first.click()
    note(lead, "Skolen har møtt ham ved porten i to uker.")
    decide(lead, "Ringe hjem og avtale et første besøk.", EDUCATOR, BACK)
    end(lead)
    lead.press("Approve the minutes")
    lead.sees("Ringe hjem og avtale et første besøk.")
    with lead.page.expect_download() as download:
        lead.link("The minutes on paper (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def the_parents_say_something(story: LongStory) -> None:
    """The host is with them; each chooses how her words shall stand."""
    story.comes(PANEL, "18:00")
    host = story.enters(EDUCATOR)
    host.page.goto("/panels/")
    host.page.locator("main a[href^='/panels/']", has_text="Foresatte").first.click()
    host.page.locator("main a[href^='/panels/sessions/']").first.click()
    host.follow("Write down how it went")
    host.fill(came="5", notes="Kaffe og kake. Alle kom til orde.")
    for name in PARENTS[:5]:
        host.page.get_by_label(f"{name} Foresatt").check()
    host.press("Save")
    host.follow("Write down what somebody said")
    host.fill(words=SAID)
    host.choose(said_as="panel", may_stay="yes")
    host.page.locator("main [name=member]").select_option(label=f"{PARENTS[0]} Foresatt")
    host.press("Save")
    host.sees(SAID)
    host.looks("what was said")


def their_words_change_the_offer(story: LongStory) -> None:
    story.comes(PANEL + dt.timedelta(days=1), "10:00")
    host = story.enters(EDUCATOR)
    host.page.goto("/panels/")
    host.page.locator("main a[href^='/panels/']", has_text="Foresatte").first.click()
    panel = host.page.url
    host.page.locator("main a[href^='/panels/statements/']").first.click()
    statement = host.page.url
    host.follow("Write down what we change")
    host.fill(what=CHANGE, on=BACK.isoformat(), because="Det første møtet er elevens, ikke vårt.")
    host.choose(outcome="planned")
    host.page.locator("main [name=owner]").select_option(label=EDUCATOR)
    host.press("Save")
    host.page.goto(statement)
    host.follow("Try something because of it")
    host.fill(
        about=TRIED, observed="Flere svarer ikke første gang vi ringer.",
        hypothesis="Når eleven har bestemt hva vi sier, er det lettere å ta telefonen.", tries=CHANGE,
        noticed_by="Hvor mange som svarer.", starts_on=BACK.isoformat(), evaluate_on=DEVELOPMENT.isoformat(),
    )  # fmt: skip
    host.page.locator("main [name=owner]").select_option(label=EDUCATOR)
    host.press("Save")
    host.sees(TRIED)
    host.page.goto(panel)
    host.sees(CHANGE)
    host.looks("the panel of parents", "weeks-panel", at="main section[aria-labelledby=sessions]")


# After new year: weeks 1 and 2 ----------------------------------------------------------------------------------------
def school_begins_again(story: LongStory) -> None:
    """The first morning: one screen says who comes and what is new."""
    story.comes(BACK, "08:20")
    educator = story.enters(EDUCATOR)
    educator.page.goto("/meetings/morning/")
    educator.sees(PUPIL)
    educator.sees("Hva som er nytt siden fredag 18. desember 2026")
    educator.looks("the morning talk", "weeks-morning")
    educator.page.goto("/meetings/decisions/")
    educator.sees("Ringe hjem og avtale et første besøk.")


def guidance_looks_at_a_measure(story: LongStory) -> None:
    story.comes(GUIDANCE, "15:01")
    lead = story.enters(LEAD)
    open_meeting(lead, "Veiledningsmøte")
    meeting = lead.page.url
    lead.page.goto(f"{meeting}agenda/")
    lead.page.locator(".agenda-on-wide", has_text=PUPIL).first.click()
    expect(lead.page.locator("#agenda-beside")).to_contain_text(MEASURE)
    lead.looks("the agenda with the case beside it", "weeks-agenda")
    lead.page.goto(meeting)
    lead.follow("In the meeting")
    begin(lead)
    who_came(lead)
    lead.page.locator(".meeting-items a", has_text=PUPIL).first.click()
    now = lead.page.url
    case = the_measure_is_evaluated(lead)
    lead.page.goto(now)
    note(lead, "Hun har kommet sju av åtte dager siden de møttes ved bakdøra.")
    lead.follow("Put up alternatives")
    lead.fill(question="Skal bakdøra være fast?", way_1="Ja, hver dag", way_2="Bare de dagene hun ber om det")
    lead.press("Save")
    lead.page.goto(now)
    decide(lead, "Bakdøra er åpen hver dag til vinterferien.", EDUCATOR, GUIDANCE + dt.timedelta(days=7))
    lead.looks("in the meeting", "weeks-meeting", at="main section:has(#item) form:has([name=due])")
    end(lead)
    lead.press("Approve the minutes")
    lead.looks("the minutes")
    lead.page.goto(case)
    lead.sees("Bakdøra er åpen hver dag til vinterferien.")
    lead.sees(lead.words("Time in meetings"))


def the_measure_is_evaluated(person: Person) -> str:
    """In the case itself, whose address it returns."""
    person.follow("Open the case")
    case = person.page.url
    person.page.locator("main a", has_text=MEASURE).first.click()
    person.fill(seen="Hun går inn bakdøra selv.", pupils_view="«Det er greit nå.»")
    person.page.locator("main [name=decided][value=go_on]").check()
    person.fill(evaluate_on="2027-02-09")
    person.page.locator("main form.form .actions button").first.click()
    person.sees("Hun går inn bakdøra selv.")
    return case


def the_group_sees_where_it_stands(story: LongStory) -> None:
    """Four have answered before; the two last do, and then it is closed."""
    story.comes(DEVELOPMENT, "12:30")
    for name in (EDUCATOR, LEAD):
        person = story.enters(name)
        person.page.goto("/climate/answer/")
        for number, points in enumerate((3, 3, 4, 2, 1, 2, 3, 3)):
            person.page.locator(f"main [name=statement_{number}][value='{points}']").check()
        person.page.locator("main form.form button").last.click()
    person.page.goto("/climate/close/")
    person.page.locator("main form button").last.click()
    person.page.goto("/climate/")
    expect(person.page.locator("main svg").first).to_be_visible()
    person.looks("the four fields", "weeks-climate", at="main svg")


def development_time_agrees_on_the_next_date(story: LongStory) -> None:
    story.comes(DEVELOPMENT, "13:21")
    lead = story.enters(LEAD)
    open_meeting(lead, "Utviklingstid")
    lead.follow("In the meeting")
    begin(lead)
    who_came(lead)
    lead.page.locator(".meeting-items a", has_text=TRIED).first.click()
    now = lead.page.url
    lead.page.goto("/development/")
    lead.page.locator("main a", has_text=TRIED).first.click()
    lead.follow("Look at how it goes")
    lead.fill(seen="Tre av fire svarte første gang.", keep="At eleven bestemmer ordene.", evaluate_on="2027-02-10")
    lead.choose(decided="go_on")
    lead.press("Save")
    lead.sees("Tre av fire svarte første gang.")
    lead.looks("what is tried")
    lead.page.goto(now)
    note(lead, "Vi fortsetter.")
    end(lead, next_date="2027-02-10")
    lead.press("Approve the minutes")
    lead.sees("10. februar 2027")
    lead.page.goto("/")
    lead.looks("what waits for the lead")


def a_family_opens_the_front_door(story: LongStory) -> None:
    """Nobody signs in to it."""
    family = Person(story.visit(viewport=story.at_desk.size), story.at_desk)
    family.page.goto("/")
    family.page.get_by_role("link", name="For familier og elever").click()
    family.sees("Er det blitt vanskelig å gå på skolen?")
    family.looks("the open page", "weeks-welcome")


# What people do in more than one scene --------------------------------------------------------------------------------
def settle(person: Person, key: str, answer: str) -> None:
    """One of the questions that a rhythm puts."""
    person.page.locator(f"main [name={key}-answer][value={answer}]").check()
    person.page.locator(f"main form:has([name={key}-answer]) button").click()


def open_meeting(person: Person, name: str) -> None:
    """The one that is held today, or the next."""
    person.menu("Meetings")
    person.page.locator("main table").get_by_role("link", name=name).first.click()


def begin(person: Person) -> None:
    """Where the meeting has not begun yet, this begins it, with the agenda as it stands."""
    button = person.page.get_by_role("button", name=person.words("Begin the meeting"))
    if button.count():
        button.first.click()


def who_came(person: Person) -> None:
    for box in person.page.locator("main [name=there]").all():
        box.check()
    person.press("Save who is there")


def note(person: Person, text: str) -> None:
    person.page.locator("main [name=text]:visible").first.fill(text)
    person.press("Save the notes")


def decide(person: Person, words: str, owner: str, due: dt.date) -> None:
    person.fill(words=words, due=due.isoformat())
    person.page.locator("main [name=owner]:visible").first.select_option(label=owner)
    person.press("Save what is decided")
    person.sees(words)


def end(person: Person, **fields: str) -> None:
    person.follow("End the meeting")
    person.fill(**fields)
    person.press("End the meeting")
