"""A file on the web, from the browser's form to what it changed, with the jobs run in between."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access.models import Role
from skoleporten.imports import actions, jobs
from skoleporten.imports.models import Import
from skoleporten.schools.models import School
from tests.factories import make_administrator, make_enrolment, make_grant, make_pupil, make_user
from tests.integration.imports import files
from tests.integration.web.test_calendar_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORTS_FOLDER = tmp_path / "imports"
    return tmp_path


@pytest.fixture
def roster(folder):
    """Three pupils at a school, so that a file of absence has somebody to tell about."""
    from skoleporten.access.actor import software

    by = software("test")
    imported = actions.receive_paths(by=by, paths=[files.roster(folder / "roster")], with_job=False)
    actions.read(by=by, imported=imported)
    actions.apply(by=by, imported=imported)
    return School.objects.get(source_id=files.SCHOOL)


@pytest.fixture
def client(roster):
    leader = make_user()
    make_grant(leader, Role.SCHOOL_LEADER, roster)
    client = Client()
    client.force_login(leader)
    return client


def content(folder, *rows) -> bytes:
    return files.attendance(folder / "fravaer.csv", list(rows)).read_bytes()


def hand_in(client, data: bytes, name="fravaer.csv", **more):
    return client.post(reverse("import_hand_in"), {"file": SimpleUploadedFile(name, data), **more})


def read_newest() -> Import:
    newest = Import.objects.order_by("-pk").first()
    jobs.read.call(newest.pk)
    newest.refresh_from_db()
    return newest


def page(client, imported: Import):
    return client.get(reverse("import", args=[imported.public_id]))


def test_a_file_is_received_and_left_to_a_job(client, folder):
    answer = hand_in(client, content(folder, *files.days_absent("E1", 3)))
    imported = Import.objects.order_by("-pk").first()
    assert answer.url == reverse("import", args=[imported.public_id])
    assert imported.state == Import.State.RECEIVED
    assert DBTaskResult.objects.filter(task_path="skoleporten.imports.jobs.read").exists()
    assert "venter på tur" in text_of(page(client, imported))
    assert not AbsenceEvent.objects.exists()


def test_progress_is_asked_for_until_the_page_has_something_new(client, folder):
    hand_in(client, content(folder, *files.days_absent("E1", 3)))
    newest = Import.objects.order_by("-pk").first()
    address = reverse("import_state", args=[newest.public_id])
    waiting = client.get(address, headers={"HX-Request": "true"})
    assert b'hx-trigger="every 2s"' in waiting.content
    assert b"<html" not in waiting.content
    read_newest()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(address).url == reverse("import", args=[newest.public_id])


def test_what_a_file_would_change_is_shown_before_it_is_applied(client, folder):
    bad = files.day_of_absence(99, "E1", files.FIRST_DAY, kind="Ukjent kode")
    hand_in(client, content(folder, *files.days_absent("E1", 15), bad))
    imported = read_newest()
    shown = text_of(page(client, imported))
    assert "Klar til å tas i bruk" in shown
    assert "Fraværskoden står ikke i profilen." in shown
    assert "1 elev vil komme ny på listen" in shown
    assert "Kari E1 Nordmann" in shown
    assert not AbsenceEvent.objects.exists()


def test_an_applied_file_says_what_it_changed(client, folder):
    hand_in(client, content(folder, *files.days_absent("E1", 3)))
    imported = read_newest()
    client.post(reverse("import_apply", args=[imported.public_id]))
    imported.refresh_from_db()
    assert imported.state == Import.State.APPLYING
    jobs.apply.call(imported.pk)
    assert AbsenceEvent.objects.count() == 3
    shown = text_of(page(client, imported))
    assert "Tatt i bruk" in shown
    assert "Hva filen endret" in shown


def test_the_same_file_again_says_that_it_changes_nothing(client, folder):
    data = content(folder, *files.days_absent("E1", 3))
    for _ in range(2):
        hand_in(client, data)
        imported = read_newest()
        shown = text_of(page(client, imported))
        jobs.apply.call(imported.pk)
    assert "Den endrer ingenting." in shown
    assert "Den samme filen ble tatt i bruk" in shown


def test_a_short_file_is_held_and_released_with_a_reason_only(client, folder):
    hand_in(client, content(folder, *files.days_absent("E1", 40)))
    jobs.apply.call(read_newest().pk)
    hand_in(client, content(folder, *files.days_absent("E1", 1), *files.days_absent("E1", 40)[-1:]))
    held = read_newest()
    assert held.state == Import.State.HELD
    assert "holdt tilbake" in text_of(page(client, held))
    address = reverse("import_release", args=[held.public_id])
    assert client.post(address, {"reason": " "}).context["form"].errors.keys() == {"reason"}
    client.post(reverse("import_apply", args=[held.public_id]))
    held.refresh_from_db()
    assert held.state == Import.State.HELD
    client.post(address, {"reason": "Gjelder bare én elev"})
    held.refresh_from_db()
    assert (held.state, held.release_reason) == (Import.State.READY, "Gjelder bare én elev")


def test_a_file_can_be_withdrawn_before_it_is_applied(client, folder):
    hand_in(client, content(folder, *files.days_absent("E1", 3)))
    imported = read_newest()
    client.post(reverse("import_withdraw", args=[imported.public_id]))
    assert "Trukket tilbake" in text_of(page(client, imported))
    assert not AbsenceEvent.objects.exists()


def test_a_file_that_can_not_be_read_says_why(client):
    hand_in(client, b"a;b;c\n1;2;3\n")
    assert "ingenting er endret" in text_of(page(client, read_newest()))


@pytest.mark.parametrize(("name", "data"), [("fravaer.exe", b"x"), ("fravaer.csv", b"")])
def test_a_file_of_another_kind_or_without_contents_is_refused_in_the_form(client, name, data):
    before = Import.objects.count()
    assert hand_in(client, data, name).context["form"].errors["file"]
    assert Import.objects.count() == before


def test_an_upload_that_is_too_large_is_stopped_and_says_so(client, settings):
    settings.MOST_UPLOAD_BYTES = 100_000
    before = Import.objects.count()
    answer = hand_in(client, b"x" * 300_000)
    assert "kommandolinjen" in str(answer.context["form"].errors["file"])
    assert Import.objects.count() == before


def test_an_administrator_reads_numbers_and_applies(client, folder):
    administrator = Client()
    administrator.force_login(make_administrator())
    hand_in(administrator, content(folder, *files.days_absent("E1", 15)))
    imported = read_newest()
    shown = text_of(page(administrator, imported))
    assert "1 elev vil komme ny på listen" in shown
    assert "Nordmann" not in shown
    administrator.post(reverse("import_apply", args=[imported.public_id]))
    imported.refresh_from_db()
    assert imported.state == Import.State.APPLYING


def test_a_file_about_another_school_says_so_and_only_the_administrator_has_the_button(client, folder):
    """Two rows lie at the school next door."""
    make_enrolment(School.objects.get(source_id=files.OTHER_SCHOOL), make_pupil(source_id="O1"))
    rows = [*files.days_absent("E1", 3), *files.days_absent("O1", 2, 50, school=files.OTHER_SCHOOL)]
    hand_in(client, content(folder, *rows))
    imported = read_newest()
    apply = reverse("import_apply", args=[imported.public_id])
    shown = page(client, imported)
    assert "Bare en administrator kan ta denne filen i bruk" in text_of(shown)
    assert "Solgård skole 2" in text_of(shown)
    assert apply not in shown.content.decode()
    client.post(apply)
    imported.refresh_from_db()
    assert imported.state == Import.State.READY
    administrator = Client()
    administrator.force_login(make_administrator())
    assert apply in page(administrator, imported).content.decode()
    administrator.post(apply)
    imported.refresh_from_db()
    assert imported.state == Import.State.APPLYING


def test_a_rosters_rows_are_counted_too(client):
    """Three enrolments and sixty school days of two schools."""
    table = client.get(reverse("imports")).context["table"]
    assert [row[3] for row in table.rows] == ["123"]
