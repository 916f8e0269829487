"""Why a row can not be used, and what to do. The texts are msgids: they hold no values, so they can be translated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Fault(IntEnum):
    """Ordered by what is told first about a row with several faults."""

    NONE = 0
    BROKEN_QUOTES = 1
    TOO_MANY_FIELDS = 2
    CONTROL_CHARACTERS = 3
    UNREADABLE_CHARACTERS = 4
    FORMULA = 5
    NO_PUPIL = 6
    NO_SCHOOL = 7
    NO_DATE = 8
    BAD_DATE = 9
    DATE_OUT_OF_RANGE = 10
    UNKNOWN_CODE = 11
    BAD_MINUTES = 12
    MINUTES_OUT_OF_RANGE = 13
    UNKNOWN_PERIOD = 14
    NO_LENGTH = 15
    UNKNOWN_DOCUMENTED = 16
    UNKNOWN_REASON = 17
    BAD_GRADE = 18
    UNKNOWN_SCHOOL = 19
    NO_ENROLMENT = 20
    MINUTES_ABOVE_DAY = 21
    NO_SUCH_REFERENCE = 22
    MISSING_VALUE = 23
    BAD_VALUE = 24
    DUPLICATE = 25
    DUPLICATE_ID = 26


@dataclass(frozen=True)
class Explanation:
    reason: str
    what_to_do: str


EXPLANATIONS: dict[Fault, Explanation] = {
    Fault.BROKEN_QUOTES: Explanation(
        "A quotation mark is not closed, or stands in the middle of a field.",
        "Export again with text fields in double quotation marks, or remove the mark.",
    ),
    Fault.TOO_MANY_FIELDS: Explanation(
        "The row has more fields than the heading.",
        "Put double quotation marks around a text that holds the delimiter.",
    ),
    Fault.CONTROL_CHARACTERS: Explanation(
        "A field holds NUL bytes or other control characters.",
        "Export the file again; it may have been damaged on its way.",
    ),
    Fault.UNREADABLE_CHARACTERS: Explanation(
        "A field holds bytes that are not text in the file's encoding.",
        "Export as UTF-8, or set the right encoding in the profile.",
    ),
    Fault.FORMULA: Explanation(
        "The field begins like a spreadsheet formula.", "Correct the value in the system that the file came from."
    ),
    Fault.NO_PUPIL: Explanation(
        "The pupil's id is empty.", "Fill in the pupil's id in the system that the file came from."
    ),
    Fault.NO_SCHOOL: Explanation(
        "The school is empty.", "Fill in the school, or set one school for the file in the profile."
    ),
    Fault.NO_DATE: Explanation("The date is empty.", "Fill in the date in the system that the file came from."),
    Fault.BAD_DATE: Explanation(
        "The date does not exist, or is not written in the file's date format.",
        "Correct the date; write all dates of the file in the same format, the one in the profile.",
    ),
    Fault.DATE_OUT_OF_RANGE: Explanation("The date is before 2000 or after 2100.", "Correct the year."),
    Fault.UNKNOWN_CODE: Explanation(
        "The absence code is not in the profile.", "Add the code to the profile, or correct the row."
    ),
    Fault.BAD_MINUTES: Explanation(
        "The length is not a number.", "Correct the length; whole minutes, or hours as decimals."
    ),
    Fault.MINUTES_OUT_OF_RANGE: Explanation(
        "The length is zero, negative or more than a whole day.", "Correct the length of the absence."
    ),
    Fault.UNKNOWN_PERIOD: Explanation(
        "The lesson is not in the profile's timetable.", "Add the lesson and its minutes to the profile."
    ),
    Fault.NO_LENGTH: Explanation(
        "The length of a partial absence is not given.", "Give minutes or the share of the day in the source."
    ),
    Fault.UNKNOWN_DOCUMENTED: Explanation(
        "The value for documented is not in the profile.", "Add the value to the profile, or correct the row."
    ),
    Fault.UNKNOWN_REASON: Explanation(
        "The reason is not in the profile.", "Add the reason to the profile, or correct the row."
    ),
    Fault.BAD_GRADE: Explanation("The grade is not a number from 1 to 13.", "Correct the grade."),
    Fault.UNKNOWN_SCHOOL: Explanation(
        "The school is not among the schools given.", "Correct the school, or add it to the calendar or the enrolments."
    ),
    Fault.NO_ENROLMENT: Explanation(
        "The pupil has no enrolment among those given.", "Add the pupil to the enrolments, or correct the pupil's id."
    ),
    Fault.MINUTES_ABOVE_DAY: Explanation(
        "The length is more than the school day.", "Correct the length, or the minutes of the day in the calendar."
    ),
    Fault.NO_SUCH_REFERENCE: Explanation(
        "The row points to something that is not in the source.", "Export all parts of the source together."
    ),
    Fault.MISSING_VALUE: Explanation("The value is required and empty.", "Fill in the value."),
    Fault.BAD_VALUE: Explanation(
        "The value is not allowed here.", "Correct the value; docs/reference/tables.md lists what is."
    ),
    Fault.DUPLICATE: Explanation(
        "The same pupil, school, date and lesson as an earlier row; the earlier one is used.",
        "Check which of the rows is right.",
    ),
    Fault.DUPLICATE_ID: Explanation(
        "The same id as an earlier row; the earlier one is used.", "Check which of the rows is right."
    ),
}
