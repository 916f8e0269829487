"""Half a year in a browser: from five minutes at home to full days in an ordinary class, offline passages included.

With SKOLEPORTEN_RETAKE_PICTURES=1 it takes the pictures of docs/tutorials/from-five-minutes-to-full-days.md anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.system.conftest import served
from tests.system.fill_half_year import EDUCATOR, FIRST_DAY, LEAD, PUPIL, TEACHER
from tests.system.story import LongStory, Person

pytestmark = pytest.mark.browser
FLAT, MARCH, APRIL, MAY, JUNE = (
    dt.date(2027, 2, 8), dt.date(2027, 3, 8), dt.date(2027, 4, 12), dt.date(2027, 5, 3), dt.date(2027, 6, 7),
)  # fmt: skip
IS_READY = "async () => Boolean(await (await caches.open('board')).match('/today/shell/'))"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("half-year")


@pytest.fixture(scope="module")
def server(var: Path) -> Iterator[str]:
    with served(var, "tests.system.fill_half_year", "tests.system.travelling:application") as address:
        yield address


@pytest.fixture
def half_year(visit: Callable[..., Page], var: Path) -> LongStory:
    return LongStory(visit, var)


def test_from_five_minutes_to_full_days(half_year: LongStory) -> None:
    case = the_first_plan_is_made_at_home(half_year)
    the_first_five_minutes(half_year, case)
    a_month_later_the_next_step_is_a_question(half_year, case)
    the_flat_has_no_network(half_year)
    the_team_judges_and_chooses(half_year, case)
    the_measure_is_looked_at_with_its_days(half_year, case)
    small_classes(half_year, case)
    full_days(half_year, case)
    the_way_back_is_planned(half_year, case)
    the_school_reads_what_it_needs(half_year)
    the_half_year_on_one_page(half_year, case)
    assert half_year.faults == []


def the_first_plan_is_made_at_home(story: LongStory) -> str:
    """On the phone that is with her; she answers one question at a time."""
    story.comes(FIRST_DAY, "09:40")
    person = story.enters(EDUCATOR, story.at_door)
    person.page.goto("/cases/")
    person.page.locator("main a[href^='/cases/']", has_text=PUPIL).first.click()
    case = person.page.url
    person.page.goto(f"{case}plan/together/")
    person.looks("together with the pupil", "way-together")
    new_step(person, case, minutes=5, days=(1, 3), starts="10:00", place="home_visit", says="Fem minutter går.")
    move(person, case, "welcome", "Vi er i gang.")
    return case


def the_first_five_minutes(story: LongStory, case: str) -> None:
    story.comes(FIRST_DAY, "10:00")
    person = story.enters(EDUCATOR, story.at_door)
    board_of(person)
    person.looks("the board before", "way-board")
    tap(person, "arrived")
    expect(card(person)).to_have_attribute("data-state", "here")
    story.comes(FIRST_DAY, "10:05")
    tap(person, "left")
    expect(card(person)).to_have_attribute("data-state", "gone")
    person.page.goto(f"{case}notes/new/")
    person.fill(
        observation="Hun kom ut på trappa og sto der i fem minutter.", childs_words="«Du kan komme på torsdag.»"
    )
    person.press("Save")
    person.sees("Du kan komme på torsdag.")
    person.looks("notes", "way-note")


def a_month_later_the_next_step_is_a_question(story: LongStory, case: str) -> None:
    story.comes(FLAT, "08:15")
    person = story.enters(EDUCATOR)
    person.page.goto(f"{case}plan/")
    person.sees(person.words("Nothing is set by this. Each of them opens the form, and the pupil decides the pace."))
    person.looks("the plan asks", "way-question", at=".plan-question")
    new_step(person, case, minutes=30, days=(0, 2, 4), starts="10:00", place="flat", says="Ikke flere enn oss.")
    move(person, case, "strategy", "Hun foreslo leiligheten selv.")
    person.page.goto(f"{case}ladder/")
    person.looks("the ladder", "way-ladder")


def the_flat_has_no_network(story: LongStory) -> None:
    day = FLAT + dt.timedelta(days=2)
    story.comes(day, "10:01")
    person = story.enters(EDUCATOR, story.at_door)
    board_of(person)
    for _ in range(100):
        if person.page.evaluate(IS_READY):
            break
        person.page.wait_for_timeout(100)
    person.page.context.set_offline(True)
    tap(person, "arrived")
    expect(card(person).locator("[data-queued]")).to_be_visible()
    person.page.reload()
    expect(card(person).locator("[data-queued]")).to_be_visible()
    person.looks("the board without a network", "way-offline")
    story.comes(day, "10:29")
    tap(person, "left")
    expect(person.page.locator("[data-when=waits]")).to_contain_text("2")
    person.page.context.set_offline(False)
    expect(person.page.locator("[data-when=waits]")).to_be_hidden()
    person.page.goto("/today/")
    expect(card(person)).to_have_attribute("data-minutes", "28")


def the_team_judges_and_chooses(story: LongStory, case: str) -> None:
    story.comes(MARCH, "13:00")
    person = story.enters(EDUCATOR)
    person.page.goto(f"{case}loop/new/")
    person.fill(about="Hva gjør det mulig å bli lenger?")
    send(person)
    person.page.locator("main a", has_text="Hva gjør det mulig").first.click()
    turn = person.page.url
    person.page.goto(f"{turn}assess/")
    person.page.locator("[name=observations]").first.check()
    person.fill(facts_point_to="Det går bedre når gangen er tom.", colleagues="Kontaktlæreren har sett det samme.")
    send(person)
    person.page.goto(f"{turn}decide/")
    person.page.locator("[name=heard]").first.check()
    person.fill(
        choice="Vi møtes ti minutter før de andre.", reason="Da er gangen tom.", alternatives="Egen inngang.",
        took_part="Signe, mor og Ada.", childs_best="Hun slipper trengselen.", who_is_told="Lærerne i klassen.",
    )  # fmt: skip
    send(person)
    person.page.goto(f"{turn}measures/new/")
    person.fill(
        problem="Trengselen i gangen.", what="Møtes ved bakdøra kl. 08.20.", who="Ada", who_else="Miljøteamet",
        starts_on=MARCH.isoformat(), evaluate_on=APRIL.isoformat(),
    )  # fmt: skip
    person.page.locator("[name=readers][value=school]").check()
    send(person)
    person.page.goto(turn)
    person.looks("a turn of the loop", "way-loop")
    new_step(person, case, minutes=60, days=(0, 1, 3, 4), starts="09:00", place="skoleporten", says="Faste dager.")
    move(person, case, "routine", "Hun vil ha faste dager.")
    person.page.goto(f"{case}goals/new/")
    person.fill(words="Jeg vil spise med de andre.", noticed_by="Jeg sitter ved bordet i kantina.")
    for name in ("said_by", "square"):
        person.page.locator(f"main [name={name}]").first.check()
    send(person)
    person.sees("Jeg vil spise med de andre.")


def the_measure_is_looked_at_with_its_days(story: LongStory, case: str) -> None:
    story.comes(APRIL, "13:00")
    person = story.enters(EDUCATOR)
    person.page.goto(f"{case}loop/")
    person.page.locator("main a", has_text="Hva gjør det mulig").first.click()
    person.page.locator("main a", has_text="Møtes ved bakdøra").first.click()
    person.looks("a measure with its days", "way-measure")
    person.fill(seen="Hun går inn bakdøra selv.", pupils_view="«Det er greit nå.»")
    person.page.locator("main [name=decided]").first.check()
    person.fill(evaluate_on=JUNE.isoformat())
    send(person)
    person.sees("Hun går inn bakdøra selv.")
    new_step(person, case, minutes=120, days=range(5), starts="08:30", place="near_school", says="Bakveien inn.")
    move(person, case, "group", "Hun vil være med to andre.")


def small_classes(story: LongStory, case: str) -> None:
    story.comes(MAY, "08:10")
    person = story.enters(EDUCATOR)
    new_step(person, case, minutes=240, days=range(5), starts="08:30", place="class", says="Mat og helse først.")
    move(person, case, "smaller_classes", "Klassen er åtte elever.")


def full_days(story: LongStory, case: str) -> None:
    story.comes(JUNE, "08:10")
    person = story.enters(EDUCATOR, story.at_door)
    new_step(person, case, minutes=300, days=range(5), starts="08:30", place="ordinary_school", says="Hele dager.")
    move(person, case, "ordinary", "Alle fag, i egen klasse.")
    story.comes(JUNE, "08:31")
    board_of(person)
    tap(person, "arrived")
    expect(card(person)).to_have_attribute("data-state", "here")
    person.page.goto(f"{case}plan/")
    person.looks("the stairs walked", "way-stairs", at=".stairs-chart")


def the_way_back_is_planned(story: LongStory, case: str) -> None:
    story.comes(JUNE, "12:00")
    person = story.enters(LEAD)
    person.page.goto(f"{case}way-back/plan/")
    person.choose(to="home")
    person.fill(
        taken_over_on="2027-08-18", class_size="19", named_adult="Kontaktlærer", pupils_words="«Jeg gleder meg.»"
    )
    person.press("Save")
    person.page.goto(f"{case}way-back/")
    person.looks("the way back", "way-back")


def the_school_reads_what_it_needs(story: LongStory) -> None:
    story.comes(JUNE, "12:30")
    person = story.enters(TEACHER)
    person.page.goto("/pupils/")
    person.page.locator("main a", has_text=PUPIL).first.click()
    person.sees("Hele dager.")
    expect(person.page.locator("main")).not_to_contain_text("Hun slipper trengselen")
    person.looks("what the school sees")


def the_half_year_on_one_page(story: LongStory, case: str) -> None:
    story.comes(JUNE, "15:00")
    person = story.enters(EDUCATOR)
    person.page.goto(case)
    person.looks("the case", "way-case", at="main figure")
    with person.page.expect_download() as download:
        person.page.locator("main a[href$='/printed/']").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


# What people do in more than one scene --------------------------------------------------------------------------------
def new_step(
    person: Person, case: str, *, minutes: int, days: range | tuple[int, ...], starts: str, place: str, says: str
) -> None:
    person.page.goto(f"{case}plan/new/")
    for day in range(5):
        is_agreed = day in days
        person.page.locator(f"[name=d{day}p1_minutes]").fill(str(minutes) if is_agreed else "")
        person.page.locator(f"[name=d{day}p1_starts]").fill(starts if is_agreed else "")
        person.page.locator(f"[name=d{day}p1_place]").select_option("")
    person.page.locator("[name=usual_place]").select_option(place)
    today = person.page.evaluate("new Date().toLocaleDateString('sv-SE')")
    person.fill(
        starts_on=today,
        usual_people="Ada",
        fallback="Vi går en tur.",
        words=says,
        decided_by="Rektor",
        until="2027-07-31",
    )
    person.choose(what_changes="minutes", answer="agrees", basis="ito_decision")
    for reader in ("guardians", "school"):
        person.page.locator(f"[name=answer_for][value={reader}]").check()
    person.press("Save the step")
    person.told("The step is written down. What was agreed before stands in the history.")


def move(person: Person, case: str, rung: str, why: str) -> None:
    person.page.goto(f"{case}ladder/move/")
    person.choose(to=rung)
    person.fill(why=why)
    person.press("Save")
    person.sees(why)


def send(person: Person) -> None:
    person.page.locator("main form.form .actions button").first.click()


def board_of(person: Person) -> None:
    person.page.goto("/today/")
    expect(card(person)).to_be_visible()


def card(person: Person) -> Locator:
    return person.page.locator(".card", has=person.page.locator("[data-name]", has_text=PUPIL))


def tap(person: Person, kind: str) -> None:
    """Not in the same breath as the one before: the board takes two of those for one."""
    person.page.wait_for_timeout(700)
    card(person).locator(f"form[data-mark={kind}]:not([hidden]) button").click()
