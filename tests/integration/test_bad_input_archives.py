"""XML and zip files made to do harm."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from skoleporten.analytics.sources import archives
from skoleporten.rules.errors import RefusedError
from tests.unit.analytics.sources.made import edfi, read, school_event, zipped

EVENTS = '<InterchangeStudentAttendance xmlns="http://ed-fi.org/5.2.0">{body}</InterchangeStudentAttendance>'
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
MANIFEST = "propertyName,value\noneroster.version,1.1\n"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "http://example.test/">]>',
        '<!DOCTYPE x [<!ENTITY % remote SYSTEM "http://example.test/x.dtd"> %remote;]>',
        '<!DOCTYPE x SYSTEM "http://example.test/x.dtd">',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    ],
)
def test_xml_with_entities_or_a_document_type_is_refused(tmp_path, doctype):
    folder = edfi(tmp_path / "edfi", school_event("Excused Absence"))
    body = "&secret;" if "secret" in doctype else "&l9;" if "l9" in doctype else ""
    (folder / "StudentAttendance.xml").write_text(doctype + EVENTS.format(body=body), encoding="utf-8")
    with pytest.raises(RefusedError, match="document type or entities"):
        read(folder)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (EVENTS.format(body=school_event("Excused Absence"))[:-40], "not well-formed"),
        (EVENTS.format(body="<a>" * 60 + "</a>" * 60), "nested too deep"),
        (EVENTS.format(body=f"<a><b>{'x' * 100_000}</b></a>"), "text is too long"),
        (EVENTS.format(body="<a>\x00</a>"), "not well-formed"),
    ],
)
def test_xml_that_is_broken_is_refused(tmp_path, text, what):
    folder = edfi(tmp_path / "edfi")
    (folder / "StudentAttendance.xml").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match=what):
        read(folder)


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    path = zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "enrollments.csv": "0" * 60_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(RefusedError, match="would grow to 60 MB"):
        read(path)


def test_a_zip_file_that_says_it_is_smaller_than_it_is_is_refused(tmp_path):
    path = zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "enrollments.csv": "0" * 60_000})
    data = path.read_bytes()
    path.write_bytes(data.replace((60_000).to_bytes(4, "little"), (600).to_bytes(4, "little")))
    with pytest.raises(RefusedError, match=r"not as long as the zip file says|can not be read"):
        read(path)


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/evil.csv", "a\\..\\evil.csv", "C:/evil.csv"])
def test_a_path_that_leads_outside_the_zip_file_is_refused(tmp_path, name):
    with pytest.raises(RefusedError, match="leads outside"):
        read(zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, name: "x"}))
    assert [path.name for path in tmp_path.iterdir()] == ["r.zip"]


def test_a_link_in_a_zip_file_is_refused(tmp_path):
    info = zipfile.ZipInfo("enrollments.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(RefusedError, match="holds a link"):
        read(tmp_path / "r.zip")


def test_one_name_twice_in_a_zip_file_is_refused(tmp_path):
    path = zipped(tmp_path / "r.zip", {"a/enrollments.csv": "x", "b/enrollments.csv": "y"})
    with pytest.raises(RefusedError, match="twice"):
        read(path)


def test_too_many_files_in_a_zip_file_are_refused(tmp_path):
    path = zipped(tmp_path / "r.zip", {f"{number}.csv": "" for number in range(archives.MOST_FILES + 1)})
    with pytest.raises(RefusedError, match="more than 1000 files"):
        read(path)


@pytest.mark.parametrize("spoil", [lambda data: data[:-30], lambda data: b"PK\x03\x04" + bytes(100)])
def test_a_damaged_zip_file_is_refused(tmp_path, spoil):
    path = zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "enrollments.csv": "x"})
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(RefusedError, match="damaged"):
        read(path)


def test_damaged_contents_of_a_zip_file_are_refused(tmp_path):
    path: Path = zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "enrollments.csv": "x"})
    data = bytearray(path.read_bytes())
    start = data.index(b"manifest.csv") + len("manifest.csv")
    data[start + 2 : start + 10] = b"\xff" * 8
    path.write_bytes(bytes(data))
    with pytest.raises(RefusedError, match="can not be read"):
        read(path)


def test_an_encrypted_zip_file_is_refused(tmp_path):
    path = zipped(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "enrollments.csv": "x"})
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(RefusedError, match="encrypted"):
        read(path)
