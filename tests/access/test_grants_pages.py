"""Users, access and files of people: the administrator sees no pupil, leaders what is theirs, others nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import PendingGrant
from skoleporten.audit.models import Event, EventPupil
from skoleporten.imports.models import PeopleImport
from skoleporten.people.models import Guardianship
from tests.factories import actor_of, make_class, make_enrolment, make_grant, make_pupil, make_user
from tests.pages import content_of

PASSWORD = "a new and long enough password"
TODAY = dt.date(2026, 3, 20)


@pytest.fixture
def made(db, time_machine):
    from tests.factories import make_administrator, make_school, make_school_leader
    from tests.made_up_school import MadeUp

    time_machine.move_to(dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC), tick=False)
    school, other = make_school("Solvik skole", source_id="s1"), make_school("Nordnes skole", source_id="s2")
    return MadeUp(
        school=school,
        other_school=other,
        owner=make_school_leader(school),
        colleague=make_school_leader(school),
        stranger=make_school_leader(other),
        administrator=make_administrator(),
    )


@pytest.fixture
def pupil(made):
    pupil = make_pupil("Ask", "Elevsen", source_id="p1")
    make_enrolment(made.school, pupil, school_class=make_class(made.school, "5A"))
    return pupil


def statuses(made, signed_in, address) -> tuple[int, int, int, int]:
    cast = (made.owner, made.colleague, made.stranger, made.administrator)
    return tuple(signed_in(user).get(address).status_code for user in cast)


def test_users_are_the_administrators(made, signed_in):
    user = made.owner.public_id
    for address in (
        reverse("users"),
        reverse("user_new"),
        reverse("user", args=[user]),
        reverse("user_give", args=[user]),
    ):
        assert statuses(made, signed_in, address) == (404, 404, 404, 200)


def test_nobody_else_writes_there(made, signed_in):
    user, grant = made.colleague, made.colleague.grants.get()
    owner = signed_in(made.owner)
    for address in (
        reverse("user_end_grant", args=[user.public_id, grant.public_id]),
        reverse("user_close", args=[user.public_id]),
        reverse("user_invite", args=[user.public_id]),
        reverse("user_give", args=[user.public_id]),
        reverse("user_new"),
    ):
        assert owner.post(address, {"username": "new", "display_name": "New", "language": "nb"}).status_code == 404
    grant.refresh_from_db()
    assert grant.ended_at is None
    assert not User.objects.filter(username="new").exists()


def grant_form(made, **values):
    form = {
        "role": "teacher", "school": str(made.school.public_id), "school_class": "5a", "start": "2026-03-20",
        "end": "2026-07-31", "reason": "contact teacher",
    }  # fmt: skip
    return form | values


def test_an_administrator_makes_a_teacher_who_sees_the_class_and_no_other(made, signed_in, pupil):
    administrator = signed_in(made.administrator)
    sent = {"username": "kari@kommune.no", "display_name": "Kari", "email": "", "language": "nb"}
    assert administrator.post(reverse("user_new"), sent).status_code == 302
    user = User.objects.get(username="kari@kommune.no")
    answer = administrator.post(reverse("user_give", args=[user.public_id]), grant_form(made))
    assert answer.status_code == 302
    assert (user.grants.get().school_class.name, user.grants.get().granted_by) == ("5A", made.administrator)
    assert "5A" in administrator.get(reverse("user", args=[user.public_id])).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"school": ""}, "school"),
        ({"role": "lead"}, "school"),
        ({"school_class": "9Z"}, "school_class"),
        ({"grade": "5"}, "grade"),
        ({"end": "2026-01-01"}, "end"),
        ({"reason": ""}, "reason"),
        ({"role": "guardian"}, "role"),
        ({"role": "school_leader"}, "school_class"),
    ],
)
def test_a_form_that_is_wrong_says_where(made, signed_in, pupil, values, field):
    user = make_user()
    answer = signed_in(made.administrator).post(reverse("user_give", args=[user.public_id]), grant_form(made, **values))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not user.grants.exists()


def test_an_administrator_gives_herself_nothing(made, signed_in, pupil):
    own = reverse("user_give", args=[made.administrator.public_id])
    answer = signed_in(made.administrator).post(own, grant_form(made))
    assert answer.context["form"].non_field_errors()
    assert made.administrator.grants.count() == 1


def test_what_is_ended_is_gone_at_the_next_click(made, signed_in):
    owner, administrator = signed_in(made.owner), signed_in(made.administrator)
    assert owner.get(reverse("pupils")).status_code == 200
    administrator.post(reverse("user_end_grant", args=[made.owner.public_id, made.owner.grants.get().public_id]))
    assert owner.get(reverse("pupils")).status_code == 404


def test_a_grant_is_ended_only_under_its_own_user(made, signed_in):
    address = reverse("user_end_grant", args=[made.owner.public_id, made.stranger.grants.get().public_id])
    assert signed_in(made.administrator).post(address).status_code == 404
    assert made.stranger.grants.get().ended_at is None


def test_an_invitation_is_shown_once_and_works_once(made, signed_in):
    user = make_user("new")
    administrator = signed_in(made.administrator)
    shown = administrator.post(reverse("user_invite", args=[user.public_id])).content.decode()
    link = re.search(r"http://testserver(/invitation/[\w-]+/)", shown)[1]
    assert link not in administrator.get(reverse("user", args=[user.public_id])).content.decode()
    person = Client()
    assert person.get(link).status_code == 200
    assert person.post(link, {"first": PASSWORD, "second": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert person.get(link).status_code == 404
    assert mail.outbox == []


def test_a_link_that_was_used_looks_like_one_that_never_was(made, signed_in):
    person = Client()
    assert content_of(person.get("/invitation/never-was/")) == content_of(person.get("/no/such/page/"))


def by_name(made, **values):
    form = {
        "username": made.colleague.username, "role": "school_leader", "pupil_number": "v1", "start": "2026-03-20",
        "end": "2026-07-31", "reason": "contact at the school",
    }  # fmt: skip
    return form | values


def test_two_leaders_open_a_protected_pupil_by_name(made, signed_in):
    hidden = make_pupil("Vera", "Vernet", source_id="v1", protected=True)
    make_enrolment(made.school, hidden)
    third = make_user()
    make_grant(third, Role.SCHOOL_LEADER, made.school)
    page = reverse("access_by_name")
    signed_in(made.owner).post(page, by_name(made, username=third.username))
    address = reverse("access_by_name_decide", args=[PendingGrant.objects.get().public_id])
    assert signed_in(made.stranger).post(address, {"confirm": "1"}).status_code == 404
    assert signed_in(made.administrator).post(address, {"confirm": "1"}).status_code == 404
    for alone in (made.owner, third):
        signed_in(alone).post(address, {"confirm": "1"})
        assert not gate.may_see(actor_of(third), hidden.pk, Purpose.FOLLOW_UP, TODAY)
    assert "Vernet" not in signed_in(made.colleague).get(page).content.decode()
    signed_in(made.colleague).post(address, {"confirm": "1"})
    assert gate.may_see(actor_of(third), hidden.pk, Purpose.FOLLOW_UP, TODAY)
    told = EventPupil.objects.filter(pupil=hidden.public_id).values_list("event__action", flat=True)
    assert {"access.name_proposed", "access.name_confirmed", "access.granted"} <= set(told)


def test_a_number_of_nobody_is_answered_as_one_of_somebody(made, signed_in):
    make_enrolment(made.school, make_pupil(source_id="v1", protected=True))
    page, owner = reverse("access_by_name"), signed_in(made.owner)
    answers = [owner.post(page, by_name(made, pupil_number=number), follow=True) for number in ("v1", "v2")]
    assert [answer.status_code for answer in answers] == [200, 200]
    said = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert said[0] == said[1]


def test_access_by_name_is_for_leaders(made, signed_in):
    assert statuses(made, signed_in, reverse("access_by_name")) == (200, 200, 200, 404)


STAFF = "username,name,role,school_id,class_id\nkari@kommune.no,Kari Lærer,teacher,s1,5A\n"
GUARDIANS = (
    "guardian_id,given_name,family_name,pupil_id,kind,parental_responsibility\ng1,Mor,Foresatt,p1,parent,holds\n"
)


def handed_in(client, text, **values) -> PeopleImport:
    file = SimpleUploadedFile("people.csv", text.encode())
    answer = client.post(reverse("people_files"), {"file": file, **values})
    assert answer.status_code == 302, answer.context["form"].errors
    return PeopleImport.objects.latest("pk")


def applied(client, imported):
    page = client.get(reverse("people_file", args=[imported.public_id]))
    sent = {"fingerprint": page.context["fingerprint"]}
    return client.post(reverse("people_file_apply", args=[imported.public_id]), sent)


def test_a_file_says_who_gains_before_it_is_applied(made, signed_in, pupil):
    administrator = signed_in(made.administrator)
    imported = handed_in(administrator, STAFF)
    page = administrator.get(reverse("people_file", args=[imported.public_id])).content.decode()
    assert "Kari Lærer" in page
    assert not Grant.objects.filter(role=Role.TEACHER).exists()
    applied(administrator, imported)
    assert Grant.objects.get(role=Role.TEACHER).user.username == "kari@kommune.no"
    assert mail.outbox == []


def test_names_of_pupils_are_shown_to_their_own_leader_only_and_logged(made, signed_in, pupil):
    imported = handed_in(signed_in(made.administrator), GUARDIANS)
    address = reverse("people_file", args=[imported.public_id])
    cast = (made.owner, made.colleague, made.stranger, made.administrator)
    shown = {user: signed_in(user).get(address).content.decode() for user in cast}
    assert "Elevsen" in shown[made.owner]
    assert "Foresatt" in shown[made.owner]
    for other in (made.stranger, made.administrator):
        assert "Elevsen" not in shown[other]
        assert "Mor Foresatt" not in shown[other]
    readers = Event.objects.filter(action="imports.people_opened", pupils__pupil=pupil.public_id)
    assert {event.actor for event in readers} == {str(made.owner.public_id), str(made.colleague.public_id)}


def test_a_leader_neither_hands_in_nor_applies(made, signed_in, pupil):
    imported = handed_in(signed_in(made.administrator), GUARDIANS)
    owner = signed_in(made.owner)
    file = SimpleUploadedFile("people.csv", STAFF.encode())
    owner.post(reverse("people_files"), {"file": file})
    assert PeopleImport.objects.count() == 1
    for page in ("people_file_apply", "people_file_withdraw"):
        assert owner.post(reverse(page, args=[imported.public_id])).status_code == 404
    assert not Guardianship.objects.exists()


def test_an_old_look_applies_nothing(made, signed_in, pupil):
    administrator = signed_in(made.administrator)
    imported = handed_in(administrator, STAFF)
    administrator.post(reverse("people_file_apply", args=[imported.public_id]), {"fingerprint": "old"})
    assert not Grant.objects.filter(role=Role.TEACHER).exists()
    assert PeopleImport.objects.get().state == "ready"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0\0", "username,name,role,school_id\n"])
def test_a_file_that_can_not_be_read_is_refused_in_words(made, signed_in, text):
    file = SimpleUploadedFile("people.csv", text.encode())
    answer = signed_in(made.administrator).post(reverse("people_files"), {"file": file})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not PeopleImport.objects.exists()
