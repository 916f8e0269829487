"""The demo's log-ins: one for each of the ten actors, and a second leader who shows that each sees her own school."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_cases import make_cases, pupils_for_cases
from skoleporten.cli.demo_family import make_family
from skoleporten.cli.demo_follow_up import make_follow_up
from skoleporten.cli.demo_intake import REFERRED, make_intakes
from skoleporten.cli.demo_programme import make_programme

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.people.models import Enrolment, Pupil
    from skoleporten.schools.models import School

WITH_SKOLEPORTEN = 8
A_YEAR_AND_A_HALF = dt.timedelta(days=540)  # the demo's cases have gone on for so long at most


def make_users(by: Actor, today: dt.date) -> None:
    """All or none: they are the sign that the demo is complete."""
    from django.db import transaction

    with transaction.atomic():
        schools = _busiest_schools()
        _leaders(by, today, schools)
        enrolments = _with_concerns(schools[0], today)
        _teacher(by, today, enrolments[0])
        _the_team(by, today, enrolments)
        _around_the_pupil(by, today, enrolments[0])
        _consents(today, enrolments[0])
        _without_pupils(by, today)
        make_follow_up(schools[0], today)
        make_intakes(today, enrolments)
        make_cases(today, pupils_for_cases(today, taken={enrolment.pupil_id for enrolment in enrolments}))
        make_programme(by, today)
        make_family(by, today)


def _busiest_schools() -> list[School]:
    from django.db.models import Count, Q

    from skoleporten.schools.models import School

    have_concerns = Count("concerns", filter=Q(concerns__state="open"))
    return list(School.objects.annotate(open=have_concerns).order_by("-open", "name")[:2])


def _with_concerns(school: School, today: dt.date) -> list[Enrolment]:
    """Pupils of the school whom somebody should look at, the longest waiting first; any pupils where there are none."""
    from skoleporten.people.models import Enrolment

    there = Enrolment.objects.on(today).filter(school=school, pupil__protected=False).select_related("pupil", "school")
    there = there.select_related("school_class")
    waiting = there.filter(pupil__concerns__state="open").order_by("pupil__concerns__opened_at", "pk")
    return list(waiting[:WITH_SKOLEPORTEN]) or list(there.order_by("pk")[:WITH_SKOLEPORTEN])


def _leaders(by: Actor, today: dt.date, schools: list[School]) -> None:
    from skoleporten.access import actions

    for number, (school, name) in enumerate(zip(schools, ("Solveig Rektor", "Håkon Rektor"), strict=False), 1):
        actions.create_school_leader(
            by=by,
            username=f"rektor{number}",
            display_name=f"{name}, {school.name}",
            password=None,
            school_id=school.pk,
            today=today,
            is_demo=True,
        )


def _teacher(by: Actor, today: dt.date, enrolment: Enrolment) -> None:
    where = f"{enrolment.school_class or enrolment.grade}, {enrolment.school}"
    scope: dict[str, Any] = {"school_id": enrolment.school_id}
    scope |= {"school_class_id": enrolment.school_class_id} if enrolment.school_class_id else {"grade": enrolment.grade}
    _user(by, today, "larer", f"Tuva Lærer, {where}", "teacher", **scope)


def _the_team(by: Actor, today: dt.date, enrolments: list[Enrolment]) -> None:
    from skoleporten.people import actions

    since = today - A_YEAR_AND_A_HALF
    _user(by, since, "team", "Tor Teammedlem, Skoleporten", "team", end=_end(today))
    _user(by, since, "leder", "Lise Leder, Skoleporten", "lead", end=_end(today))
    _user(by, today, "fagperson", "Frida Fagperson, PPT", "specialist")
    for enrolment in [enrolments[0], *enrolments[REFERRED + 1 :]]:
        actions.involve(by=by, pupil=enrolment.pupil, start=today, reason="Made up for the demo")


def _around_the_pupil(by: Actor, today: dt.date, enrolment: Enrolment) -> None:
    from skoleporten.people import actions

    guardian = _user(by, today, "foresatt", "Gro Foresatt")
    actions.verify_guardian(
        by=by,
        pupil=enrolment.pupil,
        user=guardian,
        given_name="Gro",
        family_name="Foresatt",
        kind="parent",
        decides="parental_responsibility",
        start=today,
    )
    actions.give_own_account(by=by, pupil=enrolment.pupil, user=_user(by, today, "elev", "Elin Elev"))


def _consents(today: dt.date, enrolment: Enrolment) -> None:
    """One that waits for the guardian's answer, and one in force by which the specialist sees the pupil."""
    from uuid import uuid4

    from skoleporten.access.models import User
    from skoleporten.access.queries import actor_of
    from skoleporten.consents import actions, sharing, standing
    from skoleporten.consents.actions import Question

    team = actor_of(User.objects.get(username="team"), today, "team")
    assert team is not None
    pupil, end = enrolment.pupil, _end(today)
    actions.ask(by=team, pupil=pupil, question=Question("join_skoleporten", end), client_id=uuid4(), today=today)
    question = Question(
        "share_with_service", end, "PPT", "Fraværet, planen og det vi har avtalt.", "Helsen i familien."
    )
    shared = actions.ask(by=team, pupil=pupil, question=question, client_id=uuid4(), today=today)
    for key in standing.of(shared, today).must:
        actions.record_paper(
            by=team, consent=shared, giver_key=key, says="yes", signed_on=today, client_id=uuid4(), today=today
        )
    specialist = User.objects.get(username="fagperson")
    sharing.name_by_consent(by=team, consent=shared, user=specialist, today=today)
    _answered_by_the_guardian(team, pupil, today)


def _answered_by_the_guardian(team: Actor, pupil: Pupil, today: dt.date) -> None:
    """One that she said no to, and one that she took back."""
    from uuid import uuid4

    from skoleporten.access.models import User
    from skoleporten.access.queries import actor_of
    from skoleporten.consents import actions
    from skoleporten.consents.actions import Question

    guardian = actor_of(User.objects.get(username="foresatt"), today)
    assert guardian is not None
    for purpose, says in (("research", "no"), ("child_coordinator", "yes")):
        asked = actions.ask(
            by=team, pupil=pupil, question=Question(purpose, _end(today)), client_id=uuid4(), today=today
        )
        answer = actions.answer(by=guardian, consent=asked, says=says, client_id=uuid4(), today=today)
        if says == "yes":
            actions.withdraw(by=guardian, answer=answer, today=today)


def _without_pupils(by: Actor, today: dt.date) -> None:
    official = _user(by, today, "kommune", "Knut Kommune, oppvekst", "municipality")
    _user(by, today, "forsker", "Frode Forsker", "researcher")
    administrator = _user(by, today, "administrator", "Aud Administrator", "administrator")
    _official(today, official, administrator)


def _official(today: dt.date, user: User, administrator: User) -> None:
    """Serious matters of school environment reach somebody."""
    from skoleporten.access import queries
    from skoleporten.duties.actions import name_official

    actor = queries.actor_of(administrator, today)
    assert actor is not None
    name_official(by=actor, user=user, start=today, end=_end(today))


def _user(by: Actor, today: dt.date, username: str, display_name: str, role: str = "", **scope: Any) -> User:
    """Without a role where it follows from a relation."""
    from skoleporten.access import actions

    user = actions.create_user(by=by, username=username, display_name=display_name, password=None, is_demo=True)
    if role:
        actions.grant(by=by, user=user, role=role, start=today, reason="Made up for the demo", **scope)
    return user


def _end(today: dt.date) -> dt.date:
    from skoleporten.access.actions import last_day_of_school_year

    return last_day_of_school_year(today)
