"""What helps at the door, which talks are asked for, and what the class may know: a few questions for many pupils."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from skoleporten.access.actor import Actor
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanAnswer
from skoleporten.rules.supports import Kind
from skoleporten.supports.models import ClassText, Support, TalkWish


@dataclass
class Lines:
    """Of one pupil, in her own order."""

    helps: list[str] = field(default_factory=list)
    hard: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.helps or self.hard)


def lines_for(actor: Actor, purpose: str, today: dt.date, pupil_pks: Collection[int]) -> dict[int, Lines]:
    """What each lets the actor read; whoever has nothing to show is not among them. One question for all of them."""
    rows = Support.objects.visible_to(actor, purpose, today).filter(pupil__in=pupil_pks)
    found: dict[int, Lines] = defaultdict(Lines)
    for row in rows.order_by("position", "pk"):
        lines = found[row.pupil_id]
        (lines.helps if row.kind == Kind.HELPS else lines.hard).append(row.words)
    return dict(found)


def supports_of(actor: Actor, purpose: str, today: dt.date, pupil: Pupil, kind: str) -> list[Support]:
    rows = Support.objects.visible_to(actor, purpose, today).filter(pupil=pupil, kind=kind)
    return list(rows.select_related("written_by", "school").order_by("position", "pk"))


def agreed_text(actor: Actor, purpose: str, today: dt.date, pupil: Pupil) -> ClassText | None:
    """What may be told to the class now; None where nothing is agreed."""
    return ClassText.objects.visible_to(actor, purpose, today).agreed().filter(pupil=pupil).first()


def newest_text(actor: Actor, purpose: str, today: dt.date, pupil: Pupil) -> ClassText | None:
    """Proposed and not ended, else the one that is agreed."""
    rows = ClassText.objects.visible_to(actor, purpose, today).filter(pupil=pupil, ended_at__isnull=True)
    return rows.order_by("-number").first()


def talks_waiting(actor: Actor, purpose: str, today: dt.date) -> list[TalkWish]:
    """The one that was asked for first stands first."""
    rows = TalkWish.objects.visible_to(actor, purpose, today).waiting()
    return list(rows.select_related("pupil", "adult").order_by("asked_at", "pk"))


def answers_unread(actor: Actor, purpose: str, today: dt.date) -> list[PlanAnswer]:
    """What pupils have said to a step on their own pages, and nobody here has read."""
    rows = PlanAnswer.objects.visible_to(actor, purpose, today).by_the_pupil().filter(read__isnull=True)
    return list(rows.select_related("step__case__pupil", "step__case__intake").order_by("written_at", "pk"))
