"""Pupils of the benchmark's municipality who are referred to Skoleporten, and each reader's pages of them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.models import User
    from skoleporten.intake.models import Intake
    from skoleporten.schools.models import School

REFERRED = 200
PARTS = ("childs_story", "relations", "factors", "consent", "offer")


def pages_by_reader(leader: User, school: School, today: dt.date) -> list[tuple[User, dict[str, str]]]:
    """Imports are inside, as Django is set up by the caller."""
    from tests.factories import make_guardianship
    from tests.intake_factories import make_lead

    lead = make_lead()
    intake = _refer(leader, school, today)
    pupil = intake.pupil
    assert pupil is not None
    relation = make_guardianship(pupil)
    assert relation.guardian.user is not None
    consent = _fill(intake, lead)
    own, of_pupil = f"/intake/{intake.public_id}/", f"/pupils/{pupil.public_id}/"
    leads = {"queue": "/intake/", "intake": own, "talk": f"{own}talk/", "book": f"{own}talk-time/"}
    leads |= {f"talk_{part}": f"{own}talk/{part}/" for part in PARTS}
    leads |= {"preparation": f"{own}preparation/", "write_meeting": f"{own}meeting/", "decide": f"{own}decision/"}
    leads |= {"consents_waiting": "/consents/", "consent": f"/consents/{consent}/"}
    leaders = {"refer": f"/intake/refer/{pupil.public_id}/", "sent_referrals": "/intake/sent/"}
    leaders |= {"pupil_consents": f"{of_pupil}consents/", "duties": "/duties/"}
    leaders |= {"pupil_duties": f"/duties/pupils/{pupil.public_id}/"}
    family = {
        "my_consents": "/consents/mine/",
        "my_consent": f"/consents/mine/{consent}/",
        "ask_for_help": "/intake/ask/",
    }
    return [(lead, leads), (leader, leaders), (relation.guardian.user, family)]


def _refer(leader: User, school: School, today: dt.date) -> Intake:
    """Those of the school first; the last one's intake, with most others before it."""
    from skoleporten.access.actor import Actor
    from skoleporten.concerns.models import Concern
    from skoleporten.intake import referring
    from skoleporten.intake.referring import Told
    from skoleporten.people.models import Enrolment

    by = Actor(leader.pk, str(leader.public_id), "L", "school_leader", school_ids=frozenset([school.pk]))
    here = Enrolment.objects.on(today).filter(school=school).values("pupil")
    concerns = Concern.objects.open().filter(pupil__in=here).select_related("pupil").order_by("pk")
    made = [
        referring.by_school(by=by, pupil=one.pupil, told=Told(client_id=uuid.uuid4(), reason="R " * 200))
        for one in concerns[:REFERRED]
    ]
    return made[-1].intake


def _fill(intake: Intake, lead: User) -> uuid.UUID:
    """A booked talk's worth of texts and a meeting, and the consent to join; the consent's id."""
    from tests.consent_factories import make_consent
    from tests.decision_factories import make_meeting
    from tests.factories import actor_of
    from tests.talk_factories import make_informant, make_near, make_story

    by = actor_of(lead)
    intake.state = "in_intake"
    intake.save()
    make_story(intake, by, words="Det er bråk. " * 200)
    make_near(intake, by=by)
    make_informant(intake, by=by)
    make_meeting(intake, by)
    return make_consent(intake.pupil, by=by).public_id
