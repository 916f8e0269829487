"""Calls to the home of somebody who is not marked, and visits there. A call asks how it goes, and is written down."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note, open_to_writing
from skoleporten.cases.models import Case
from skoleporten.concerns import actions as concerns
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.people.models import Guardian
from skoleporten.presence.models import CallHome, HomeVisit
from skoleporten.rules.errors import RefusedError

LONGEST_OUT = dt.timedelta(hours=12)


@transaction.atomic
def call(
    *,
    by: Actor,
    case: Case,
    day: dt.date,
    at: dt.datetime,
    how: str,
    result: str,
    client_id: UUID,
    to_whom: str = "",
    guardian: Guardian | None = None,
    words: str = "",
) -> CallHome:
    """Where a concern is open it has the contact too, as one more step of its own."""
    open_to_writing(case)
    if made := CallHome.objects.filter(client_id=client_id).first():
        return made
    whom = to_whom.strip() or (str(guardian) if guardian else "")
    if by.user_id is None or not whom or how not in ConcernStep.How.values or result not in ConcernStep.Result.values:
        raise RefusedError(_("Say who was called, how, and how it went."))
    made = CallHome.objects.create(
        client_id=client_id, case=case, day=day, at=min(at, timezone.now()), by_id=by.user_id, to_whom=whom[:120],
        guardian=guardian, how=how, result=result, note=words.strip(),
        step=_in_the_concern(by, case, at, whom, guardian, how, result, words, client_id),
    )  # fmt: skip
    note(by, "presence.called_home", case, made, result=result)
    return made


def _in_the_concern(
    by: Actor, case: Case, at: dt.datetime, whom: str, guardian: Guardian | None, how: str, result: str, words: str,
    client_id: UUID,
) -> ConcernStep | None:  # fmt: skip
    concern = Concern.objects.open().filter(pupil=case.pupil_id).order_by("pk").first()
    if concern is None:
        return None
    return concerns.act(
        by=by, concern=concern, kind=ConcernStep.Kind.HOME_CONTACTED, note=words, at=at, to_whom=whom,
        guardian=guardian, how=how, result=result, client_id=client_id,
    )  # fmt: skip


@transaction.atomic
def go_out(*, by: Actor, case: Case, expected_back: dt.datetime, client_id: UUID, with_whom: str = "") -> HomeVisit:
    open_to_writing(case)
    if made := HomeVisit.objects.filter(client_id=client_id).first():
        return made
    now = timezone.now()
    if by.user_id is None or not now < expected_back <= now + LONGEST_OUT:
        raise RefusedError(_("Say when you are expected back, later today."))
    made = HomeVisit.objects.create(
        client_id=client_id, case=case, by_id=by.user_id, with_whom=with_whom.strip(), started_at=now,
        expected_back=expected_back,
    )  # fmt: skip
    note(by, "presence.went_out", case, made)
    return made


@transaction.atomic
def come_back(*, by: Actor, visit: HomeVisit) -> None:
    """Said by whoever is back, or by somebody who has heard from her; a second time changes nothing."""
    visit = HomeVisit.objects.select_for_update(of=("self",)).select_related("case__pupil").get(pk=visit.pk)
    if visit.back_at is not None:
        return
    visit.back_at, visit.back_said_by_id = timezone.now(), by.user_id
    visit.save(update_fields=["back_at", "back_said_by"])
    note(by, "presence.came_back", visit.case, visit)
