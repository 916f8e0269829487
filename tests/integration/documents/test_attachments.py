"""What is handed in about a pupil: only what it says it is, without what it tells by the way, and behind the gate."""

from __future__ import annotations

import io
import socketserver
import threading
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from skoleporten.access.models import Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.documents import actions
from skoleporten.documents.attachment_kinds import MOST_BYTES
from skoleporten.documents.models import Attachment, StoredFile
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.visibility import What
from tests.factories import (
    actor_of,
    make_administrator,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.files import PDF, photo, png

pytestmark = pytest.mark.django_db
EVERYBODY = ("school", "team", "guardian", "pupil", "specialist")


@pytest.fixture
def pupil():
    child = make_pupil("Kanariline")
    make_enrolment(make_school(), child)
    return child


@pytest.fixture
def leader(pupil):
    return make_school_leader(pupil.enrolments.get().school)


def attached(leader, pupil, content=PDF, name="kari-nordmann-lege.pdf", what=What.LETTERS, **values) -> Attachment:
    values = {"title": "A letter", "audiences": EVERYBODY, **values}
    return actions.attach(by=actor_of(leader), pupil=pupil, what=what, name=name, content=content, **values)


def asked(user, attachment):
    client = Client()
    client.force_login(user)
    return client.get(reverse("attachment", args=[attachment.public_id]))


def test_it_comes_back_as_it_was_under_a_name_that_tells_nothing(leader, pupil):
    attachment = attached(leader, pupil)
    answer = asked(leader, attachment)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert not [word for word in ("kari", "nordmann", "lege") if word in answer["Content-Disposition"]]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert EventPupil.objects.filter(
        event__action="documents.attachment_downloaded", pupil=pupil.public_id, event__actor=leader.public_id
    ).exists()


def test_the_name_it_came_with_is_kept_nowhere(leader, pupil):
    attached(leader, pupil)
    row = Attachment.objects.values().get()
    logged = Event.objects.get(action="documents.attached")
    assert "nordmann" not in f"{row} {logged.details} {logged.object_id}"


def test_the_bytes_are_encrypted_and_bound_to_their_row(leader, pupil):
    attached(leader, pupil)
    attached(leader, pupil, content=png(), name="a.png")
    first, second = StoredFile.objects.order_by("pk")
    assert b"%PDF" not in bytes(first.sealed)
    first.sealed = second.sealed
    with pytest.raises(RuntimeError, match="changed or moved"):
        _ = first.content


@pytest.mark.parametrize(("ending", "kind"), [("JPEG", "jpg"), ("WEBP", "jpg"), ("PNG", "png")])
def test_a_photo_loses_where_it_was_taken_and_stands_upright(leader, pupil, ending, kind):
    content = photo("Kanarigata 1", ending)
    assert b"Kanarigata" in content
    attachment = attached(leader, pupil, content=content, name=f"bilde.{ending.lower()}")
    kept = attachment.file.content
    assert attachment.kind == kind
    assert b"Kanarigata" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif()), picture.info.get("exif")) == ((40, 60), {}, None)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/vbaProject.bin", "x")
    return made.getvalue()


BAD = {
    "a web page": ("x.pdf", b"<html><script>alert(1)</script>"),
    "a drawing with a script": ("x.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "a drawing by its own name": ("x.svg", b"<svg/>"),
    "a program": ("x.pdf", b"MZ\x90\x00" + b"\0" * 100),
    "a document with macros": ("x.docm", zipped()),
    "an archive": ("x.zip", zipped()),
    "an archive as a PDF": ("x.pdf", zipped()),
    "two endings": ("x.pdf.exe", PDF),
    "no ending": ("x", PDF),
    "nothing": ("x.pdf", b""),
    "half a PDF": ("x.pdf", PDF[:20]),
    "half a picture": ("x.png", png((300, 300))[:120]),
    "a PDF that runs": ("x.pdf", PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(x)>>/Type")),
    "a PDF with a program in it": ("x.pdf", PDF.replace(b"/Type", b"/EmbeddedFiles 2 0 R/Type")),
    "a locked PDF": ("x.pdf", PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root")),
    "a picture in an exotic format": ("x.jpg", b"II*\0" + b"\0" * 200),
    "a gif": ("x.gif", b"GIF89a" + b"\0" * 30),
    "a web page after a PDF's name": ("x.pdf", b"\n\n<html>%PDF-1.4 %%EOF"),
    "too large": ("x.pdf", PDF + b"0" * MOST_BYTES),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_something_else_is_refused(leader, pupil, what):
    name, content = BAD[what]
    with pytest.raises(RefusedError):
        attached(leader, pupil, content=content, name=name)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn(leader, pupil):
    header = png((10, 10))
    bomb = header[:16] + (100_000).to_bytes(4) * 2 + header[24:]
    with pytest.raises(RefusedError):
        attached(leader, pupil, content=bomb, name="x.png")


class _Clamd(socketserver.BaseRequestHandler):
    answer = b"stream: OK\0"

    def handle(self) -> None:
        received = b""
        while not received.endswith(b"\0\0\0\0"):
            received += self.request.recv(4096)
        self.request.sendall(self.answer)


@pytest.mark.parametrize("answer", [b"stream: OK\0", b"stream: Eicar FOUND\0", b"stream: ERROR\0", None])
def test_where_a_scanner_is_named_nothing_comes_in_without_its_yes(leader, pupil, settings, answer):
    handler = type("Clamd", (_Clamd,), {"answer": answer})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1] if answer else 1}"
        if answer == b"stream: OK\0":
            attached(leader, pupil)
        else:
            with pytest.raises(RefusedError):
                attached(leader, pupil)
        server.shutdown()
    assert Attachment.objects.exists() == (answer == b"stream: OK\0")


def test_a_stranger_of_the_same_role_and_an_administrator_get_what_nobody_has(leader, pupil):
    attachment = attached(leader, pupil)
    for user in (make_school_leader(make_school()), make_administrator(), make_user_in(Role.TEACHER)):
        assert asked(user, attachment).status_code == 404


def test_a_colleague_and_the_child_s_own_parent_get_it_and_a_barred_one_does_not(leader, pupil):
    attachment = attached(leader, pupil)
    parent, barred = make_user(), make_user()
    make_guardianship(pupil, make_guardian(parent))
    make_guardianship(pupil, make_guardian(barred), barred_from="2026-01-01", barred_source="court")
    colleague = make_school_leader(pupil.enrolments.get().school)
    assert [asked(user, attachment).status_code for user in (colleague, parent, barred)] == [200, 200, 404]
    assert EventPupil.objects.filter(event__purpose="own_child", pupil=pupil.public_id).exists()


def test_what_is_meant_for_the_team_is_not_the_school_s_or_the_parents(leader, pupil):
    attachment = attached(leader, pupil, audiences=("team",))
    parent, member = make_user(), make_user()
    make_guardianship(pupil, make_guardian(parent))
    make_involvement(pupil)
    make_grant(member, Role.TEAM)
    assert [asked(user, attachment).status_code for user in (leader, parent, member)] == [404, 404, 200]


def test_a_kind_that_the_role_never_sees_is_not_opened_by_its_audience(leader, pupil):
    parent = make_user()
    make_guardianship(pupil, make_guardian(parent))
    attachment = attached(leader, pupil, what=What.REFERRALS)
    assert [asked(user, attachment).status_code for user in (leader, parent)] == [200, 404]


def test_of_a_child_not_yet_in_the_register_only_the_lead_opens_it(leader, pupil):
    attachment = attached(leader, None, what=What.REFERRALS)
    lead, member = make_user_in(Role.LEAD), make_user_in(Role.TEAM)
    assert [asked(user, attachment).status_code for user in (lead, member, leader)] == [200, 404, 404]
    actions.give_to(by=actor_of(lead), attachment=attachment, pupil=pupil)
    assert [asked(user, attachment).status_code for user in (lead, leader)] == [404, 200]


def test_handed_in_by_mistake_it_is_gone_and_the_log_says_so(leader, pupil):
    attachment = attached(leader, pupil)
    for _twice in range(2):
        actions.remove(by=actor_of(leader), attachment=attachment)
    assert not StoredFile.objects.exists()
    assert asked(leader, attachment).status_code == 404
    assert Event.objects.filter(action="documents.attachment_removed").count() == 1
