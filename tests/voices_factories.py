"""Made-up families that write own words: a pupil with two guardians apart, one without the right, and one barred."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass

from django.utils import timezone
from PIL import Image

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.access.reasons import purpose_of
from skoleporten.cases.models import Case
from skoleporten.intake.stories import Picture
from skoleporten.people.models import Guardian, Pupil
from skoleporten.schools.models import School
from skoleporten.voices import actions
from skoleporten.voices.actions import Written
from skoleporten.voices.models import Word
from tests.factories import (
    make_case_team_member,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_case, make_lead, make_team_member

PURPOSES = frozenset(Purpose)


@dataclass(frozen=True)
class Cast:
    """`mother` and `father` both decide and live apart; `uncle` has no right to decide; `barred` may not see her."""

    pupil: Pupil
    ane: User
    mother: Guardian
    father: Guardian
    uncle: Guardian
    barred: Guardian
    siri: User
    lead: User
    nurse: User
    school: School
    leader: User
    teacher: User
    case: Case


def make_cast(age: int = 14) -> Cast:
    pupil = make_pupil("Ane", "Holm", birth_date=born(age))
    school = make_school("Solvik skole")
    make_enrolment(school, pupil)
    ane = make_pupil_account(pupil, make_user(display_name="Ane")).user
    mother, father = make_related(pupil, "Mona"), make_related(pupil, "Frode")
    uncle = make_related(pupil, "Ulrik", decides="none", kind="other")
    barred = make_related(pupil, "Bo", barred_from=dt.date(2025, 1, 1), barred_source="Dom 12/25")
    siri, lead, nurse = make_team_member(), make_lead(), make_user_in("specialist")
    make_case_team_member(pupil, nurse)
    teacher = make_user_in("teacher", school)
    case = make_case(pupil, siri)
    return Cast(
        pupil, ane, mother, father, uncle, barred, siri, lead, nurse, school, make_school_leader(school), teacher, case
    )


def make_related(pupil: Pupil, given_name: str, **fields) -> Guardian:
    user = make_user(display_name=given_name, email=f"{uuid.uuid4().hex}@example.no")
    guardian = make_guardian(user)
    guardian.given_name, guardian.family_name = given_name, f"Etternavn{given_name}"
    guardian.save()
    make_guardianship(pupil, guardian, **fields)
    return guardian


def born(age: int, days_before_birthday: int = 0) -> dt.date:
    """Whoever turns `age` in so many days."""
    day = timezone.localdate() + dt.timedelta(days=days_before_birthday)
    return day.replace(year=day.year - age, day=min(day.day, 28))


def acting(user: User | None, role: str | None = None) -> Actor:
    assert user is not None
    actor = actor_of(user, timezone.localdate(), role)
    assert actor is not None
    return actor


def seen_by(user: User | None, role: str | None = None) -> list[Word]:
    actor = acting(user, role)
    return list(Word.objects.visible_to(actor, purpose_of(actor.role), timezone.localdate()))


def by_pupil(cast: Cast, words: str = "Det er bråkete i gangen.", **fields) -> Word:
    return _written(acting(cast.ane), cast.pupil, Written(words, **fields))


def by_guardian(cast: Cast, guardian: Guardian, words: str = "Hun sov lite.", kind: str = "sleep", **fields) -> Word:
    return _written(acting(guardian.user), cast.pupil, Written(words, kind, **fields))


def _written(by: Actor, pupil: Pupil, written: Written) -> Word:
    return actions.write(by=by, pupil=pupil, written=written, client_id=uuid.uuid4())


def drawing(name: str = "tegning.png") -> Picture:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return Picture(name, content.getvalue())
