"""Abuse cases 21-34: what the product itself could be used for, or made to do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access.actions import end_grant, grant
from skoleporten.access.actor import software
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.concerns import actions
from skoleporten.documents.file_kinds import KIND_OF_ENDING, check_kind
from skoleporten.web.concerns.forms import ActForm, OpenForm
from tests.access.test_routes_uploads import BAD_BEGINNINGS, NAMES_OF_NO_TABLE
from tests.factories import actor_of, make_administrator, make_enrolment, make_pupil, make_school, make_school_leader

pytestmark = pytest.mark.django_db


def test_abuse_21_free_text_about_absence_has_no_room():
    """The reason of an absence is a choice; what staff write is short."""
    assert AbsenceEvent._meta.get_field("reason").choices
    assert OpenForm().fields["reason"].max_length <= 500
    assert ActForm().fields["note"].max_length <= 1000
    assert not [field.name for field in AbsenceEvent._meta.fields if field.get_internal_type() == "TextField"]


def test_abuse_24_an_exported_name_is_no_formula_and_the_export_is_logged(signed_in):
    school = make_school()
    pupil = make_pupil("=HYPERLINK(1)", "@SUM")
    make_enrolment(school, pupil)
    leader = make_school_leader(school)
    actions.open_by_person(by=actor_of(leader), pupil=pupil, school_id=school.pk, reason="worried")
    answer = signed_in(leader).get(reverse("concerns_file"))
    cells = [cell for line in answer.content.decode("utf-8-sig").splitlines() for cell in line.split(";")]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip('" ').startswith(("=", "+", "-", "@"))]
    assert Event.objects.filter(pupils__pupil=pupil.public_id, actor=str(leader.public_id)).exists()


def test_abuse_24_no_file_tells_of_more_pupils_than_the_page_and_each_is_a_row_in_the_log(signed_in):
    """So a stolen session is stopped by the same fifty pupils an hour, whichever way it reads them."""
    school, other = make_school(), make_school()
    leader = make_school_leader(school)
    for place, name in ((school, "Egen"), (school, "Eigen"), (other, "Fremmed")):
        pupil = make_pupil(name)
        make_enrolment(place, pupil)
        by = actor_of(leader if place == school else make_school_leader(place))
        actions.open_by_person(by=by, pupil=pupil, school_id=place.pk, reason="worried")
    answer = signed_in(leader).get(reverse("concerns_file"))
    assert "Fremmed" not in answer.content.decode("utf-8-sig")
    read = Event.objects.filter(actor=str(leader.public_id)).exclude(purpose="").order_by("-seq").first()
    assert read.pupils.count() == 2


def test_abuse_27_administrator_grants_reads_and_removes_again():
    """The log has every step, with who did it; that nobody gives herself a role is refused in its own test."""
    somebody = make_school_leader(make_school())
    by = actor_of(make_administrator())
    given = grant(by=by, user=somebody, role=Role.ADMINISTRATOR, start=dt.date(2025, 8, 1))
    end_grant(by=by, grant=given)
    logged = Event.objects.filter(actor=by.user_public_id).values_list("action", flat=True)
    assert {"access.granted", "access.grant_ended"} <= set(logged)


def test_abuse_31_two_hundred_bad_files_and_none_passes():
    tried = 0
    accepted = tuple(KIND_OF_ENDING)
    for ending in accepted:
        for content in BAD_BEGINNINGS.values():
            if ending == ".zip" and content.startswith(b"PK"):
                continue  # a zip file it is; what may be in it is decided where it is unpacked
            for padding in (b"", b"\n" * 9):
                with pytest.raises(ValidationError):
                    check_kind(SimpleUploadedFile(f"fravaer{ending}", content + padding), accepted)
                tried += 1
    for name in NAMES_OF_NO_TABLE:
        with pytest.raises(ValidationError):
            check_kind(SimpleUploadedFile(name, b"a;b\n"), accepted)
        tried += 1
    assert tried >= 200


def test_abuse_33_no_child_has_a_score():
    """Each signal is a rule of the municipality with its dates; nothing ranks children by a number of its own.

    What a licensed person read off another instrument is written down by hand, by subscale, and added to nothing.
    """
    by_hand = {"InstrumentScore.score", "Informant.scores"}
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if any(word in field.name.lower() for word in ("score", "risk", "prediction", "probability"))
    ]
    assert set(fields) <= by_hand


def test_abuse_33_the_software_itself_sees_no_pupil_and_decides_nothing():
    from skoleporten.access import gate

    make_enrolment(make_school(), make_pupil())
    assert not gate.pupils(software("night"), gate.Purpose.FOLLOW_UP, dt.date(2026, 1, 1)).exists()
