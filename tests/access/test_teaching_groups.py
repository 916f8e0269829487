"""A teacher's way to a teaching group: an administrator gives it, and the teacher sees those who are in it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import reasons
from skoleporten.access.actor import software
from skoleporten.access.models import Role
from skoleporten.imports.people.actions import receive_paths
from skoleporten.rules.calendar import school_year
from tests.factories import make_administrator, make_enrolment, make_school, make_school_leader, make_user
from tests.group_factories import make_group_member, make_teaching_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Lund")


def give(client, user, school, **fields) -> object:
    today = timezone.localdate()
    sent = {
        "role": "teacher", "school": str(school.public_id), "start": today.isoformat(),
        "end": today.isoformat(), "reason": "teaches English",
    }  # fmt: skip
    return client.post(reverse("user_give", args=[user.public_id]), sent | fields)


def this_year() -> int:
    return school_year(timezone.localdate())


def test_a_teacher_sees_who_is_in_the_group_that_she_was_given(school, signed_in):
    group, teacher = make_teaching_group(school, "8 English", this_year()), make_user()
    pupil, other = make_enrolment(school).pupil, make_enrolment(school).pupil
    make_group_member(group, pupil)
    answer = give(signed_in(make_administrator()), teacher, school, teaching_group="8 english")
    assert answer.status_code == 302
    client = signed_in(teacher)
    assert client.get(reverse("pupil", args=[pupil.public_id])).status_code == 200
    assert client.get(reverse("pupil", args=[other.public_id])).status_code == 404
    seers = [seer for seer in reasons.who_can_see(pupil.pk, timezone.localdate()) if seer.role == Role.TEACHER]
    assert [seer.reasons for seer in seers] == [("eleven går i undervisningsgruppen 8 English på Lund",)]


def test_the_users_page_tells_which_group(school, signed_in):
    make_teaching_group(school, "8 English", this_year())
    administrator, teacher = signed_in(make_administrator()), make_user()
    give(administrator, teacher, school, teaching_group="8 English")
    assert "Lund, 8 English" in administrator.get(reverse("user", args=[teacher.public_id])).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"teaching_group": "no such"},
        {"teaching_group": "8 English", "grade": "5"},
        {"teaching_group": "8 English", "role": "school_leader"},
        {"teaching_group": "of last year"},
        {"teaching_group": "of another school"},
    ],
)
def test_a_group_that_does_not_fit_gives_nothing(school, signed_in, fields):
    make_teaching_group(school, "8 English", this_year())
    make_teaching_group(school, "of last year", this_year() - 1)
    make_teaching_group(make_school(), "of another school", this_year())
    teacher = make_user()
    assert give(signed_in(make_administrator()), teacher, school, **fields).status_code == 200
    assert not teacher.grants.exists()


def test_a_group_ends_with_the_membership(school, signed_in):
    group, teacher = make_teaching_group(school, "8 English", this_year()), make_user()
    pupil = make_enrolment(school).pupil
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_group_member(group, pupil, end=yesterday)
    give(signed_in(make_administrator()), teacher, school, teaching_group="8 English")
    assert signed_in(teacher).get(reverse("pupil", args=[pupil.public_id])).status_code == 404


def test_a_file_says_which_teachers_come_to_see_how_many_before_anything_happens(tmp_path, school, signed_in):
    pupil = make_enrolment(school).pupil
    (tmp_path / "staff.csv").write_text(
        f"username,name,role,school_id,group_id\nkari,Kari Lærer,teacher,{school.source_id},g1\n", encoding="utf-8"
    )
    (tmp_path / "groups.csv").write_text(
        f"group_id,group_name,school_id,pupil_id\ng1,8 English,{school.source_id},{pupil.source_id}\n", encoding="utf-8"
    )
    imported = receive_paths(by=software("test"), paths=sorted(tmp_path.iterdir()))
    for user in (make_administrator(), make_school_leader(school)):
        shown = signed_in(user).get(reverse("people_file", args=[imported.public_id]))
        assert shown.context["groups"].rows == [["Lund, 8 English", "1", "0", "Kari Lærer"]]
        assert [shown.context["gains"].rows[0][at] for at in (2, 4)] == ["Lund, 8 English", "1"]
        assert pupil.full_name not in shown.content.decode()
    elsewhere = signed_in(make_school_leader(make_school())).get(reverse("people_file", args=[imported.public_id]))
    assert elsewhere.context["groups"] is None
