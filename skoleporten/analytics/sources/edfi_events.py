"""What an Ed-Fi attendance event says in the contract's terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.profile import PRESENT
from skoleporten.analytics.sources.xml_records import Record
from skoleporten.rules.absence import Documented, Kind

SCHOOL_EVENT, SECTION_EVENT = "StudentSchoolAttendanceEvent", "StudentSectionAttendanceEvent"
EVENTS = {SCHOOL_EVENT, SECTION_EVENT}
PUPIL = "StudentReference/StudentIdentity/StudentUniqueId"
SCHOOL = "SchoolReference/SchoolIdentity/SchoolId"
OFFERING = "SectionReference/SectionIdentity/CourseOfferingReference/CourseOfferingIdentity"
SECTION_SCHOOLS = (f"{OFFERING}/{SCHOOL}", f"{OFFERING}/SessionReference/SessionIdentity/{SCHOOL}")
SECTION = "SectionReference/SectionIdentity/SectionIdentifier"
PERIOD = "ClassPeriodReference/ClassPeriodIdentity/ClassPeriodName"
DATE, CATEGORY = "AttendanceEvent/EventDate", "AttendanceEvent/AttendanceEventCategory"
DURATION = "AttendanceEvent/EventDuration"
MINUTES = {SCHOOL_EVENT: "SchoolAttendanceDuration", SECTION_EVENT: "SectionAttendanceDuration"}
LATE, EARLY, PARTIAL = "Tardy", "Early departure", "Partial"
DOCUMENTED = {"Excused Absence": Documented.TRUE, "Unexcused Absence": Documented.FALSE}
PRESENCE = {"In Attendance", "Present"}


class UnusableError(Exception):
    def __init__(self, fault: Fault, column: str, value: str | None) -> None:
        super().__init__(fault)
        self.fault, self.column, self.value = fault, column, value or ""


@dataclass(frozen=True)
class Event:
    """`slot` sets it apart from the pupil's other events that day; `assumed` says that the length is nominal."""

    pupil_id: str
    school_id: str
    date: dt.date
    kind: str
    minutes: int | None
    documented: str
    slot: str
    assumed: bool


def event(record: Record, day_minutes: int, lesson_minutes: int) -> Event:
    """Raises UnusableError with the first fault."""
    category = descriptor(record.text(CATEGORY))
    is_section = record.name == SECTION_EVENT
    kind, minutes, assumed = (
        _section(record, category, lesson_minutes) if is_section else _school(record, category, day_minutes)
    )
    return Event(
        pupil_id=_required(record, PUPIL, Fault.NO_PUPIL),
        school_id=_school_id(record),
        date=_date(record),
        kind=kind,
        minutes=minutes,
        documented=DOCUMENTED.get(category, Documented.UNKNOWN).value,
        slot=_section_slot(record) if is_section else _school_slot(kind),
        assumed=assumed,
    )


def descriptor(uri: str | None) -> str:
    """The code value of a descriptor: what stands after #."""
    return (uri or "").rpartition("#")[2]


def _school(record: Record, category: str, day_minutes: int) -> tuple[str, int | None, bool]:
    """A tardy pupil is late, not absent: minutes stay empty."""
    if category in PRESENCE:
        return PRESENT, None, False
    if category == LATE:
        return Kind.LATE.value, None, False
    share = _share(record)
    if category == EARLY:
        return Kind.LEFT_EARLY.value, round(share * day_minutes) if share else None, share is not None
    if category in DOCUMENTED and (share is None or share == 1):
        return Kind.DAY.value, day_minutes, True
    if category in DOCUMENTED or category == PARTIAL:
        return Kind.LESSON.value, *_part_of_day(record, share, day_minutes)
    raise UnusableError(Fault.UNKNOWN_CODE, "AttendanceEventCategory", category)


def _part_of_day(record: Record, share: Decimal | None, day_minutes: int) -> tuple[int, bool]:
    if share is not None:
        return round(share * day_minutes), True
    minutes = _minutes(record)
    if minutes is None:
        raise UnusableError(Fault.NO_LENGTH, "EventDuration", "")
    return minutes, False


def _section(record: Record, category: str, lesson_minutes: int) -> tuple[str, int | None, bool]:
    if category in PRESENCE:
        return PRESENT, None, False
    if category == LATE:
        return Kind.LATE.value, None, False
    if category == EARLY:
        return Kind.LEFT_EARLY.value, _minutes(record), False
    if category not in DOCUMENTED and category != PARTIAL:
        raise UnusableError(Fault.UNKNOWN_CODE, "AttendanceEventCategory", category)
    minutes = _minutes(record)
    return Kind.LESSON.value, minutes or lesson_minutes, minutes is None


def _share(record: Record) -> Decimal | None:
    """EventDuration: the share of a day, above 0 up to 1."""
    text = record.text(DURATION)
    if text is None:
        return None
    try:
        share = Decimal(text)
    except InvalidOperation:
        raise UnusableError(Fault.BAD_MINUTES, "EventDuration", text) from None
    if not 0 < share <= 1:
        raise UnusableError(Fault.MINUTES_OUT_OF_RANGE, "EventDuration", text)
    return share


def _minutes(record: Record) -> int | None:
    column = MINUTES[record.name]
    text = record.text(column)
    if text is None:
        return None
    if not text.isdecimal():
        raise UnusableError(Fault.BAD_MINUTES, column, text)
    if not 1 <= int(text) <= 24 * 60:
        raise UnusableError(Fault.MINUTES_OUT_OF_RANGE, column, text)
    return int(text)


def _required(record: Record, path: str, fault: Fault) -> str:
    text = record.text(path)
    if not text:
        raise UnusableError(fault, path.rpartition("/")[2], "")
    if text.startswith(("=", "+", "-", "@")):
        raise UnusableError(Fault.FORMULA, path.rpartition("/")[2], text)
    return text


def _school_id(record: Record) -> str:
    paths = SECTION_SCHOOLS if record.name == SECTION_EVENT else (SCHOOL,)
    found = next((path for path in paths if record.text(path)), paths[0])
    return _required(record, found, Fault.NO_SCHOOL)


def _date(record: Record) -> dt.date:
    text = _required(record, DATE, Fault.NO_DATE)
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise UnusableError(Fault.BAD_DATE, "EventDate", text) from None


def _school_slot(kind: str) -> str:
    """A day holds one absence of the school's kind; late and left early may stand beside each other."""
    return kind if kind in {Kind.LATE, Kind.LEFT_EARLY} else "day"


def _section_slot(record: Record) -> str:
    return "/".join((record.text(SECTION) or "", *record.texts.get(PERIOD, [])))
