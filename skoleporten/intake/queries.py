"""The queue, and what each who referred may know of what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.intake.lacks import with_lacks
from skoleporten.intake.models import Booking, Intake, Referral, Transition
from skoleporten.intake.owners import may_own
from skoleporten.rules.transitions import Stage

WHAT_A_ROW_NEEDS = ("pupil__measure__school", "pupil__measure__school_class", "owner", "followed_up_by")
WITH_A_CASE = (Stage.ACTIVE, Stage.HANDING_BACK)
FOR_PURPOSE = {Role.GUARDIAN: Purpose.OWN_CHILD, Role.PUPIL: Purpose.OWN}


def queue(actor: Actor, today: dt.date) -> QuerySet[Intake]:
    """Those in view on their way to an answer, the longest waiting first, with what each lacks and whether its owner is
    still here. Who has begun is among the cases.
    """
    booked = Booking.objects.filter(intake=OuterRef("pk"), called_off_at__isnull=True)
    visible = Intake.objects.visible_to(actor, Purpose.FOLLOW_UP, today).open().exclude(state__in=WITH_A_CASE)
    rows = with_lacks(visible, today).annotate(
        talk_at=Subquery(booked.values("starts_at")[:1]),
        has_owner_here=Exists(may_own(today).filter(pk=OuterRef("owner"))),
        first_sent_at=Coalesce(
            Subquery(Referral.objects.filter(intake=OuterRef("pk")).order_by("sent_at").values("sent_at")[:1]),
            "opened_at",
        ),
    )
    referrals = Referral.objects.select_related("route", "school")
    rows = rows.select_related(*WHAT_A_ROW_NEEDS)
    return rows.prefetch_related(Prefetch("referrals", queryset=referrals)).order_by("first_sent_at", "pk")


def hidden_from(actor: Actor, today: dt.date) -> int:
    """How many open ones somebody else must open, because the gate does not let this one in. No names.

    Of whom the reader is barred from there is not even a number.
    """
    if actor.role != Role.LEAD:
        return 0
    visible = Intake.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    others = Intake.objects.open().exclude(pk__in=visible.values("pk"))
    return others.exclude(pupil__in=gate.barred_from(actor, today)).count()


def sent_by_school(actor: Actor, today: dt.date) -> QuerySet[Referral]:
    """Of pupils who go there now, and of those it lost this school year, whose status it sees as it was then."""
    now = Referral.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    before = Referral.objects.visible_to(actor, Purpose.FORMER_SCHOOL, today)
    found = (now | before).filter(school__in=actor.school_ids)
    return found.select_related("intake__pupil", "route", "school", "referred_by").order_by("-sent_at", "-pk")


def sent_by_family(actor: Actor, today: dt.date) -> QuerySet[Referral]:
    """Her own. Of a child chosen by her while she could see it, none once she can not."""
    mine = Referral.objects.filter(referred_by=actor.user_id, route__used_by=actor.role)
    in_view = mine.filter(intake__pupil__in=gate.pupils(actor, FOR_PURPOSE[Role(actor.role)], today))
    by_name = mine.exclude(told_given_name="", told_family_name="")
    return (in_view | by_name).select_related("intake__pupil", "route").order_by("-sent_at", "-pk")


def steps_since(referral: Referral, before: dt.date | None = None) -> list[Transition]:
    """What happened with the intake from the referral on; for a former school only until the pupil left."""
    rows = referral.intake.transitions.filter(at__gte=referral.sent_at).order_by("at", "pk")
    rows = rows | referral.intake.transitions.filter(pk__in=_first(referral.intake))
    if before is not None:
        rows = rows.filter(at__date__lt=before)
    return list(rows.order_by("at", "pk"))


def _first(intake: Intake) -> Any:
    return intake.transitions.order_by("at", "pk").values("pk")[:1]
