"""A file that comes along with a referral: taken in safely, read by the team alone, and refused with the text kept."""

from __future__ import annotations

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.pending import hashed
from skoleporten.documents.models import Attachment
from skoleporten.intake import matching
from skoleporten.intake.models import Intake, Referral
from tests.factories import actor_of, make_guardianship, make_pupil_account, make_school_leader
from tests.files import png
from tests.intake_factories import make_outside_form, make_team_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def story(file: SimpleUploadedFile, **fields) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()),
        "reason": "Borte hver mandag.",
        "hope": "Ro",
        "seen_version": "0",
        "file": file,
    } | fields


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("Kari Nordmann.png", png(), "image/png")


def zipped() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    return kept.getvalue()


BAD = {
    "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page.html": b"<html><script>alert(1)</script></html>",
    "program.exe": b"MZ\x90\x00" + b"\0" * 200,
    "program.pdf": b"MZ\x90\x00" + b"\0" * 200,
    "page.png": b"<html><body>x</body></html>",
    "letter.docx": zipped(),
    "letter.pdf": zipped(),
    "archive.zip": zipped(),
    "empty.png": b"",
    "half.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "active.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
    "noending": png(),
    "double.png.html": png(),
    "null\x00byte.html": b"x",
}


def test_a_picture_comes_along_and_the_team_opens_it(lead, leader, pupil):
    signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(picture()))
    attachment = Referral.objects.get().attachments.get()
    page = signed_in(lead).get(f"/intake/{Intake.objects.get().public_id}/").content.decode()
    address = f"/documents/attachments/{attachment.public_id}/"
    assert address in page
    assert signed_in(make_team_member()).get(address).status_code == 200


def test_its_own_name_is_kept_nowhere(lead, leader, pupil):
    signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(picture()))
    kept = Attachment.objects.values().get()
    assert not any("Kari" in str(value) for value in kept.values())


def test_no_school_opens_it_and_the_familys_least_of_all(lead, leader, school, pupil):
    signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(picture()))
    address = f"/documents/attachments/{Attachment.objects.get().public_id}/"
    for user in (leader, make_school_leader(school)):
        assert signed_in(user).get(address).status_code == 404


def test_a_guardian_does_not_read_in_the_log_that_the_pupil_asked_for_help(lead, pupil):
    guardian = make_guardianship(pupil).guardian.user
    signed_in(make_pupil_account(pupil).user).post("/intake/ask/", story(picture()))
    assert Attachment.objects.exists()
    address = reverse("who_has_looked", args=[pupil.public_id])
    page = signed_in(guardian).get(address).content.decode()
    assert "Elev</td>" not in page
    assert "Leverte" not in page


def test_a_form_sent_twice_keeps_one_file(lead, leader, pupil):
    same = str(uuid.uuid4())
    for _ in range(2):
        signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(picture(), client_id=same))
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_the_text_kept_and_nothing_sent(lead, leader, pupil, name):
    file = SimpleUploadedFile(name, BAD[name])
    answer = signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(file, reason="Min lange tekst"))
    assert answer.status_code == 200
    assert "Min lange tekst" in answer.content.decode()
    assert not Referral.objects.exists()
    assert not Intake.objects.exists()
    assert not Attachment.objects.exists()


def test_with_a_one_time_form_it_waits_for_the_match_with_the_lead_alone(lead, pupil):
    make_outside_form(lead, token_hash=hashed("a-link"))
    names = {"given_name": "Kari", "family_name": "Nordmann", "name": "Åse", "contact": "38 00 00 00"}
    Client().post("/intake/form/a-link/", story(picture(), **names))
    attachment = Attachment.objects.get()
    address = f"/documents/attachments/{attachment.public_id}/"
    member = make_team_member()
    assert [signed_in(user).get(address).status_code for user in (lead, member)] == [200, 404]
    matching.match(by=actor_of(lead), intake=Intake.objects.get(), pupil=pupil)
    assert [signed_in(user).get(address).status_code for user in (lead, member)] == [200, 200]


def test_a_bad_file_with_a_one_time_form_leaves_the_link_open(lead):
    form = make_outside_form(lead, token_hash=hashed("a-link"))
    names = {"given_name": "Kari", "family_name": "Nordmann", "name": "Åse", "contact": "38 00 00 00"}
    file = SimpleUploadedFile("page.html", BAD["page.html"])
    answer = Client().post("/intake/form/a-link/", story(file, **names))
    form.refresh_from_db()
    assert form.used_at is None
    assert "Borte hver mandag." in answer.content.decode()
    assert timezone.now() < form.expires_at
