"""The rig: who does what, rooms, services, capacity and days away. The team reads it, and a specialist part of it."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.models import Role, User
from skoleporten.rig.models import Capacity, Function, Holding, Room, Service
from skoleporten.rules.presence.places import Place
from tests.access.canary import FOREIGN, THE_TEAM, Planted, Word
from tests.rig_factories import make_away, make_booking

OVERVIEW = THE_TEAM | {Role.SPECIALIST}
DAY = dt.date(2026, 6, 2)


def rig_up(planted: Planted, whose: str, owner: User) -> None:
    """`owner` of the case is away, so that the page of her days names the pupil."""
    function = Function.objects.create(
        code=f"kanari-{whose}", name_nb=f"Kanaririggfunksjon{whose}", group="near_school"
    )
    holding = Holding.objects.create(function=function, words=f"Kanaririggvikar{whose}", start=DAY)
    service = Service.objects.create(code=f"kanari-{whose}", name_nb=f"Kanaririggtjeneste{whose}", is_partner=True)
    room = Room.objects.create(code=f"kanari-{whose}", name_nb=f"Kanaririggrom{whose}")
    booking = make_booking(room, words=f"Kanaririggbooking{whose}")
    setting = Place.FLAT if whose == FOREIGN else Place.CLASS
    things = {
        "rig_function": function,
        "rig_holding": holding,
        "rig_service": service,
        "rig_room": room,
        "rig_booking": booking,
        "rig_capacity": Capacity.objects.create(setting=setting, start=DAY, places=4),
        "rig_away": make_away(owner, days=400),
    }
    for thing, made in things.items():
        planted.keep(whose, thing, made.public_id)
    planted.words += [Word(text, of_all=OVERVIEW) for text in (holding.words, service.name)]
    planted.words.append(Word(function.name, of_all=OVERVIEW | {Role.MUNICIPALITY}))
    planted.words += [Word(text, of_all=THE_TEAM) for text in (room.name, booking.words)]
    planted.words += [Word(str(things[one].public_id), of_all=THE_TEAM) for one in ("rig_booking", "rig_away")]
