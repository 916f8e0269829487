"""Staff and guardians from files: who gains, who loses, and what no file may do."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from django.utils import timezone

from skoleporten.access import actions as access
from skoleporten.access import gate
from skoleporten.access.actor import software
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.audit.models import Event
from skoleporten.imports.models import PeopleImport
from skoleporten.imports.people import actions
from skoleporten.people.models import FamilyTie, Guardian, Guardianship
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_class,
    make_enrolment,
    make_grant,
    make_pupil,
    make_school,
    make_user,
)

TODAY, END = dt.date(2026, 3, 20), dt.date(2026, 7, 31)
BY = software("test")
STAFF_HEADINGS = "username,name,email,role,school_id,class_id,start,end"
GUARDIAN_HEADINGS = "guardian_id,given_name,family_name,email,phone,pupil_id,kind,parental_responsibility"
Decides = Guardianship.Decides

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC), tick=False)


def test_a_file_that_nobody_decides_on_is_withdrawn_and_deleted_after_two_weeks(tmp_path, school, time_machine):
    old = handed_in(tmp_path, "kari,Kari,,teacher,s1,5A,,")
    done = handed_in(tmp_path, "per,Per,,school_leader,s1,,,")
    applied(done)
    time_machine.move_to(dt.datetime(2026, 4, 3, 9, 59, tzinfo=dt.UTC), tick=False)
    young = handed_in(tmp_path, "ola,Ola,,school_leader,s1,,,")
    assert actions.withdraw_undecided(by=BY, now=timezone.now()) == 0
    assert old.folder.exists()
    time_machine.move_to(dt.datetime(2026, 4, 3, 10, 1, tzinfo=dt.UTC), tick=False)
    assert actions.withdraw_undecided(by=BY, now=timezone.now()) == 1
    assert not old.folder.exists()
    assert young.folder.exists()
    states = [PeopleImport.objects.get(pk=one.pk).state for one in (old, done, young)]
    assert states == ["withdrawn", "applied", "ready"]
    assert Event.objects.filter(action="imports.people_withdrawn", object_id=str(old.public_id)).count() == 1


@pytest.fixture
def school():
    return make_school(source_id="s1")


@pytest.fixture
def pupil(school):
    pupil = make_pupil(source_id="p1")
    make_enrolment(school, pupil, school_class=make_class(school, "5A"))
    return pupil


def handed_in(tmp_path, *rows, headings=STAFF_HEADINGS, is_complete=False, by=BY, name="people.csv"):
    file = tmp_path / name
    file.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return actions.receive_paths(by=by, paths=[file], is_complete=is_complete)


def guardians(tmp_path, *rows, **how):
    return handed_in(tmp_path, *rows, headings=GUARDIAN_HEADINGS, **how)


def applied(imported, by=BY):
    _told, found = actions.looked_at(by=by, imported=imported, today=TODAY)
    actions.apply(by=by, imported=imported, today=TODAY, fingerprint=found.fingerprint())
    return found


TEACHER = "kari@kommune.no,Kari Lærer,kari@kommune.no,teacher,s1,5A,,"
MOTHER = "g1,Mor,Nordmann,mor@example.no,99999999,p1,parent,holds"


def test_a_teacher_gains_her_class_until_the_end_of_the_school_year(tmp_path, pupil):
    found = applied(handed_in(tmp_path, TEACHER))
    assert found.counts()["gain"] == found.counts()["new_users"] == 1
    grant = Grant.objects.get()
    assert (grant.role, grant.school_class.name, grant.end, grant.source) == ("teacher", "5A", END, "csv")
    assert not grant.user.has_usable_password()


def test_looking_changes_nothing(tmp_path, pupil):
    actions.looked_at(by=BY, imported=handed_in(tmp_path, TEACHER), today=TODAY)
    assert not Grant.objects.exists()
    assert not User.objects.exists()


def test_the_same_file_twice_changes_nothing(tmp_path, pupil):
    applied(handed_in(tmp_path, TEACHER))
    applied(guardians(tmp_path, MOTHER))
    for again in (handed_in(tmp_path, TEACHER), guardians(tmp_path, MOTHER)):
        assert not actions.looked_at(by=BY, imported=again, today=TODAY)[1].changes_anything()


def test_thirty_percent_missing_relations_give_no_access_and_send_nothing(tmp_path, school):
    pupils = [make_pupil(source_id=f"many-{number}") for number in range(100)]
    for pupil in pupils:
        make_enrolment(school, pupil)
    stated = ("", "unknown", "perhaps")
    rows = [
        f"g{number},A,B,a@example.no,99999999,many-{number},parent,"
        + (stated[number % 3] if number % 10 < 3 else "holds")
        for number in range(100)
    ]
    found = applied(guardians(tmp_path, *rows))
    assert found.counts()["new_relations"] == 100
    assert found.counts()["to_verify"] == 70
    assert Guardianship.objects.filter(decides=Decides.UNKNOWN).count() == 30
    assert not Guardianship.objects.filter(verified_at__isnull=False).exists()
    assert (Grant.objects.count(), User.objects.count(), len(mail.outbox)) == (0, 0, 0)


@pytest.mark.parametrize("row", ["g1,A,B,,,p1,neighbour,holds", "g1,A,B,,,p1,parent,", "g1,A,B,,,p1,parent,yes maybe"])
def test_an_unknown_kind_or_a_missing_right_decides_nothing(tmp_path, pupil, row):
    applied(guardians(tmp_path, row))
    assert Guardianship.objects.get().decides == Decides.UNKNOWN


def test_a_relation_keeps_its_source_and_is_not_verified_by_a_file(tmp_path, pupil):
    applied(guardians(tmp_path, MOTHER))
    relation = Guardianship.objects.get()
    assert (relation.source, relation.start, relation.verified_at) == ("csv", TODAY, None)
    assert Guardian.objects.get().source_id != "g1"


def verified(relation, **values):
    for name, value in {"verified_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **values}.items():
        setattr(relation, name, value)
    relation.save()
    return relation


def test_barred_stays_barred_whatever_the_file_says(tmp_path, pupil):
    applied(guardians(tmp_path, MOTHER))
    verified(
        Guardianship.objects.get(), barred_from=dt.date(2026, 1, 1), barred_source="court", decides=Decides.SUSPENDED
    )
    found = applied(guardians(tmp_path, MOTHER, "g2,Far,Nordmann,,,p1,parent,holds", is_complete=True))
    assert found.counts()["barred"] == 1
    barred = Guardianship.objects.get(guardian__given_name="Mor")
    assert (barred.barred_from, barred.decides, barred.end) == (dt.date(2026, 1, 1), Decides.SUSPENDED, None)


def test_a_file_may_take_a_right_away_and_never_give_back_one_that_a_person_took(tmp_path, pupil):
    applied(guardians(tmp_path, MOTHER))
    verified(Guardianship.objects.get(), source="court ruling", decides=Decides.PARENTAL_RESPONSIBILITY)
    found = applied(guardians(tmp_path, MOTHER.replace("holds", "none")))
    assert found.counts()["guardians_lose"] == 1
    assert (Guardianship.objects.get().decides, Guardianship.objects.get().verified_at) == (Decides.NONE, None)
    verified(Guardianship.objects.get(), source="court ruling", decides=Decides.SUSPENDED)
    assert applied(guardians(tmp_path, MOTHER)).counts()["kept"] == 1
    assert Guardianship.objects.get().decides == Decides.SUSPENDED


def test_whoever_a_complete_file_lacks_loses_what_files_gave_and_nothing_else(tmp_path, pupil, school):
    applied(handed_in(tmp_path, TEACHER, TEACHER.replace("kari@", "ola@")))
    by_hand = make_grant(User.objects.get(username="kari@kommune.no"), Role.SCHOOL_LEADER, school)
    found = applied(handed_in(tmp_path, TEACHER.replace("kari@", "ola@"), is_complete=True))
    assert [grant.user.username for grant in found.losses] == ["kari@kommune.no"]
    assert list(Grant.objects.in_force(TODAY).filter(user__username="kari@kommune.no")) == [by_hand]
    assert applied(handed_in(tmp_path, TEACHER)).counts()["gain"] == 1


def test_what_a_person_ended_no_file_gives_again(tmp_path, pupil):
    applied(handed_in(tmp_path, TEACHER))
    access.end_grant(by=BY, grant=Grant.objects.get())
    found = applied(handed_in(tmp_path, TEACHER))
    assert (found.counts()["gain"], found.counts()["ended_by_hand"]) == (0, 1)


def test_nobody_gives_herself_a_role_with_a_file(tmp_path, pupil):
    administrator = make_administrator("kari@kommune.no")
    by = actor_of(administrator)
    found = applied(handed_in(tmp_path, TEACHER, by=by), by=by)
    assert (found.counts()["gain"], found.counts()["own"]) == (0, 1)


@pytest.mark.parametrize(
    "row", ["x,X,,lead,s1,,,", "x,X,,teacher,s1,,,", ",X,,teacher,s1,5A,,", "x,X,,teacher,s1,5A,soon,"]
)
def test_a_row_that_is_not_clear_gives_nothing(tmp_path, pupil, row):
    told, found = actions.looked_at(by=BY, imported=handed_in(tmp_path, row), today=TODAY)
    assert len(told.unusable) == 1
    assert not found.changes_anything()


def test_a_class_that_is_not_known_gives_nothing(tmp_path, pupil):
    found = applied(handed_in(tmp_path, TEACHER.replace("5A", "9Z")))
    assert (found.counts()["unknown_places"], Grant.objects.count()) == (1, 0)


def test_what_changed_since_it_was_looked_at_is_not_applied(tmp_path, pupil):
    imported = handed_in(tmp_path, TEACHER)
    seen = actions.looked_at(by=BY, imported=imported, today=TODAY)[1].fingerprint()
    make_grant(make_user("kari@kommune.no"), Role.TEAM)
    User.objects.filter(username="kari@kommune.no").update(username="other")
    applied(handed_in(tmp_path, TEACHER))
    with pytest.raises(RefusedError):
        actions.apply(by=BY, imported=imported, today=TODAY, fingerprint=seen)
    assert PeopleImport.objects.get(pk=imported.pk).state == "ready"


def test_the_file_is_removed_once_it_is_applied_or_withdrawn(tmp_path, pupil):
    first, second = handed_in(tmp_path, TEACHER), handed_in(tmp_path, TEACHER)
    applied(first)
    actions.withdraw(by=BY, imported=second)
    assert not first.folder.exists()
    assert not second.folder.exists()
    with pytest.raises(RefusedError):
        applied(second)


def test_every_step_is_in_the_log_without_a_name(tmp_path, pupil):
    applied(guardians(tmp_path, MOTHER))
    told = Event.objects.get(action="imports.people_applied")
    assert told.details["new_relations"] == 1
    assert "Nordmann" not in json.dumps(told.details)
    assert [str(row.pupil) for row in told.pupils.all()] == [str(pupil.public_id)]


def oneroster(tmp_path, version="1.2"):
    folder = tmp_path / "roster"
    folder.mkdir()
    tables = {
        "manifest": f"propertyName,value\noneroster.version,{version}\n",
        "users": "sourcedId,status,username,givenName,familyName,email,agentSourcedIds,password,role,orgSourcedIds\n"
        "t1,,kari,Kari,Lærer,,,secret,teacher,s1\nb1,,rektor,Rek,Tor,,,,principal,s1\n"
        "x1,,admin,Ad,Min,,,,administrator,s1\n"
        'p1,,,Elev,Nordmann,,"g1,gone",,student,s1\ng1,,,Mor,Nordmann,mor@example.no,,,parent,s1\n',
        "enrollments": "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e1,,5A,s1,t1,teacher,2025-08-18,2026-06-19\ne2,tobedeleted,5A,s1,x1,teacher,,\ne3,,5A,s1,p1,student,,\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return actions.receive_paths(by=BY, paths=[folder])


def test_oneroster_tells_of_staff_and_of_relations_without_any_right(tmp_path, pupil):
    found = applied(oneroster(tmp_path))
    given = {(one.user.username, one.role, one.end) for one in Grant.objects.select_related("user")}
    assert given == {
        ("kari", "teacher", dt.date(2026, 6, 19)),
        ("rektor", "school_leader", dt.date(2026, 7, 31)),
    }
    assert found.counts()["new_relations"] == 1
    assert Guardianship.objects.get().decides == Decides.UNKNOWN


def fint(tmp_path, responsibility_on="child"):
    def entry(name, key, links=None, field="systemId", **values):
        own = {"self": [{"href": f"https://x/utdanning/elev/{name}/{field}/{key}"}]}
        more = {
            relation: [{"href": f"https://x/a/{at}"} for at in targets] for relation, targets in (links or {}).items()
        }
        return {field: {"identifikatorverdi": key}, "_links": own | more, **values}

    adult, child, contact = "01018012345", "01011512345", "02028012345"
    of_child = {"foreldreansvar": [f"person/fodselsnummer/{adult}"]} if responsibility_on == "child" else {}
    of_adult = {"foreldreansvar": [f"person/fodselsnummer/{child}"]} if responsibility_on == "adult" else {}
    name = {"fornavn": "Far", "etternavn": "Lærer"}
    collections = {
        "person": [
            entry("person", child, {"parorende": ["kontaktperson/systemid/k1"], **of_child}, "fodselsnummer"),
            entry("person", adult, of_adult, "fodselsnummer", navn=name),
            entry("person", contact, {}, "fodselsnummer", navn={"fornavn": "Tante", "etternavn": "Ukjent"}),
        ],
        "elev": [entry("elev", "p1", {"person": [f"person/fodselsnummer/{child}"]})],
        "kontaktperson": [
            entry("kontaktperson", "k1", {"kontaktperson": [f"person/fodselsnummer/{contact}"]}, type="tante")
        ],
        "skoleressurs": [
            entry("skoleressurs", "r1", {"person": [f"person/fodselsnummer/{adult}"]},
                  feidenavn={"identifikatorverdi": "far@kommune.no"})
        ],
        "undervisningsforhold": [entry("undervisningsforhold", "u1", {"skoleressurs": ["r1"], "skole": ["s1"]})],
        "kontaktlarergruppe": [
            entry("kontaktlarergruppe", "kg1", {"undervisningsforhold": ["u1"], "klasse": ["5A"], "skole": ["s1"]})
        ],
    }  # fmt: skip
    folder = tmp_path / f"fint-{responsibility_on}"
    folder.mkdir()
    for file, entries in collections.items():
        (folder / f"{file}.json").write_text(json.dumps({"_embedded": {"_entries": entries}}), encoding="utf-8")
    return actions.receive_paths(by=BY, paths=[folder])


@pytest.mark.parametrize("responsibility_on", ["child", "adult"])
def test_fint_tells_of_parental_responsibility_from_either_end(tmp_path, pupil, responsibility_on):
    applied(fint(tmp_path, responsibility_on))
    told = dict(Guardianship.objects.values_list("guardian__given_name", "decides"))
    assert told == {"Far": Decides.PARENTAL_RESPONSIBILITY, "Tante": Decides.UNKNOWN}
    assert not Guardian.objects.filter(source_id__contains="010180").exists()


def test_a_teacher_who_is_the_pupils_father_never_sees_the_pupil_as_staff(tmp_path, pupil):
    applied(fint(tmp_path))
    assert FamilyTie.objects.get().user.username == "far@kommune.no"
    grant = Grant.objects.get()
    assert grant.school_class.name == "5A"
    assert not gate.may_see(actor_of(grant.user), pupil.pk, Purpose.FOLLOW_UP, TODAY)


def test_a_file_of_something_else_is_refused_and_not_kept(tmp_path, settings):
    for name, text in {"a.csv": "a,b\n1,2\n", "a.txt": "hello", "b.json": "{}"}.items():
        file = tmp_path / name
        file.write_text(text)
        with pytest.raises(RefusedError):
            actions.receive_paths(by=BY, paths=[file])
    assert not PeopleImport.objects.exists()
