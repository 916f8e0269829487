"""Teaching groups from files: who is in one and who teaches it, and what no file may do."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail

from skoleporten.access import gate
from skoleporten.access.actor import software
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.imports.people import actions
from skoleporten.people.teaching_groups import TeachingGroup, TeachingGroupMember
from tests.factories import (
    actor_of,
    make_administrator,
    make_class,
    make_enrolment,
    make_pupil,
    make_school,
    make_user,
)
from tests.group_factories import make_group_member, make_teaching_group

TODAY, YESTERDAY = dt.date(2026, 3, 20), dt.date(2026, 3, 19)
BY = software("test")
STAFF = "username,name,role,school_id,class_id,group_id,start,end"
MEMBERS = "group_id,group_name,school_id,pupil_id,start,end"
TEACHER = "kari,Kari Lærer,teacher,s1,,g1,,"
IN_GROUP = "g1,8 engelsk,s1,p1,2025-08-18,"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def school():
    return make_school("Lund", source_id="s1")


@pytest.fixture
def pupil(school):
    pupil = make_pupil(source_id="p1")
    make_enrolment(school, pupil, school_class=make_class(school, "8A"))
    return pupil


def handed_in(tmp_path, *, staff=(), members=(), is_complete=False, by=BY):
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    for name, headings, rows in (("staff", STAFF, staff), ("groups", MEMBERS, members)):
        if rows:
            (folder / f"{name}.csv").write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return actions.receive_paths(by=by, paths=sorted(folder.iterdir()), is_complete=is_complete)


def applied(imported, by=BY):
    _told, found = actions.looked_at(by=by, imported=imported, today=TODAY)
    actions.apply(by=by, imported=imported, today=TODAY, fingerprint=found.fingerprint())
    return found


def sees(username: str, pupil) -> bool:
    return gate.may_see(actor_of(User.objects.get(username=username)), pupil.pk, Purpose.FOLLOW_UP, TODAY)


def members() -> list[tuple[str, dt.date, dt.date | None]]:
    rows = TeachingGroupMember.objects.select_related("pupil").order_by("pupil__source_id", "start")
    return [(one.pupil.source_id, one.start, one.end) for one in rows]


def test_the_teacher_of_a_group_sees_who_is_in_it_and_nobody_else(tmp_path, school, pupil):
    other = make_enrolment(school).pupil
    found = applied(handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]))
    assert (found.counts()["gain"], found.counts()["joins"]) == (1, 1)
    group = TeachingGroup.objects.get()
    assert (group.name, group.school, group.school_year) == ("8 engelsk", school, 2025)
    assert members() == [("p1", dt.date(2025, 8, 18), None)]
    assert Grant.objects.get().teaching_group == group
    assert sees("kari", pupil)
    assert not sees("kari", other)
    assert not mail.outbox


def test_the_same_file_twice_changes_nothing(tmp_path, pupil):
    applied(handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]))
    again = handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP], is_complete=True)
    assert not actions.looked_at(by=BY, imported=again, today=TODAY)[1].changes_anything()


def test_looking_makes_no_group(tmp_path, pupil):
    actions.looked_at(by=BY, imported=handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]), today=TODAY)
    assert not TeachingGroup.objects.exists()


def test_a_pupil_with_a_last_day_leaves_and_one_whom_a_complete_file_lacks_too(tmp_path, school, pupil):
    second = make_enrolment(school, make_pupil(source_id="p2")).pupil
    both = [IN_GROUP, IN_GROUP.replace("p1", "p2")]
    applied(handed_in(tmp_path, staff=[TEACHER], members=both))
    found = applied(handed_in(tmp_path, members=[IN_GROUP + "2026-03-01", both[1]]))
    assert (found.counts()["leaves"], sees("kari", pupil), sees("kari", second)) == (1, False, True)
    applied(handed_in(tmp_path, members=[IN_GROUP], is_complete=True))
    assert members()[-1] == ("p2", dt.date(2025, 8, 18), YESTERDAY)
    assert not sees("kari", second)


def test_who_comes_back_gets_a_new_row_from_today(tmp_path, pupil):
    applied(handed_in(tmp_path, members=[IN_GROUP]))
    applied(handed_in(tmp_path, members=[IN_GROUP + "2026-01-30"]))
    applied(handed_in(tmp_path, members=[IN_GROUP]))
    assert members() == [("p1", dt.date(2025, 8, 18), dt.date(2026, 1, 30)), ("p1", TODAY, None)]


def test_a_membership_that_is_over_or_was_of_an_earlier_year_opens_nothing(tmp_path, pupil):
    found = applied(handed_in(tmp_path, members=["g1,X,s1,p1,2024-08-19,2025-06-20"]))
    assert not found.groups.joins
    assert not TeachingGroup.objects.exists()


def test_a_membership_that_lasts_never_begins_before_the_school_year(tmp_path, pupil):
    applied(handed_in(tmp_path, members=["g1,X,s1,p1,2024-08-19,"]))
    assert members() == [("p1", dt.date(2025, 8, 1), None)]


@pytest.mark.parametrize("row", ["g1,X,s9,p1,,", "g1,X,s1,p9,,"])
def test_an_unknown_school_or_pupil_gives_nothing(tmp_path, pupil, row):
    counts = applied(handed_in(tmp_path, members=[row])).counts()
    assert counts["unknown_places"] + counts["unknown_pupils"] == 1
    assert not TeachingGroup.objects.exists()


@pytest.mark.parametrize("row", ["g1,X,s1,,,", ",X,s1,p1,,", "g1,X,s1,p1,soon,"])
def test_a_row_that_is_not_clear_gives_nothing(tmp_path, pupil, row):
    told, found = actions.looked_at(by=BY, imported=handed_in(tmp_path, members=[row]), today=TODAY)
    assert len(told.unusable) == 1
    assert not found.changes_anything()


def test_a_teacher_of_a_group_that_nobody_knows_gets_nothing(tmp_path, pupil):
    found = applied(handed_in(tmp_path, staff=[TEACHER]))
    assert (found.counts()["unknown_places"], Grant.objects.count()) == (1, 0)


def test_nobody_lets_pupils_into_a_group_of_her_own(tmp_path, school, pupil):
    administrator, group = make_administrator(), make_teaching_group(school, "g1")
    dates = {"start": dt.date(2025, 8, 1), "end": dt.date(2026, 7, 31)}
    Grant.objects.create(user=administrator, role=Role.TEACHER, school=school, teaching_group=group, **dates)
    by = actor_of(administrator)
    found = applied(handed_in(tmp_path, members=[IN_GROUP], by=by), by=by)
    assert (found.counts()["own"], found.counts()["joins"], members()) == (1, 0, [])


def test_what_a_person_wrote_of_a_group_no_file_ends(tmp_path, school, pupil):
    make_group_member(make_teaching_group(school, "g1"), pupil)
    found = applied(handed_in(tmp_path, members=[IN_GROUP + "2026-01-30"], is_complete=True))
    assert not found.changes_anything()


def test_a_protected_pupil_in_a_group_is_seen_by_nobody_who_teaches_it(tmp_path, pupil):
    pupil.protected = True
    pupil.save()
    applied(handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]))
    assert not sees("kari", pupil)


def test_a_grant_for_a_group_that_a_complete_file_lacks_is_lost(tmp_path, pupil):
    applied(handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]))
    other = "ola,Ola,school_leader,s1,,,,"
    found = applied(handed_in(tmp_path, staff=[other], is_complete=True))
    assert [grant.user.username for grant in found.losses] == ["kari"]


def test_a_scheduled_class_of_oneroster_is_a_teaching_group_with_the_dates_of_its_terms(tmp_path, school, pupil):
    folder = tmp_path / "roster"
    folder.mkdir()
    tables = {
        "manifest": "propertyName,value\noneroster.version,1.2\n",
        "users": "sourcedId,status,username,givenName,familyName,role,orgSourcedIds\n"
        "t1,,kari,Kari,Lærer,teacher,s1\np1,,,Elev,Nordmann,student,s1\nx9,,,Ukjent,Elev,student,s1\n",
        "academicSessions": "sourcedId,status,startDate,endDate\nspring,,2026-01-05,2026-06-19\n"
        "autumn,,2025-08-18,2025-12-19\n",
        "classes": "sourcedId,status,title,classType,termSourcedIds\ne8,,8 engelsk,scheduled,spring\n"
        'm8,,8 matte,scheduled,"autumn,spring"\nold,,I høst,scheduled,autumn\n8A,,8A,homeroom,"autumn,spring"\n',
        "enrollments": "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e1,,e8,s1,t1,teacher,,\ne2,,e8,s1,p1,student,,\ne3,,m8,s1,p1,student,,2026-05-01\n"
        "e4,,old,s1,p1,student,,\ne5,,old,s1,t1,teacher,,\ne6,,8A,s1,p1,student,,\ne7,,e8,s1,x9,student,,\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    found = applied(actions.receive_paths(by=BY, paths=[folder]))
    assert {(one.group.name, one.start, one.end) for one in found.groups.joins} == {
        ("8 engelsk", dt.date(2026, 1, 5), dt.date(2026, 6, 19)),
        ("8 matte", dt.date(2025, 8, 18), dt.date(2026, 5, 1)),
    }
    grant = Grant.objects.get()
    assert (str(grant.teaching_group), grant.end) == ("8 engelsk", dt.date(2026, 6, 19))
    assert found.counts()["unknown_pupils"] == 1


def entry(kind: str, key: str, links: dict[str, str] | None = None, **values) -> dict:
    own = {"self": [{"href": f"https://x/utdanning/timeplan/{kind}/systemid/{key}"}]}
    more = {relation: [{"href": f"https://x/a/systemid/{target}"}] for relation, target in (links or {}).items()}
    return {"systemId": {"identifikatorverdi": key}, "_links": own | more, **values}


GROUP, PLACE = {"skole": "s1"}, {"elev": "p1"}
LINKED = {
    "from the group": ({**GROUP, "elevforhold": "f1"}, PLACE, None),
    "from the pupil's place": (GROUP, {**PLACE, "undervisningsgruppe": "g1"}, None),
    "from the membership": (GROUP, PLACE, {"undervisningsgruppe": "g1", "elevforhold": "f1"}),
    "from the group to the membership": ({**GROUP, "gruppemedlemskap": "m1"}, PLACE, {"elevforhold": "f1"}),
}


@pytest.mark.parametrize("how", LINKED)
def test_fint_tells_of_a_group_from_whichever_side_the_links_are_written(tmp_path, pupil, how):
    of_group, of_place, of_membership = LINKED[how]
    period = {"gyldighetsperiode": {"start": "2025-08-18T00:00:00Z", "slutt": "2026-06-19T00:00:00Z"}}
    collections = {
        "undervisningsgruppe": [entry("undervisningsgruppe", "g1", of_group, navn="8 engelsk")],
        "elevforhold": [entry("elevforhold", "f1", of_place, **({} if of_membership else period))],
        "skoleressurs": [entry("skoleressurs", "r1", feidenavn={"identifikatorverdi": "kari"})],
        "undervisningsforhold": [
            entry("undervisningsforhold", "u1", {"skoleressurs": "r1", "undervisningsgruppe": "g1"})
        ],
    }
    if of_membership:
        collections["undervisningsgruppemedlemskap"] = [
            entry("undervisningsgruppemedlemskap", "m1", of_membership, **period)
        ]
    folder = tmp_path / "fint"
    folder.mkdir()
    for file, entries in collections.items():
        (folder / f"{file}.json").write_text(json.dumps({"_embedded": {"_entries": entries}}), encoding="utf-8")
    applied(actions.receive_paths(by=BY, paths=[folder]))
    assert members() == [("p1", dt.date(2025, 8, 18), dt.date(2026, 6, 19))]
    assert Grant.objects.get().teaching_group.name == "8 engelsk"
    assert sees("kari", pupil)


def test_a_link_of_fint_to_nothing_gives_nothing(tmp_path, pupil):
    folder = tmp_path / "fint"
    folder.mkdir()
    groups = [entry("undervisningsgruppe", "g1", {**GROUP, "elevforhold": "gone"}), entry("undervisningsgruppe", "g2")]
    (folder / "undervisningsgruppe.json").write_text(json.dumps({"_embedded": {"_entries": groups}}), encoding="utf-8")
    told, found = actions.looked_at(by=BY, imported=actions.receive_paths(by=BY, paths=[folder]), today=TODAY)
    assert len(told.unusable) == 2
    assert not found.changes_anything()


def test_a_user_who_is_closed_gets_no_group(tmp_path, pupil):
    user = make_user("kari")
    user.is_active = False
    user.save()
    applied(handed_in(tmp_path, staff=[TEACHER], members=[IN_GROUP]))
    assert not Grant.objects.exists()
