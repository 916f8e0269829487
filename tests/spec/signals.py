"""When a rule signals, with which value, and which days caused it. Four school weeks from Monday 18 August 2025."""

from tests.spec.tables import Case

ONE_PUPIL = """
    pupil | school | start
    p     | s      | 2025-08-18
"""
FOUR_WEEKS = """
    school | first      | last
    s      | 2025-08-18 | 2025-09-12
"""
TWO_YEARS = """
    school | first      | last
    s      | 2025-06-02 | 2025-06-13
    s      | 2025-08-18 | 2025-09-12
"""
FROM_JUNE = """
    pupil | school | start
    p     | s      | 2025-06-02
"""

CASES = [
    Case(
        states="exactly ten percent is at least ten percent, and is not more than ten percent",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates                 | kind | minutes
            p     | 2025-08-20 2025-09-09 | day  | 300
        """,
        rules="""
            id       | measure      | window      | limit
            at-least | absence_rate | school_year | >= 10 %
            more     | absence_rate | school_year | > 10 %
        """,
        signals="""
            rule     | pupil | start      | end        | value    | dates
            at-least | p     | 2025-08-01 | 2025-09-12 | 600/6000 | 2025-08-20 2025-09-09
        """,
    ),
    Case(
        states="one minute under ten percent is not ten percent",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes
            p     | 2025-08-20 | day    | 300
            p     | 2025-08-21 | lesson | 299
        """,
        rules="""
            id        | measure      | window      | limit
            ten       | absence_rate | school_year | >= 10 %
            nine      | absence_rate | school_year | >= 9.98 %
        """,
        signals="""
            rule | pupil | start      | end        | value    | dates
            nine | p     | 2025-08-01 | 2025-09-12 | 599/6000 | 2025-08-20 2025-08-21
        """,
    ),
    Case(
        states="counts are compared as whole numbers, over the days that are counted",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates                 | kind       | minutes
            p     | 2025-08-19 2025-08-20 | day        | 300
            p     | 2025-08-25 2025-08-25 | lesson     | 60
            p     | 2025-08-26            | lesson     | 60
            p     | 2025-08-26 2025-08-27 | late       | -
            p     | 2025-08-28            | left_early | 20
        """,
        rules="""
            id      | measure                  | window      | limit
            days    | days_absent              | school_year | >= 2
            lessons | lessons_absent           | school_year | > 2
            fewer   | lessons_absent           | school_year | > 3
            late    | late_count               | school_year | >= 2
            left    | left_early_count         | school_year | >= 1
            either  | late_or_left_early_count | school_year | >= 3
            partly  | partly_absent_days       | school_year | >= 4
        """,
        signals="""
            rule    | pupil | start      | end        | value | dates
            days    | p     | 2025-08-01 | 2025-09-12 | 2     | 2025-08-19 2025-08-20
            lessons | p     | 2025-08-01 | 2025-09-12 | 3     | 2025-08-25 2025-08-26
            late    | p     | 2025-08-01 | 2025-09-12 | 2     | 2025-08-26 2025-08-27
            left    | p     | 2025-08-01 | 2025-09-12 | 1     | 2025-08-28
            either  | p     | 2025-08-01 | 2025-09-12 | 3     | 2025-08-26 2025-08-27 2025-08-28
            partly  | p     | 2025-08-01 | 2025-09-12 | 4     | 2025-08-25 2025-08-26 2025-08-27 2025-08-28
        """,
    ),
    Case(
        states="documented and undocumented rates count their own minutes and name their own days",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates      | kind | minutes | documented
            p     | 2025-08-19 | day  | 300     | true
            p     | 2025-08-20 | day  | 300     | false
            p     | 2025-08-21 | day  | 300     | unknown
        """,
        rules="""
            id      | measure           | window      | limit
            known   | documented_rate   | school_year | >= 5 %
            unknown | undocumented_rate | school_year | >= 5 %
            more    | undocumented_rate | school_year | > 5 %
        """,
        signals="""
            rule    | pupil | start      | end        | value    | dates
            known   | p     | 2025-08-01 | 2025-09-12 | 300/6000 | 2025-08-19
            unknown | p     | 2025-08-01 | 2025-09-12 | 300/6000 | 2025-08-20
        """,
    ),
    Case(
        states="every window has its own first and last date and its own days",
        enrolments=FROM_JUNE,
        calendar=TWO_YEARS,
        absences="""
            pupil | dates                                                             | kind | minutes
            p     | 2025-06-04 2025-08-18 2025-08-29 2025-09-09 2025-09-12 | day  | 300
        """,
        rules="""
            id       | measure     | window               | limit
            year     | days_absent | school_year          | >= 1
            term     | days_absent | term                 | >= 1
            previous | days_absent | previous_school_year | >= 1
            before   | days_absent | previous_term        | >= 1
            days     | days_absent | days 4               | >= 1
            weeks    | days_absent | weeks 2              | >= 1
            months   | days_absent | months 1             | >= 1
            school   | days_absent | school_days 9        | >= 1
            further  | days_absent | school_days 30       | >= 1
            too-far  | days_absent | school_days 31       | >= 1
        """,
        signals="""
            rule     | pupil | start      | end        | value | dates
            year     | p     | 2025-08-01 | 2025-09-12 | 4     | 2025-08-18 2025-08-29 2025-09-09 2025-09-12
            term     | p     | 2025-08-01 | 2025-09-12 | 4     | 2025-08-18 2025-08-29 2025-09-09 2025-09-12
            previous | p     | 2024-08-01 | 2025-07-31 | 1     | 2025-06-04
            before   | p     | 2025-01-16 | 2025-07-31 | 1     | 2025-06-04
            days     | p     | 2025-09-09 | 2025-09-12 | 2     | 2025-09-09 2025-09-12
            weeks    | p     | 2025-08-30 | 2025-09-12 | 2     | 2025-09-09 2025-09-12
            months   | p     | 2025-08-13 | 2025-09-12 | 4     | 2025-08-18 2025-08-29 2025-09-09 2025-09-12
            school   | p     | 2025-09-02 | 2025-09-12 | 2     | 2025-09-09 2025-09-12
            further  | p     | 2025-06-02 | 2025-09-12 | 5     | 2025-06-04 2025-08-18 2025-08-29 2025-09-09 2025-09-12
        """,
    ),
    Case(
        states="a month back from the last day of March begins after the last day of February",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2026-02-23 | 2026-03-31
        """,
        absences="""
            pupil | dates                 | kind | minutes
            p     | 2026-02-27 2026-03-02 | day  | 300
        """,
        rules="""
            id    | measure     | window   | limit
            month | days_absent | months 1 | >= 1
        """,
        signals="""
            rule  | pupil | start      | end        | value | dates
            month | p     | 2026-03-01 | 2026-03-31 | 1     | 2026-03-02
        """,
    ),
    Case(
        states="a rule holds back until the pupil has had its days, and ends when there are too many",
        enrolments="""
            pupil | school | start
            long  | s      | 2025-08-18
            short | s      | 2025-09-08
        """,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates                 | kind | minutes
            long  | 2025-09-09 2025-09-10 | day  | 300
            short | 2025-09-09 2025-09-10 | day  | 300
        """,
        rules="""
            id    | measure      | window      | limit   | least days | most days
            least | absence_rate | school_year | >= 10 % | 6          | -
            most  | days_absent  | school_year | >= 2    | -          | 5
            exact | days_absent  | school_year | >= 2    | 20         | 20
        """,
        signals="""
            rule  | pupil | start      | end        | value    | dates
            least | long  | 2025-08-01 | 2025-09-12 | 600/6000 | 2025-09-09 2025-09-10
            exact | long  | 2025-08-01 | 2025-09-12 | 2        | 2025-09-09 2025-09-10
            most  | short | 2025-08-01 | 2025-09-12 | 2        | 2025-09-09 2025-09-10
        """,
    ),
    Case(
        states="runs name their own days: the current one, the latest of the longest, and all of them",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates                                                         | kind | minutes
            p     | 2025-08-18..2025-08-19 2025-08-28..2025-08-29 2025-09-12 | day  | 300
        """,
        rules="""
            id      | measure            | window      | limit
            current | current_run_days   | school_year | >= 1
            longest | longest_spell_days | school_year | >= 2
            spells  | spells             | school_year | >= 3
        """,
        signals="""
            rule    | pupil | start      | end        | value | dates
            current | p     | 2025-08-01 | 2025-09-12 | 1     | 2025-09-12
            longest | p     | 2025-08-01 | 2025-09-12 | 2     | 2025-08-28 2025-08-29
            spells  | p     | 2025-08-01 | 2025-09-12 | 3     | 2025-08-18 2025-08-19 2025-08-28 2025-08-29 2025-09-12
        """,
    ),
    Case(
        states="a run that began before the school year is cut to it",
        enrolments=FROM_JUNE,
        calendar=TWO_YEARS,
        absences="""
            pupil | dates                                         | kind | minutes
            p     | 2025-06-11..2025-06-13 2025-08-18..2025-08-19 | day  | 300
        """,
        rules="""
            id      | measure            | window      | limit
            longest | longest_spell_days | school_year | >= 2
            three   | longest_spell_days | school_year | >= 3
        """,
        signals="""
            rule    | pupil | start      | end        | value | dates
            longest | p     | 2025-08-01 | 2025-09-12 | 2     | 2025-08-18 2025-08-19
        """,
    ),
    Case(
        states="a weekday's share is of the whole days absent",
        enrolments=ONE_PUPIL,
        calendar=FOUR_WEEKS,
        absences="""
            pupil | dates                                       | kind   | minutes
            p     | 2025-08-18 2025-08-25 2025-09-01 2025-09-02 | day    | 300
            p     | 2025-09-08                                  | lesson | 60
        """,
        rules="""
            id     | measure       | window      | limit   | weekday
            monday | share_weekday | school_year | >= 75 % | monday
            friday | share_weekday | school_year | >= 1 %  | friday
        """,
        signals="""
            rule   | pupil | start      | end        | value | dates
            monday | p     | 2025-08-01 | 2025-09-12 | 3/4   | 2025-08-18 2025-08-25 2025-09-01
        """,
    ),
    Case(
        states="a change of exactly the limit is reached, although it would not be in floats",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-12-01 | 2025-12-12
            s      | 2026-01-19 | 2026-01-30
        """,
        absences="""
            pupil | dates                             | kind | minutes
            p     | 2025-12-01 2026-01-19..2026-01-21 | day  | 300
        """,
        rules="""
            id     | measure     | window | limit
            twenty | rate_change | term   | >= 20 %
            above  | rate_change | term   | > 20 %
        """,
        signals="""
            rule   | pupil | start      | end        | value       | dates
            twenty | p     | 2026-01-16 | 2026-01-30 | 3/10 - 1/10 | 2026-01-19..2026-01-21
        """,
    ),
    Case(
        states="a slope names the days with absence among the last forty",
        enrolments=ONE_PUPIL,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-10-17
        """,
        absences="""
            pupil | dates                             | kind | minutes
            p     | 2025-08-18 2025-10-13..2025-10-17 | day  | 300
        """,
        rules="""
            id    | measure      | window | limit
            slope | weekly_slope | -      | >= 8 %
            above | weekly_slope | -      | >= 8.34 %
        """,
        # Two times seven times 1 500 minutes of the newest block, by 21 times 12 000 minutes offered.
        signals="""
            rule  | pupil | start      | end        | value        | dates
            slope | p     | 2025-08-25 | 2025-10-17 | 21000/252000 | 2025-10-13..2025-10-17
        """,
    ),
]
