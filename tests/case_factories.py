"""What hangs on a case itself, one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.cases import caring, members, standing
from skoleporten.cases.models import Care, Case, CaseMember, StandingDecision
from skoleporten.cases.standing import Stands
from tests.factories import actor_of, make_enrolment, make_involvement, make_pupil, make_school
from tests.intake_factories import make_case


def make_named_case(owner: User | None = None, given_name: str = "Ane", family_name: str = "Holm", **fields) -> Case:
    """Of a pupil who goes to a school."""
    pupil = make_pupil(given_name, family_name)
    make_enrolment(make_school(), pupil)
    return make_case(pupil, owner, **fields)


def make_closed_case(owner: User | None = None) -> Case:
    """Ended yesterday, and kept for its lead to read."""
    now = timezone.now()
    case = make_named_case(owner, state="closed", ended_at=now - dt.timedelta(days=1), involvement=None)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_involvement(case.pupil, end=yesterday, retained_until=yesterday + dt.timedelta(days=300))
    return case


def stands(kind: str = "ito", **fields) -> Stands:
    defaults = {
        "start": timezone.localdate(), "decided_by": "Rektor, Solvik skole", "document": "Elements 26/1234",
        "legal_reason": "Bare i matematikk, i særlege tilfelle." if kind == "remote_teaching" else "",
        "holder": "Berit Moe" if kind in {"child_coordinator", "relay_log"} else "",
    }  # fmt: skip
    return Stands(kind, **defaults | fields)


def make_decision(case: Case, kind: str = "ito", **fields) -> StandingDecision:
    return standing.write_down(by=actor_of(case.owner), case=case, stands=stands(kind, **fields))


def make_part(case: Case, user: User, part: str = "meets", **fields) -> CaseMember:
    start = fields.pop("start", timezone.localdate() - dt.timedelta(days=7))
    return members.name_member(
        by=actor_of(case.owner), case=case, user=user, part=part, start=start, client_id=uuid.uuid4(), **fields
    )


def make_care(case: Case, **texts: str) -> Care:
    given = {"fetched_by": "Bestemor", "numbers": "Far 900 00 000", "notes": "Nøtteallergi"} | texts
    return caring.write_care(by=actor_of(case.owner), case=case, texts=given, seen_version=0)
