"""Files: numbers for administrators, names through the gate, values to school leaders, another school's to none."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import Event, EventPupil
from skoleporten.imports.models import Import, RejectedRow
from tests.factories import make_administrator, make_enrolment, make_pupil, make_school, make_school_leader
from tests.made_up_school import MadeUp
from tests.pages import content_of

OPENED = ("import", "import_state")
VALUES = ("import_rejected", "import_rejected_file")
ACTIONS = ("import_apply", "import_release", "import_withdraw")
REJECTED_CSV = (
    "file,line,column,value,reason,what_to_do\nfravaer.csv,7,Dato,'=HYPERLINK(1),The date is empty.,Correct the year.\n"
)
COUNTS = {"rows": {"read": 10, "used": 9, "rejected": 1, "duplicates": 0}, "changes_anything": True}


@pytest.fixture
def made(db, settings, tmp_path) -> MadeUp:
    settings.IMPORTS_FOLDER = tmp_path
    school, other = make_school("Solvik skole"), make_school("Nordnes skole")
    return MadeUp(
        school=school,
        other_school=other,
        owner=make_school_leader(school),
        colleague=make_school_leader(school),
        stranger=make_school_leader(other),
        administrator=make_administrator(),
    )


def make_import(uploaded_by=None, state=Import.State.READY, newly_on_list=None, **fields) -> Import:
    imported = Import.objects.create(
        file_name="fravaer.csv",
        sha256="0" * 64,
        size=1,
        state=state,
        counts=COUNTS,
        uploaded_by=uploaded_by,
        received_at=timezone.now(),
        **fields,
    )
    (imported.folder / "tables").mkdir(parents=True)
    (imported.folder / "tables" / "rejected.csv").write_text(REJECTED_CSV, encoding="utf-8")
    preview = {"as_of": "2026-03-20", "newly_on_list": newly_on_list or {}, "no_longer": [], "changes": []}
    (imported.folder / "preview.json").write_text(json.dumps(preview), encoding="utf-8")
    RejectedRow.objects.create(
        imported=imported,
        file="fravaer.csv",
        line=7,
        column="Dato",
        value="hemmelig verdi",
        reason="The date is empty.",
        what_to_do="Correct the year.",
    )
    return imported


def statuses(made, signed_in, address) -> tuple[int, ...]:
    cast = (made.owner, made.colleague, made.stranger, made.administrator)
    return tuple(signed_in(user).get(address).status_code for user in cast)


@pytest.mark.parametrize("page", OPENED)
def test_a_leaders_file_is_open_to_her_colleague_and_the_administrator_and_not_to_another_school(made, signed_in, page):
    address = reverse(page, args=[make_import(made.owner).public_id])
    statuses_of = statuses(made, signed_in, address)
    assert statuses_of[2] == 404
    assert 404 not in (statuses_of[0], statuses_of[1], statuses_of[3])


@pytest.mark.parametrize("page", VALUES)
def test_rejected_rows_are_opened_by_school_leaders_and_by_no_administrator(made, signed_in, page):
    address = reverse(page, args=[make_import(made.owner).public_id])
    assert statuses(made, signed_in, address) == (200, 200, 404, 404)


@pytest.mark.parametrize("page", VALUES)
def test_rejected_rows_of_the_municipalitys_file_are_opened_by_every_school_leader(made, signed_in, page):
    address = reverse(page, args=[make_import(made.administrator).public_id])
    assert statuses(made, signed_in, address) == (200, 200, 200, 404)


def test_a_file_from_the_command_line_is_open_to_every_role(made, signed_in):
    address = reverse("import", args=[make_import(None).public_id])
    assert statuses(made, signed_in, address) == (200, 200, 200, 200)


def test_the_list_leaves_out_another_schools_files(made, signed_in):
    imported = make_import(made.owner)
    for user, is_shown in (
        (made.owner, True),
        (made.colleague, True),
        (made.stranger, False),
        (made.administrator, True),
    ):
        shown = signed_in(user).get(reverse("imports")).content.decode()
        assert (str(imported.public_id) in shown) is is_shown


@pytest.mark.parametrize("page", ACTIONS)
def test_a_stranger_can_not_decide_about_another_schools_file(made, signed_in, page):
    imported = make_import(made.owner, state=Import.State.HELD if page == "import_release" else Import.State.READY)
    before = imported.state
    stranger = signed_in(made.stranger)
    denied = stranger.post(reverse(page, args=[imported.public_id]), {"reason": "x"})
    assert denied.status_code == 404
    assert content_of(denied) == content_of(stranger.post(reverse(page, args=[uuid.uuid4()])))
    imported.refresh_from_db()
    assert imported.state == before


def test_who_would_newly_be_on_the_list_is_named_to_the_own_leader_only(made, signed_in):
    own, hidden, others = (
        make_pupil("Ask", "Egen"),
        make_pupil("Vera", "Vernet", protected=True),
        make_pupil("Ola", "Annen"),
    )
    for school, pupil in ((made.school, own), (made.school, hidden), (made.other_school, others)):
        make_enrolment(school, pupil, start=dt.date(2025, 8, 1))
    rules = {pupil.source_id: ["month-10-percent"] for pupil in (own, hidden, others)}
    address = reverse("import", args=[make_import(None, newly_on_list=rules).public_id])
    shown = {
        user: signed_in(user).get(address).content.decode() for user in (made.owner, made.stranger, made.administrator)
    }
    assert "Egen" in shown[made.owner]
    assert "Annen" in shown[made.stranger]
    for user, absent in (
        (made.owner, ("Vernet", "Annen")),
        (made.stranger, ("Egen", "Vernet")),
        (made.administrator, ("Egen", "Vernet", "Annen")),
    ):
        assert not [name for name in absent if name in shown[user]]


def test_each_pupil_named_in_a_preview_is_in_the_read_log(made, signed_in):
    own, hidden = make_pupil(), make_pupil(protected=True)
    for pupil in (own, hidden):
        make_enrolment(made.school, pupil)
    rules = {pupil.source_id: ["month-10-percent"] for pupil in (own, hidden)}
    signed_in(made.owner).get(reverse("import", args=[make_import(None, newly_on_list=rules).public_id]))
    event = Event.objects.get(action="imports.opened")
    assert list(EventPupil.objects.filter(event=event).values_list("pupil", flat=True)) == [own.public_id]


def test_opening_and_downloading_rejected_rows_is_in_the_log(made, signed_in):
    imported = make_import(made.owner)
    for page in VALUES:
        signed_in(made.colleague).get(reverse(page, args=[imported.public_id]))
    found = Event.objects.filter(action__startswith="imports.rejected").values_list("action", "purpose")
    assert set(found) == {("imports.rejected_opened", "import"), ("imports.rejected_downloaded", "import")}


def test_an_administrator_sees_why_rows_were_rejected_and_never_their_values(made, signed_in):
    shown = (
        signed_in(made.administrator).get(reverse("import", args=[make_import(made.owner).public_id])).content.decode()
    )
    assert "Datoen mangler." in shown
    assert "hemmelig verdi" not in shown


def test_the_downloaded_rows_hold_no_formula(made, signed_in):
    file = signed_in(made.owner).get(reverse("import_rejected_file", args=[make_import(made.owner).public_id]))
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = file.getvalue().decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in text
    assert "Datoen mangler." in text


def test_a_file_without_rejected_rows_left_has_nothing_to_download(made, signed_in):
    imported = make_import(made.owner)
    (imported.folder / "tables" / "rejected.csv").unlink()
    assert signed_in(made.owner).get(reverse("import_rejected_file", args=[imported.public_id])).status_code == 404
