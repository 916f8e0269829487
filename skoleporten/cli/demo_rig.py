"""The demo's rig: who holds which function, who is away and who steps in, a room that is taken, and a partner."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_cases import actor, given
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User

# User name, name, role and function. Those without a button to log in with are the others at work.
STAFF = (
    ("pedagog", "Petra Pedagog", "team", "teacher"),
    ("vernepleier1", "Vera Vernepleier", "team", "social-educator"),
    ("vernepleier2", "Vidar Vernepleier", "team", "social-educator"),
    ("fagarbeider", "Filip Fagarbeider", "team", "skilled-worker"),
    ("veileder", "Siri Veileder, UiA", "specialist", "supervisor"),
)
OF_THE_DEMO = (("fagperson", "ppt"),)  # whose access begins today
IN_WORDS = (("family-support", "Familiestøtten ved ABUP"), ("school-leadership", "Rektor ved nærskolen"))
SPARE_MINUTES = 12 * 60


def make_rig(by: Actor, began: dt.date, today: dt.date) -> None:
    with on(began):
        lead, staff = actor("leder", began), _staff(by, began, today)
        for username, _name, _role, function in STAFF:
            _holds(lead, function, began, user=staff[username])
        for function, words in IN_WORDS:
            _holds(lead, function, began, words=words)
        _partner(lead)
        _capacity(lead, began)
    for username, function in OF_THE_DEMO:
        _holds(lead, function, today, user=_user(username))
    _away(lead, staff, today)
    _booking(today)


def _staff(by: Actor, began: dt.date, today: dt.date) -> dict[str, User]:
    from skoleporten.access import actions
    from skoleporten.access.actions import last_day_of_school_year

    made = {}
    for username, name, role, _function in STAFF:
        user = actions.create_user(by=by, username=username, display_name=name, password=None)
        end = last_day_of_school_year(today)
        actions.grant(by=by, user=user, role=role, start=began, end=end, reason="Made up for the demo")
        made[username] = user
    return made


def _holds(lead: Actor, function: str, since: dt.date, **who: Any) -> None:
    from skoleporten.rig.models import Function, Holding
    from skoleporten.rig.setting_up import add

    held = {"function": Function.objects.get(code=function), "start": since, **who}
    add(by=lead, kind=Holding, values=held, client_id=uuid.uuid4())


def _partner(lead: Actor) -> None:
    from skoleporten.rig.models import Service
    from skoleporten.rig.setting_up import add

    values = {
        "name_nb": "Familiehuset i Eksempelvik", "name_nn": "Familiehuset i Eksempelvik",
        "name_en": "The family house in Eksempelvik",
        "what_for_nb": "Prat og råd for dem hjemme. Du trenger ingen time.",
        "what_for_nn": "Prat og råd for dei heime. Du treng ingen time.",
        "what_for_en": "A talk and advice for those at home. No appointment needed.", "phone": "38 00 00 20",
        "hours_nb": "klokka 9 til 15", "hours_nn": "klokka 9 til 15", "hours_en": "9 to 15",
        "is_partner": True, "is_for_families": True,
    }  # fmt: skip
    add(by=lead, kind=Service, values=values, client_id=uuid.uuid4())


def _capacity(lead: Actor, since: dt.date) -> None:
    from skoleporten.rig.models import Capacity
    from skoleporten.rig.setting_up import add

    for setting, places in (("all", 28), ("flat", 6), ("gaming_room", 4)):
        hours = {"minutes_a_week": places * SPARE_MINUTES // 4}
        values = {"setting": setting, "start": since, "places": places, **hours}
        add(by=lead, kind=Capacity, values=values, client_id=uuid.uuid4())


def _away(lead: Actor, staff: dict[str, User], today: dt.date) -> None:
    """One who is away now and somebody steps in, and one who will be with nobody named yet."""
    from skoleporten.rig import away
    from skoleporten.rig.away import Told

    first = weekday_after(today, 0)
    told = Told("away", first, first + dt.timedelta(days=2), stand_in=staff["vernepleier2"])
    away.tell(by=lead, user=staff["vernepleier1"], told=told, **given())
    later = weekday_after(today, 14)
    holiday = Told("holiday", later, later + dt.timedelta(days=1))
    away.tell(by=lead, user=staff["fagarbeider"], told=holiday, **given())


def _booking(today: dt.date) -> None:
    from django.utils import timezone

    from skoleporten.rig.bookings import book
    from skoleporten.rig.models import Room

    day = weekday_after(today, 1)
    starts, ends = (timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 50))) for hour in (10, 11))
    room = Room.objects.get(code="flat")
    book(by=actor("team", today), room=room, starts=starts, ends=ends, words="Vi lager mat sammen", **given())


def _user(username: str) -> User:
    from skoleporten.access.models import User

    return User.objects.get(username=username)
