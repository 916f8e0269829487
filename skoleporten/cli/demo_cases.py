"""The demo's cases: 26 pupils at every step of the way, begun and worked on through the same actions as people's."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.cases.models import Case
    from skoleporten.intake.models import Intake, Story
    from skoleporten.people.models import Pupil

SEED = 1905
PUPILS_A_CASE = 150  # in a smaller demo than the usual one
BEFORE_START = 28  # days from the referral to the first meeting at the door
# Weeks in Skoleporten, weeks on each step of the plan, and what else there is to the story.
WAYS: tuple[tuple[int, int, str], ...] = (
    (0, 1, "no_plan"), (1, 2, ""), (1, 1, ""), (2, 2, "pause"), (3, 1, ""), (3, 3, "at_home"), (4, 2, ""),
    (4, 1, "no_basis"), (5, 1, "back"), (5, 3, ""), (6, 1, ""), (6, 2, "hold"), (7, 2, ""), (8, 1, ""), (8, 2, "back"),
    (9, 2, "two_places"), (9, 1, ""), (10, 1, ""), (10, 2, "hold"), (11, 1, ""), (12, 2, ""), (13, 1, "handing_back"),
    (14, 2, ""), (16, 2, ""), (20, 2, "handing_back"), (26, 2, "closed"),
)  # fmt: skip
CHILDREN_SAID = (
    "Det er for mange i gangen. Jeg vet ikke hvor jeg skal gå.",
    "Jeg får vondt i magen når jeg hører klokka.",
    "De andre har allerede noen. Jeg orker ikke spørre.",
    "Hjemme er det stille. På skolen er det bråk hele tida.",
    "Jeg kom så langt etter i matte at det ikke er vits.",
)
REASONS = (
    ("Eleven har ikke vært inne på skolen på fem uker. Skolen og hjemmet har møttes tre ganger.", "En vei inn igjen."),
    ("Kommer til porten og snur. Det har vart siden vinterferien.", "Noen som møter eleven ute."),
    ("Har vært borte i perioder siden sjette trinn, og nå helt.", "At noen rekker å bli kjent."),
)
WORDS = {
    "choice": "Du får plass i Skoleporten.", "reason": "Skolen har prøvd egne tiltak, og det trengs noe mer.",
    "alternatives": "Å fortsette med skolens egne tiltak, eller å vente til over ferien.",
    "childs_best": "Å begynne i det små, sammen med en voksen som eleven har valgt.",
    "pupils_view": "«Det er greit hvis jeg kan gå når jeg vil.»", "facts": "", "legal_rule": "", "grounds": "",
    "what_happens_now": "Vi kommer hjem til dere en dag dere velger.", "who_is_told": "Eleven, hjemmet og skolen.",
    "to_pupil": "Du får plass hos oss. Vi begynner med fem minutter, og du bestemmer hvor.",
}  # fmt: skip


@dataclass(frozen=True)
class Begun:
    """A case with what its story needs: who works with the pupil, and since which day."""

    case: Case
    by: Actor
    began: dt.date
    today: dt.date
    way: str
    pace: int
    story: Story
    chance: random.Random

    def day(self, days: int) -> dt.date:
        """A weekday so many days after it began; never after today."""
        return min(weekday_after(self.began, days), self.today)


def make_cases(today: dt.date, among: list[Pupil]) -> None:
    """A pupil for each way; where they are few, each second way or less, so that the length of them all is there."""
    from skoleporten.cli.demo_case_around import make_calls, make_door, make_evaluations
    from skoleporten.cli.demo_case_days import make_days
    from skoleporten.cli.demo_case_work import make_work
    from skoleporten.cli.demo_ways_back import make_way_back

    for number, pupil in enumerate(among):
        weeks, pace, way = WAYS[len(WAYS) * (number + 1) // len(among) - 1]
        begun = _begin(pupil, number, today, _in_term(today - dt.timedelta(weeks=weeks)), pace, way)
        make_door(begun)
        make_work(begun)
        make_days(begun)
        make_calls(begun)
        make_evaluations(begun)
        make_way_back(begun)


def _begin(pupil: Pupil, number: int, today: dt.date, began: dt.date, pace: int, way: str) -> Begun:
    lead, team = actor("leder", today), actor("team", today)
    by = team if number % 2 else lead
    intake = _referred(lead, pupil, number, began)
    story = _talked(lead, intake, number, began)
    _offered(lead, intake, began)
    case = _active(lead, intake, by, began)
    return Begun(case, by, began, today, way, pace, story, random.Random(SEED + number))  # noqa: S311 (made-up days)


def _referred(lead: Actor, pupil: Pupil, number: int, began: dt.date) -> Intake:
    """By the mobile team or the resource team, as most are."""
    from skoleporten.intake import matching, outside_links, referring
    from skoleporten.intake.models import Route
    from skoleporten.intake.referring import About, Told

    reason, hope = REASONS[number % len(REASONS)]
    with on(_in_term(began - dt.timedelta(days=BEFORE_START))):
        route = Route.objects.get(code="mobile_team" if number % 2 else "resource_team")
        form, _token = outside_links.make(
            by=lead, route=route, for_whom=route.name_nb, basis="consent", basis_text="Hjemmet, i møte",
            client_id=uuid.uuid4(),
        )  # fmt: skip
        about = About(pupil.given_name, pupil.family_name, pupil.birth_date)
        told = Told(client_id=uuid.uuid4(), reason=reason, hope=hope)
        sent = referring.by_outside_form(form=form, told=told, about=about, name=route.name_nb, contact="38 00 00 00")
        return matching.match(by=lead, intake=sent.intake, pupil=pupil)


def _talked(lead: Actor, intake: Intake, number: int, began: dt.date) -> Story:
    from skoleporten.intake import stories, transitions
    from skoleporten.intake.stories import Told

    day = _in_term(began - dt.timedelta(days=21))
    with on(day):
        transitions.move(by=lead, intake=intake, to_state="in_intake")
        words = CHILDREN_SAID[number % len(CHILDREN_SAID)]
        told = Told(part="childs_story", teller="pupil", telling="told", told_on=day, words=words)
        return stories.tell(by=lead, intake=intake, told=told, client_id=uuid.uuid4())


def _offered(lead: Actor, intake: Intake, began: dt.date) -> None:
    from django.utils import timezone

    from skoleporten.intake import deciding, meetings
    from skoleporten.intake.grounds_of_decision import Decided
    from skoleporten.intake.meetings import Attendee, Held

    day = _in_term(began - dt.timedelta(days=10))
    with on(day, hour=14):
        assert intake.pupil is not None
        _consented(lead, intake.pupil, day)
        guardian = intake.pupil.guardianships.select_related("guardian").latest("pk").guardian
        there = (Attendee(str(guardian), "Foresatt", was_there=True, guardian=guardian),)
        held = Held(
            held_at=timezone.now(), place="Leiligheten", pupil_was="all", how_pupil_was_heard="Fortalte selv.",
            summary="Vi snakket om hva som skal til for å begynne.", attendees=there,
        )  # fmt: skip
        meeting = meetings.hold(by=lead, intake=intake, held=held, client_id=uuid.uuid4())
        story = intake.storys.get(part="childs_story")
        decided = Decided(
            outcome="skoleporten", kind="agreement", language="nb", decided_on=day, told_at=timezone.now(),
            told_how="meeting", is_story_heard=True, childs_story=story.words, texts=WORDS,
        )  # fmt: skip
        deciding.decide(by=lead, meeting=meeting, decided=decided, client_id=uuid.uuid4())


def _consented(lead: Actor, pupil: Pupil, day: dt.date) -> None:
    """On paper, by a guardian without a log-in, and by a pupil who is old enough."""
    from skoleporten.consents import actions, standing
    from skoleporten.consents.actions import Question
    from skoleporten.people import guardian_actions
    from skoleporten.people.models import Guardian, Guardianship

    guardian = Guardian.objects.create(given_name="Anne", family_name=pupil.family_name, phone="400 00 000")
    relation = Guardianship.objects.create(
        pupil=pupil, guardian=guardian, kind="parent", decides="parental_responsibility", source="Made up", start=day
    )
    guardian_actions.verify(by=lead, relation=relation)
    question = Question("join_skoleporten", _end_of_next_school_year(day))
    asked = actions.ask(by=lead, pupil=pupil, question=question, client_id=uuid.uuid4(), today=day)
    for key in standing.of(asked, day).must:
        actions.record_paper(
            by=lead, consent=asked, giver_key=key, says="yes", signed_on=day, client_id=uuid.uuid4(), today=day
        )


def _active(lead: Actor, intake: Intake, by: Actor, began: dt.date) -> Case:
    from skoleporten.access.models import User
    from skoleporten.cases.models import Case
    from skoleporten.intake import owners, transitions

    with on(began, hour=8):
        transitions.move(by=lead, intake=intake, to_state="active", consent_in_force=True)
        if by.user_id != intake.owner_id:
            offered = owners.offer(by=lead, intake=intake, to=User.objects.get(public_id=by.user_public_id))
            owners.answer(by=by, handover=offered, accepts=True)
    return Case.objects.select_related("intake", "pupil").get(intake=intake)


def pupils_for_cases(today: dt.date, taken: set[int]) -> list[Pupil]:
    """Those who have been away most this school year, at any school, who are in nobody's queue."""
    from skoleporten.people.models import Enrolment, Pupil

    found = Pupil.objects.filter(protected=False, measure__absence_rate__gte=0.2)
    for weeks in (0, 4, 8, 12, 16, 40):  # went to school all the time
        found = found.filter(pk__in=Enrolment.objects.on(today - dt.timedelta(weeks=weeks)).values("pupil"))
    found = found.exclude(pk__in=taken).exclude(intakes__isnull=False)
    number = min(len(WAYS), Pupil.objects.count() // PUPILS_A_CASE)
    return list(found.order_by("-measure__absence_rate", "pk")[:number])


def actor(username: str, today: dt.date) -> Actor:
    from skoleporten.access.models import User
    from skoleporten.access.queries import actor_of

    found = actor_of(User.objects.get(username=username), today)
    assert found is not None
    return found


def _in_term(day: dt.date) -> dt.date:
    """The weekday on or after it; of the summer, when nobody begins, the days before it."""
    summer = dt.date(day.year, 6, 15), dt.date(day.year, 8, 20)
    return (
        summer[0] - dt.timedelta(days=summer[0].weekday()) if summer[0] <= day <= summer[1] else weekday_after(day, 0)
    )


def _end_of_next_school_year(day: dt.date) -> dt.date:
    return dt.date(day.year + 1, 7, 31)


def given(**values: Any) -> dict[str, Any]:
    """With a new id, as a form has one."""
    return values | {"client_id": uuid.uuid4()}
