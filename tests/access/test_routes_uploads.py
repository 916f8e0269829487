"""What may be handed in: a list, by what the file is and not by what it is called, and past the virus scanner."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skoleporten.imports.models import Import
from tests.factories import make_school_year

pytestmark = pytest.mark.django_db

GOOD = b"elev;dato\n1;2025-09-01\n"
VIRUS = b"X5O!-test-virus-of-ours"


def zipped(name: str = "a.csv", content: bytes = GOOD) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, content)
    return held.getvalue()


BAD_BEGINNINGS = {
    "html": b"<html><body onload=alert(1)>",
    "doctype": b"  <!DOCTYPE html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg in xml": b'<?xml version="1.0"?><svg onload="alert(1)"/>',
    "script": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET['c']);",
    "program": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "rtf": b"{\\rtf1\\ansi",
    "jpeg with a place in it": b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00MM\x00*",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
    "office with macros": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    "zip": zipped(),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "seven-zip": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "sqlite": b"SQLite format 3\x00",
    "java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "e-mail with a page": b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
}
ENDINGS = (".csv", ".txt", ".tsv", ".json", ".parquet")
NAMES_OF_NO_TABLE = (
    "a.html", "a.svg", "a.xlsm", "a.docm", "a.exe", "a.js", "a.php", "a.jpg", "a.pdf", "a.csv.exe", "a", ".htaccess",
    "a.csv ", "a.csv\u202eexe.gpj", "a.7z", "a.xml.svg", "a.xlsx", "a.hta", "a.lnk", "a.iso",
)  # fmt: skip


def hand_in(client, name: str, content: bytes, content_type: str = "text/csv"):
    return client.post(reverse("import_hand_in"), {"file": SimpleUploadedFile(name, content, content_type)})


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.IMPORTS_FOLDER = tmp_path / "imports"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", BAD_BEGINNINGS.values(), ids=BAD_BEGINNINGS)
def test_a_file_that_is_something_else_than_its_name_says_is_not_taken_in(made, signed_in, content, ending):
    answer = hand_in(signed_in(made.owner), f"fravaer{ending}", content)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Import.objects.filter(uploaded_by=made.owner).exists()
    assert not (settings.IMPORTS_FOLDER).exists()


@pytest.mark.parametrize("name", NAMES_OF_NO_TABLE)
def test_a_name_that_is_not_on_the_list_is_refused_whatever_is_in_the_file(made, signed_in, name):
    assert hand_in(signed_in(made.owner), name, GOOD).context["form"].errors["file"]
    assert not Import.objects.filter(uploaded_by=made.owner).exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", GOOD),
        ("a.csv", b"\xef\xbb\xbf" + GOOD),
        ("a.txt", "elev;dato\n".encode("utf-16")),
        ("a.csv", "Ærlig;Øyvind\n".encode("latin-1")),
        ("a.CSV", b"Elev,Dato\r\n"),
        ("a.xml", b'<?xml version="1.0" encoding="utf-8"?><InterchangeStudent/>'),
        ("a.json", b' {"_embedded": {}}'),
        ("a.zip", zipped()),
        ("a.parquet", b"PAR1\x15\x04\x15"),
    ],
)  # fmt: skip
def test_what_is_on_the_list_and_true_to_its_name_is_taken_in(made, signed_in, name, content):
    answer = hand_in(signed_in(made.owner), name, content, content_type="application/x-whatever")
    assert answer.status_code == 302, answer.context["form"].errors


def test_the_name_of_a_file_leads_nowhere_else(made, signed_in):
    for name in ("../../secrets.csv", "..\\..\\secrets.csv", "/etc/cron.d/a.csv"):
        assert hand_in(signed_in(made.owner), name, GOOD).status_code == 302
    for imported in Import.objects.filter(uploaded_by=made.owner):
        assert "/" not in imported.file_name
        assert "\n" not in imported.file_name
        kept = [path for path in imported.folder.rglob("*") if path.is_file()]
        assert kept
        assert all(path.is_relative_to(settings.IMPORTS_FOLDER) for path in kept)
        assert all(path.stat().st_mode & 0o077 == 0 for path in kept if path.parent == imported.folder)


def test_what_was_handed_in_is_never_handed_out_again(made, signed_in):
    """There is no address that gives the file itself: only rejected rows, as a table of ours and as an attachment."""
    client = signed_in(made.owner)
    imported = client.get(hand_in(client, "a.csv", GOOD).url).context["imported"]
    for tail in ("a.csv", "received/a.csv", "file/", "download/"):
        assert client.get(reverse("import", args=[imported.public_id]) + tail).status_code == 404


@pytest.mark.parametrize("name", ["skolerute.ics", "skolerute.csv"])
@pytest.mark.parametrize("content", BAD_BEGINNINGS.values(), ids=BAD_BEGINNINGS)
def test_a_calendar_file_is_looked_at_as_well(made, signed_in, name, content):
    make_school_year(2025)
    answer = signed_in(made.administrator).post(
        reverse("calendar_file", kwargs={"year": 2025}), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does; finds the one virus that there is."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        received = b""
        while size := struct.unpack("!I", stream.read(4))[0]:
            received += stream.read(size)
        self.server.received = received
        if self.server.says is not None:
            self.request.sendall(self.server.says)
        else:
            self.request.sendall(b"stream: Eicar-Ours FOUND\0" if VIRUS in received else b"stream: OK\0")


@pytest.fixture
def clamd(settings) -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.daemon_threads = True
        server.says, server.received = None, b""
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        settings.CLAMAV_SECONDS = 1.0
        yield server
        server.shutdown()
        thread.join()


def test_a_clean_file_passes_the_scanner_whole(made, signed_in, clamd):
    content = GOOD + b"1;2025-09-02\n" * 20_000
    assert hand_in(signed_in(made.owner), "a.csv", content).status_code == 302
    assert clamd.received == content


def test_a_file_with_a_virus_is_not_taken_in(made, signed_in, clamd):
    answer = hand_in(signed_in(made.owner), "a.csv", GOOD * 10_000 + VIRUS)
    assert "skadelig" in str(answer.context["form"].errors["file"])
    assert not Import.objects.filter(uploaded_by=made.owner).exists()


@pytest.mark.parametrize(
    "says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but not quite\0", b"\xff" * 9000]
)
def test_a_scanner_that_does_not_say_ok_lets_nothing_in(made, signed_in, clamd, says):
    clamd.says = says
    answer = hand_in(signed_in(made.owner), "a.csv", GOOD)
    assert "virussjekkes" in str(answer.context["form"].errors["file"])
    assert not Import.objects.filter(uploaded_by=made.owner).exists()


@pytest.mark.parametrize("place", ["127.0.0.1:1", "/no/such/clamd.sock"])
def test_a_scanner_that_is_down_lets_nothing_in(made, signed_in, settings, place):
    settings.CLAMAV = place
    answer = hand_in(signed_in(made.owner), "a.csv", GOOD)
    assert "virussjekkes" in str(answer.context["form"].errors["file"])
    assert not Import.objects.filter(uploaded_by=made.owner).exists()


def test_a_calendar_file_goes_past_the_scanner_too(made, signed_in, clamd):
    make_school_year(2025)
    content = b"BEGIN:VCALENDAR\r\n" + VIRUS + b"\r\nEND:VCALENDAR\r\n"
    answer = signed_in(made.administrator).post(
        reverse("calendar_file", kwargs={"year": 2025}), {"file": SimpleUploadedFile("a.ics", content)}
    )
    assert "skadelig" in str(answer.context["form"].errors["file"])


PEOPLE = b"username,name,email,role,school_id,class_id,start,end\nkari,Kari,,school_leader,nowhere,,,\n"


def hand_in_people(client, name: str, content: bytes):
    return client.post(reverse("people_files"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("ending", [".csv", ".json", ".zip"])
@pytest.mark.parametrize("content", [BAD_BEGINNINGS[kind] for kind in ("html", "svg", "php", "program", "pdf", "gzip")])
def test_a_file_of_people_is_what_its_name_says(made, signed_in, content, ending):
    answer = hand_in_people(signed_in(made.administrator), f"people{ending}", content)
    assert answer.context["form"].errors["file"]
    assert not settings.IMPORTS_FOLDER.exists()


def test_a_file_of_people_goes_past_the_scanner_too(made, signed_in, clamd):
    answer = hand_in_people(signed_in(made.administrator), "people.csv", PEOPLE + VIRUS)
    assert "skadelig" in str(answer.context["form"].errors["file"])
    assert hand_in_people(signed_in(made.administrator), "people.csv", PEOPLE).status_code == 302
    assert clamd.received == PEOPLE


def test_a_file_of_people_is_not_taken_in_while_the_scanner_is_down(made, signed_in, settings):
    settings.CLAMAV = "127.0.0.1:1"
    answer = hand_in_people(signed_in(made.administrator), "people.csv", PEOPLE)
    assert "virussjekkes" in str(answer.context["form"].errors["file"])
