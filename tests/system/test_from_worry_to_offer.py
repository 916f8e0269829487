"""The whole way in a browser: a file, a concern, the teacher's steps, referral, talk, consent, decision and letter.

With SKOLEPORTEN_RETAKE_PICTURES=1 it takes the pictures of docs/tutorials/from-worry-to-offer.md anew.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page

from tests.system.conftest import ROOT, environment_of_server, served
from tests.system.fill_story import ADMINISTRATOR, NB, NN, Cast, absence_file
from tests.system.story import Person, Play

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
STORY = "Det er bråk i garderoben, og ingen ser det."
WRITTEN = {
    "choice": "Hun får plass i en liten gruppe. Der er det to voksne hver dag.",
    "reason": "Hun trenger ro, og vil ha noen å snakke med.", "alternatives": "Å bli i klassen med flere voksne.",
    "childs_best": "Ro først. Så mer og mer sammen med andre.", "childs_story": STORY,
    "pupils_view": "«Jeg vil prøve.»", "what_happens_now": "Vi ringer på mandag. Hun begynner uka etter.",
    "who_is_told": "Dere og skolen.", "to_pupil": "Du sa at du vil prøve. Vi møter deg ved døra.",
    "to_school": "Hun begynner hos oss på mandag.",
}  # fmt: skip


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story")


@pytest.fixture(scope="module")
def server(var: Path) -> Iterator[str]:
    """One with jobs running, on a municipality of its own: an imported file changes what every page shows."""
    with served(var, "tests.system.fill_story") as address:
        command = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--no-startup-delay"]
        environment = environment_of_server(var)
        with (var / "jobs.txt").open("w") as log:
            jobs = subprocess.Popen(
                [*command, "--no-reload", "--interval", "0.3"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        try:
            yield address
        finally:
            jobs.terminate()
            jobs.wait(timeout=30)


@pytest.mark.parametrize(("cast", "size"), [(NB, DESKTOP), (NN, PHONE)], ids=["nb desktop", "nn phone"])
def test_the_whole_way(visit: Callable[..., Page], tmp_path: Path, cast: Cast, size: dict[str, int]) -> None:
    play = Play(visit, cast.language, size)
    a_file_is_imported(play, cast, tmp_path)
    teacher = the_teacher_writes_down_a_contact(play, cast)
    the_teacher_follows_up(teacher, cast)
    leader = the_leader_hands_over(play, cast)
    the_other_teacher_accepts(play, cast)
    the_leader_refers(leader, cast)
    lead = the_lead_books_the_talk(play, cast)
    the_talk_is_held(lead, cast)
    the_guardian_says_yes(play, cast)
    the_meeting_is_held(lead, cast)
    it_is_decided_and_told(lead, cast)
    the_family_reads_the_letter(play, cast)
    the_school_sees_what_came_of_it(leader, cast)
    assert play.faults == []
    assert play.pages > 25


def a_file_is_imported(play: Play, cast: Cast, folder: Path) -> None:
    file = folder / f"fravaer-{cast.language}.csv"
    file.write_text(absence_file(cast, timezone.localdate()), encoding="utf-8")
    person = play.enter(ADMINISTRATOR)
    person.page.get_by_role("navigation", name="Språk").get_by_role("link", name=NAMES[cast.language]).click()
    person.menu("Files")
    person.follow("Hand in a file")
    person.page.locator("[name=file]").set_input_files(file)
    person.looks("a file to hand in")
    person.press("Hand in")
    wait_for(person, person.button("Apply the file"))
    person.looks("what a file would change", "story-file")
    person.press("Apply the file")
    wait_for(person, person.page.locator("dt", has_text=person.words("Applied")))


NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
TRIES = 120


def wait_for(person: Person, what: Locator) -> None:
    """A job works meanwhile."""
    for _ in range(TRIES):
        if what.count():
            return
        person.page.wait_for_timeout(500)
        person.page.reload()
    pytest.fail(person.page.locator("main").inner_text())


def the_teacher_writes_down_a_contact(play: Play, cast: Cast) -> Person:
    """From the list: two clicks, and the page is loaded once."""
    teacher = play.enter(cast.teacher)
    row = teacher.page.locator(".worklist > li", has_text=cast.name)
    wait_for(teacher, row)
    teacher.looks("the teacher's list", "story-teacher")
    loaded: list[str] = []
    teacher.page.on("framenavigated", lambda frame: loaded.append(frame.url))
    row.get_by_role("link", name=teacher.words("Write down a contact")).click()
    teacher.looks("a contact in the list", "story-contact", at="form.contact")
    row.get_by_role("button", name=teacher.words("Got no answer")).click()
    teacher.told("Written down for %(name)s.", name=cast.name)
    assert len(loaded) == 1
    return teacher


def the_teacher_follows_up(teacher: Person, cast: Cast) -> None:
    teacher.page.locator(".worklist h3").get_by_role("link", name=cast.name).click()
    teacher.looks("one concern")
    teacher.follow("Write down a contact")
    teacher.looks("a contact on its page")
    teacher.press("We talked")
    teacher.told("Written down for %(name)s.", name=cast.name)
    teacher.follow("Start a measure")
    teacher.fill(
        problem="Tunge morgener", what="En voksen møter ved porten", who=cast.teacher,
        starts_on=later(0), evaluate_on=later(21),
    )  # fmt: skip
    teacher.looks("a measure")
    teacher.page.locator("main form.form button.ds-button").click()
    teacher.sees("En voksen møter ved porten")
    teacher.looks("what was done", "story-concern")


def later(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def the_leader_hands_over(play: Play, cast: Cast) -> Person:
    leader = play.enter(cast.leader)
    leader.looks("the leader's start")
    leader.menu("Absence to follow up")
    leader.follow("How the follow-up goes")
    leader.looks("how the follow-up goes", "story-overview")
    leader.menu("Absence to follow up")
    leader.page.locator(".worklist h3").get_by_role("link", name=cast.name).click()
    leader.follow("Hand over")
    leader.page.locator("[name=to]").select_option(label=cast.social_teacher)
    leader.looks("handing over")
    leader.press("Offer it")
    leader.told("Offered to %(name)s. You have it until the offer is accepted.", name=cast.social_teacher)
    return leader


def the_other_teacher_accepts(play: Play, cast: Cast) -> None:
    other = play.enter(cast.social_teacher)
    other.page.locator(".worklist h3").get_by_role("link", name=cast.name).click()
    other.looks("an offer")
    other.press("Yes, I take it")
    other.sees(cast.social_teacher)


def the_leader_refers(leader: Person, cast: Cast) -> None:
    leader.page.reload()
    leader.follow("Refer to Skoleporten")
    leader.sees("En voksen møter ved porten")
    leader.fill(
        reason="Hun kommer sjeldnere og sjeldnere. Vi har prøvd å møte henne ved porten.", hope="At hun får ro."
    )
    leader.looks("a referral", "story-referral")
    leader.press("Send the referral")
    leader.looks("a sent referral")


def the_lead_books_the_talk(play: Play, cast: Cast) -> Person:
    lead = play.enter(cast.lead)
    lead.menu("Intake")
    lead.looks("the queue", "story-queue")
    lead.page.locator(".worklist").get_by_role("link", name=cast.name).click()
    lead.looks("one intake")
    lead.follow("Book the talk")
    lead.fill(day=later(3), time="14:30", place="Leiligheten ved skolen", family_adviser="Fride Familieveileder")
    lead.choose(asks_pupil="yes", adviser_offer="yes", interpreter="not_needed")
    lead.page.locator("[name=guardians]").first.check()
    lead.looks("booking")
    lead.press("Book the talk")
    lead.sees("Fride Familieveileder")
    return lead


def the_talk_is_held(lead: Person, cast: Cast) -> None:
    lead.follow("Go to the page of the talk")
    lead.looks("the talk", "story-talk")
    part(lead, "childs_story")
    lead.page.locator(".actions a", has_text=cast.given_name).first.click()
    lead.choose(telling="told", audiences="guardian")
    lead.fill(words=STORY)
    lead.looks("the child's story", "story-childs-story")
    lead.press("Save")
    lead.sees(STORY)
    lead.press("This part is done")
    lead.follow("All parts")
    part(lead, "factors")
    the_pupil_speaks_of_what_is_hard(lead)
    lead.follow("All parts")
    part(lead, "consent")
    lead.looks("the part of consent")
    lead.follow("Ask about joining Skoleporten")
    lead.looks("asking for consent")
    lead.press("Ask")
    lead.told("The question is ready. The family can answer it here, or on paper.")


def part(lead: Person, code: str) -> None:
    lead.page.locator(f".talk-parts a[href$='/{code}/']").click()


def the_pupil_speaks_of_what_is_hard(lead: Person) -> None:
    lead.choose(who="pupil")
    lead.press("Go on")
    lead.page.locator(".three-columns details > summary").first.click()
    card = lead.page.locator(".three-columns details").first
    card.locator("[name$=-basis][value=observed]").check()
    card.locator("[name$=-evidence]").fill("Bråk i garderoben hver morgen.")
    card.locator("[name$=-strength]").fill("Biblioteket er stille.")
    lead.looks("factors")
    lead.press("Save")
    lead.sees("Biblioteket er stille.")
    lead.looks("side by side", "story-factors")


def the_guardian_says_yes(play: Play, cast: Cast) -> None:
    guardian = play.enter(cast.guardian)
    guardian.looks("the guardian's start")
    guardian.menu("Consents")
    guardian.page.locator("main h3 a").first.click()
    assert guardian.page.locator("main input:checked").count() == 0
    guardian.looks("a question", "story-consent")
    guardian.choose(says="yes")
    guardian.press("Send my answer")
    guardian.sees(guardian.words("You have said yes"))
    guardian.looks("an answer")


def the_meeting_is_held(lead: Person, cast: Cast) -> None:
    lead.menu("Intake")
    lead.page.locator(".worklist").get_by_role("link", name=cast.name).click()
    lead.follow("Write down the meeting")
    held = timezone.localtime() - dt.timedelta(minutes=1)
    lead.fill(day=f"{held:%Y-%m-%d}", time=f"{held:%H:%M}")
    lead.fill(place="Skolen", how_pupil_was_heard="Fortalte selv.", summary="Vi snakket om høsten.")
    lead.choose(pupil_was="all", guardian_0="yes")
    lead.looks("the meeting")
    lead.press("Save the meeting")
    lead.told("The meeting is written down. Go on with the decision.")


def it_is_decided_and_told(lead: Person, cast: Cast) -> None:
    lead.choose(outcome="skoleporten", kind="agreement")
    lead.looks("what is decided", "story-choose")
    lead.press("Go on")
    lead.fill(**WRITTEN)
    lead.choose(is_story_heard="yes", told_how="meeting")
    lead.looks("a decision in words")
    lead.press("Save the decision")
    lead.sees(WRITTEN["choice"])
    lead.press("Make the letters that are not made")
    lead.looks("a decision with its letters", "story-decision")


def the_family_reads_the_letter(play: Play, cast: Cast) -> None:
    guardian = play.enter(cast.guardian)
    guardian.menu("Decisions")
    guardian.looks("decisions of the family")
    guardian.page.locator(".worklist-name a").first.click()
    guardian.looks("the family's decision", "story-letter")
    with guardian.page.expect_download() as download:
        guardian.link("Download the letter (PDF)").click()
    letter = Path(download.value.path()).read_bytes()
    assert letter.startswith(b"%PDF-")
    assert len(letter) > 10_000


def the_school_sees_what_came_of_it(leader: Person, cast: Cast) -> None:
    leader.menu("Sent referrals")
    leader.looks("sent referrals")
    leader.page.locator(".worklist").get_by_role("link", name=cast.name).click()
    leader.looks("what came of it")
    leader.page.locator("main a[href*='/decisions/school/']").click()
    leader.sees(WRITTEN["to_school"])
    leader.looks("the school's letter")
