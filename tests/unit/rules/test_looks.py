"""Unusual look-ups: each sign at its limit, and all of them on made-up weeks of normal use with patterns planted in."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable

import pytest

from skoleporten.rules.looks import LIMITS, Look, Sign, is_night, surname, unusual

MONDAY = dt.datetime(2026, 3, 2, 8, 0)


def look(minute: float = 0, pupil: str = "p", actor: str = "a", **fields) -> Look:
    return Look(actor, pupil, MONDAY + dt.timedelta(minutes=minute), **fields)


def signs(*looks: Look) -> set[Sign]:
    return {finding.sign for finding in unusual(looks)}


def test_an_ordinary_week_has_no_sign():
    assert signs(*(look(number * 30, f"p{number}") for number in range(30))) == set()


def test_a_rare_surname_counts_and_a_common_one_does_not():
    assert signs(look(is_same_surname=True, bearers=LIMITS.rare_surname)) == {Sign.SAME_SURNAME}
    assert signs(look(is_same_surname=True, bearers=LIMITS.rare_surname + 1)) == set()


@pytest.mark.parametrize("how", [{"is_outside_unit": True}, {"is_denied": True}])
def test_a_common_surname_counts_for_a_pupil_who_is_not_ones_own(how):
    assert signs(look(is_same_surname=True, bearers=500, **how)) == {Sign.SAME_SURNAME}


@pytest.mark.parametrize(
    ("sign", "how", "limit"),
    [
        (Sign.OUTSIDE_UNIT, {"is_outside_unit": True}, LIMITS.outside_unit),
        (Sign.DENIED, {"is_denied": True}, LIMITS.denied),
    ],
)
def test_a_sign_is_met_at_its_limit_of_different_pupils(sign, how, limit):
    at_limit = [look(number * 90, f"p{number}", **how) for number in range(limit)]
    assert signs(*at_limit) == {sign}
    assert signs(*at_limit[1:], look(999, "p1", **how)) == set()


def test_many_in_a_short_time_are_counted_over_any_hour():
    apart = 60 / LIMITS.many
    assert signs(*(look(number * apart, f"p{number}") for number in range(LIMITS.many))) == {Sign.MANY}
    assert signs(*(look(number * apart * 1.1, f"p{number}") for number in range(LIMITS.many * 3))) == set()
    assert signs(*(look(number * apart, f"p{number % 30}") for number in range(LIMITS.many))) == set()


@pytest.mark.parametrize(
    ("clock", "night"), [("22:59", False), ("23:00", True), ("00:00", True), ("04:59", True), ("05:00", False)]
)
def test_night_is_from_eleven_to_five(clock, night):
    assert is_night(dt.time.fromisoformat(clock)) is night


def test_three_pupils_at_night_are_a_sign():
    late = [look(15.5 * 60 + number, f"p{number}") for number in range(LIMITS.night)]
    assert signs(*late) == {Sign.NIGHT}
    assert signs(*late[1:]) == set()


def test_a_finding_tells_who_whom_and_when():
    (found,) = unusual([look(5, "q", is_same_surname=True), look(1, "p", is_same_surname=True)])
    assert (found.actor, found.pupils) == ("a", ("p", "q"))
    assert (found.first, found.last) == (MONDAY + dt.timedelta(minutes=1), MONDAY + dt.timedelta(minutes=5))


def test_the_surname_is_the_last_word_of_the_name():
    assert (surname("Ada Marie ØDEGÅRD"), surname(""), surname("Ødegård")) == ("ødegård", "", "ødegård")


# Normal use, as we think it is: nobody has measured it in Norwegian schools ------------------------------------------
USERS, PUPILS, SURNAMES, WEEKS = 1000, 20_000, 6_000, 3
WORK = [7, 8, 8, 9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 19, 20, 21]


class Municipality:
    """Surnames as uneven as ours are: a few have hundreds of bearers, most have one or two."""

    def __init__(self, chance: random.Random) -> None:
        weights = [1 / (rank + 2) for rank in range(SURNAMES)]
        self.chance = chance
        self.pupils = chance.choices(range(SURNAMES), weights, k=PUPILS)
        self.users = chance.choices(range(SURNAMES), weights, k=USERS)
        self.bearers = Counter(self.pupils)
        self.own = [chance.sample(range(PUPILS), chance.choice([12, 25, 25, 60, 120, 350])) for _ in range(USERS)]

    def seen(self, user: int, pupil: int, at: dt.datetime, **fields) -> Look:
        same = self.users[user] == self.pupils[pupil]
        return Look(f"u{user}", f"p{pupil}", at, same, self.bearers[self.pupils[pupil]], **fields)

    def week_of(self, user: int) -> list[Look]:
        chance, own = self.chance, self.own[user]
        looks = [self.seen(user, chance.choice(own), self._working_hour()) for _ in range(chance.choice([0, 3, 8, 20]))]
        if chance.random() < 0.2:  # before a meeting: one class in half an hour
            start = self._working_hour()
            for number, pupil in enumerate(own[:30]):
                looks.append(self.seen(user, pupil, start + dt.timedelta(minutes=number)))
        if chance.random() < 0.01:  # late in the evening, one pupil or two
            late = MONDAY.replace(hour=23) + dt.timedelta(minutes=chance.randrange(50))
            looks += [self.seen(user, pupil, late) for pupil in own[: chance.choice([1, 1, 2])]]
        if chance.random() < 0.03:  # a link that no longer opens
            looks.append(self.seen(user, chance.randrange(PUPILS), self._working_hour(), is_denied=True))
        if chance.random() < 0.03:  # a pupil who has moved
            looks.append(self.seen(user, chance.choice(own), self._working_hour(), is_outside_unit=True))
        return looks

    def _working_hour(self) -> dt.datetime:
        chance = self.chance
        clock = {"hour": chance.choice(WORK), "minute": chance.randrange(60)}
        return MONDAY.replace(**clock) + dt.timedelta(days=chance.randrange(5))

    def namesakes(self, user: int, most: int | None = None) -> list[int]:
        """Pupils of the user's surname; with `most`, only where so few bear it."""
        name = self.users[user]
        few = most is None or self.bearers[name] <= most
        return [pupil for pupil in range(PUPILS) if self.pupils[pupil] == name] if few else []


def plant_rare_namesake(town: Municipality, user: int) -> list[Look]:
    return [town.seen(user, pupil, MONDAY) for pupil in town.namesakes(user, LIMITS.rare_surname)[:1]]


def plant_namesake_elsewhere(town: Municipality, user: int) -> list[Look]:
    return [town.seen(user, pupil, MONDAY, is_outside_unit=True) for pupil in town.namesakes(user)[:1]]


def plant_elsewhere(town: Municipality, user: int) -> list[Look]:
    pupils = town.chance.sample(range(PUPILS), town.chance.choice([3, 4, 8]))
    return [town.seen(user, pupil, MONDAY, is_outside_unit=True) for pupil in pupils]


def plant_harvest(town: Municipality, user: int) -> list[Look]:
    pupils, pause = town.chance.sample(range(PUPILS), 60), town.chance.choice([10, 30, 55])
    return [
        town.seen(user, pupil, MONDAY + dt.timedelta(seconds=number * pause)) for number, pupil in enumerate(pupils)
    ]


def plant_night(town: Municipality, user: int) -> list[Look]:
    night = MONDAY.replace(hour=town.chance.choice([23, 0, 2, 4]), minute=10)
    pupils = town.own[user][: town.chance.choice([3, 5, 9])]
    return [town.seen(user, pupil, night + dt.timedelta(minutes=number)) for number, pupil in enumerate(pupils)]


def plant_knocking(town: Municipality, user: int) -> list[Look]:
    pupils = town.chance.sample(range(PUPILS), town.chance.choice([5, 7, 20]))
    return [town.seen(user, pupil, MONDAY, is_denied=True) for pupil in pupils]


PATTERNS: list[Callable[[Municipality, int], list[Look]]] = [
    plant_rare_namesake, plant_namesake_elsewhere, plant_elsewhere, plant_harvest, plant_night, plant_knocking
]  # fmt: skip


def test_planted_patterns_are_found_in_normal_use():
    chance = random.Random(11)
    town = Municipality(chance)
    found, planted = 0, 0
    for user in chance.sample(range(USERS), USERS):
        hidden = PATTERNS[planted % len(PATTERNS)](town, user)
        if planted == 100:
            break
        if hidden:
            planted += 1
            found += bool(unusual([*town.week_of(user), *hidden]))
    print(f"looks: planted={planted} found={found}")
    assert planted == 100
    assert found >= 95


def test_normal_use_is_left_in_peace():
    town = Municipality(random.Random(12))
    alarms = [unusual([one for user in range(USERS) for one in town.week_of(user)]) for _ in range(WEEKS)]
    people = sum(len({finding.actor for finding in week}) for week in alarms)
    print(f"looks: users*weeks={USERS * WEEKS} false alarms={people}")
    assert people / (USERS * WEEKS) <= 1 / 1000
