"""What somebody sends to the intake, and what a page says of it."""

from __future__ import annotations

import re
import uuid

from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.models import Role
from skoleporten.intake import referring
from skoleporten.intake.models import Intake, Referral
from skoleporten.intake.referring import Told
from tests.factories import actor_of, make_guardian, make_user

TODAY = timezone.localdate()


def sent_by(leader, pupil, **fields) -> Referral:
    told = Told(**{"client_id": uuid.uuid4(), "reason": "Borte hver mandag.", "basis": "duty"} | fields)
    return referring.by_school(by=actor_of(leader), pupil=pupil, told=told)


def story(**fields) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "reason": "Borte hver mandag.", "hope": "Ro", "seen_version": "0"} | fields


def guardian_of(relation):
    return queries.actor_of(relation.guardian.user, TODAY, Role.GUARDIAN)


def actor_of_guardian():
    return queries.actor_of(make_guardian(make_user()).user, TODAY, Role.GUARDIAN)


def unmatched() -> Intake:
    told = Told(client_id=uuid.uuid4(), reason="Hjelp")
    about = referring.About("Kari", "Hansen")
    return referring.by_guardian(by=actor_of_guardian(), about=about, told=told).intake


def content(answer) -> str:
    """Without one-time tokens, form ids and times."""
    text = answer.content.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|draft|client_id)" value="[^"]*"', "", text)
    return re.sub(r"\?next=[^\"]*|kl\. \d\d\.\d\d|T\d\d:\d\d:\d\d[\d.+:]*", "", text)
