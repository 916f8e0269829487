"""Ed-Fi Data Standard XML: attendance events, calendar, sessions, pupils and their schools, as a stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources import remarks
from skoleporten.analytics.sources.context import Context, context
from skoleporten.analytics.sources.edfi_events import EVENTS, PUPIL, SCHOOL, UnusableError, descriptor, event
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.loaded import SessionDays
from skoleporten.analytics.sources.output import polars_schema, write_table
from skoleporten.analytics.sources.profile import MINUTES_PER_LESSON, NOMINAL_DAY_MINUTES
from skoleporten.analytics.sources.row_batches import RowBatches
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.analytics.sources.xml_records import Record, records
from skoleporten.analytics.tables import CALENDAR, ENROLMENTS
from skoleporten.rules.absence import Reason
from skoleporten.rules.errors import Place, RefusedError

ATTENDANCE_ROOT = b"InterchangeStudentAttendance"
SCHOOL_DAYS = {"Instructional day", "Make-up day", "Student late arrival/early dismissal"}
CALENDAR_SCHOOL = "CalendarReference/CalendarIdentity/SchoolReference/SchoolIdentity/SchoolId"
NUMBERS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
)  # fmt: skip
GRADES = {f"{name} grade".casefold(): number for number, name in enumerate(NUMBERS, 1)}
AUGUST = 8


@dataclass
class District:
    """What the files say beside the events. `enrolments` are rows of the contract without class."""

    pupils: set[str] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)
    days: set[tuple[str, dt.date]] = field(default_factory=set)
    sessions: list[SessionDays] = field(default_factory=list)
    enrolments: list[tuple[str, str, int | None, dt.date, dt.date | None]] = field(default_factory=list)


def read(paths: Sequence[Path], staging: Staging, folder: Path, known: Context) -> Intake:
    intake = Intake("edfi", source="edfi", nominal_day_minutes=NOMINAL_DAY_MINUTES)
    district = _district([path for path in paths if not _is_attendance(path)], intake)
    _write_enrolments(district, intake, folder)
    _write_calendar(district, intake, folder)
    own = context(intake.enrolments, intake.calendar)
    if own.schools is None and district.schools:
        own = Context(pl.Series(sorted(district.schools)), own.pupils, own.days)
    seen = _stage_events([path for path in paths if _is_attendance(path)], district, staging, own.unless(known), intake)
    if not intake.enrolments and (unseen := len(district.pupils - seen)):
        intake.warnings.append(remarks.PUPILS_WITHOUT_SCHOOL(count=unseen, all=len(district.pupils)))
    return intake


def _is_attendance(path: Path) -> bool:
    with path.open("rb") as file:
        return ATTENDANCE_ROOT in file.read(4096)


def _district(paths: Iterable[Path], intake: Intake) -> District:
    district = District()
    for path in paths:
        for record in _records(path):
            _note(record, district, path.name, intake)
    return district


def _records(path: Path) -> Iterator[Record]:
    with unchanged(path) as file:
        yield from records(file, path.name)


def _note(record: Record, district: District, file: str, intake: Intake) -> None:
    try:
        if record.name == "Student":
            district.pupils.add(record.text("StudentUniqueId") or "")
        elif record.name == "School":
            district.schools.add(record.text("SchoolId") or "")
        elif record.name == "Session":
            district.sessions.append(_session(record))
        elif record.name == "CalendarDate":
            if SCHOOL_DAYS & {descriptor(text) for text in record.texts.get("CalendarEvent", [])}:
                district.days.add((record.text(CALENDAR_SCHOOL) or "", _date(record, "Date")))
        elif record.name == "StudentSchoolAssociation":
            district.enrolments.append(_enrolment(record))
    except ValueError:
        intake.warnings.append(remarks.UNREADABLE_RECORD(file=file, line=record.line, name=record.name))


def _date(record: Record, path: str) -> dt.date:
    return dt.date.fromisoformat((record.text(path) or "")[:10])


def _session(record: Record) -> SessionDays:
    return SessionDays(
        record.text(SCHOOL) or "",
        _date(record, "BeginDate"),
        _date(record, "EndDate"),
        int(record.text("TotalInstructionalDays") or ""),
        NOMINAL_DAY_MINUTES,
    )


def _enrolment(record: Record) -> tuple[str, str, int | None, dt.date, dt.date | None]:
    """The grade is that of the entry: it holds only for the school year in which the pupil came."""
    start = _date(record, "EntryDate")
    end = _date(record, "ExitWithdrawDate") if record.text("ExitWithdrawDate") else None
    year = (record.text("SchoolYear") or "")[:4]
    is_this_year = not year or int(year) == start.year - (start.month < AUGUST)
    grade = GRADES.get(descriptor(record.text("EntryGradeLevel")).casefold()) if is_this_year else None
    return record.text(PUPIL) or "", record.text(SCHOOL) or "", grade, start, end


def _write_enrolments(district: District, intake: Intake, folder: Path) -> None:
    if not district.enrolments:
        return
    columns = ["pupil_id", "school_id", "grade", "start_date", "end_date"]
    schema = {name: polars_schema(ENROLMENTS)[name] for name in columns}
    frame = pl.DataFrame(district.enrolments, schema=schema, orient="row").with_columns(
        class_id=pl.lit(None, pl.String)
    )
    intake.enrolments = folder / "given-enrolments.parquet"
    write_table(intake.enrolments, ENROLMENTS, frame.unique(ENROLMENTS.key, keep="first", maintain_order=True))


def _write_calendar(district: District, intake: Intake, folder: Path) -> None:
    """Dated days are used only where they make up the sessions' totals; a few of them are no calendar."""
    totals: dict[str, int] = {}
    for session in district.sessions:
        totals[session.school_id] = totals.get(session.school_id, 0) + session.days
    dated: dict[str, int] = {}
    for school, _ in district.days:
        dated[school] = dated.get(school, 0) + 1
    intake.session_days = tuple(district.sessions)
    if not district.days:
        return
    if any(dated.get(school, 0) < days for school, days in totals.items()):
        told = {"dated": len(district.days), "total": sum(totals.values())}
        intake.warnings.append(remarks.CALENDAR_TOO_SHORT(**told))
        return
    frame = pl.DataFrame(sorted(district.days), schema={"school_id": pl.String, "date": pl.Date}, orient="row")
    intake.calendar = folder / "given-calendar.parquet"
    minutes = pl.lit(NOMINAL_DAY_MINUTES, pl.Int64)
    write_table(intake.calendar, CALENDAR, frame.with_columns(grade=pl.lit(None, pl.Int64), minutes_offered=minutes))


def _stage_events(
    paths: Sequence[Path], district: District, staging: Staging, known: Context, intake: Intake
) -> set[str]:
    """The pupils that have an event."""
    if not paths:
        raise RefusedError(
            "There are no attendance events.", place=Place("Ed-Fi"), do="Add StudentSchoolAttendance.xml to the folder."
        )
    batches, seen, assumed = RowBatches(staging, known), set[str](), 0
    for path in paths:
        batches.file = path.name
        for record in _records(path):
            if record.name not in EVENTS:
                continue
            pupil, is_assumed = _add(record, batches, district, intake)
            seen |= {pupil} if pupil else set()
            assumed += is_assumed
        batches.finish()
    if assumed:
        minutes = {"day": NOMINAL_DAY_MINUTES, "lesson": MINUTES_PER_LESSON}
        intake.warnings.append(remarks.NOMINAL_EVENTS(count=assumed, **minutes))
    return seen


def _add(record: Record, batches: RowBatches, district: District, intake: Intake) -> tuple[str | None, bool]:
    try:
        told = event(record, NOMINAL_DAY_MINUTES, MINUTES_PER_LESSON)
        if district.pupils and told.pupil_id not in district.pupils:
            raise UnusableError(Fault.NO_SUCH_REFERENCE, "StudentUniqueId", told.pupil_id)
    except UnusableError as error:
        batches.reject(record.line, error.column, error.value, error.fault)
        return None, False
    source_id = "/".join((told.pupil_id, told.school_id, told.date.isoformat(), told.slot))
    batches.add(
        {
            "line": record.line,
            "reason": Reason.UNKNOWN.value,
            "source": intake.source,
            "source_id": source_id,
            **vars(told),
        }
    )
    return told.pupil_id, told.assumed
