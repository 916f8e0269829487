"""Files as a municipality hands them over, small enough to read."""

import csv
import datetime as dt
from pathlib import Path

HEADINGS = ["Id", "Elevid", "Skole", "Klasse", "Trinn", "Dato", "Type", "Minutter", "Dokumentert", "Årsak"]
SCHOOL, OTHER_SCHOOL = "S1", "S2"
FIRST_DAY = dt.date(2025, 8, 18)


def school_days(number: int = 60) -> list[dt.date]:
    """Monday to Friday from the first school day."""
    days = (FIRST_DAY + dt.timedelta(days=day) for day in range(number * 2))
    return [day for day in days if day.weekday() < 5][:number]


def write_table(path: Path, headings: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def roster(folder: Path, pupils: list[str] = ("E1", "E2", "E3"), days: int = 60, minutes: int = 300) -> Path:
    """A folder with pupils, schools, enrolments and calendar in the contract's columns."""
    folder.mkdir(exist_ok=True)
    names = [[pupil, f"Kari {pupil}", "Nordmann", "2014-03-02"] for pupil in pupils]
    write_table(folder / "pupils.csv", ["pupil_id", "given_name", "family_name", "birth_date"], names)
    schools = [[SCHOOL, "Lund skole", 1, 7], [OTHER_SCHOOL, "Solgård skole", 1, 10]]
    write_table(folder / "schools.csv", ["school_id", "name", "first_grade", "last_grade"], schools)
    enrolments = [[pupil, SCHOOL, "5A", 5, "2025-08-01", ""] for pupil in pupils]
    columns = ["pupil_id", "school_id", "class_id", "grade", "start_date", "end_date"]
    write_table(folder / "enrolments.csv", columns, enrolments)
    calendar = [[school, "", day, minutes] for school in (SCHOOL, OTHER_SCHOOL) for day in school_days(days)]
    write_table(folder / "calendar.csv", ["school_id", "grade", "date", "minutes_offered"], calendar)
    return folder


def day_of_absence(number: int, pupil: str, date: dt.date, minutes: int = 300, **fields) -> list[object]:
    told = {"school": SCHOOL, "kind": "Dag", "documented": "Nei", "reason": "Ukjent"} | fields
    written = f"{date:%d.%m.%Y}"
    return [number, pupil, told["school"], "5A", 5, written, told["kind"], minutes, told["documented"], told["reason"]]


def attendance(path: Path, rows: list[list[object]], headings: list[str] = HEADINGS) -> Path:
    """In the profile norsk-generisk."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([headings, *rows])
    return path


def days_absent(pupil: str, number: int, first_id: int = 1, **fields) -> list[list[object]]:
    return [day_of_absence(first_id + n, pupil, day, **fields) for n, day in enumerate(school_days(number))]
