"""What must be reported is one click away, waits for nobody's yes, and is read by those it goes to."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.audit import queries
from skoleporten.audit.models import Event
from skoleporten.concerns import actions as concerns
from skoleporten.documents.models import Draft
from skoleporten.duties import actions
from skoleporten.duties.models import ChildWelfareReport, EnvironmentReport, Official, PhysicalIntervention
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
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

pytestmark = pytest.mark.django_db
SEEN = "Ola ble holdt utenfor i hvert friminutt denne uken."
OWN_WORDS = "De lukker døra når jeg kommer."
ENVIRONMENT = {"what": SEEN, "pupils_view": OWN_WORDS, "about": "no_staff", "is_serious": "no"}
INTERVENTION = {"date": "2026-03-02", "time": "10:30", "what": SEEN, "view": "heard", "pupils_view": OWN_WORDS}


@pytest.fixture
def school():
    return make_school("Solvik skole")


@pytest.fixture
def pupil(school):
    child = make_pupil("Ola", "Elevsen")
    make_enrolment(school, child)
    return child


@pytest.fixture
def leader(school):
    return make_school_leader(school)


@pytest.fixture
def teacher(school):
    user = make_user()
    make_grant(user, Role.TEACHER, school)
    return user


@pytest.fixture
def official():
    user = make_user_in(Role.MUNICIPALITY)
    Official.objects.create(
        user=user, named_by=make_administrator(), start=dt.date(2025, 8, 1), end=dt.date(2099, 7, 31)
    )
    return user


def address(name: str, thing) -> str:
    return reverse(name, args=[thing.public_id])


def sent(fields: dict[str, str]) -> dict[str, str]:
    return fields | {"client_id": str(uuid.uuid4())}


def reported(client, pupil, **changes) -> EnvironmentReport:
    answer = client.post(address("environment_report", pupil), sent(ENVIRONMENT | changes))
    assert answer.status_code == 302, answer.content.decode()
    return EnvironmentReport.objects.latest("pk")


def text_of(client, url: str) -> str:
    return client.get(url).content.decode()


# Child welfare --------------------------------------------------------------------------------------------------------
def test_the_way_to_child_welfare_is_one_click_from_the_pupil_s_page(teacher, pupil, signed_in, settings):
    settings.CHILD_WELFARE_ADDRESS = "https://sikker.example.no/melding"
    client = signed_in(teacher)
    assert address("pupil_duties", pupil) in text_of(client, address("pupil", pupil))
    page = text_of(client, address("pupil_duties", pupil))
    assert 'href="https://sikker.example.no/melding" target="_blank" rel="noopener noreferrer"' in page
    assert "Ingen leder må være enig" in page


def test_where_no_channel_is_set_up_the_page_says_whom_to_call(teacher, pupil, signed_in):
    page = text_of(signed_in(teacher), address("pupil_duties", pupil))
    assert "116 111" in page
    assert "Kommunen har ikke lagt inn veien" in page


def test_only_who_when_and_to_whom_is_kept(teacher, pupil, signed_in):
    columns = {field.name for field in ChildWelfareReport._meta.fields}
    assert columns == {"id", "public_id", "pupil", "reported_by", "reported_at", "role", "client_id", "to_whom"}
    client = signed_in(teacher)
    client.post(address("child_welfare", pupil), sent({"to_whom": "Barneverntjenesten, på telefon"}))
    report = ChildWelfareReport.objects.get()
    assert (report.reported_by, report.to_whom, report.role) == (teacher, "Barneverntjenesten, på telefon", "teacher")
    assert "Barneverntjenesten, på telefon" in text_of(client, address("pupil_duties", pupil))


def test_neither_report_nor_look_is_told_to_anybody_who_asks_who_has_looked(teacher, pupil, signed_in):
    client = signed_in(teacher)
    client.get(address("pupil_duties", pupil))
    client.get(address("child_welfare", pupil))
    client.post(address("child_welfare", pupil), sent({"to_whom": "Barnevernet"}))
    logged = set(Event.objects.filter(pupils__pupil=pupil.public_id).values_list("action", flat=True))
    assert logged == {"child_welfare.duties_opened", "child_welfare.opened", "child_welfare.reported"}
    assert not queries.looks_at(pupil.public_id).exists()


def test_the_family_has_no_page_of_it(pupil, signed_in):
    parent = make_user()
    make_guardianship(pupil, make_guardian(parent))
    client = signed_in(parent)
    for name in ("pupil_duties", "child_welfare", "environment_report", "intervention_report"):
        assert client.get(address(name, pupil)).status_code == 404


def test_a_colleague_who_did_not_report_is_not_told_of_it_and_the_principal_is(teacher, leader, pupil, signed_in):
    signed_in(teacher).post(address("child_welfare", pupil), sent({"to_whom": "Barnevernet i byen"}))
    colleague = make_user()
    make_grant(colleague, Role.TEACHER, pupil.enrolments.get().school)
    page = address("pupil_duties", pupil)
    assert "Barnevernet i byen" not in text_of(signed_in(colleague), page)
    assert "Barnevernet i byen" in text_of(signed_in(leader), page)


def test_lead_and_team_see_it_of_their_pupils_and_a_specialist_does_not(leader, pupil, signed_in):
    actions.write_down_child_welfare(by=actor_of(leader), pupil=pupil, to_whom="Barnevernet", client_id=uuid.uuid4())
    make_involvement(pupil)
    roles = {Role.TEAM: 1, Role.LEAD: 1, Role.SPECIALIST: 0}
    for role, seen in roles.items():
        actor = actor_of(make_user_in(role))
        assert ChildWelfareReport.objects.visible_to(actor, timezone.localdate()).count() == seen


def test_two_clicks_make_one_report(teacher, pupil):
    by, once = actor_of(teacher), uuid.uuid4()
    for _ in range(2):
        actions.write_down_child_welfare(by=by, pupil=pupil, to_whom="Barnevernet", client_id=once)
    assert ChildWelfareReport.objects.count() == 1


# School environment ---------------------------------------------------------------------------------------------------
def test_a_report_reaches_the_principal_who_says_it_is_received(teacher, leader, pupil, signed_in):
    concern = concerns.open_by_person(
        by=actor_of(leader), pupil=pupil, school_id=pupil.enrolments.get().school_id, reason="x"
    )
    report = reported(signed_in(teacher), pupil)
    assert report.concern == concern
    notice = Notice.objects.get(user=leader)
    assert (notice.kind, notice.link) == ("reported", address("environment_matter", report))
    client = signed_in(leader)
    assert "Ola Elevsen" in text_of(client, reverse("duties"))
    page = text_of(client, address("environment_matter", report))
    assert SEEN in page
    assert OWN_WORDS in page
    assert address("concern", concern) in page
    client.post(address("environment_received", report))
    report.refresh_from_db()
    assert report.acknowledged_by == leader
    assert Notice.objects.get(user=teacher).kind == "acknowledged"
    assert "Ola Elevsen" not in text_of(client, reverse("duties"))


def test_what_was_seen_and_said_is_encrypted(teacher, pupil, signed_in):
    report = reported(signed_in(teacher), pupil)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM duties_environmentreport")
        row = str(cursor.fetchone())
    assert not [word for word in ("friminutt", "døra") if word in row]
    assert (report.what, report.pupils_view) == (SEEN, OWN_WORDS)


def test_a_serious_one_goes_to_the_named_official_who_sees_that_matter_alone(teacher, official, pupil, signed_in):
    report = reported(signed_in(teacher), pupil, is_serious="yes")
    client = signed_in(official)
    assert "Ola Elevsen" in text_of(client, reverse("duties"))
    assert SEEN in text_of(client, address("environment_matter", report))
    assert Event.objects.filter(purpose="serious_matter", actor=official.public_id).exists()
    for name in ("pupil", "pupil_duties", "environment_report"):
        assert client.get(address(name, pupil)).status_code == 404
    assert Notice.objects.filter(user=official, kind="reported").count() == 1


def test_an_official_sees_no_matter_that_was_not_sent_on(teacher, leader, official, pupil, signed_in):
    report = reported(signed_in(teacher), pupil)
    assert signed_in(official).get(address("environment_matter", report)).status_code == 404
    signed_in(leader).post(address("environment_send_on", report))
    assert signed_in(official).get(address("environment_matter", report)).status_code == 200


def test_whoever_works_for_the_municipality_without_the_office_sees_nothing(teacher, official, pupil, signed_in):
    report = reported(signed_in(teacher), pupil, is_serious="yes")
    other = signed_in(make_user_in(Role.MUNICIPALITY))
    assert other.get(address("environment_matter", report)).status_code == 404
    Official.objects.update(ended_at=timezone.now())
    assert signed_in(official).get(address("environment_matter", report)).status_code == 404


def test_what_is_about_the_leadership_goes_past_it(teacher, leader, official, pupil, signed_in):
    report = reported(signed_in(teacher), pupil, about="leader")
    assert not Notice.objects.filter(user=leader).exists()
    client = signed_in(leader)
    assert client.get(address("environment_matter", report)).status_code == 404
    assert SEEN not in text_of(client, address("pupil_duties", pupil))
    assert "Skolemiljø</a>" not in text_of(client, address("pupil_duties", pupil))
    signed_in(official).post(address("environment_received", report))
    report.refresh_from_db()
    assert report.acknowledged_by == official


@pytest.mark.parametrize(("named", "protected"), [(False, False), (True, True), (True, False)])
def test_where_nobody_in_the_municipality_can_open_it_the_writer_is_told_to_call(
    official, leader, pupil, signed_in, named, protected
):
    """What is about the leadership would else reach nobody at all."""
    if not named:
        Official.objects.all().delete()
    client = signed_in(leader)
    report = reported(client, pupil, about="staff", is_serious="yes")
    pupil.protected = protected
    pupil.save()
    if protected:
        make_grant_by_name(leader, pupil)
    page = text_of(client, address("environment_matter", report))
    assert ("Ring kommunen" in page) is not (named and not protected)


def make_grant_by_name(leader, pupil) -> None:
    grant = make_grant(leader, Role.SCHOOL_LEADER, pupil.enrolments.get().school)
    grant.pupil = pupil
    grant.save()


def test_what_is_about_staff_goes_to_the_principal(teacher, leader, pupil, signed_in):
    report = reported(signed_in(teacher), pupil, about="staff")
    assert signed_in(leader).get(address("environment_matter", report)).status_code == 200


def test_a_colleague_and_a_stranger_do_not_read_what_another_reported(teacher, pupil, school, signed_in):
    report = reported(signed_in(teacher), pupil)
    colleague, stranger = make_user(), make_school_leader(make_school())
    make_grant(colleague, Role.TEACHER, school)
    for user in (colleague, stranger, make_user_in(Role.SPECIALIST)):
        client = signed_in(user)
        assert client.get(address("environment_matter", report)).status_code == 404
        assert client.post(address("environment_received", report)).status_code == 404
    assert SEEN in text_of(signed_in(teacher), address("environment_matter", report))


def test_nobody_receives_her_own_report(leader, pupil, signed_in):
    client = signed_in(leader)
    report = reported(client, pupil)
    assert client.post(address("environment_received", report)).status_code == 404
    with pytest.raises(RefusedError, match="Noen andre"):
        actions.acknowledge(by=actor_of(leader), report=report)


def test_a_teacher_neither_receives_nor_sends_on(teacher, leader, pupil, signed_in):
    report = reported(signed_in(leader), pupil)
    client = signed_in(teacher)
    for name in ("environment_received", "environment_send_on"):
        assert client.post(address(name, report)).status_code == 404


def test_a_half_written_report_is_kept_as_a_draft_and_a_sent_one_is_not(teacher, pupil, signed_in):
    client = signed_in(teacher)
    client.post(address("environment_report", pupil), sent({"what": SEEN}))
    assert SEEN in text_of(client, address("environment_report", pupil))
    reported(client, pupil)
    assert not Draft.objects.exists()


def test_a_report_sent_twice_is_one(teacher, pupil, signed_in):
    client, fields = signed_in(teacher), sent(ENVIRONMENT)
    answers = [client.post(address("environment_report", pupil), fields) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert EnvironmentReport.objects.count() == 1


def test_another_s_id_of_a_form_is_not_another_s_report(teacher, leader, pupil):
    once, values = uuid.uuid4(), {"school_id": None, "concern_id": None, "what": "a", "pupils_view": ""}
    values |= {"about": "no_staff", "is_serious": False, "client_id": once, "pupil": pupil}
    actions.report_environment(by=actor_of(teacher), **values)
    with pytest.raises(Exception, match=r"client_id|unique"):
        actions.report_environment(by=actor_of(leader), **values)


# Physical intervention ------------------------------------------------------------------------------------------------
def test_an_intervention_is_reported_with_the_pupil_s_view_and_received(teacher, leader, pupil, signed_in):
    client = signed_in(teacher)
    assert client.post(address("intervention_report", pupil), sent(INTERVENTION)).status_code == 302
    report = PhysicalIntervention.objects.get()
    assert timezone.localtime(report.happened_at).strftime("%d.%m. %H:%M") == "02.03. 10:30"
    other = signed_in(leader)
    page = text_of(other, address("intervention_matter", report))
    assert SEEN in page
    assert OWN_WORDS in page
    other.post(address("intervention_received", report))
    assert Notice.objects.get(user=teacher).kind == "acknowledged"


@pytest.mark.parametrize("changes", [{"pupils_view": " "}, {"date": "2199-01-01"}, {"what": ""}, {"time": "25:00"}])
def test_one_without_the_pupil_s_view_or_in_the_future_is_not_taken(teacher, pupil, signed_in, changes):
    answer = signed_in(teacher).post(address("intervention_report", pupil), sent(INTERVENTION | changes))
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.content.decode()
    assert not PhysicalIntervention.objects.exists()


def test_the_pupil_may_be_asked_later(teacher, pupil, signed_in):
    fields = sent(INTERVENTION | {"view": "later", "pupils_view": ""})
    signed_in(teacher).post(address("intervention_report", pupil), fields)
    assert PhysicalIntervention.objects.get().view == "later"


def test_an_intervention_is_not_a_stranger_s_or_a_colleague_s(teacher, pupil, school, signed_in):
    signed_in(teacher).post(address("intervention_report", pupil), sent(INTERVENTION))
    report = PhysicalIntervention.objects.get()
    colleague = make_user()
    make_grant(colleague, Role.TEACHER, school)
    for user in (colleague, make_school_leader(make_school())):
        assert signed_in(user).get(address("intervention_matter", report)).status_code == 404


# Who receives for the municipality ------------------------------------------------------------------------------------
def test_an_administrator_names_and_ends_an_official(signed_in):
    user = make_user_in(Role.MUNICIPALITY)
    client = signed_in(make_administrator())
    client.post(reverse("officials"), {"user": user.public_id, "start": "2026-01-01", "end": "2099-01-01"})
    official = Official.objects.get()
    assert str(user) in text_of(client, reverse("officials"))
    client.post(reverse("official_end", args=[official.public_id]))
    official.refresh_from_db()
    assert official.ended_at is not None
    assert {"duties.official_named", "duties.official_ended"} <= set(Event.objects.values_list("action", flat=True))


def test_nobody_names_herself_or_somebody_without_the_role():
    administrator = make_administrator()
    make_grant(administrator, Role.MUNICIPALITY)
    by, today = actor_of(administrator), dt.date(2026, 3, 2)
    for user in (administrator, make_user_in(Role.TEACHER)):
        with pytest.raises(RefusedError):
            actions.name_official(by=by, user=user, start=today, end=today)
