"""What people did in the demo's cases: the plan step by step, moves on the ladder, notes, a turn of the loop, goals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import Begun, given
from skoleporten.cli.demo_clock import on
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Answer, Basis, Change, Chooses, Expectation, Part, Rests

if TYPE_CHECKING:
    from skoleporten.judgement.models import Note

ADULT = "Ada"


@dataclass(frozen=True)
class Stair:
    rung: Rung
    place: str
    minutes: int
    days: int
    changes: Change
    said: str


STAIRS = (
    Stair(Rung.WELCOME, "home_visit", 5, 2, Change.MINUTES, "Fem minutter går."),
    Stair(Rung.WELCOME, "home_visit", 15, 2, Change.MINUTES, "Hvis dere tar med spillet."),
    Stair(Rung.STRATEGY, "flat", 30, 3, Change.PLACE, "Leiligheten er ok. Ikke flere enn oss."),
    Stair(Rung.STRATEGY, "flat", 60, 3, Change.MINUTES, "En time går fort når vi lager mat."),
    Stair(Rung.ROUTINE, "gaming_room", 60, 4, Change.PLACE, "Jeg vil ha faste dager."),
    Stair(Rung.ROUTINE, "skoleporten", 90, 5, Change.MINUTES, "Jeg kan prøve litt matte."),
    Stair(Rung.GROUP, "skoleporten", 120, 5, Change.PEOPLE, "Greit med to andre."),
    Stair(Rung.GROUP, "near_school", 150, 5, Change.PLACE, "Bakveien inn."),
    Stair(Rung.SMALLER_CLASSES, "class", 180, 5, Change.PEOPLE, "Naturfag og mat og helse."),
    Stair(Rung.SMALLER_CLASSES, "class", 240, 5, Change.MINUTES, "Jeg spiser med de andre nå."),
    Stair(Rung.ORDINARY, "ordinary_school", 300, 5, Change.MINUTES, "Hele dager. Jeg kan gå ut hvis jeg må."),
)
NOTES = (
    ("Kom ut på trappa da vi ringte på. Sto der i fem minutter.", "", "«Ikke kom inn.»"),
    ("Spurte selv om vi kunne bli lenger.", "", "«Kan vi ta en runde til?»"),
    ("Gikk rett til sofaen og tok ikke av jakka.", "Kan være usikker på hvor lenge det varer.", ""),
    ("Hjalp en yngre elev med å finne kontrolleren.", "Liker kanskje å være den som kan noe.", ""),
    ("Regnet fire oppgaver og viste dem fram.", "", "«De var lette.»"),
    ("Mor fortalte at det var en rolig morgen, uten krangel.", "", ""),
    ("Ventet ute til de andre hadde gått inn, og kom så etter.", "", "«Det er greit når gangen er tom.»"),
)
GOALS = (
    ("Jeg vil spise med de andre.", "Jeg sitter ved bordet i kantina.", "social", "mastery"),
    ("Jeg vil klare matte igjen.", "Jeg gjør ferdig en side uten hjelp.", "academic", "mastery"),
    ("Jeg vil bestemme når det er nok.", "Jeg sier fra selv.", "psychological", "autonomy"),
    ("Noen skal savne meg når jeg ikke kommer.", "Noen spør hvor jeg var.", "psychological", "meaning"),
)


def make_work(begun: Begun) -> None:
    stairs = _plan(begun) if begun.way != "no_plan" else []
    _moves(begun, stairs)
    _around(begun)
    notes = _notes(begun)
    if (begun.today - begun.began).days >= 28:
        _turn_of_the_loop(begun, notes)
        _goals(begun)


def _plan(begun: Begun) -> list[tuple[dt.date, Stair]]:
    """A step each `pace` weeks. Some stay, one goes back, one waits: all of it is ordinary."""
    weeks = (begun.today - begun.began).days // 7
    taken = []
    for number in range(min(weeks // begun.pace + 1, len(STAIRS))):
        stair = STAIRS[0] if begun.way == "at_home" else STAIRS[_place_of(begun, number)]
        taken.append((begun.day(number * begun.pace * 7), stair))
    if begun.way == "pause":
        taken = [(day, stair) for day, stair in taken if day < _pause_begins(begun)]
    for day, stair in taken:
        _step(begun, day, stair)
    if begun.way == "pause":
        _pause(begun)
    return taken


def _place_of(begun: Begun, number: int) -> int:
    """Who held stays on the third one step longer; who went back did the third step twice."""
    twice = {"hold": 3, "back": 4}.get(begun.way, len(STAIRS))
    return number if number < twice else number - (1 if begun.way == "hold" else 2)


def _step(begun: Begun, day: dt.date, stair: Stair) -> None:
    from skoleporten.plans import steps
    from skoleporten.plans.answers import Said
    from skoleporten.plans.queries import newest_step

    with on(day, hour=7):
        newest = newest_step(begun.case)
        draft = steps.Draft(
            starts_on=day, agreed=_week(begun, stair), what_changes=stair.changes,
            said=Said(Answer.AGREES, day, stair.said, audiences=frozenset({"school", "guardians"})),
            fallback="Vi går en tur i stedet, eller ringer og prøver igjen i morgen.",
            why="Det forrige steget har kjentes greit." if newest else "Det eleven selv foreslo.",
            expectations=(_expectation(stair),), rests=_basis(begun, day),
        )  # fmt: skip
        steps.write(by=begun.by, case=begun.case, draft=draft, seen=newest.pk if newest else 0, **given())


def _week(begun: Begun, stair: Stair) -> Agreed:
    days = {2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(stair.days, tuple(range(5)))
    starts = dt.time(10, 0) if stair.minutes < 60 else dt.time(8, 30)
    parts = [Part(day, stair.minutes, starts, stair.place, ADULT) for day in days]
    if begun.way == "two_places" and stair.minutes >= 60:
        half = stair.minutes // 2
        parts = [Part(day, half, starts, "flat", ADULT) for day in days]
        parts += [Part(day, stair.minutes - half, dt.time(12, 20), "near_school", "Kontaktlærer") for day in days]
    return Agreed(tuple(parts), academics="Litt matte" if stair.minutes >= 90 else "", transport="Mor kjører")


def _expectation(stair: Stair) -> Expectation:
    return Expectation(
        expected="Kommer til det vi er enige om, eller sier fra.", adapted="En fast voksen ved døra, og et sted å gå.",
        responsible="Kontaktlærer" if stair.place in ("class", "ordinary_school") else ADULT, chooses=Chooses.BETWEEN,
    )  # fmt: skip


def _basis(begun: Begun, day: dt.date) -> Rests:
    if begun.way == "no_basis":
        return Rests(Basis.NONE_YET)
    return Rests(Basis.ITO_DECISION, "Rektor", day + dt.timedelta(days=300))


def _pause_begins(begun: Begun) -> dt.date:
    return begun.day((begun.today - begun.began).days - 3)


def _pause(begun: Begun) -> None:
    from skoleporten.plans import steps
    from skoleporten.plans.answers import Said
    from skoleporten.plans.queries import newest_step

    day = _pause_begins(begun)
    with on(day, hour=7):
        newest = newest_step(begun.case)
        draft = steps.Draft(
            starts_on=day, agreed=Agreed(is_pause=True), what_changes=Change.MINUTES,
            said=Said(Answer.AGREES, day, "Jeg trenger noen dager."), why="Sykdom i familien.",
            rests=_basis(begun, day),
        )  # fmt: skip
        steps.write(by=begun.by, case=begun.case, draft=draft, seen=newest.pk if newest else 0, **given())


def _moves(begun: Begun, stairs: list[tuple[dt.date, Stair]]) -> None:
    """Written when the plan came to another step of the way."""
    last: Rung | None = None
    for day, rung in [(begun.began, Rung.WELCOME), *((day, stair.rung) for day, stair in stairs)]:
        if rung != last:
            _move(begun, day, rung)
        last = rung
    if begun.way == "hold":
        _move(begun, begun.today, last or Rung.WELCOME, "Eleven vil bli her en stund til.")


def _move(begun: Begun, day: dt.date, rung: Rung, why: str = "") -> None:
    from skoleporten.plans import ladder

    words = why or ("Vi er i gang." if day == begun.began else "Eleven sa ja til å prøve.")
    with on(day, hour=15):
        last = ladder.newest_move(begun.case)
        ladder.move(
            by=begun.by, case=begun.case, to=rung, why=words, on=day, seen=last.pk if last else 0, **given()
        )  # fmt: skip


def _around(begun: Begun) -> None:
    from skoleporten.access.models import User
    from skoleporten.cases import members
    from skoleporten.cases.models import CaseMember

    with on(begun.began):
        user = User.objects.get(username="team")
        members.name_member(
            by=begun.by, case=begun.case, user=user, part=CaseMember.Part.MEETS, start=begun.began, **given()
        )


def _notes(begun: Begun) -> list[Note]:
    from skoleporten.judgement import notes
    from skoleporten.judgement.notes import Written

    made = []
    for number in range(min((begun.today - begun.began).days // 10, len(NOTES))):
        day = begun.day(number * 10 + 2)
        observation, interpretation, words = NOTES[(number + begun.case.pk) % len(NOTES)]
        with on(day, hour=14):
            written = Written(
                seen_on=day, observation=observation, interpretation=interpretation, childs_words=words, place="flat",
                audiences=frozenset({"team", "specialist"}) if number % 2 else frozenset({"team"}),
            )  # fmt: skip
            made.append(notes.write(by=begun.by, case=begun.case, written=written, **given()))
    return made


def _turn_of_the_loop(begun: Begun, notes: list[Note]) -> None:
    from skoleporten.judgement import measures, rounds
    from skoleporten.judgement.measures import Agreed as Measure
    from skoleporten.judgement.rounds import Assessed, Decided

    day = begun.day(21)
    with on(day, hour=13):
        turn = rounds.begin(by=begun.by, case=begun.case, about="Hva gjør det mulig å bli lenger?", **given())
        assessed = Assessed(
            facts_point_to="Det går bedre når gangen er tom, og når det er den samme voksne.",
            not_known="Om det gjelder alle fag.", law="Opplæringslova § 11-1.", curriculum="Overordnet del 3.1.",
            colleagues="Kontaktlæreren har sett det samme.", specialists="PPT er spurt.", observations=notes[:2],
        )  # fmt: skip
        rounds.assess(by=begun.by, of=turn, assessed=assessed, seen_version=0)
        decided = Decided(
            decided_on=day, choice="Vi møtes ti minutter før de andre.", reason="Da er gangen tom.",
            alternatives="Egen inngang, eller å vente til andre time.", took_part="Eleven, mor, Ada og kontaktlærer.",
            childs_best="Eleven slipper trengselen og beholder klassen.", who_is_told="Lærerne i klassen.",
            story=begun.story,
        )  # fmt: skip
        rounds.decide(by=begun.by, of=turn, decided=decided, **given())
        agreed = Measure(
            problem="Trengselen i gangen.", what="Møtes ved bakdøra kl. 08.20.", who="Ada", starts_on=day,
            evaluate_on=day + dt.timedelta(days=21), who_else="Miljøteamet på skolen",
            readers=frozenset({"school", "guardian", "pupil"}),
        )  # fmt: skip
        measures.start(by=begun.by, of=turn, agreed=agreed, **given())


def _goals(begun: Begun) -> None:
    from skoleporten.judgement import goals
    from skoleporten.judgement.goals import Wanted

    words, noticed_by, participation, approach = GOALS[begun.case.pk % len(GOALS)]
    with on(begun.day(24), hour=13):
        wanted = Wanted(
            words=words, noticed_by=noticed_by, said_by="pupil", participation=participation, approach=approach
        )
        goals.set_goal(by=begun.by, case=begun.case, wanted=wanted, **given())
