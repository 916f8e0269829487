"""Small sources of made-up pupils, written to a folder, and what reading them gives."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from skoleporten.analytics.sources import Loaded, read_sources
from skoleporten.analytics.sources.output import arrow_schema
from skoleporten.analytics.tables import CONTRACT

NORWEGIAN = ("Elevid", "Skole", "Dato", "Type", "Minutter", "Dokumentert", "Årsak")
CALENDAR = ("school_id", "grade", "date", "minutes_offered")
ENROLMENTS = ("pupil_id", "school_id", "class_id", "grade", "start_date", "end_date")
ABSENCES = ("pupil_id", "school_id", "date", "kind", "minutes", "documented", "reason", "source", "source_id")


def norwegian(path: Path, *rows: str, headings: Sequence[str] = NORWEGIAN, encoding: str = "utf-8") -> Path:
    """A file for the profile norsk-generisk; each row is a line without its end."""
    path.write_bytes("".join(f"{line}\n" for line in (";".join(headings), *rows)).encode(encoding))
    return path


def table(path: Path, columns: Sequence[str], *rows: Sequence[Any]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def calendar(
    path: Path, school: str = "s1", minutes: int = 300, dates: Sequence[str] = ("2026-01-12", "2026-01-13")
) -> Path:
    return table(path, CALENDAR, *((school, "", date, minutes) for date in dates))


@dataclass(frozen=True)
class Read:
    loaded: Loaded

    def table(self, name: str) -> pl.DataFrame:
        """Also holds that the file is in the contract's types."""
        path = getattr(self.loaded, name)
        (contract,) = [table for table in CONTRACT if table.name == name]
        assert pq.read_schema(path).equals(arrow_schema(contract))
        return pl.read_parquet(path)

    @property
    def absences(self) -> list[dict[str, Any]]:
        return self.table("absences").to_dicts()

    @property
    def rejected(self) -> list[dict[str, str]]:
        with self.loaded.rejected.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        rows = self.loaded.rows
        return rows.read, rows.used, rows.rejected, rows.duplicates


def read(*paths: Path, work_dir: Path | None = None, needs_denominator: bool = False, **options: Any) -> Read:
    folder = work_dir or paths[0].parent / "read"
    return Read(read_sources(paths, work_dir=folder, needs_denominator=needs_denominator, **options))


def one_absence(path: Path, row: str, **options: Any) -> dict[str, Any]:
    (absence,) = read(norwegian(path, row), **options).absences
    return absence


def xml(path: Path, interchange: str, body: str) -> Path:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<Interchange{interchange} xmlns="http://ed-fi.org/5.2.0">\n'
    path.write_text(f"{head}{body}\n</Interchange{interchange}>\n", encoding="utf-8")
    return path


def school_event(
    category: str, *, pupil: str = "1", date: str = "2021-09-01", school: str = "10", inside: str = "", after: str = ""
) -> str:
    return (
        f"<StudentSchoolAttendanceEvent><AttendanceEvent><EventDate>{date}</EventDate>"
        f"<AttendanceEventCategory>uri://ed-fi.org/AttendanceEventCategoryDescriptor#{category}</AttendanceEventCategory>{inside}"
        f"</AttendanceEvent><StudentReference><StudentIdentity><StudentUniqueId>{pupil}</StudentUniqueId></StudentIdentity>"
        f"</StudentReference><SchoolReference><SchoolIdentity><SchoolId>{school}</SchoolId></SchoolIdentity></SchoolReference>"
        f"{after}</StudentSchoolAttendanceEvent>"
    )


def section_event(
    category: str, *, pupil: str = "1", date: str = "2021-09-01", section: str = "MATH", after: str = ""
) -> str:
    school = "<SchoolReference><SchoolIdentity><SchoolId>10</SchoolId></SchoolIdentity></SchoolReference>"
    return (
        f"<StudentSectionAttendanceEvent><AttendanceEvent><EventDate>{date}</EventDate>"
        f"<AttendanceEventCategory>uri://ed-fi.org/AttendanceEventCategoryDescriptor#{category}</AttendanceEventCategory>"
        f"</AttendanceEvent><StudentReference><StudentIdentity><StudentUniqueId>{pupil}</StudentUniqueId></StudentIdentity>"
        f"</StudentReference><SectionReference><SectionIdentity><SectionIdentifier>{section}</SectionIdentifier>"
        f"<CourseOfferingReference><CourseOfferingIdentity>{school}</CourseOfferingIdentity></CourseOfferingReference>"
        f"</SectionIdentity></SectionReference>{after}</StudentSectionAttendanceEvent>"
    )


def session(*, school: str = "10", start: str = "2021-08-23", end: str = "2021-12-17", days: int = 80) -> str:
    return (
        f"<Session><SessionName>Fall</SessionName><BeginDate>{start}</BeginDate><EndDate>{end}</EndDate>"
        f"<TotalInstructionalDays>{days}</TotalInstructionalDays>"
        f"<SchoolReference><SchoolIdentity><SchoolId>{school}</SchoolId></SchoolIdentity></SchoolReference></Session>"
    )


def edfi(folder: Path, *events: str, calendar: str = session()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    xml(folder / "StudentAttendance.xml", "StudentAttendance", "\n".join(events))
    xml(folder / "EducationOrgCalendar.xml", "EducationOrgCalendar", calendar)
    return folder


def href(name: str, key: str, by: str = "systemid") -> list[dict[str, str]]:
    return [{"href": f"https://example.test/utdanning/vurdering/{name}/{by}/{key}"}]


def fint(folder: Path, **collections: list[dict[str, Any]]) -> Path:
    """A file a collection; each entry gets its own link from its systemId."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, entries in collections.items():
        for entry in entries:
            key = entry["systemId"]["identifikatorverdi"]
            entry["_links"] = {"self": href(name, key), **entry.get("_links", {})}
        whole = {"_embedded": {"_entries": entries}, "total_items": len(entries), "offset": 0, "size": len(entries)}
        (folder / f"{name}.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return folder


def entry(key: str, *, links: dict[str, list[dict[str, str]]] | None = None, **attributes: Any) -> dict[str, Any]:
    return {"systemId": {"identifikatorverdi": key}, "_links": links or {}, **attributes}


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path
