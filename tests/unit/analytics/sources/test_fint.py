from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from skoleporten.rules.errors import RefusedError
from tests.unit.analytics.sources.made import entry, fint, href, read

PERIOD = {"start": "2025-08-18T12:00:00Z", "slutt": "2026-06-19T12:00:00Z"}


def roster() -> dict[str, list[dict[str, Any]]]:
    relation = {"elev": href("elev", "e1"), "skole": href("skole", "12345", by="skolenummer")}
    return {
        "skole": [entry("s1", navn="Blåbær skole", skolenummer={"identifikatorverdi": "12345"})],
        "klasse": [entry("k1", navn="8A", links={"trinn": href("arstrinn", "8")})],
        "elevforhold": [entry("f1", gyldighetsperiode=PERIOD, links=relation)],
        "klassemedlemskap": [
            entry("m1", links={"elevforhold": href("elevforhold", "f1"), "klasse": href("klasse", "k1")})
        ],
        "elevfravar": [entry("a1", links={"elevforhold": href("elevforhold", "f1")})],
    }


def registered(folder: Path, *entries: dict[str, Any], name: str = "fravarsregistrering", **more: list[dict[str, Any]]):
    for one in entries:
        one["_links"] = {"elevfravar": href("elevfravar", "a1"), **one["_links"]}
    return read(fint(folder / "fint", **roster(), **more, **{name: list(entries)}))


def lesson(key: str, start: str, end: str | None, kind: str = "") -> dict[str, Any]:
    links = {
        "undervisningsgruppe": href("undervisningsgruppe", "MAT"),
        **({"fravarstype": href("fravarstype", kind)} if kind else {}),
    }
    return entry(key, periode={"start": start, **({"slutt": end} if end else {})}, foresPaVitnemal=True, links=links)


def test_a_registration_with_times_is_a_lesson_of_that_length_on_the_date_in_oslo(tmp_path):
    result = registered(tmp_path, lesson("r1", "2026-01-12T07:15:00Z", "2026-01-12T08:00:00Z"))
    assert result.absences == [
        {
            "pupil_id": "e1",
            "school_id": "s1",
            "date": dt.date(2026, 1, 12),
            "kind": "lesson",
            "minutes": 45,
            "documented": "unknown",
            "reason": "unknown",
            "source": "fint",
            "source_id": "fravarsregistrering/r1/2026-01-12",
        }
    ]


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        ("2026-01-12T12:00:00Z", "2026-01-12T12:00:00Z", [12]),
        ("2026-01-12", None, [12]),
        ("2026-01-09T12:00:00Z", "2026-01-13T12:00:00Z", [9, 12, 13]),
        ("2026-01-11T23:00:00Z", "2026-01-12T23:00:00Z", [12]),
        ("2026-01-11T23:00:00Z", "2026-01-12T22:59:59Z", [12]),
    ],
)
def test_dates_and_local_midnights_are_whole_days_without_weekends(tmp_path, start, end, dates):
    absences = registered(tmp_path, lesson("r1", start, end)).absences
    assert [(row["kind"], row["date"].day) for row in absences] == [("day", date) for date in dates]


def test_an_evening_instant_belongs_to_the_next_date_in_oslo(tmp_path):
    result = registered(tmp_path, lesson("r1", "2026-06-01T22:30:00Z", "2026-06-01T23:15:00Z"))
    assert result.absences[0]["date"] == dt.date(2026, 6, 2)


def test_an_activity_has_its_minutes_and_its_date_at_noon(tmp_path):
    one = entry("x1", dato="2026-01-12T12:00:00Z", minutter=25)
    (absence,) = registered(tmp_path, one, name="aktivitetsfravar").absences
    assert (absence["kind"], absence["minutes"], absence["date"]) == ("lesson", 25, dt.date(2026, 1, 12))


def test_absence_of_version_3_tells_whether_it_is_documented(tmp_path):
    links = {"elevforhold": href("elevforhold", "f1")}
    days = [
        entry("v1", dokumentert=True, gjelderPeriode={"start": "2026-01-12T12:00:00Z"}, links=links),
        entry("v2", dokumentert=False, gjelderPeriode={"start": "2026-01-13T12:00:00Z"}, links=links),
    ]
    result = read(fint(tmp_path / "fint", **roster(), fravar=days))
    assert [(row["kind"], row["documented"]) for row in result.absences] == [("day", "true"), ("day", "false")]


def test_local_codes_are_told_by_the_name_of_their_type(tmp_path):
    types = [entry("t1", kode="S", navn="For sent"), entry("t2", kode="OS", navn="Organisert studiearbeid")]
    entries = [
        lesson("r1", "2026-01-12T07:15:00Z", "2026-01-12T07:25:00Z", kind="t1"),
        lesson("r2", "2026-01-12T08:15:00Z", "2026-01-12T09:00:00Z", kind="t2"),
    ]
    absences = registered(tmp_path, *entries, fravarstype=types).absences
    assert [(row["kind"], row["minutes"], row["reason"]) for row in absences] == [
        ("late", 10, "unknown"),
        ("lesson", 45, "not_absence"),
    ]


def test_relations_are_the_enrolments_with_class_and_grade(tmp_path):
    result = registered(tmp_path, lesson("r1", "2026-01-12", None))
    (enrolment,) = result.table("enrolments").to_dicts()
    assert enrolment == {
        "pupil_id": "e1",
        "school_id": "s1",
        "class_id": "k1",
        "grade": 8,
        "start_date": dt.date(2025, 8, 18),
        "end_date": dt.date(2026, 6, 19),
    }


def test_a_relation_that_was_broken_off_ends_that_day(tmp_path):
    collections = roster()
    collections["elevforhold"][0]["avbruddsdato"] = "2025-11-07T12:00:00Z"
    day = entry("r1", periode={"start": "2025-10-06"}, links={"elevfravar": href("elevfravar", "a1")})
    result = read(fint(tmp_path / "fint", **collections, fravarsregistrering=[day]))
    assert result.table("enrolments")["end_date"].to_list() == [dt.date(2025, 11, 7)]


@pytest.mark.parametrize(
    ("one", "column", "reason"),
    [
        (entry("b", periode={"start": "2026-02-31T12:00:00Z"}), "periode", "does not exist"),
        (entry("b", periode={}), "periode", "date is empty"),
        (lesson("b", "2026-01-12T09:00:00Z", "2026-01-12T08:00:00Z"), "periode", "zero, negative"),
        (entry("b", periode={"start": "2026-01-12", "slutt": "2026-09-12"}), "periode", "does not exist"),
        (
            entry("b", periode={"start": "2026-01-12"}, links={"elevfravar": href("elevfravar", "zz")}),
            "elevforhold",
            "points to",
        ),
    ],
)
def test_a_registration_that_can_not_be_used_is_told(tmp_path, one, column, reason):
    (row,) = registered(tmp_path, lesson("ok", "2026-01-12", None), one).rejected
    assert row["column"] == f"fravarsregistrering 2: {column}"
    assert reason in row["reason"]


@pytest.mark.parametrize(
    ("minutes", "reason"), [(0, "zero"), ("25", "not a number"), (None, "not a number"), (True, "not a number")]
)
def test_an_activity_without_whole_minutes_is_told(tmp_path, minutes, reason):
    entries = [entry("ok", dato="2026-01-12", minutter=5), entry("x1", dato="2026-01-12", minutter=minutes)]
    (row,) = registered(tmp_path, *entries, name="aktivitetsfravar").rejected
    assert reason in row["reason"]


def test_an_own_profile_tells_what_local_codes_mean(tmp_path):
    profile = tmp_path / "own.toml"
    profile.write_text(
        'id = "own"\nformat = "fint"\nsource = "vigilo"\n[codes]\nPER = { kind = "lesson", reason = "leave" }\n',
        encoding="utf-8",
    )
    one = entry(
        "r1",
        periode={"start": "2026-01-12"},
        links={"elevfravar": href("elevfravar", "a1"), "fravarstype": href("fravarstype", "per")},
    )
    (absence,) = read(fint(tmp_path / "fint", **roster(), fravarsregistrering=[one]), profile=profile).absences
    assert (absence["source"], absence["kind"], absence["reason"]) == ("vigilo", "day", "leave")


def test_a_file_of_many_entries_is_read_in_parts(tmp_path):
    entries = [entry(str(number), dato="2026-01-12", minutter=5, kommentar="x" * 200) for number in range(6_000)]
    result = registered(tmp_path, *entries, name="aktivitetsfravar")
    assert result.counts[0] == 6_000


@pytest.mark.parametrize("cut", [0.3, 0.6])
def test_a_file_that_was_cut_off_is_refused(tmp_path, cut):
    folder = fint(tmp_path / "fint", **roster(), fravarsregistrering=[lesson("r1", "2026-01-12", None)])
    path = folder / "fravarsregistrering.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: int(len(text) * cut)], encoding="utf-8")
    with pytest.raises(RefusedError, match="not whole"):
        read(folder)


def test_json_nested_beyond_reason_is_refused(tmp_path):
    folder = fint(tmp_path / "fint", **roster())
    (folder / "fravar.json").write_text('{"_embedded": {"_entries": [' + "[" * 100_000, encoding="utf-8")
    with pytest.raises(RefusedError, match="nested too deep"):
        read(folder)


def test_a_folder_without_absence_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="no registrations of absence"):
        read(fint(tmp_path / "fint", **roster()))


def test_a_collection_without_own_links_is_known_by_its_file_name(tmp_path):
    folder = fint(tmp_path / "fint", **roster())
    one = {
        "systemId": {"identifikatorverdi": "v1"},
        "gjelderPeriode": {"start": "2026-01-12"},
        "_links": {"elevforhold": href("elevforhold", "f1")},
    }
    (folder / "fravær.json").write_text(json.dumps([one]), encoding="utf-8")
    assert len(read(folder).absences) == 1


def test_json_that_is_not_utf_8_is_refused(tmp_path):
    folder = fint(tmp_path / "fint", **roster())
    (folder / "fravar.json").write_bytes(b'{"_embedded": {"_entries": [{"navn": "Bl\xe5b\xe6r"}]}}')
    with pytest.raises(RefusedError, match="not UTF-8"):
        read(folder)


def test_one_object_is_a_collection_of_one(tmp_path):
    folder = fint(tmp_path / "fint", **roster())
    links = {"self": href("fravar", "v1"), "elevforhold": href("elevforhold", "f1")}
    one = {"systemId": {"identifikatorverdi": "v1"}, "gjelderPeriode": {"start": "2026-01-12"}, "_links": links}
    (folder / "x.json").write_text(json.dumps(one), encoding="utf-8")
    assert len(read(folder).absences) == 1
