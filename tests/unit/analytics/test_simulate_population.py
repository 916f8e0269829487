"""Schools, classes and pupils have the structure of the Norwegian school."""

from __future__ import annotations

import numpy as np
import pytest

from skoleporten.analytics.simulate.calendar import VARIANTS
from skoleporten.analytics.simulate.population import (
    LAST_GRADE,
    PUPILS_PER_CLASS,
    Population,
    draw_population,
    pupil_id,
    pupil_ids,
    roster,
)


def draw(pupils: int = 1000, schools: int | None = 6, earlier: int = 0, seed: int = 1) -> Population:
    return draw_population(
        np.random.default_rng(seed), pupils=pupils, schools=schools, school_year=2025, earlier_years=earlier
    )


@pytest.mark.parametrize(("pupils", "schools"), [(40, 1), (100, 2), (333, 3), (1000, 6), (5000, 40)])
def test_exactly_the_pupils_asked_for_are_in_school(pupils, schools):
    population = draw(pupils, schools)
    assert len(population.schools) == schools
    assert len(roster(population, 2025).pupil) == pupils


def test_those_who_have_left_come_in_addition():
    population = draw(earlier=2)
    assert population.size == 1200
    assert len(roster(population, 2025).pupil) == 1000
    assert 950 < len(roster(population, 2023).pupil) < 1050


def test_schools_are_of_the_kinds_of_the_register_and_most_are_primary():
    spans = [(school.first_grade, school.last_grade) for school in draw(50_000, 200).schools]
    assert {span: spans.count(span) for span in set(spans)} == {(1, 7): 108, (1, 10): 54, (8, 10): 38}


def test_a_single_school_has_every_grade():
    (school,) = draw(100, 1).schools
    assert (school.first_grade, school.last_grade) == (1, 10)


def test_everybody_goes_to_a_school_that_has_the_grade():
    population = draw(5000, 25)
    last = roster(population, 2025)
    for school, grade in zip(last.school.tolist(), last.grade.tolist(), strict=True):
        assert population.schools[school].first_grade <= grade <= population.schools[school].last_grade


def test_neighbours_go_on_to_the_same_lower_secondary_school():
    population = draw(5000, 25)
    for school in set(population.primary.tolist()):
        assert len(set(population.secondary[population.primary == school].tolist())) == 1


def test_classes_of_a_grade_are_of_even_size():
    made = roster(draw(3000, 8), 2025)
    sizes = np.bincount(made.class_number)
    assert sizes.max() <= PUPILS_PER_CLASS
    groups = made.class_school * 100 + made.class_grade
    for group in set(groups.tolist()):
        of_group = sizes[groups == group]
        assert of_group.max() - of_group.min() <= 1


def test_a_class_has_one_grade_at_one_school():
    made = roster(draw(), 2025)
    assert (made.class_school[made.class_number] == made.school).all()
    assert (made.class_grade[made.class_number] == made.grade).all()
    assert len(set(made.class_ids)) == len(made.class_ids)


def test_most_classmates_stay_together_from_year_to_year():
    population = draw(2000, 8, earlier=1)
    before, now = roster(population, 2024), roster(population, 2025)
    both = np.intersect1d(before.pupil, now.pupil)
    letters = [[year.class_ids[year.class_number[year.of(pupil)]][-1] for pupil in both] for year in (before, now)]
    same_stage = now.grade[np.searchsorted(now.pupil, both)] != 8
    assert (np.array(letters[0]) == np.array(letters[1]))[same_stage].mean() > 0.7


def test_pupils_follow_the_order_of_schools():
    assert (np.diff(draw().primary) >= 0).all()


def test_pupil_ids_sort_as_their_numbers_do():
    ids = pupil_ids(np.arange(2000)).to_pylist()
    assert ids == sorted(ids) == [pupil_id(number) for number in range(2000)]


def test_schools_of_a_municipality_share_their_breaks():
    variants = {VARIANTS[school.variant] for school in draw(5000, 25).schools}
    assert len({(variant.autumn_week, variant.winter_week) for variant in variants}) == 1
    assert len({variant.planning for variant in variants}) > 1


def test_a_country_has_every_variant():
    assert {school.variant for school in draw(100_000, 400).schools} == set(range(len(VARIANTS)))


def test_every_grade_has_about_as_many_pupils():
    grades = np.bincount(roster(draw(10_000, 40), 2025).grade, minlength=LAST_GRADE + 1)[1:]
    assert grades.min() > 850
    assert grades.max() < 1150
