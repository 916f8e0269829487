"""How far measures look back: school years, terms, and the last forty school days."""

from tests.spec.tables import Case

TWO_YEARS = """
    school | first      | last
    s      | 2024-08-19 | 2025-06-20
    s      | 2025-08-18 | 2026-06-19
"""
ONE_PUPIL = """
    pupil | school | start
    p     | s      | 2024-08-19
"""

CASES = [
    Case(
        states="the school year begins on 1 August, and what was before it is not counted",
        enrolments=ONE_PUPIL,
        calendar=TWO_YEARS,
        absences="""
            pupil | dates                  | kind | minutes
            p     | 2025-06-16..2025-06-20 | day  | 300
            p     | 2025-08-18..2025-08-19 | day  | 300
        """,
        as_of="2025-08-22",
        expected="""
            pupil | days_offered | days_absent | absence_rate | spells | longest_spell_days
            p     | 5            | 2           | 600/1500     | 1      | 2
        """,
    ),
    Case(
        states="terms part on 16 January, and the change is this term's rate less the last's",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2026-01-12 | 2026-01-23
        """,
        absences="""
            pupil | dates                            | kind | minutes
            p     | 2026-01-15 2026-01-16 2026-01-19 | day  | 300
        """,
        expected="""
            pupil | term_rate | previous_term_rate | rate_change   | absence_rate
            p     | 2/6       | 1/4                | 2/6 - 1/4     | 3/10
        """,
    ),
    Case(
        states="the term before the autumn term is in the school year before",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-06-16 | 2025-06-20
            s      | 2025-08-18 | 2025-08-22
        """,
        absences="""
            pupil | dates      | kind | minutes
            p     | 2025-06-16 | day  | 300
        """,
        expected="""
            pupil | term_rate | previous_term_rate | rate_change
            p     | 0         | 1/5                | 0 - 1/5
        """,
    ),
    Case(
        states="without a term before there is no change",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        expected="""
            pupil | term_rate | previous_term_rate | rate_change
            p     | 0         | -                  | -
        """,
    ),
    Case(
        states="the slope is the change a week over the last forty school days, across school years too",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-05-26 | 2025-06-20
            s      | 2025-08-18 | 2025-09-12
        """,
        absences="""
            pupil | dates                  | kind   | minutes
            p     | 2025-06-02..2025-06-06 | lesson | 30
            p     | 2025-06-09..2025-06-13 | lesson | 60
            p     | 2025-06-16..2025-06-20 | lesson | 90
            p     | 2025-08-18..2025-08-22 | lesson | 120
            p     | 2025-08-25..2025-08-29 | lesson | 150
            p     | 2025-09-01..2025-09-05 | lesson | 180
            p     | 2025-09-08..2025-09-12 | lesson | 210
        """,
        expected="""
            pupil | weekly_slope
            p     | 1/10
        """,
    ),
    Case(
        states="with 39 school days there is no slope",
        enrolments="""
            pupil | school | start
            p     | s      | 2025-08-19
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-10-10
        """,
        expected="""
            pupil | days_offered | weekly_slope
            p     | 39           | -
        """,
    ),
    Case(
        states="a leap day and the turn of a year with week 53 are days like others",
        enrolments="""
            pupil | school | start
            leap  | leap   | 2024-02-26
            turn  | turn   | 2026-12-28
        """,
        calendar="""
            school | first      | last
            leap   | 2024-02-26 | 2024-03-01
            turn   | 2026-12-28 | 2027-01-08
        """,
        absences="""
            pupil | school | dates                  | kind | minutes
            turn  | turn   | 2026-12-31..2027-01-04 | day  | 300
        """,
        expected="""
            pupil | days_offered | spells | longest_spell_days | absent_days_friday
            turn  | 10           | 1      | 3                  | 1
        """,
    ),
    Case(
        states="where only totals of days are known, what needs their order is not told",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-10-31
        """,
        absences="""
            pupil | dates                  | kind | minutes
            p     | 2025-08-20..2025-08-26 | day  | 300
        """,
        denominator="session_totals",
        expected="""
            pupil | days_absent | absence_rate | spells | current_run_days | share_monday | term_rate | weekly_slope
            p     | 5           | 5/55         | -      | -                | -            | -         | -
        """,
        rules="""
            id     | measure      | window      | limit
            year   | absence_rate | school_year | >= 5 %
            month  | absence_rate | months 3    | >= 5 %
            spells | spells       | school_year | >= 1
        """,
        signals="""
            rule | pupil | start      | end        | value | dates
            year | p     | 2025-08-01 | 2025-10-31 | 5/55  | 2025-08-20..2025-08-26
        """,
    ),
]
