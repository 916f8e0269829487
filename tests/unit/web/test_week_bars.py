"""The week of one pupil, drawn and told: what is not marked never looks like 0."""

from __future__ import annotations

import datetime as dt

from skoleporten.web.presence.week_bars import Told, Week, told, week_of, weekdays_of

MONDAY = dt.date(2026, 11, 23)
WEEK = weekdays_of(MONDAY)
NAMES = ["man", "tir", "ons", "tor", "fre"]


def week(agreed: dict[int, int | None], came: dict[int, int | None], today: int = 2) -> Week:
    """By number of the weekday; who is not in `agreed` has no school."""
    days = told(WEEK, {WEEK[day]: of for day, of in agreed.items()}, {WEEK[day]: of for day, of in came.items()})
    return week_of(days, WEEK[today], NAMES)


def test_a_week_begins_on_monday_and_has_five_days():
    assert weekdays_of(MONDAY + dt.timedelta(days=6)) == WEEK
    assert [day.weekday() for day in WEEK] == [0, 1, 2, 3, 4]


def test_each_day_has_its_own_sign():
    """Monday came, Tuesday not marked, Wednesday (today) and on: ahead."""
    found = week(dict.fromkeys(range(5), 30), {0: 30})
    assert found.came == "M0 28v-24h11v24z"
    assert found.not_known == "M16 28v-12h11v12z"
    assert found.signs == [21]
    assert found.ahead == "M32 28h11M48 28h11M64 28h11"
    assert found.none == ""


def test_did_not_come_is_a_thin_line_and_no_question_mark():
    found = week({0: 30}, {0: 0})
    assert (found.none, found.not_known, found.signs) == ("M0 28v-2h11v2z", "", [])
    assert "man 0" in found.words


def test_nothing_agreed_and_nothing_marked_asks_nothing():
    found = week({0: 0, 1: 0}, {})
    assert (found.not_known, found.signs) == ("", [])
    assert "man ikke noe avtalt" in found.words


def test_without_a_plan_a_day_that_passed_is_not_marked():
    assert "man ikke ført" in week({0: None}, {}).words
    assert "ons ingen plan ennå" in week({2: None}, {}).words


def test_here_and_not_known_how_long_is_hollow():
    found = week({0: 30}, {0: None})
    assert found.signs == [5]
    assert "man kom, ikke kjent hvor lenge" in found.words


def test_more_than_agreed_is_the_highest_and_the_plan_is_a_line_in_it():
    found = week({0: 30}, {0: 60})
    assert found.came == "M0 28v-24h11v24z"
    assert found.plan == "M0 16h11"


def test_a_day_without_school_is_told_as_that():
    assert "man ikke skole" in week({}, {}).words


def test_told_holds_what_is_known_apart_from_what_is_not():
    assert told(WEEK[:1], {WEEK[0]: 30}, {}) == [Told(WEEK[0], True, 30, None, False)]
