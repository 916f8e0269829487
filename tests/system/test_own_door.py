"""Two stories at phone size: a girl of fourteen from the card in her hand to her yes, and her parents, who live apart.

With SKOLEPORTEN_RETAKE_PICTURES=1 they take the pictures of docs/tutorials/the-familys-own-door.md anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import served
from tests.system.fill_own_door import EDUCATOR, FATHER, LEAD, MOTHER, PUPIL
from tests.system.story import LongStory, Person

pytestmark = pytest.mark.browser
MONDAY, TUESDAY = dt.date(2027, 1, 18), dt.date(2027, 1, 19)
WORDS = "grønn sofa på taket"
SAYS = "Førti minutter er greit hvis jeg kan sitte ved vinduet."
ALONE = "Jeg vil ikke at noen hjemme skal lese dette ennå."
AT_HOME = "Hun sov til klokka sju."
BETWEEN_US = "Vi sover dårlig alle sammen for tida."


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own-door")


@pytest.fixture(scope="module")
def server(var: Path) -> Iterator[str]:
    with served(var, "tests.system.fill_own_door", "tests.system.travelling:application") as address:
        yield address


@pytest.fixture
def story(visit: Callable[..., Page], var: Path) -> LongStory:
    return LongStory(visit, var)


def test_a_fourteen_year_old_from_the_invitation_to_her_own_yes(story: LongStory) -> None:
    story.comes(MONDAY, "09:00")
    educator = story.enters(EDUCATOR)
    start, codes = a_card_is_handed_over(educator)
    story.comes(MONDAY, "16:30")
    signe = she_comes_in(story, start, codes)
    she_finds_today_and_her_way(signe)
    she_says_yes_in_her_own_words(signe)
    she_tells_only_the_adults_here(signe)
    she_says_what_helps(signe)
    story.comes(TUESDAY, "08:15")
    the_team_reads_what_she_said(story)
    story.comes(TUESDAY, "16:30")
    signe.page.reload()
    assert story.faults == []


def test_her_parents_live_apart_and_each_has_a_door(story: LongStory) -> None:
    story.comes(MONDAY, "21:40")
    mother = story.enters(MOTHER, story.at_door)
    the_mother_finds_the_plan(mother)
    she_writes_for_the_team_alone(mother)
    she_writes_and_lets_the_father_read(mother)
    she_asks_the_team(mother)
    story.comes(MONDAY, "22:10")
    the_father_sees_what_is_his(story)
    story.comes(TUESDAY, "08:30")
    case = the_team_answers_the_one_who_asked(story)
    the_lead_looks_as_the_father_does(story, case)
    story.comes(TUESDAY, "17:00")
    the_mother_sees_who_has_looked(story)
    assert story.faults == []


def section(person: Person, ending: str) -> None:
    """By way of the navigation under the child's name."""
    person.page.goto("/")
    link = person.page.locator(f".portal-sections a[href$='/{ending}/']")
    person.page.goto(str(link.get_attribute("href")))


def send(person: Person) -> None:
    """The word is the same in English."""
    person.page.get_by_role("button", name="Send", exact=True).click()


def a_card_is_handed_over(educator: Person) -> tuple[str, list[str]]:
    page = educator.page
    page.goto("/cases/")
    page.locator("main a[href^='/cases/']", has_text=PUPIL).first.click()
    page.goto(f"/pupils/{child_of(educator)}/ways-in/")
    page.get_by_role("button", name=f"Lag et kort til {PUPIL} Solvang").click()
    educator.looks("the card", "door-card")
    codes = [cell.replace(" ", "") for cell in page.locator(".way-in-codes td").all_inner_texts()]
    return page.locator(".way-in-code").inner_text(), codes


def child_of(person: Person) -> str:
    """The id that the page's own links about her have in them."""
    link = person.page.locator("a[href^='/pupils/']:not([href='/pupils/'])").first
    return str(link.get_attribute("href")).split("/")[2]


def she_comes_in(story: LongStory, start: str, codes: list[str]) -> Person:
    page = story.visit(viewport=story.at_door.size, locale="nb-NO")
    page.clock.set_fixed_time(story.now)
    page.goto("/letter/")
    page.get_by_label("Koden").fill(start)
    page.keyboard.press("Enter")
    page.get_by_label("Velg dine egne ord").fill(WORDS)
    page.get_by_label("De samme ordene en gang til").fill(WORDS)
    page.keyboard.press("Enter")
    page.get_by_label("Dine egne ord").fill(WORDS)
    page.keyboard.press("Enter")
    page.get_by_label("Kode nummer 1 på kortet ditt").fill(codes[0])
    page.keyboard.press("Enter")
    page.locator(".who").wait_for()
    story.open.append(page)
    return Person(page, story.at_door)


def she_finds_today_and_her_way(signe: Person) -> None:
    signe.page.goto("/")
    signe.looks("today", "door-today")
    section(signe, "way")
    expect(signe.page.locator("[aria-current=step]")).to_be_visible()
    signe.looks("my way", "door-way", at=".my-path")


def she_says_yes_in_her_own_words(signe: Person) -> None:
    signe.follow("Say what you think")
    signe.choose(answer="agrees")
    signe.fill(words=SAYS)
    signe.looks("the next step", "door-yes", at="#id_words")
    send(signe)
    signe.sees(SAYS)


def she_tells_only_the_adults_here(signe: Person) -> None:
    section(signe, "words")
    signe.follow("Write something")
    signe.page.get_by_label(signe.words("What do you want to tell?")).fill(ALONE)
    signe.looks("own words", "door-words", at="#safety")
    send(signe)
    signe.told("It is sent.")
    signe.sees(ALONE)


def she_says_what_helps(signe: Person) -> None:
    section(signe, "what-helps")
    signe.follow("Add something that helps")
    signe.fill(words="At noen møter meg ute.")
    signe.choose(readers="school")
    signe.page.locator("main form button").last.click()
    signe.sees("At noen møter meg ute.")
    signe.looks("what helps", "door-helps")


def the_team_reads_what_she_said(story: LongStory) -> None:
    educator = story.enters(EDUCATOR)
    educator.page.goto("/voices/")
    educator.page.locator("main a[href^='/voices/']", has_text=PUPIL).first.click()
    educator.sees(ALONE)
    expect(educator.page.get_by_role("link", name="Meld fra til barnevernet")).to_be_visible()
    educator.looks("own words read by the team")
    educator.page.get_by_role("button", name="Jeg har lest det").click()
    educator.page.goto("/")
    educator.page.locator("main a[href$='#supports']").first.click()
    educator.sees(SAYS)
    educator.looks("what a pupil says to a step")


def the_mother_finds_the_plan(mother: Person) -> None:
    mother.page.goto("/")
    mother.looks("a guardian's overview", "door-guardian")
    section(mother, "plan")
    mother.sees("Berit")
    mother.looks("the plan", "door-plan")
    expect(mother.page.locator("main")).not_to_contain_text(ALONE)


def she_writes_for_the_team_alone(mother: Person) -> None:
    section(mother, "words")
    mother.follow("Write something")
    mother.choose(kind="story")
    mother.page.locator("main textarea[name=words]").fill(BETWEEN_US)
    send(mother)
    mother.told("It is sent.")
    mother.sees(BETWEEN_US)


def she_writes_and_lets_the_father_read(mother: Person) -> None:
    section(mother, "words")
    expect(mother.page.locator("main")).not_to_contain_text(ALONE)
    mother.follow("Write something")
    mother.choose(kind="sleep")
    mother.page.locator("main textarea[name=words]").fill(AT_HOME)
    mother.page.locator("main input[type=checkbox][value=guardian]").check()
    mother.looks("a guardian's own words", "door-shared", at="main form button")
    send(mother)
    mother.told("It is sent.")
    mother.sees(AT_HOME)


def she_asks_the_team(mother: Person) -> None:
    section(mother, "messages")
    mother.follow("Write a message")
    mother.choose(matter="plan")
    mother.fill(heading="Torsdag", text="Kan hun begynne klokka ti på torsdag?")
    send(mother)
    mother.sees("Kan hun begynne klokka ti på torsdag?")
    mother.looks("a message", "door-message")


def the_father_sees_what_is_his(story: LongStory) -> None:
    father = story.enters(FATHER, story.at_door)
    section(father, "words")
    father.sees(AT_HOME)
    father.looks("what the other parent shares", "door-father")
    for hidden in (BETWEEN_US, ALONE):
        expect(father.page.locator("main")).not_to_contain_text(hidden)
    section(father, "messages")
    expect(father.page.locator("main")).not_to_contain_text("Torsdag")


def the_team_answers_the_one_who_asked(story: LongStory) -> str:
    educator = story.enters(EDUCATOR)
    educator.page.goto("/threads/")
    educator.page.locator("main a[href^='/threads/']", has_text="Torsdag").first.click()
    educator.page.locator("main textarea[name=text]").fill("Ja, da møter vi henne klokka ti.")
    send(educator)
    educator.told("It is sent.")
    educator.looks("the team's answer")
    educator.page.goto("/cases/")
    return str(educator.page.locator("main a[href^='/cases/']", has_text=PUPIL).first.get_attribute("href"))


def the_lead_looks_as_the_father_does(story: LongStory, case: str) -> None:
    """Before something is shared: the father's page shows the plan, and none of what the mother wrote for us."""
    lead = story.enters(LEAD)
    lead.page.goto(f"{case}as-family/")
    lead.looks("as the family sees it", "door-as-family")
    lead.page.locator("main a", has_text="Far").first.click()
    expect(lead.page.locator("main")).not_to_contain_text(BETWEEN_US)
    lead.looks("as the father sees it")


def the_mother_sees_who_has_looked(story: LongStory) -> None:
    mother = story.enters(MOTHER, story.at_door)
    section(mother, "messages")
    mother.page.locator("main a", has_text="Torsdag").first.click()
    mother.sees("Ja, da møter vi henne klokka ti.")
    section(mother, "who-has-looked")
    expect(mother.page.locator("main")).to_contain_text("Så på det familien ser")
    mother.looks("who has looked", "door-looked")
