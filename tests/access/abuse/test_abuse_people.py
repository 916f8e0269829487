"""Abuse cases 1-18: a person who wants to see more of a child than is theirs to see.

docs/reference/abuse-cases.md lists all 34, and which issue brings what a case still waits for.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import EventPupil
from skoleporten.concerns import actions as concerns
from skoleporten.people.models import Enrolment, FamilyTie, Guardianship
from tests.access.routes import ask, everything_in, routes
from tests.factories import (
    actor_of,
    make_class,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_school,
    make_school_leader,
    make_school_year,
    make_user,
    make_user_in,
)
from tests.made_up_school import make_import
from tests.pages import content_of

pytestmark = pytest.mark.django_db
# These addresses have a word in them: a language, and an invitation's secret.
NAMED_BY_NO_CHILD = ("language/", "invitation/", "sign-in/with/")
# A part of the talk, one who tells by role, a language, an item of a list, a question, a kind of meeting, what an
# item of an agenda is about, a page of a family's: words of the product's own.
WORDS_OF_OURS = {"kind", "part", "who", "language", "item", "after", "question", "code", "what", "section"}


def own_children(user) -> set[int]:
    from skoleporten.access.queries import actor_of as acting

    today = timezone.localdate()
    actor = acting(user, today)
    return set() if actor is None else set(gate.pupils(actor, Purpose.OWN_CHILD, today).values_list("pk", flat=True))


def enrolled(school=None, **fields):
    pupil = make_pupil(**fields)
    make_enrolment(school or make_school(), pupil)
    return pupil


def test_abuse_01_barred_parent_looks_up_where_the_child_goes_to_school(nothing_of):
    pupil, user = enrolled(), make_user()
    guardian = make_guardian(user)
    make_guardianship(pupil, guardian, barred_from=dt.date(2025, 8, 1), barred_source="court")
    make_guardianship(make_pupil(), guardian)
    assert pupil.pk not in own_children(user)
    nothing_of(user, pupil)


def test_abuse_02_parent_without_parental_responsibility_gets_no_access_by_a_relation_alone(nothing_of):
    pupil, user = enrolled(), make_user()
    guardian = make_guardian(user)
    for decides in (Guardianship.Decides.UNKNOWN, Guardianship.Decides.NONE):
        relation = make_guardianship(pupil, guardian, decides=decides)
        assert own_children(user) == set(), decides
        nothing_of(user, pupil)
        relation.delete()
    make_guardianship(pupil, guardian, verified_at=None)
    assert own_children(user) == set()
    assert mail.outbox == []


def test_abuse_04_no_address_is_stored_for_anybody():
    """What is not there can not stand in a list, on a label, in a file or in a log."""
    named = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if any(word in field.name.lower() for word in ("address", "street", "postal", "postcode", "adresse"))
        and field.name != "emailaddress"
        and model._meta.app_label in {"people", "schools", "absence", "concerns", "access", "audit", "imports"}
    ]
    assert named == []


def test_abuse_05_a_protected_childs_school_is_told_to_nobody_without_a_grant_by_name(signed_in):
    """Neither on a page nor in an address, a file's name, a calendar or an e-mail."""
    school = make_school("Hemmelighetsskolen")
    make_school_year(2025)
    pupil = enrolled(school, protected=True, protection="strictly_confidential")
    guardian = make_guardian(make_user())
    make_guardianship(pupil, guardian)
    strangers = [guardian.user, make_school_leader(make_school("Den andre"))]
    strangers += [
        make_user_in(role) for role in (Role.TEACHER, Role.TEAM, Role.LEAD, Role.SPECIALIST, Role.MUNICIPALITY)
    ]
    for user in strangers:
        client = signed_in(user)
        for route in routes():
            if not route.objects and route.name != "account_logout":
                answer = client.get(route.address())
                assert "Hemmelighetsskolen" not in str(answer.headers), (str(user), route.name)
                if not answer.streaming:
                    assert "Hemmelighetsskolen" not in answer.content.decode(), (str(user), route.name)
        for address in _addresses_with_ids_of(pupil, school):
            for method in ("GET", "POST"):
                assert "Hemmelighetsskolen" not in everything_in(ask(client, method, address)), (str(user), address)
    assert not [
        route.path
        for route in routes()
        if not route.path.startswith(NAMED_BY_NO_CHILD) and set(re.findall(r"<slug:(\w+)>", route.path)) - WORDS_OF_OURS
    ]
    assert mail.outbox == []


def _addresses_with_ids_of(pupil, school) -> list[str]:
    """Those that name a pupil, the pupil's relation, or a school."""
    ids = {"pupil": pupil, "guardianship": pupil.guardianships.get(), "school": school}
    return [
        route.address(**{key: ids[str(thing)].public_id for key, thing in route.things.items()})
        for route in routes()
        if route.objects and set(route.things.values()) <= set(ids)
    ]


def test_abuse_05_files_of_a_school_do_not_carry_its_name(signed_in):
    school = make_school("Hemmelighetsskolen")
    make_school_year(2025)
    client = signed_in(make_school_leader(school))
    for name in ("school_calendar_ics", "school_calendar_csv"):
        answer = client.get(reverse(name, kwargs={"school": school.public_id, "year": 2025}))
        assert "emmelig" not in answer.headers["Content-Disposition"]


def test_abuse_06_teacher_browses_another_class_and_another_school():
    school = make_school()
    own, other = make_class(school, "5A"), make_class(school, "5B")
    teacher = make_user()
    Grant.objects.create(
        user=teacher, role=Role.TEACHER, school=school, school_class=own, start=dt.date(2025, 8, 1),
        end=dt.date(2099, 7, 31),
    )  # fmt: skip
    mine, theirs, elsewhere = make_pupil(), make_pupil(), enrolled()
    make_enrolment(school, mine, school_class=own)
    make_enrolment(school, theirs, school_class=other)
    seen = set(gate.pupils(actor_of(teacher), Purpose.FOLLOW_UP, timezone.localdate()).values_list("pk", flat=True))
    assert seen == {mine.pk}
    assert elsewhere.pk not in seen


def test_abuse_07_former_substitute_still_has_a_window_open(signed_in, nothing_of):
    school = make_school()
    pupil, leader = enrolled(school), make_school_leader(school)
    client = signed_in(leader)
    assert client.get(reverse("pupil", args=[pupil.public_id])).status_code == 200
    Grant.objects.update(end=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(reverse("pupil", args=[pupil.public_id])).status_code in {302, 404}
    assert client.get(reverse("pupils")).status_code in {302, 404}


def test_abuse_07_every_grant_has_a_last_day():
    assert not Grant._meta.get_field("end").null


def test_abuse_08_old_school_keeps_reading_after_the_pupil_moved(nothing_of):
    today = timezone.localdate()
    old, new, pupil = make_school(), make_school(), make_pupil()
    leader = make_school_leader(old)
    make_enrolment(old, pupil, start=today - dt.timedelta(days=60), end=today - dt.timedelta(days=10))
    make_enrolment(new, pupil, start=today - dt.timedelta(days=9))
    assert not gate.may_see(actor_of(leader), pupil.pk, Purpose.FOLLOW_UP, today)
    before = gate.rows_before(actor_of(leader), pupil.pk, today)
    assert before is None or before <= today - dt.timedelta(days=9)


def test_abuse_08_the_page_at_the_old_school_stays_as_it_was_when_the_pupil_left(signed_in, time_machine):
    """What the new school registers and writes does not change a letter of it, and its name stands nowhere."""
    time_machine.move_to(timezone.now(), tick=False)
    today = timezone.localdate()
    old, new, pupil = make_school(), make_school("Den nye skolen"), make_pupil()
    make_enrolment(old, pupil, start=today - dt.timedelta(days=60), end=today - dt.timedelta(days=10))
    make_enrolment(new, pupil, start=today - dt.timedelta(days=9))
    client = signed_in(make_school_leader(old))
    pages = [reverse(name, args=[pupil.public_id]) for name in ("pupil", "pupil_days_file", "pupil_weeks_file")]
    before = [(client.get(page).status_code, content_of(client.get(page))) for page in pages]
    new_leader = actor_of(make_school_leader(new))
    concerns.open_by_person(by=new_leader, pupil=pupil, school_id=new.pk, reason="Nyskrevet")
    AbsenceEvent.objects.create(
        pupil=pupil, school=new, date=today - dt.timedelta(days=5), kind="day", minutes=300, documented="false",
        reason="unknown", source="made-up", source_id="after-the-move", imported_by=make_import(),
    )  # fmt: skip
    assert [(client.get(page).status_code, content_of(client.get(page))) for page in pages] == before
    assert not [text for _status, text in before if "Den nye skolen" in text]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER])
def test_abuse_10_employee_reads_own_or_an_expartners_child_as_staff(role, nothing_of):
    school = make_school()
    employee = make_user_in(role, school)
    own, expartners = enrolled(school), enrolled(school)
    make_guardianship(own, make_guardian(employee))
    FamilyTie.objects.create(user=employee, pupil=expartners, source="told by herself")
    stranger = enrolled(school)
    today = timezone.localdate()
    seen = set(gate.pupils(actor_of(employee), Purpose.FOLLOW_UP, today).values_list("pk", flat=True))
    assert seen == {stranger.pk}
    for pupil in (own, expartners):
        nothing_of(employee, pupil)


def test_abuse_13_parent_of_a_half_sibling_sees_own_child_only(nothing_of):
    shared_mother = make_guardian(make_user())
    father = make_guardian(make_user())
    his, not_his = enrolled(), enrolled()
    for pupil in (his, not_his):
        make_guardianship(pupil, shared_mother)
    make_guardianship(his, father)
    assert own_children(shared_mother.user) == {his.pk, not_his.pk}
    assert own_children(father.user) == {his.pk}
    nothing_of(father.user, not_his)


def test_abuse_14_biological_parents_do_not_see_a_child_placed_in_a_foster_home(nothing_of):
    placed = enrolled(protected=True, protection="confidential")
    mother, father = make_guardian(make_user()), make_guardian(make_user())
    make_guardianship(placed, mother, decides=Guardianship.Decides.SUSPENDED)
    make_guardianship(placed, father)
    for guardian in (mother, father):
        assert own_children(guardian.user) == set()
        nothing_of(guardian.user, placed)


def test_abuse_16_parent_changes_the_id_in_an_address(nothing_of):
    parent = make_guardian(make_user())
    make_guardianship(enrolled(), parent)
    nothing_of(parent.user, enrolled())


def test_abuse_16_no_address_counts_its_objects():
    """A number in an address invites the next number; only a year is one."""
    numbered = [route.path for route in routes() if "<int:" in route.path.replace("<int:year>", "")]
    assert numbered == []


def test_abuse_17_file_link_is_forwarded_or_indexed(signed_in):
    school = make_school()
    pupil, leader = enrolled(school), make_school_leader(school)
    address = reverse("pupil_days_file", args=[pupil.public_id])
    assert Client().get(address).status_code == 302
    assert signed_in(make_school_leader(make_school())).get(address).status_code == 404
    for times in (1, 2):
        answer = signed_in(leader).get(address)
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert EventPupil.objects.filter(pupil=pupil.public_id, event__actor=str(leader.public_id)).count() == times


def test_abuse_18_search_counts_and_sorting_tell_nothing_of_a_hidden_pupil(signed_in):
    school = make_school()
    make_enrolment(school, make_pupil("Anna", "Aas"))
    client = signed_in(make_school_leader(school))
    asked = [
        ("pupils", {}),
        ("pupils", {"q": "Xerxes"}),
        ("pupils", {"sort": "-name"}),
        ("concerns", {}),
        ("start", {}),
    ]
    before = [content_of(client.get(reverse(name), sent)) for name, sent in asked]
    enrolled(school, given_name="Xerxes", protected=True)
    enrolled(make_school(), given_name="Xerxes")
    Enrolment.objects.filter(pupil__given_name="Xerxes").update(start=dt.date(2025, 8, 1))
    assert [content_of(client.get(reverse(name), sent)) for name, sent in asked] == before


def test_abuse_18_a_search_does_the_same_work_whether_a_pupil_is_hidden_or_not_there(signed_in):
    """The work and not the clock, which would tell of the machine: the same questions to the database, in order."""
    school = make_school()
    make_enrolment(school, make_pupil("Anna", "Aas"))
    client = signed_in(make_school_leader(school))
    enrolled(school, given_name="Xerxes", protected=True)
    enrolled(make_school(), given_name="Yrsa")
    work = []
    for asked in ("Xerxes", "Yrsa", "Zacharias"):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("pupils"), {"q": asked})
        work.append([re.split(r" (?:WHERE|VALUES) |\"s\d+_x", query["sql"])[0] for query in captured])
    assert work[0] == work[1] == work[2]
