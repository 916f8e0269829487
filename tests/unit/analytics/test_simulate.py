"""A simulated municipality is believable, the same for the same seed, and keeps what it says was planted."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from skoleporten.analytics.simulate import simulate
from skoleporten.analytics.simulate.names import school_names
from skoleporten.analytics.tables import CONTRACT, MINUTES_IN_A_DAY
from skoleporten.rules.errors import UsageError
from tests.lacking import shared
from tests.unit.analytics.municipality import THIS_YEAR, query

FILES = (
    *(f"{table.name}.parquet" for table in CONTRACT),
    "schools.parquet",
    "classes.parquet",
    "pupils.parquet",
    "truth.json",
)


def hashes(out: Path) -> dict[str, str]:
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        simulate(pupils=300, seed=3, out=tmp_path / name)
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")


def test_another_seed_gives_other_absences(tmp_path):
    for seed in (1, 2):
        simulate(pupils=300, seed=seed, out=tmp_path / str(seed))
    assert hashes(tmp_path / "1")["absences.parquet"] != hashes(tmp_path / "2")["absences.parquet"]


def test_columns_are_those_of_the_contract(made):
    for table in CONTRACT:
        columns = [row[0] for row in query(made, f"describe {table.name}")]
        assert columns == list(table.names)


def test_keys_of_the_contract_are_unique(made):
    for table in CONTRACT:
        assert query(made, f"select count(*) - count(distinct ({', '.join(table.key)})) from {table.name}") == [(0,)]


def test_required_columns_are_never_empty(made):
    for table in CONTRACT:
        for column in table.columns:
            empty = query(made, f"select count(*) from {table.name} where {column.name} is null")[0][0]
            assert not (column.required and empty), (table.name, column.name)


def test_codes_are_those_of_the_contract(made):
    for table in CONTRACT:
        for column in table.columns:
            if column.one_of:
                found = {row[0] for row in query(made, f"select distinct {column.name} from {table.name}")}
                assert found <= set(column.one_of), column.name


def test_number_of_pupils_in_the_last_year_is_the_one_asked_for(made):
    assert query(made, f"select count(distinct pupil_id) from enrolments where start_date >= {THIS_YEAR}") == [(1500,)]


def test_pupils_go_up_one_grade_and_to_lower_secondary_school(made):
    step = """select count(*), count(*) filter (b.grade = a.grade + 1)
              from enrolments a join enrolments b using (pupil_id)
              where a.start_date < date '2025-08-01' and b.start_date >= date '2025-08-01'"""
    both, up = query(made, step)[0]
    assert both == up > 1000
    outside = """select count(*) from enrolments join schools using (school_id)
                 where grade not between first_grade and last_grade"""
    assert query(made, outside) == [(0,)]


def test_schools_have_from_40_to_600_pupils_and_classes_of_at_most_26(tmp_path):
    simulate(pupils=4000, schools=15, seed=1, out=tmp_path)
    sizes = [row[0] for row in query(tmp_path, "select count(*) from enrolments group by school_id")]
    assert 40 <= min(sizes) < max(sizes) <= 600
    classes = [
        row[0]
        for row in query(tmp_path, "select count(*) from enrolments group by class_id, start_date >= '2025-09-01'")
    ]
    assert max(classes) <= 26


def test_every_school_year_has_190_days_in_each_school(made):
    per_year = """select count(distinct date) from calendar group by school_id,
                  year(date) - (month(date) < 8)::int"""
    assert {row[0] for row in query(made, per_year)} == {190}


def test_older_grades_have_longer_weeks(made):
    week = """select grade, any_value(m) from (select school_id, grade, sum(minutes_offered) m from calendar
              where date between '2025-09-01' and '2025-09-05' group by all) group by grade order by grade"""
    minutes = dict(query(made, week))
    assert minutes[5] == minutes[7] < minutes[8] == minutes[10]


def test_absences_lie_on_offered_days_and_within_their_minutes(made):
    stray = """select count(*) from absences a left join
               (select school_id, date, max(minutes_offered) most from calendar group by all) c using (school_id, date)
               where c.date is null or a.minutes > c.most"""
    assert query(made, stray) == [(0,)]


def test_whole_days_are_as_long_as_the_pupils_own_day(made):
    wrong = """select count(*) from absences a join enrolments e
               on e.pupil_id = a.pupil_id and e.school_id = a.school_id
               and a.date between e.start_date and coalesce(e.end_date, date '2099-01-01')
               join calendar c on c.school_id = a.school_id and c.date = a.date and c.grade = e.grade
               where a.kind = 'day' and a.minutes <> c.minutes_offered"""
    assert query(made, wrong) == [(0,)]


def test_between_three_and_six_percent_of_the_time_is_away(tmp_path):
    simulate(pupils=4000, schools=15, years=1, seed=1, out=tmp_path)
    days = query(tmp_path, "select count(*) / 4000.0 from absences where kind = 'day'")[0][0]
    assert 0.03 < float(days) / 190 < 0.06


def test_lessons_are_registered_from_grade_eight_only(made):
    lower = """select count(*) from absences a join enrolments e using (pupil_id) where kind = 'lesson'
               and reason <> 'not_absence' and e.grade < 7"""
    assert query(made, lower) == [(0,)]


def test_data_end_with_the_first_term_when_half_a_year_is_asked_for(made):
    assert query(made, "select max(date) <= date '2026-01-15' and max(date) > date '2026-01-05' from absences") == [
        (True,)
    ]


def test_absences_are_sorted_by_pupil(made):
    ids = pq.read_table(made / "absences.parquet", columns=["pupil_id"])["pupil_id"].to_pylist()
    assert ids == sorted(ids)


def test_no_school_has_the_name_of_a_real_one():
    register = shared("norway-schools/schools.csv")
    with register.open(encoding="utf-8") as file:
        real = {
            row["name"].lower().removesuffix(" skole").removesuffix(" ungdomsskole") for row in csv.DictReader(file)
        }
    assert not real & {name.lower() for name in school_names(640)}


def test_school_names_are_distinct():
    assert len(set(school_names(3000))) == 3000


def test_minutes_fit_in_a_day(made):
    assert query(made, f"select max(minutes) < {MINUTES_IN_A_DAY} from absences") == [(True,)]


@pytest.mark.parametrize(
    "wrong", [{"pupils": 5}, {"pupils": 100, "schools": 50}, {"pupils": 100, "years": 0}, {"pupils": 100, "years": 1.3}]
)
def test_what_cannot_be_simulated_is_refused_with_what_to_do(tmp_path, wrong):
    with pytest.raises(UsageError) as refused:
        simulate(out=tmp_path, **wrong)
    assert refused.value.do


def test_data_can_end_on_a_day(tmp_path):
    until = dt.date(2025, 11, 20)
    assert simulate(pupils=600, years=2, until=until, out=tmp_path).as_of == until
    [(last,)] = query(tmp_path, "select max(date) from absences")
    assert dt.date(2025, 11, 10) < last <= until


def test_data_that_end_early_in_the_year_are_of_the_year_before(tmp_path):
    made = simulate(pupils=100, years=2, until=dt.date(2025, 8, 10), out=tmp_path)
    assert made.as_of == dt.date(2025, 6, 18)
    assert made.truths == 0


def test_data_cannot_end_before_they_begin(tmp_path):
    with pytest.raises(UsageError):
        simulate(pupils=100, until=dt.date(2020, 1, 1), out=tmp_path)


def test_when_it_stops_half_way_nothing_is_left(tmp_path, monkeypatch):
    (tmp_path / "schools.parquet").write_text("mine")
    monkeypatch.setattr("skoleporten.analytics.simulate.files.AbsenceFile.write", stopped)
    with pytest.raises(KeyboardInterrupt):
        simulate(pupils=100, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["schools.parquet"]
    assert (tmp_path / "schools.parquet").read_text() == "mine"


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("years", [0.5, 1, 2])
def test_the_smallest_municipality_can_be_simulated(tmp_path, years):
    assert simulate(pupils=40, schools=1, years=years, out=tmp_path).events > 0
