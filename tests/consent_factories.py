"""Consents and whoever answers them: a pupil with guardians, a member of staff who asks, and answers already given."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.consents import actions, standing
from skoleporten.consents.actions import Question
from skoleporten.consents.models import Answer, Consent
from skoleporten.people.models import Guardianship, Pupil
from tests.factories import make_grant, make_guardianship, make_pupil, make_pupil_account, make_user


def today() -> dt.date:
    return timezone.localdate()


def years_ago(years: int, days: int = 0) -> dt.date:
    """The birth date of somebody who turned `years` so many days ago."""
    now = today() - dt.timedelta(days=days)
    return now.replace(year=now.year - years, day=min(now.day, 28))


def acting(user: User, role: str) -> Actor:
    actor = queries.actor_of(user, today(), role)
    assert actor is not None
    return actor


def team_member() -> Actor:
    user = make_user()
    make_grant(user, Role.TEAM)
    return acting(user, Role.TEAM)


def guardian_of(pupil: Pupil, **fields) -> tuple[Actor, Guardianship]:
    """One who is verified and has parental responsibility unless said otherwise."""
    relation = make_guardianship(pupil, **fields)
    assert relation.guardian.user is not None
    return acting(relation.guardian.user, Role.GUARDIAN), relation


def account_of(pupil: Pupil) -> Actor:
    return acting(make_pupil_account(pupil).user, Role.PUPIL)


def make_consent(pupil: Pupil | None = None, purpose: str = "join_skoleporten", **fields) -> Consent:
    """Asked for by a member of the team, and answered by nobody yet."""
    if purpose == "share_with_service":
        fields.setdefault("service", "ABUP")
        fields.setdefault("scope", "The plan and what was agreed.")
    fields.setdefault("valid_until", today() + dt.timedelta(days=200))
    by = fields.pop("by", None) or team_member()
    return actions.ask(
        by=by,
        pupil=pupil or make_pupil(birth_date=years_ago(10)),
        question=Question(purpose=purpose, **fields),
        client_id=uuid.uuid4(),
        today=today(),
    )


def say(by: Actor, consent: Consent, says: str = "yes") -> Answer:
    return actions.answer(by=by, consent=consent, says=says, client_id=uuid.uuid4(), today=today())


def consent_in_force(pupil: Pupil | None = None, purpose: str = "join_skoleporten", **fields) -> Consent:
    """All who must agree have: on paper, so that nobody needs a way in. A pupil without guardians gets one."""
    pupil = pupil or make_pupil(birth_date=years_ago(10))
    if not pupil.guardianships.exists():
        make_guardianship(pupil)
    by = fields.pop("by", None) or team_member()
    consent = make_consent(pupil, purpose, by=by, **fields)
    for key in standing.of(consent, today()).must:
        actions.record_paper(
            by=by, consent=consent, giver_key=key, says="yes", signed_on=today(), client_id=uuid.uuid4(), today=today()
        )
    consent.refresh_from_db()
    return consent
