"""What a check gives beside the numbers themselves, which tests/spec and tests/generative hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skoleporten.analytics.check import MEASURES, SIGNALS, CheckResult, check, contract_tables
from skoleporten.analytics.engines.duckdb import connection, spilled_bytes
from skoleporten.rules.absence import Kind, UnregisteredDay
from skoleporten.rules.concern import Measure, RuleSet, load_rule_set, shipped_rule_sets
from skoleporten.rules.errors import RefusedError
from tests.arrow_tables import ArrowTables, arrow_tables
from tests.unit.rules.rows import MONDAY, a_rule, an_absence, an_enrolment, school_days, weekdays

TWENTY = weekdays(MONDAY, 20)
CALENDAR = school_days(TWENTY)
AS_OF = TWENTY[-1]
TEN_PERCENT = [load_rule_set("ten-percent")]


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    with connection(memory_limit="500MB") as opened:
        yield opened


def checked(
    backend: Any, tables: ArrowTables, as_of: dt.date | None = AS_OF, sets=TEN_PERCENT, **options
) -> CheckResult:
    return check(backend, contract_tables(backend, *tables), as_of, sets, **options)


def one_pupil(**rows) -> ArrowTables:
    return arrow_tables(**{"enrolments": [an_enrolment()], "calendar": CALENDAR, **rows})


def table_names(backend: Any) -> set[str]:
    return {name for (name,) in backend.con.execute("SELECT table_name FROM information_schema.tables").fetchall()}


def own_set(*rules) -> list[RuleSet]:
    return [RuleSet("set", "1", {}, "", rules, "", "")]


def measures_of(result: CheckResult) -> dict[str, dict[str, Any]]:
    return {row["pupil_id"]: row for row in result.measures.to_pyarrow().to_pylist()}


def test_tables_have_the_declared_schema_whatever_the_rules(backend):
    for sets in ([], TEN_PERCENT, list(shipped_rule_sets().values())):
        with checked(backend, one_pupil(absences=[an_absence(MONDAY)]), sets=sets) as result:
            assert result.measures.schema() == MEASURES
            assert result.signals.schema() == SIGNALS


def test_columns_of_another_type_and_order_are_taken_as_the_contract_has_them(backend):
    enrolments, calendar, absences, unregistered = one_pupil(absences=[an_absence(MONDAY)])
    reversed_columns = absences.select(list(reversed(absences.column_names))).append_column("note", pa.array(["x"]))
    narrow = calendar.set_column(3, "minutes_offered", calendar["minutes_offered"].cast(pa.int16()))
    with checked(backend, (enrolments, narrow, reversed_columns, unregistered)) as result:
        assert measures_of(result)["p"]["minutes_absent"] == 300
        assert result.measures.schema() == MEASURES


def test_readers_and_parquet_files_are_read_as_arrow_tables_are(backend, tmp_path):
    tables = one_pupil(absences=[an_absence(MONDAY), an_absence(TWENTY[1])])
    with checked(backend, tables) as result:
        expected = result.measures.to_pyarrow()
    with checked(backend, tuple(table.to_reader() for table in tables)) as result:
        assert result.measures.to_pyarrow() == expected
    paths = [tmp_path / f"{number}.parquet" for number in range(4)]
    for path, table in zip(paths, tables, strict=True):
        pq.write_table(table, path)
    with checked(backend, tuple(paths)) as result:
        assert result.measures.to_pyarrow() == expected


def test_a_table_without_a_column_of_the_contract_is_refused_by_name(backend):
    enrolments, calendar, absences, unregistered = one_pupil()
    with pytest.raises(RefusedError, match="absences has no column kind, minutes"):
        contract_tables(backend, enrolments, calendar, absences.drop_columns(["kind", "minutes"]), unregistered)


def test_the_last_date_with_a_registration_is_the_date_to_look_back_from(backend):
    with checked(backend, one_pupil(absences=[an_absence(MONDAY), an_absence(TWENTY[4])]), as_of=None) as result:
        assert result.as_of == TWENTY[4]
        assert measures_of(result)["p"]["days_offered"] == 5


def test_without_registrations_it_is_the_last_school_day_and_without_both_it_must_be_given(backend):
    with checked(backend, one_pupil(), as_of=None) as result:
        assert result.as_of == AS_OF
    with pytest.raises(RefusedError, match="Give the date"):
        checked(backend, arrow_tables(enrolments=[an_enrolment()]), as_of=None)


def test_a_pupil_without_offered_days_is_there_without_a_rate_and_is_reported(backend):
    tables = arrow_tables(
        enrolments=[an_enrolment(), an_enrolment(pupil_id="elsewhere", school_id="unknown")], calendar=CALENDAR
    )
    with checked(backend, tables) as result:
        row = measures_of(result)["elsewhere"]
        assert (row["minutes_offered"], row["absence_rate"], row["school_id"]) == (0, None, "unknown")
        assert result.counts["pupils"] == 2
        assert result.counts["pupils_without_offered_days"] == 1


def test_what_is_set_aside_is_counted_by_its_reason(backend):
    saturday, later = MONDAY + dt.timedelta(days=5), AS_OF + dt.timedelta(days=3)
    tables = one_pupil(
        absences=[
            an_absence(MONDAY),
            an_absence(saturday),
            an_absence(TWENTY[1]),
            an_absence(TWENTY[1], Kind.LATE, 5),
            an_absence(MONDAY, pupil_id="stranger"),
            an_absence(later),
        ],
        unregistered=[UnregisteredDay("s", TWENTY[1])],
    )
    with checked(backend, tables) as result:
        assert result.counts == {
            "pupils": 1,
            "pupils_without_offered_days": 0,
            "registrations": 4,
            "registrations_of_others": 1,
            "registrations_off_offered_days": 3,
            "registrations_on_unregistered_days": 2,
            "unregistered_pupil_days": 1,
            "signals": 0,
            "pupils_with_signals": 0,
        }


def test_school_class_and_grade_are_those_of_the_last_enrolment(backend):
    enrolments = [
        an_enrolment(end=TWENTY[9], class_id="3A"),
        an_enrolment(start=TWENTY[10], school_id="t", grade=4),
    ]
    with checked(backend, arrow_tables(enrolments=enrolments, calendar=CALENDAR)) as result:
        row = measures_of(result)["p"]
    assert (row["school_id"], row["class_id"], row["grade"]) == ("t", None, 4)


def test_a_grade_that_is_not_known_follows_the_calendar_for_all_grades(backend):
    enrolments, calendar, absences, unregistered = one_pupil(
        calendar=[*CALENDAR, *school_days(TWENTY[:2], 200, grade=3)]
    )
    unknown = enrolments.set_column(3, "grade", pa.nulls(1, pa.int64()))
    with checked(backend, (unknown, calendar, absences, unregistered)) as result:
        row = measures_of(result)["p"]
    assert (row["grade"], row["minutes_offered"]) == (None, 6000)


def test_signals_are_counted_by_rule_also_where_nobody_reached_it(backend):
    absences = [an_absence(date) for date in TWENTY[:2]]
    enrolments = [an_enrolment(), an_enrolment(pupil_id="q")]
    rules = [_named(a_rule(Measure.DAYS_ABSENT, limit=2)), _named(a_rule(Measure.LATE_COUNT))]
    with checked(backend, one_pupil(enrolments=enrolments, absences=absences), sets=own_set(*rules)) as result:
        assert result.pupils_by_rule == {"set/days_absent": 1, "set/late_count": 0}
        assert result.counts["signals"] == result.counts["pupils_with_signals"] == 1
        assert [row["pupil_id"] for row in result.first_signals(5)] == ["p"]
        assert result.first_signals(5)[0]["dates"] == TWENTY[:2]


def _named(rule):
    return type(rule)(**{**vars(rule), "id": str(rule.measure)})


def test_the_first_signals_stand_by_school_and_pupil_and_never_by_how_many(backend):
    late = [an_absence(date, Kind.LATE, 5, pupil_id="b") for date in TWENTY[:2]]
    away = [an_absence(TWENTY[5], pupil_id=pupil) for pupil in "abc"]
    enrolments = [an_enrolment(pupil_id=pupil) for pupil in "abc"]
    rules = [_named(a_rule(Measure.DAYS_ABSENT)), _named(a_rule(Measure.LATE_COUNT))]
    with checked(backend, one_pupil(enrolments=enrolments, absences=late + away), sets=own_set(*rules)) as result:
        first = [(row["pupil_id"], row["rule"]) for row in result.first_signals(3)]
    assert first == [("a", "set/days_absent"), ("b", "set/days_absent"), ("b", "set/late_count")]


def test_with_totals_only_nothing_is_said_that_needs_to_know_the_dates(backend):
    sets = list(shipped_rule_sets().values())
    absences = [an_absence(date) for date in TWENTY]
    with checked(backend, one_pupil(absences=absences), sets=sets, denominator="session_totals") as result:
        row = measures_of(result)["p"]
        assert (row["absence_rate"], row["days_absent"]) == (1.0, 20)
        assert {row[name] for name in ("spells", "current_run_days", "share_monday", "term_rate", "weekly_slope")} == {
            None
        }
        assert "kristiansand/month-10-percent" in result.rules_not_asked
        assert result.pupils_by_rule["kristiansand/month-10-percent"] == 0
        assert result.pupils_by_rule["ten-percent/school-year-10-percent"] == 1


def test_nothing_is_left_in_the_backend_when_the_result_is_closed(backend):
    tables = contract_tables(backend, *one_pupil(absences=[an_absence(MONDAY)]))
    before = table_names(backend)
    with check(backend, tables, AS_OF, TEN_PERCENT):
        assert table_names(backend) > before
    assert table_names(backend) == before


def test_nothing_is_left_in_the_backend_by_a_check_that_fails(backend):
    enrolments, calendar, absences, unregistered = one_pupil(absences=[an_absence(MONDAY)])
    broken = absences.set_column(4, "minutes", pa.array(["many"]))
    tables = contract_tables(backend, enrolments, calendar, broken, unregistered)
    before = table_names(backend)
    with pytest.raises(Exception, match="many"):
        check(backend, tables, AS_OF, TEN_PERCENT)
    assert table_names(backend) == before


def test_nothing_is_spilled(backend):
    with checked(backend, one_pupil(absences=[an_absence(MONDAY)])):
        assert spilled_bytes(backend) == 0


def test_empty_tables_give_empty_answers(backend):
    with checked(backend, arrow_tables(), sets=list(shipped_rule_sets().values())) as result:
        assert result.measures.to_pyarrow().num_rows == result.signals.to_pyarrow().num_rows == 0
        assert set(result.counts.values()) == {0}
    with checked(backend, arrow_tables(enrolments=[an_enrolment()])) as result:
        assert result.counts["pupils_without_offered_days"] == 1


def test_a_date_before_everything_finds_nobody(backend):
    with checked(backend, one_pupil(absences=[an_absence(MONDAY)]), as_of=dt.date(1969, 12, 31)) as result:
        assert result.counts["pupils"] == 0
