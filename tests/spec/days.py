"""What becomes of the events of one day. Two school weeks of 300 minutes a day, from Monday 18 August 2025."""

from tests.spec.tables import Case

ONE_PUPIL = """
    pupil | school | start
    p     | s      | 2025-08-18
"""
TWO_WEEKS = """
    school | first      | last
    s      | 2025-08-18 | 2025-08-29
"""

CASES = [
    Case(
        states="a pupil without events is at school",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        expected="""
            pupil | minutes_offered | days_offered | minutes_absent | absence_rate | days_absent | spells
            p     | 3000            | 10           | 0              | 0            | 0           | 0
        """,
    ),
    Case(
        states="a day event beats lessons, late and left early of the same day",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind       | minutes
            p     | 2025-08-19 | day        | 300
            p     | 2025-08-19 | lesson     | 60
            p     | 2025-08-19 | late       | 10
            p     | 2025-08-19 | left_early | 10
        """,
        expected="""
            pupil | minutes_absent | days_absent | lessons_absent | late_count | left_early_count | partly_absent_days
            p     | 300            | 1           | 0              | 0          | 0                | 0
        """,
    ),
    Case(
        states="lessons are never turned into days",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates                                            | kind   | minutes
            p     | 2025-08-19 2025-08-19 2025-08-19 2025-08-19 2025-08-19 | lesson | 60
        """,
        expected="""
            pupil | minutes_absent | days_absent | lessons_absent | partly_absent_days | spells
            p     | 300            | 0           | 5              | 1                  | 0
        """,
    ),
    Case(
        states="a day's absence is capped at the minutes offered",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | documented
            p     | 2025-08-19 | lesson | 200     | true
            p     | 2025-08-19 | lesson | 200     | false
            p     | 2025-08-19 | lesson | 200     | unknown
        """,
        expected="""
            pupil | minutes_absent | documented_minutes | undocumented_minutes | unknown_minutes | lessons_absent
            p     | 300            | 200                | 100                  | 0               | 3
        """,
    ),
    Case(
        states="minutes are told apart by documentation, and missing stays missing",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | documented
            p     | 2025-08-19 | day    | 300     | true
            p     | 2025-08-20 | lesson | 60      | false
            p     | 2025-08-21 | lesson | 45      | unknown
        """,
        expected="""
            pupil | minutes_absent | documented_minutes | undocumented_minutes | unknown_minutes | absence_rate
            p     | 405            | 300                | 60                   | 45              | 405/3000
        """,
    ),
    Case(
        states="a late arrival of unknown length is counted and has no minutes",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind       | minutes
            p     | 2025-08-19 | late       | -
            p     | 2025-08-20 | left_early | 30
        """,
        expected="""
            pupil | minutes_absent | late_count | left_early_count | partly_absent_days | days_absent
            p     | 30             | 1          | 1                | 2                  | 0
        """,
    ),
    Case(
        states="what is not absence is shown apart and makes no day absent",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | day    | 300     | not_absence
            p     | 2025-08-20 | day    | 400     | not_absence
            p     | 2025-08-20 | lesson | 60      | illness
        """,
        expected="""
            pupil | minutes_absent | not_absence_minutes | days_absent | lessons_absent | partly_absent_days
            p     | 60             | 600                 | 0           | 1              | 1
        """,
    ),
    Case(
        states="minutes elsewhere by agreement are taken from the absence, and shown apart",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | day    | 300     | unknown
            p     | 2025-08-19 | lesson | 60      | elsewhere_by_agreement
            p     | 2025-08-20 | lesson | 45      | illness
            p     | 2025-08-20 | lesson | 45      | illness
            p     | 2025-08-20 | lesson | 75      | elsewhere_by_agreement
            p     | 2025-08-21 | lesson | 30      | elsewhere_by_agreement
        """,
        expected="""
            pupil | minutes_absent | elsewhere_minutes | lessons_absent | partly_absent_days | absence_rate
            p     | 255            | 165               | 2              | 2                  | 255/3000
        """,
    ),
    Case(
        states="nothing counts as absence on a day that was spent elsewhere by agreement",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | day    | 300     | unknown
            p     | 2025-08-19 | day    | 400     | elsewhere_by_agreement
            p     | 2025-08-20 | lesson | 45      | unknown
            p     | 2025-08-20 | late   | 5       | unknown
            p     | 2025-08-20 | lesson | 60      | elsewhere_by_agreement
        """,
        expected="""
            pupil | minutes_absent | elsewhere_minutes | days_absent | lessons_absent | late_count | partly_absent_days
            p     | 0              | 360               | 0           | 0              | 0          | 0
        """,
    ),
    Case(
        states="time elsewhere that the school's register holds as no absence is not taken from the absence again",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | lesson | 60      | not_absence
            p     | 2025-08-19 | lesson | 240     | unknown
            p     | 2025-08-19 | lesson | 60      | elsewhere_by_agreement
        """,
        expected="""
            pupil | minutes_absent | not_absence_minutes | elsewhere_minutes | lessons_absent
            p     | 240            | 60                  | 60                | 1
        """,
    ),
    Case(
        states="the rest of a day that no register tells of is absence and no lesson, and a whole rest is a day",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | lesson | 300     | rest_of_day
            p     | 2025-08-19 | lesson | 5       | elsewhere_by_agreement
            p     | 2025-08-20 | lesson | 180     | rest_of_day
            p     | 2025-08-21 | day    | 300     | rest_of_day
        """,
        expected="""
            pupil | minutes_absent | elsewhere_minutes | days_absent | lessons_absent | partly_absent_days
            p     | 775            | 5                 | 1           | 0              | 2
        """,
    ),
    Case(
        states="absence that the school itself began is absence, and also shown apart",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes | reason
            p     | 2025-08-19 | lesson | 60      | school_initiated
            p     | 2025-08-19 | lesson | 60      | illness
            p     | 2025-08-20 | day    | 300     | school_initiated
        """,
        expected="""
            pupil | minutes_absent | school_initiated_minutes | days_absent | lessons_absent
            p     | 420            | 360                      | 1           | 2
        """,
    ),
    Case(
        states="an event on a day without school is reported and never used",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates                 | kind | minutes
            p     | 2025-08-23 2025-08-25 | day  | 300
        """,
        expected="""
            pupil | days_absent | minutes_absent
            p     | 1           | 300
        """,
        counts={"registrations": 2, "registrations_off_offered_days": 1, "registrations_on_unregistered_days": 0},
    ),
    Case(
        states="a spell runs over weekends, and ends with a day at school or partly at school",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates                  | kind   | minutes
            p     | 2025-08-18             | day    | 300
            p     | 2025-08-19             | lesson | 60
            p     | 2025-08-21..2025-08-26 | day    | 300
            p     | 2025-08-28..2025-08-29 | day    | 300
        """,
        expected="""
            pupil | days_absent | spells | longest_spell_days | current_run_days
            p     | 7           | 3      | 4                  | 2
        """,
    ),
    Case(
        states="whole days are counted by weekday, with their share of the days absent",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates                            | kind | minutes
            p     | 2025-08-18 2025-08-25 2025-08-22 | day  | 300
        """,
        expected="""
            pupil | absent_days_monday | absent_days_friday | absent_days_tuesday | share_monday | share_tuesday
            p     | 2                  | 1                  | 0                   | 2/3          | 0/3
        """,
    ),
    Case(
        states="without whole days absent no weekday has a share",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates      | kind   | minutes
            p     | 2025-08-18 | lesson | 60
        """,
        expected="""
            pupil | absent_days_monday | share_monday | share_friday
            p     | 0                  | -            | -
        """,
    ),
    Case(
        states="nothing after the date it is seen from exists",
        enrolments=ONE_PUPIL,
        calendar=TWO_WEEKS,
        absences="""
            pupil | dates                 | kind | minutes
            p     | 2025-08-20 2025-08-21 | day  | 300
        """,
        as_of="2025-08-20",
        expected="""
            pupil | days_offered | days_absent | current_run_days
            p     | 3            | 1           | 1
        """,
        counts={"registrations": 1, "registrations_off_offered_days": 0},
    ),
]
