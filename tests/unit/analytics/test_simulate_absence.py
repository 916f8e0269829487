"""The background absence keeps to the days that were offered and has the shape that it claims."""

from __future__ import annotations

import numpy as np
import pytest

from skoleporten.analytics.simulate import absence
from skoleporten.analytics.simulate.absence import DAY, LATE, LEFT_EARLY, LESSON, REASONS, Events
from skoleporten.analytics.simulate.calendar import LESSON_MINUTES
from skoleporten.rules.absence import Reason

PUPILS, DAYS = 4000, 100


def offered(lessons: int = 5) -> np.ndarray:
    """Every fifth day closed."""
    made = np.full((PUPILS, DAYS), lessons, dtype=np.int16)
    made[:, ::5] = 0
    return made


def whole_days(rate: float = 1.0, seed: int = 1, season: float = 1.0) -> np.ndarray:
    tendency = np.full(PUPILS, rate, dtype=np.float32)
    return absence.draw_whole_days(
        np.random.default_rng(seed), tendency, np.full(DAYS, season, dtype=np.float32), offered()
    )


def parts(rate: float = 1.0, by_lesson: bool = True) -> Events:
    tendency = np.full(PUPILS, rate, dtype=np.float32)
    present = offered() > 0
    return absence.draw_parts(np.random.default_rng(1), tendency, present, by_lesson=np.full(PUPILS, by_lesson))


def test_nobody_is_away_on_a_day_that_is_closed():
    assert (whole_days(5)[:, ::5] == -1).all()


def test_who_is_never_ill_is_never_away():
    assert (whole_days(0) == -1).all()


def test_twice_the_tendency_is_about_twice_the_days():
    once, twice = ((whole_days(rate) >= 0).sum() for rate in (1, 2))
    assert 1.8 < twice / once < 2.1


def test_a_season_makes_more_of_it():
    assert (whole_days(season=1.5) >= 0).sum() > 1.3 * (whole_days() >= 0).sum()


def test_the_same_stream_gives_the_same_days():
    assert (whole_days(seed=4) == whole_days(seed=4)).all()
    assert (whole_days(seed=4) != whole_days(seed=5)).any()


def test_a_spell_keeps_its_cause_over_closed_days():
    causes = whole_days(0.2)
    both = (causes[:, 4:-1:5] >= 0) & (causes[:, 6::5] >= 0)
    same = causes[:, 4:-1:5][both] == causes[:, 6::5][both]
    assert both.any()
    assert same.mean() > 0.9


def test_most_spells_are_illness_and_documented():
    causes = whole_days()
    illness = [place for place, (reason, _, _) in enumerate(absence.WHOLE_DAY_CAUSES) if reason == Reason.ILLNESS]
    assert 0.6 < np.isin(causes[causes >= 0], illness).mean() < 0.8


def test_a_few_are_away_far_more_than_the_rest():
    tendencies = absence.draw_tendencies(np.random.default_rng(1), 50_000, 1.0)
    highest = np.sort(tendencies.days)[::-1]
    assert 0.35 < highest[:2500].sum() / highest.sum() < 0.65


def test_level_multiplies_tendencies():
    once, twice = (absence.draw_tendencies(np.random.default_rng(1), 100, level) for level in (1.0, 2.0))
    assert twice.days == pytest.approx(2 * once.days)
    assert twice.parts == pytest.approx(2 * once.parts)


def one_day_away(by_lesson: bool) -> Events:
    lessons = np.array([[6, 4]], dtype=np.int16)
    pupil, day, cause = np.array([0, 0]), np.array([0, 1]), np.array([0, 0])
    return absence.whole_day_events(pupil, day, cause, lessons, by_lesson=np.array([by_lesson]))


def test_a_whole_day_is_as_long_as_the_day():
    events = one_day_away(by_lesson=False)
    assert events.kind.tolist() == [DAY, DAY]
    assert events.minutes.tolist() == [6 * LESSON_MINUTES, 4 * LESSON_MINUTES]


def test_where_lessons_are_registered_each_lesson_stands_beside_the_day():
    events = one_day_away(by_lesson=True)
    assert events.kind.tolist() == [DAY, *[LESSON] * 6, DAY, *[LESSON] * 4]
    assert set(events.minutes[events.kind == LESSON].tolist()) == {LESSON_MINUTES}


def test_parts_of_days_lie_on_days_of_presence():
    assert not [day for day in parts(3).day.tolist() if day % 5 == 0]


def test_lessons_are_registered_only_where_they_are():
    lessons = parts(by_lesson=False)
    only_elsewhere = lessons.reason[lessons.kind == LESSON]
    assert set(only_elsewhere.tolist()) == {REASONS.index(Reason.NOT_ABSENCE)}


def test_some_lateness_has_no_length_and_none_is_longer_than_forty_minutes():
    late = parts(3).minutes[parts(3).kind == LATE]
    assert 0.1 < (late == -1).mean() < 0.2
    assert late[late >= 0].min() >= 5
    assert late.max() <= 40


def test_leaving_early_takes_whole_lessons():
    events = parts(3)
    assert set((events.minutes[events.kind == LEFT_EARLY] % LESSON_MINUTES).tolist()) == {0}
