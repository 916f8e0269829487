"""A small municipality made by the real actions, for a version's dump: `python -m tests.migrations.municipality`.

It is filled once for each version and kept as SQL; what it makes never needs to be the same twice.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import time_machine

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User

# Of no other use than that a dump can be opened again: nothing real was ever written with them.
KEYS = {
    "SKOLEPORTEN_SECRET_KEY": "of-the-dumps-secret-key-and-of-nothing-else-0123456789",
    "SKOLEPORTEN_LOG_KEY": "of-the-dumps-log-key-and-of-nothing-else-0123456789",
    "SKOLEPORTEN_FIELD_KEY": "of-the-dumps-field-key-and-of-nothing-else-0123456789",
}
PASSWORD = "a long enough password"
TODAY = dt.date(2025, 11, 14)
LEADER = "rektor"
ROSTER = ("enrolments", "calendar", "schools", "classes", "pupils")


def fill() -> dict[str, object]:
    """Fills an empty database, and gives what a later version must find in it again."""
    from skoleporten.cli.database import ready

    ready()
    from skoleporten.access.actor import software
    from skoleporten.cli.demo_family import make_family
    from skoleporten.cli.demo_people import make_users

    by = software("dump")
    with tempfile.TemporaryDirectory() as folder:
        import_all(by, Path(folder))
    check(by)
    follow_up(make_people(by))
    make_users(by, TODAY)
    make_two_cases()
    make_family(by, TODAY)
    check(by)  # their days are in the count of absence too
    return facts()


def make_two_cases() -> None:
    """One that is under way, and one that the school has taken over."""
    from django.db.models import Q

    from skoleporten.cli.demo_cases import make_cases
    from skoleporten.people.models import Enrolment, Pupil

    lasts = Q(end__isnull=True) | Q(end__gte=TODAY)
    stays = Enrolment.objects.current().filter(lasts, start__lte=dt.date(2025, 8, 1)).values("pupil")
    before = Enrolment.objects.on(TODAY - dt.timedelta(weeks=40)).values("pupil")
    free = Pupil.objects.filter(intakes__isnull=True, protected=False, pk__in=stays).filter(pk__in=before)
    make_cases(TODAY, list(free.order_by("pk")[:2]))


def import_all(by: Actor, folder: Path) -> None:
    from skoleporten.analytics.simulate import simulate
    from skoleporten.analytics.simulate.csv_files import write_csv
    from skoleporten.imports import actions

    made, roster = folder / "made", folder / "roster"
    simulate(pupils=60, schools=2, school_year=2025, years=2, until=TODAY, seed=3, out=made)
    attendance = write_csv(made)
    roster.mkdir()
    for table in ROSTER:
        (made / f"{table}.parquet").replace(roster / f"{table}.parquet")
    for path in (roster, attendance):
        imported = actions.receive_paths(by=by, paths=[path], with_job=False)
        actions.read(by=by, imported=imported)
        actions.apply(by=by, imported=imported, with_check=False)


def check(by: Actor) -> None:
    from skoleporten.concerns import checks

    checks.check(by=by, trigger="import", as_of=TODAY)


def make_people(by: Actor) -> User:
    """An administrator, a leader who has left, and the leader of the school with most concerns."""
    from django.db.models import Count

    from skoleporten.access import actions
    from skoleporten.schools.models import School

    actions.create_administrator(
        by=by, username="driftsansvarlig", display_name="Dag Drift", password=PASSWORD, today=TODAY
    )
    busiest, *_ = School.objects.annotate(number=Count("concerns")).order_by("-number")
    people = [
        actions.create_school_leader(
            by=by, username=name, display_name=shown, password=PASSWORD, school_id=busiest.pk, today=TODAY
        )
        for name, shown in ((LEADER, "Solveig Rektor"), ("forrige", "Håkon Rektor"))
    ]
    actions.end_grant(by=by, grant=people[1].grants.get())
    return people[0]


def follow_up(leader: User) -> None:
    """One concern closed, one acted on, one opened by the leader, and a look at a pupil."""
    from skoleporten.access.actor import Actor
    from skoleporten.audit.actions import record_read
    from skoleporten.concerns import actions
    from skoleporten.concerns.models import Concern
    from skoleporten.people.models import Pupil

    school = leader.grants.get().school
    acting = Actor(leader.pk, str(leader.public_id), str(leader), "school_leader", str(school), frozenset({school.pk}))
    first, second, *_ = Concern.objects.filter(school=school).order_by("pk")
    actions.act(by=acting, concern=first, kind="home_contacted", note="Snakket med mor.")
    actions.close(by=acting, concern=first, decision="followed_up", reason="Tilbake på skolen.")
    actions.act(by=acting, concern=second, kind="meeting")
    calm = Pupil.objects.filter(concerns=None, enrolments__school=school).order_by("pk")[0]
    actions.open_by_person(by=acting, pupil=calm, school_id=school.pk, reason="Sover i timen.")
    record_read(by=acting, action="pupils.absence_read", purpose="follow_up", pupils=[second.pupil.public_id])


def facts() -> dict[str, object]:
    """How many rows each of our tables has, and the end of the log."""
    from django.apps import apps

    from skoleporten.audit import queries

    ours = [model for model in apps.get_models() if model.__module__.startswith("skoleporten.")]
    return {"rows": {model._meta.label: model._base_manager.count() for model in ours}, "head": queries.head()}


if __name__ == "__main__":
    # People of the demonstration do things in the weeks before its day.
    with time_machine.travel(dt.datetime.combine(TODAY, dt.time(12), tzinfo=ZoneInfo("Europe/Oslo")), tick=True):
        print(json.dumps(fill(), indent=1))
