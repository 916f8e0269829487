"""A page asks the database as many times for 200 pupils as for 50: no query a row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skoleporten.concerns.models import CheckRun, Concern, PupilMeasure, RuleSetText, Signal
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules.concern import load_rule_set
from tests.factories import make_class, make_school, make_school_leader

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 3, 20)
NOTHING = dict.fromkeys(
    (
        "documented_minutes",
        "undocumented_minutes",
        "unknown_minutes",
        "not_absence_minutes",
        "school_initiated_minutes",
        "lessons_absent",
        "late_count",
        "left_early_count",
        "partly_absent_days",
    ),
    0,
)


@pytest.fixture
def leader_of_school():
    return make_school_leader(make_school("Solvik skole", 1, 10))


@pytest.fixture
def run():
    now = timezone.now()
    return CheckRun.objects.create(
        as_of=AS_OF, started_at=now, finished_at=now, trigger="import", engine="test", denominator="calendar",
        pupils=0, pupils_with_signals=0, signals=0,
    )  # fmt: skip


@pytest.fixture
def rule_text():
    rule_set = load_rule_set("kristiansand")
    return RuleSetText.objects.create(
        set_id=rule_set.id, version=rule_set.version, sha256=rule_set.sha256, text=rule_set.text
    )


def add_pupils(number: int, leader_of_school, run, rule_text) -> None:
    """Each with a measure, two signals and a concern; a class for every tenth."""
    school = leader_of_school.grants.get().school
    first = Pupil.objects.count()
    groups = [make_class(school, f"{first + index}A") for index in range(number // 10)]
    pupils = Pupil.objects.bulk_create(
        Pupil(source_id=f"p{first + index}", given_name="Kari", family_name=f"Nr {first + index}")
        for index in range(number)
    )
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school=school, school_class=groups[index % len(groups)], grade=5, start=AS_OF)
        for index, pupil in enumerate(pupils)
    )
    PupilMeasure.objects.bulk_create(
        PupilMeasure(
            run=run,
            as_of=AS_OF,
            pupil=pupil,
            school=school,
            school_class=groups[index % len(groups)],
            grade=5,
            minutes_offered=30_000,
            days_offered=100,
            minutes_absent=3_000,
            absence_rate=0.1,
            days_absent=10,
            **NOTHING,
        )
        for index, pupil in enumerate(pupils)
    )
    Signal.objects.bulk_create(
        Signal(
            pupil=pupil,
            run=run,
            rule_set=rule_text,
            rule_id=rule_id,
            window_start=AS_OF,
            window_end=AS_OF,
            value=0.2,
            limit=0.1,
            offered_days=20,
            dates=[AS_OF.isoformat()],
            first_seen=AS_OF,
            last_seen=AS_OF,
        )
        for pupil in pupils
        for rule_id in ("kristiansand/month-10-percent", "kristiansand/term-10-percent")
    )
    Concern.objects.bulk_create(
        Concern(pupil=pupil, school=school, kind="signal", opened_at=timezone.now()) for pupil in pupils
    )


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"][:150] for query in captured]


@pytest.mark.parametrize("page", ["start", "concerns", "concerns_file", "pupils", "rules"])
def test_a_list_asks_as_often_for_200_pupils_as_for_50(leader_of_school, run, rule_text, page):
    client = Client()
    client.force_login(leader_of_school)
    address = reverse(page)
    add_pupils(50, leader_of_school, run, rule_text)
    client.get(address)  # so that what is asked once for all (the form of the language, the session) is behind us
    few = queries_of(client, address)
    add_pupils(150, leader_of_school, run, rule_text)
    many = queries_of(client, address)
    assert len(many) - len(few) <= (1 if page == "concerns_file" else 0), "\n".join(many)
    assert len(many) <= 26, "\n".join(many)


def test_the_page_of_one_pupil_asks_a_fixed_number_of_times(leader_of_school, run, rule_text):
    client = Client()
    client.force_login(leader_of_school)
    add_pupils(10, leader_of_school, run, rule_text)
    pupil = Pupil.objects.first()
    few = queries_of(client, reverse("pupil", args=[pupil.public_id]))
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school=make_school(), grade=5, start=AS_OF + dt.timedelta(days=day))
        for day in range(1, 9)
    )
    many = queries_of(client, reverse("pupil", args=[pupil.public_id]))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 34, "\n".join(many)
