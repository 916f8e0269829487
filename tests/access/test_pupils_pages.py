"""Each page, file and action about a pupil: the owner and her colleague in, the stranger and everybody else out.

A denied answer is the page that says there is no such page, whatever is behind it.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.people.models import Enrolment
from tests.factories import make_class, make_enrolment, make_grant, make_pupil
from tests.made_up_school import pupils_at
from tests.pages import content_of

PUPIL_PAGES = ("pupil", "pupil_days_file", "pupil_weeks_file")


def concern_of(school) -> Concern:
    return Concern.objects.filter(school=school).order_by("pk").first()


@pytest.mark.parametrize("page", PUPIL_PAGES)
def test_owner_and_colleague_open_a_pupil_and_the_stranger_and_the_administrator_do_not(made, signed_in, page):
    address = reverse(page, args=[pupils_at(made.school)[0].public_id])
    assert signed_in(made.owner).get(address).status_code == 200
    assert signed_in(made.colleague).get(address).status_code == 200
    assert signed_in(made.stranger).get(address).status_code == 404
    assert signed_in(made.administrator).get(address).status_code == 404


def test_a_concern_is_opened_by_owner_and_colleague_only(made, signed_in):
    address = reverse("concern", args=[concern_of(made.school).public_id])
    assert signed_in(made.owner).get(address).status_code == 200
    assert signed_in(made.colleague).get(address).status_code == 200
    assert signed_in(made.stranger).get(address).status_code == 404
    assert signed_in(made.administrator).get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("concern_act", {"kind": "meeting"}),
        ("concern_close", {"decision": "nothing", "reason": "x"}),
        ("concern_reopen", {}),
    ],
)
def test_a_stranger_can_not_act_on_a_concern(made, signed_in, page, sent):
    concern = concern_of(made.school)
    assert signed_in(made.stranger).post(reverse(page, args=[concern.public_id]), sent).status_code == 404
    concern.refresh_from_db()
    assert concern.state == Concern.State.OPEN
    assert not ConcernStep.objects.exists()


def test_a_stranger_can_not_open_a_concern(made, signed_in):
    pupil = make_pupil("Ny")
    make_enrolment(made.school, pupil)
    address = reverse("pupil_open_concern", args=[pupil.public_id])
    assert signed_in(made.stranger).post(address, {"reason": "worried"}).status_code == 404
    assert not Concern.objects.filter(pupil=pupil).exists()


def test_the_lists_and_the_file_hold_own_pupils_only(made, signed_in):
    strangers_pupils = pupils_at(made.other_school)
    for page in ("concerns", "concerns_file", "pupils", "start"):
        shown = signed_in(made.owner).get(reverse(page)).content.decode()
        assert not [pupil for pupil in strangers_pupils if str(pupil.public_id) in shown], page
        assert not EventPupil.objects.filter(pupil__in=[pupil.public_id for pupil in strangers_pupils]).exists()


def test_search_does_not_tell_that_a_pupil_goes_to_another_school(made, signed_in):
    hidden = make_pupil("Xerxes", "Ukjent")
    make_enrolment(made.other_school, hidden)
    owner = signed_in(made.owner)
    found = content_of(owner.get(reverse("pupils"), {"q": "Xerxes"}))
    nobody = content_of(owner.get(reverse("pupils"), {"q": "Xerxez"}))
    assert found.replace("Xerxes", "") == nobody.replace("Xerxez", "")


def test_filters_by_another_school_are_as_if_nothing_was_chosen(made, signed_in):
    owner = signed_in(made.owner)
    everything = owner.get(reverse("concerns")).context["total"]
    assert owner.get(reverse("concerns"), {"school": str(made.other_school.public_id)}).context["total"] == everything


def test_a_protected_pupil_is_seen_only_by_whom_a_grant_names(made, signed_in):
    pupil = make_pupil("Hemmelig", protected=True)
    make_enrolment(made.school, pupil)
    address = reverse("pupil", args=[pupil.public_id])
    assert signed_in(made.owner).get(address).status_code == 404
    Grant.objects.create(
        user=made.owner,
        role=Role.SCHOOL_LEADER,
        school=made.school,
        pupil=pupil,
        start=dt.date(2025, 8, 1),
        end=dt.date(2099, 7, 31),
    )
    assert signed_in(made.owner).get(address).status_code == 200
    assert signed_in(made.colleague).get(address).status_code == 404


def test_access_ends_the_moment_the_grant_does(made, signed_in):
    client = signed_in(made.owner)
    address = reverse("pupil", args=[pupils_at(made.school)[0].public_id])
    assert client.get(address).status_code == 200
    made.owner.grants.update(end=dt.date(2025, 8, 2))
    assert client.get(address).status_code == 404
    assert client.get(reverse("start")).status_code == 404


def test_access_moves_with_the_pupil(made, signed_in):
    pupil = pupils_at(made.school)[0]
    Enrolment.objects.filter(pupil=pupil).update(end=dt.date(2026, 1, 31))
    make_enrolment(made.other_school, pupil, 5, make_class(made.other_school, "9Z"), start=dt.date(2026, 2, 1))
    address = reverse("pupil", args=[pupil.public_id])
    assert signed_in(made.owner).get(address).status_code == 404
    assert signed_in(made.stranger).get(address).status_code == 200


def test_a_denied_pupil_and_one_that_does_not_exist_get_the_same_answer(made, signed_in):
    client = signed_in(made.stranger)
    hidden = client.get(reverse("pupil", args=[pupils_at(made.school)[0].public_id]))
    missing = client.get(reverse("pupil", args=["00000000-0000-4000-8000-000000000000"]))
    assert hidden.status_code == missing.status_code == 404
    assert content_of(hidden) == content_of(missing)


def test_roles_of_one_person_never_add_up(made, signed_in):
    make_grant(made.owner, Role.ADMINISTRATOR)
    client = signed_in(made.owner)
    address = reverse("pupil", args=[pupils_at(made.school)[0].public_id])
    assert client.get(address).status_code == 200
    client.post(reverse("choose_role"), {"role": "administrator"})
    assert client.get(address).status_code == 404
    assert client.get(reverse("start")).context["actor"].role == Role.ADMINISTRATOR
    client.post(reverse("choose_role"), {"role": "school_leader"})
    assert client.get(address).status_code == 200


def test_nobody_acts_in_a_role_she_does_not_hold(made, signed_in):
    client = signed_in(made.owner)
    assert client.post(reverse("choose_role"), {"role": "administrator"}).status_code == 404
    assert client.get(reverse("start")).context["actor"].role == Role.SCHOOL_LEADER


@pytest.mark.parametrize("page", PUPIL_PAGES)
def test_each_page_about_a_pupil_is_one_event_in_the_read_log(made, signed_in, page):
    pupil = pupils_at(made.school)[0]
    before = Event.objects.count()
    signed_in(made.owner).get(reverse(page, args=[pupil.public_id]))
    event = Event.objects.order_by("-seq").first()
    assert Event.objects.count() == before + 1
    assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]
    assert (event.actor_name, event.role, event.unit) == (str(made.owner), "school_leader", made.school.name)
    assert event.purpose == "follow_up"


def test_each_pupil_on_a_list_is_a_row_in_the_read_log(made, signed_in):
    answer = signed_in(made.owner).get(reverse("concerns"))
    event = Event.objects.order_by("-seq").first()
    assert {row.pupil for row in event.pupils.all()} == {concern.pupil.public_id for concern in answer.context["page"]}
    assert answer.context["page"]


def test_a_denied_page_logs_no_pupil_as_seen(made, signed_in):
    signed_in(made.stranger).get(reverse("pupil", args=[pupils_at(made.school)[0].public_id]))
    assert not EventPupil.objects.exists()


def test_an_administrators_start_page_names_no_pupil(made, signed_in):
    shown = signed_in(made.administrator).get(reverse("start")).content.decode()
    for pupil in [*pupils_at(made.school), *pupils_at(made.other_school)]:
        assert pupil.full_name not in shown
        assert str(pupil.public_id) not in shown


def test_pages_are_not_kept_by_the_browser(made, signed_in):
    answer = signed_in(made.owner).get(reverse("concerns"))
    assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_of_a_person_is_left_in_the_browser_after_logging_out(made, signed_in):
    answer = signed_in(made.owner).post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_the_demo_buttons_open_nobody_where_the_data_is_real(made):
    client = Client()
    assert "demo" not in client.get(reverse("account_login")).content.decode().lower()
    assert client.post(reverse("demo_login"), {"user": str(made.owner.public_id)}).status_code == 404
    assert client.post(reverse("demo_login"), {"user": "not an id"}).status_code == 404
    assert "_auth_user_id" not in client.session
