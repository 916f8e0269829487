"""Which days are offered to whom: enrolments, moves, grades, and days on which nobody took the register."""

from tests.spec.tables import Case

CASES = [
    Case(
        states="a move to another school resets nothing",
        enrolments="""
            pupil | school | start      | end
            p     | s      | 2025-08-18 | 2025-08-22
            p     | t      | 2025-08-25 | -
        """,
        calendar="""
            school | first      | last       | minutes
            s      | 2025-08-18 | 2025-08-29 | 300
            t      | 2025-08-18 | 2025-08-29 | 200
        """,
        absences="""
            pupil | dates                  | kind | minutes
            p     | 2025-08-21..2025-08-26 | day  | 300
        """,
        expected="""
            pupil | minutes_offered | days_offered | minutes_absent | days_absent | spells | longest_spell_days
            p     | 2500            | 10           | 1000           | 4           | 1      | 4
        """,
    ),
    Case(
        states="a date with overlapping enrolments counts once, at the one that began last",
        enrolments="""
            pupil | school | start      | end
            p     | s      | 2025-08-18 | -
            p     | t      | 2025-08-20 | 2025-08-21
        """,
        calendar="""
            school | first      | last       | minutes
            s      | 2025-08-18 | 2025-08-22 | 300
            t      | 2025-08-18 | 2025-08-22 | 200
        """,
        absences="""
            pupil | dates      | kind | minutes
            p     | 2025-08-20 | day  | 300
        """,
        expected="""
            pupil | minutes_offered | days_offered | minutes_absent
            p     | 1300            | 5            | 200
        """,
    ),
    Case(
        states="of enrolments that begin the same day the greatest school, class and grade counts",
        enrolments="""
            pupil  | school | class | grade | start
            school | s      | b     | 4     | 2025-08-18
            school | t      | a     | 3     | 2025-08-18
            grade  | s      | -     | 3     | 2025-08-18
            grade  | s      | -     | 4     | 2025-08-18
        """,
        calendar="""
            school | grade | first      | last       | minutes
            s      | -     | 2025-08-18 | 2025-08-22 | 300
            s      | 4     | 2025-08-18 | 2025-08-22 | 320
            t      | -     | 2025-08-18 | 2025-08-22 | 200
        """,
        expected="""
            pupil  | minutes_offered
            school | 1000
            grade  | 1600
        """,
    ),
    Case(
        states="a class that is known counts before one that is not",
        enrolments="""
            pupil | school | class | start
            p     | s      | 3A    | 2025-08-18
            p     | s      | -     | 2025-08-18
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        unregistered="""
            school | class | date
            s      | 3A    | 2025-08-19
        """,
        expected="""
            pupil | days_offered
            p     | 4
        """,
    ),
    Case(
        states="a day off at the school that counts is not filled in from another school",
        enrolments="""
            pupil | school | start
            p     | s      | 2025-08-18
            p     | t      | 2025-08-20
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
            t      | 2025-08-22 | 2025-08-22
        """,
        expected="""
            pupil | days_offered
            p     | 3
        """,
    ),
    Case(
        states="a grade's own row wins over the row for all grades",
        enrolments="""
            pupil | school | grade | start
            first | s      | 1     | 2025-08-18
            fifth | s      | 5     | 2025-08-18
        """,
        calendar="""
            school | grade | first      | last       | minutes
            s      | -     | 2025-08-18 | 2025-08-22 | 300
            s      | 1     | 2025-08-20 | 2025-08-20 | 240
        """,
        absences="""
            pupil | dates      | kind | minutes
            first | 2025-08-20 | day  | 300
            fifth | 2025-08-20 | day  | 300
        """,
        expected="""
            pupil | minutes_offered | minutes_absent
            first | 1440            | 240
            fifth | 1500            | 300
        """,
    ),
    Case(
        states="a pupil whose grade is not told has the days of all grades, and any grade that is told counts first",
        enrolments="""
            pupil   | school | grade | start
            untold  | s      | -     | 2025-08-18
            both    | s      | 1     | 2025-08-18
            both    | s      | -     | 2025-08-18
        """,
        calendar="""
            school | grade | first      | last       | minutes
            s      | -     | 2025-08-18 | 2025-08-21 | 300
            s      | 1     | 2025-08-20 | 2025-08-22 | 200
        """,
        expected="""
            pupil  | days_offered | minutes_offered
            untold | 4            | 1200
            both   | 5            | 1200
        """,
    ),
    Case(
        states="a pupil who starts late is measured from the first day",
        enrolments="""
            pupil | school | start
            p     | s      | 2025-08-27
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-29
        """,
        absences="""
            pupil | dates                 | kind | minutes
            p     | 2025-08-20 2025-08-28 | day  | 300
        """,
        expected="""
            pupil | days_offered | days_absent | absence_rate
            p     | 3            | 1           | 300/900
        """,
        counts={"registrations_off_offered_days": 1},
    ),
    Case(
        states="a class without a register is neither present nor absent",
        enrolments="""
            pupil | school | class | start
            a     | s      | 3A    | 2025-08-18
            b     | s      | 3B    | 2025-08-18
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        absences="""
            pupil | dates                  | kind | minutes
            a     | 2025-08-19..2025-08-21 | day  | 300
            b     | 2025-08-19..2025-08-21 | day  | 300
        """,
        unregistered="""
            school | class | date
            s      | 3A    | 2025-08-20
        """,
        expected="""
            pupil | days_offered | days_absent | spells | longest_spell_days
            a     | 4            | 2           | 1      | 2
            b     | 5            | 3           | 1      | 3
        """,
        counts={
            "unregistered_pupil_days": 1,
            "registrations_off_offered_days": 1,
            "registrations_on_unregistered_days": 1,
        },
    ),
    Case(
        states="a school without a register takes every class out",
        enrolments="""
            pupil | school | class | start
            a     | s      | 3A    | 2025-08-18
            none  | s      | -     | 2025-08-18
            other | t      | 3A    | 2025-08-18
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
            t      | 2025-08-18 | 2025-08-22
        """,
        unregistered="""
            school | class | date
            s      | -     | 2025-08-20
        """,
        expected="""
            pupil | days_offered
            a     | 4
            none  | 4
            other | 5
        """,
        counts={"unregistered_pupil_days": 2},
    ),
    Case(
        states="a pupil without offered days has no rate and is not hidden",
        enrolments="""
            pupil | school | start
            p     | s      | 2025-08-18
            q     | none   | 2025-08-18
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        expected="""
            pupil | days_offered | minutes_offered | absence_rate | spells | current_run_days | weekly_slope
            q     | 0            | 0               | -            | 0      | 0                | -
        """,
        counts={"pupils": 2, "pupils_without_offered_days": 1},
    ),
    Case(
        states="pupils of the school year are measured, also those who have left, and no others",
        enrolments="""
            pupil  | school | start      | end
            now    | s      | 2025-08-18 | -
            left   | s      | 2024-08-19 | 2025-08-19
            last   | s      | 2024-08-19 | 2025-07-31
            future | s      | 2025-08-25 | -
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        absences="""
            pupil    | dates      | kind | minutes
            stranger | 2025-08-18 | day  | 300
            now      | 2025-08-18 | day  | 300
        """,
        expected="""
            pupil | days_offered
            now   | 5
            left  | 2
        """,
        counts={"pupils": 2, "registrations": 1, "registrations_of_others": 1},
    ),
    Case(
        states="an event counts whichever school it was registered at",
        enrolments="""
            pupil | school | start
            p     | s      | 2025-08-18
        """,
        calendar="""
            school | first      | last
            s      | 2025-08-18 | 2025-08-22
        """,
        absences="""
            pupil | school | dates      | kind | minutes
            p     | t      | 2025-08-18 | day  | 300
        """,
        expected="""
            pupil | days_absent
            p     | 1
        """,
    ),
]
