"""What one person has asked for, what waits for a pupil's answer, and what waits for the team."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.access_requests.models import AccessRequest, ItemChoice, Objection, PupilAsked
from skoleporten.access_requests.models.items import PupilAskedQuerySet
from skoleporten.access_requests.models.requests import AccessRequestQuerySet
from skoleporten.people.models import Pupil
from skoleporten.rules.access_requests import Verdict


def mine(actor: Actor, pupil: Pupil, today: dt.date) -> AccessRequest | None:
    """The newest of this person's that was not taken back; the earlier ones are kept and not shown."""
    seen = AccessRequest.objects.visible_to(actor, purpose_of(actor.role), today)
    return seen.filter(pupil=pupil).exclude(state=AccessRequest.State.TAKEN_BACK).first()


def asked_of_pupil(actor: Actor, pupil: Pupil, today: dt.date) -> PupilAskedQuerySet:
    """In the requests that are being answered; nobody but the pupil."""
    if actor.role != Role.PUPIL:
        return PupilAsked.objects.none()
    seen = PupilAsked.objects.visible_to(actor, purpose_of(actor.role), today)
    return seen.filter(request__pupil=pupil, request__state=AccessRequest.State.OPEN).select_related("request")


def waits_for_pupil(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    return asked_of_pupil(actor, pupil, today).filter(says="").count()


def let_read(pupil: Pupil) -> list[ItemChoice]:
    """What an answer has let a guardian read: the newest choice of each thing, in requests that are answered."""
    later = ItemChoice.objects.filter(
        request=OuterRef("request"), source=OuterRef("source"), item=OuterRef("item"), number__gt=OuterRef("number")
    )
    rows = ItemChoice.objects.filter(
        ~Exists(later), request__pupil=pupil, request__role=Role.GUARDIAN, request__answers__isnull=False
    )
    return list(rows.exclude(verdict=Verdict.WITHHOLD).distinct().order_by("-at"))


def to_answer(actor: Actor, today: dt.date) -> AccessRequestQuerySet:
    """Open requests, and answered ones with a complaint that waits; what is due first stands first."""
    seen = AccessRequest.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    complaint = Objection.objects.filter(request=OuterRef("pk"), outcome="")
    return seen.filter(Q(state=AccessRequest.State.OPEN) | Exists(complaint)).order_by("due", "pk")
