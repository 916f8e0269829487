"""Fills the database of the four weeks: a municipality before Christmas 2026, with a rhythm and an open pulse."""

from __future__ import annotations

import datetime as dt
import os
import random
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import django
import time_machine

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.cases.models import Case
    from skoleporten.schools.models import School

FIRST_DAY = dt.date(2026, 12, 14)
GUIDANCE, DEVELOPMENT = dt.date(2027, 1, 12), dt.date(2027, 1, 13)
LEAD, EDUCATOR, LEADER = "Lise Leder", "Vera Vernepleier", "Ragnhild Rektor"
# On this day the story looks at the board before anybody has come.
PLAYED = {dt.date(2027, 1, 4)}
PUPIL, NEW_PUPIL, MEASURE = "Signe Solvang", "Jonas Lie", "Vi møtes ved bakdøra kl. 08.20."
# Those who are at work too, and have answered the pulse before the story looks at it.
OTHERS = {
    "Petra Pedagog": "teacher", "Vidar Vernepleier": "social-educator", "Filip Fagarbeider": "skilled-worker",
    "Mia Miljøterapeut": "social-educator",
}  # fmt: skip
POINTS = ((3, 3), (4, 2), (3, 3), (4, 3))
PARENTS = ("Marit", "Anders", "Ingeborg", "Samira", "Trond", "Liv")
TUESDAY, WEDNESDAY = [1], [2]


def fill() -> None:
    django.setup()
    hour = dt.datetime(2026, 12, 14, 7, tzinfo=dt.UTC)
    (Path(os.environ["SKOLEPORTEN_VAR"]) / "hour.txt").write_text(hour.isoformat(), encoding="utf-8")
    with time_machine.travel(hour, tick=True):
        fill_municipality()


def fill_municipality() -> None:
    from skoleporten.access.models import Installation
    from tests.factories import make_class, make_enrolment, make_guardianship, make_pupil, make_school
    from tests.system.tables import make_tables

    make_tables()
    school = make_school("Fyrlia skole", 1, 10)
    people = fill_people(school)
    fill_calendar(school)
    school_class = make_class(school, "7A", 7, school_year=2026)
    for name in (PUPIL, NEW_PUPIL):
        pupil = make_pupil(*name.split(), birth_date=dt.date(2014, 5, 2))
        make_enrolment(school, pupil, 7, school_class, start=dt.date(2026, 8, 1))
        make_guardianship(pupil)
    fill_case(people)
    fill_rhythm(people)
    fill_panel(people)
    fill_pulse(people)
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Fyrvik kommune", "is_demo": True})


def fill_people(school: School) -> dict[str, User]:
    """By name. Only those who play in the story have a button to come in by."""
    from skoleporten.access.models import Grant, Role, User
    from tests.rig_factories import make_holding

    roles = {LEAD: Role.LEAD, EDUCATOR: Role.TEAM, LEADER: Role.SCHOOL_LEADER} | dict.fromkeys(OTHERS, Role.TEAM)
    people = {}
    for number, (name, role) in enumerate(roles.items()):
        user = User.objects.create_user(f"ansatt{number}", display_name=name, is_demo=name not in OTHERS)
        scope = {"school": school} if role == Role.SCHOOL_LEADER else {}
        Grant.objects.create(user=user, role=role, start=dt.date(2026, 8, 1), end=dt.date(2027, 7, 31), **scope)
        people[name] = user
    for name, function in (OTHERS | {EDUCATOR: "social-educator"}).items():
        make_holding(people[name], function, start=dt.date(2026, 8, 17))
    return people


def fill_calendar(school: School) -> None:
    """The year of the municipality, with its Christmas holiday by name."""
    from skoleporten.schools.models import CalendarDay, CalendarEntry
    from tests.factories import make_school_year
    from tests.follow_up_factories import make_calendar

    year = make_school_year(2026, first_day=dt.date(2026, 8, 17), last_day=dt.date(2027, 6, 18))
    christmas = (dt.date(2026, 12, 21), dt.date(2027, 1, 1))
    CalendarEntry.objects.create(
        school_year=year, school=None, first_date=christmas[0], last_date=christmas[1], kind=CalendarEntry.Kind.FREE,
        name="Juleferie",
    )  # fmt: skip
    make_calendar(school)
    CalendarDay.objects.filter(date__range=christmas).delete()


def fill_case(people: dict[str, User]) -> None:
    """Ten weeks old: a plan, days, and a measure that is to be looked at in the guidance meeting after new year."""
    from skoleporten.people.models import Pupil
    from tests.factories import actor_of
    from tests.intake_factories import make_case
    from tests.judgement_factories import make_decision, make_measure, make_round
    from tests.plan_factories import at as clock
    from tests.plan_factories import make_step, week

    began = dt.date(2026, 11, 2)
    given, family = PUPIL.split()
    pupil = Pupil.objects.get(given_name=given, family_name=family)
    case = make_case(pupil, people[EDUCATOR], opened_at=clock(began))
    make_step(case, week(60, place="flat", with_whom="Vera"), starts_on=began)
    turn = make_round(case, about="Hva gjør det mulig å komme inn?")
    make_decision(turn, choice="Vi møtes ved bakdøra.", reason="Da er gangen tom.")
    make_measure(
        turn, problem="Trengselen i gangen.", what=MEASURE, who="Vera", starts_on=FIRST_DAY, evaluate_on=GUIDANCE
    )
    fill_days(case, actor_of(people[EDUCATOR]), began)


def fill_days(case: Case, by: Actor, began: dt.date) -> None:
    """More often and longer since they meet at the back door."""
    from skoleporten.schools.models import CalendarDay
    from tests.presence_factories import at, mark

    chance = random.Random(53)
    school_days = CalendarDay.objects.filter(date__gte=began, date__lt=GUIDANCE).exclude(date__in=PLAYED)
    for day in school_days.order_by("date").values_list("date", flat=True):
        is_after = day > FIRST_DAY
        if chance.random() < (0.15 if is_after else 0.5):
            continue
        came, minutes = at("08.30", day), (55 if is_after else 35) + chance.choice((-3, 0, 4))
        mark(by, case, "arrived", came)
        mark(by, case, "left", came + dt.timedelta(minutes=minutes))


def fill_rhythm(people: dict[str, User]) -> None:
    """As a lead has set it up in August: weekdays, owners and rooms. What the turn of the year asks is open."""
    from skoleporten.access.actor import software
    from skoleporten.meetings import planning
    from skoleporten.rig.models import Room
    from skoleporten.week.models import Entry
    from tests.meeting_factories import make_team_meeting, shipped_kind

    room = Room.objects.get(code="class-room-1")
    own = {"owner": people[LEAD], "second_owner": people[EDUCATOR], "room": room}
    weekdays = {"morning_talk": [], "development": WEDNESDAY, "intake": WEDNESDAY}
    weekdays |= dict.fromkeys(("coordination", "guidance"), TUESDAY)
    kinds = {code: shipped_kind(code, weekdays=days, **own) for code, days in weekdays.items()}
    for kind in kinds.values():
        planning.fill(by=software("meetings"), kind=kind, today=FIRST_DAY)
    make_team_meeting(kinds["development"], DEVELOPMENT, starts=dt.time(13, 20), ends=dt.time(14, 30))
    for name, days in (("Res", "0"), ("Driftstid", "4")):
        Entry.objects.filter(name_nb__startswith=name).update(weekdays=days)


def fill_panel(people: dict[str, User]) -> None:
    """Six parents, whom the host meets on the Thursday before the holiday."""
    from tests.factories import actor_of
    from tests.panel_factories import hosted_panel, make_member, plan_session

    panel = hosted_panel("parents", people[EDUCATOR], actor_of(people[LEAD]))
    for name in PARENTS:
        make_member(panel, f"{name} Foresatt", "400 00 000")
    plan_session(panel, FIRST_DAY + dt.timedelta(days=3), "Den første telefonen hjem")


def fill_pulse(people: dict[str, User]) -> None:
    from skoleporten.climate import actions
    from skoleporten.climate.statements import in_use
    from skoleporten.rules.climate import Axis
    from tests.factories import actor_of

    pulse = actions.open_pulse(by=actor_of(people[LEAD]), client_id=uuid.uuid4(), answer_by=DEVELOPMENT)
    for name, points in zip(OTHERS, POINTS, strict=True):
        wanted = dict(zip(Axis, points, strict=True))
        answers = [item.points(wanted[item.axis]) for item in in_use().items.all]
        actions.answer(by=actor_of(people[name]), pulse=pulse, answers=answers)


if __name__ == "__main__":
    fill()
