from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from skoleporten.rules.errors import RefusedError
from tests.unit.analytics.sources.made import norwegian, read, zipped

ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
)


def files(version: str = "1.1", enrollments: str = "bulk", **more: str) -> dict[str, str]:
    users = (
        "sourcedId,status,givenName,grades,password\nu1,,Kari,08,hemmelig\nu2,,Ola,KG,hemmelig\nt1,,Lærer,,hemmelig\n"
    )
    return {
        "manifest.csv": f"propertyName,value\noneroster.version,{version}\nfile.enrollments,{enrollments}\n",
        "orgs.csv": "sourcedId,status,name,type\ns1,,Blåbær skole,school\n",
        "academicSessions.csv": "sourcedId,status,title,type,startDate,endDate\n"
        "term1,,Høst,semester,2025-08-18,2025-12-19\n",
        "classes.csv": "sourcedId,status,title,grades,classType,termSourcedIds\n"
        "k1,,8A,08,homeroom,term1\nk2,,Norsk,08,scheduled,term1\n",
        "users.csv": users,
        "enrollments.csv": f"{ENROLLMENTS}\n"
        "1,,,k2,s1,u1,student,false,2025-09-01,2026-06-19\n"
        "2,,,k1,s1,u1,student,true,2025-08-18,2026-05-01\n"
        "3,,,k1,s1,u2,student,true,,\n"
        "4,,,k1,s1,t1,teacher,true,,\n",
        **more,
    }


def folder(path: Path, contents: dict[str, str]) -> Path:
    path.mkdir()
    for name, text in contents.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_pupils_enrolments_span_all_their_classes_and_the_homeroom_is_the_class(tmp_path, version, kind):
    make = folder if kind == "folder" else zipped
    result = read(make(tmp_path / f"roster.{kind}", files(version)), work_dir=tmp_path / "read")
    assert result.loaded.format == "oneroster"
    assert result.table("enrolments").rows() == [
        ("u1", "s1", "k1", 8, dt.date(2025, 8, 18), dt.date(2026, 6, 19)),
        ("u2", "s1", "k1", 8, dt.date(2025, 8, 18), dt.date(2025, 12, 19)),
    ]
    assert result.absences == []


def test_passwords_are_in_nothing_that_is_written(tmp_path):
    result = read(zipped(tmp_path / "r.zip", files()), work_dir=tmp_path / "read")
    assert result.table("enrolments").height
    assert all(b"hemmelig" not in path.read_bytes() for path in (tmp_path / "read").iterdir())


def test_a_roster_lends_its_enrolments_to_a_file_of_absences(tmp_path):
    rows = ("u1;s1;12.01.2026;dag;;;", "u9;s1;12.01.2026;dag;;;", "u1;s9;12.01.2026;dag;;;")
    result = read(norwegian(tmp_path / "a.csv", *rows), enrolments=zipped(tmp_path / "r.zip", files()))
    assert [row["reason"] for row in result.rejected] == [
        "The pupil has no enrolment among those given.",
        "The school is not among the schools given.",
    ]
    assert result.table("enrolments")["pupil_id"].to_list() == ["u1", "u2"]


def test_rows_without_pupil_date_or_known_school_are_told(tmp_path):
    rows = ("k1,s1,u1", "k1,s1,", "k1,s9,u2", "kx,s1,u2")
    lines = "".join(f"{number},,,{row},student,,,\n" for number, row in enumerate(rows))
    lines = f"{ENROLLMENTS}\n{lines}9,tobedeleted,,k1,s9,u2,student,,,\n"
    result = read(zipped(tmp_path / "r.zip", files(**{"enrollments.csv": lines})), work_dir=tmp_path / "read")
    assert [(row["line"], row["column"]) for row in result.rejected] == [
        ("3", "userSourcedId"),
        ("4", "schoolSourcedId"),
        ("5", "beginDate"),
    ]


@pytest.mark.parametrize(
    ("contents", "what"),
    [
        (files(version="1.0"), "OneRoster 1.0 is not known"),
        (files(enrollments="delta"), "only changes"),
        (files(**{"enrollments.csv": f"{ENROLLMENTS}\n"}), "no usable enrolments"),
        (files(**{"enrollments.csv": "sourcedId\n1\n"}), "no column"),
        (files(**{"manifest.csv": "a,b\n1,2\n"}), "manifest can not be read"),
        (files(**{"users.csv": 'sourcedId,grades\nu1,"x"y\n'}), "not CSV in UTF-8"),
    ],
)
def test_a_roster_that_can_not_be_used_is_refused(tmp_path, contents, what):
    with pytest.raises(RefusedError, match=what):
        read(zipped(tmp_path / "r.zip", contents), work_dir=tmp_path / "read")


def test_a_roster_among_sources_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="--enrolments"):
        read(zipped(tmp_path / "r.zip", files()), norwegian(tmp_path / "a.csv", "u1;s1;12.01.2026;dag;;;"))
