"""What a source may look among, and what it tells. The gate has been asked once, before any source is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import OPEN_STAGES, Case, CaseQuerySet
from skoleporten.intake.models import Intake
from skoleporten.intake.models.intakes import IntakeQuerySet
from skoleporten.meetings.models import Meeting
from skoleporten.plans.queries import meant_among
from skoleporten.rules.agenda import Asked, shipped

NO_KIND = ""


@dataclass(frozen=True)
class Due:
    """One thing that is due. `key` is the same for as long as it is. `words` are in the page's language, no name."""

    key: str
    intake_id: int | None
    on: dt.date | None
    words: str


@dataclass
class InView:
    """Whom an actor sees that day. None: everybody, for what is stored for all who read it; no page shows it."""

    actor: Actor | None
    today: dt.date

    @property
    def visible_intakes(self) -> IntakeQuerySet:
        rows = Intake.objects.all()
        return rows if self.actor is None else rows.visible_to(self.actor, Purpose.FOLLOW_UP, self.today)

    @property
    def visible_cases(self) -> CaseQuerySet:
        rows = Case.objects.all()
        return rows if self.actor is None else rows.visible_to(self.actor, Purpose.FOLLOW_UP, self.today)

    @cached_property
    def intakes(self) -> dict[int, Intake]:
        """The open ones, with the pupil, the owner and the case."""
        rows = list(self.visible_intakes.open().select_related("pupil", "owner", "case").order_by("pk"))
        return {one.pk: one for one in with_names(rows)}

    @cached_property
    def cases(self) -> dict[int, Case]:
        """The open ones, by their own key."""
        with_case = [one for one in self.intakes.values() if one.state in OPEN_STAGES and hasattr(one, "case")]
        for one in with_case:
            assert one.pupil is not None  # nobody has a case before she is found in the register
            one.case.pupil = one.pupil
        return {one.case.pk: one.case for one in with_case}

    def readable_steps(self, keys: Collection[int]) -> set[int]:
        """Of the plans of cases in view, those steps that are meant for the reader too."""
        return meant_among(self.actor, keys) if self.actor else set(keys)


@dataclass
class Scope(InView):
    """For one meeting."""

    meeting: Meeting

    @property
    def by_date(self) -> dt.date:
        """What falls due before the meeting belongs to it."""
        return max(self.meeting.date, self.today)

    def until(self, section: str) -> dt.date:
        return self.by_date + dt.timedelta(days=shipped().sections[section].ahead)

    @property
    def asked(self) -> Asked:
        return shipped().asked_by(kind_of(self.meeting))


def kind_of(meeting: Meeting) -> str:
    return meeting.kind.code if meeting.kind else NO_KIND


def with_names(intakes: list[Intake]) -> list[Intake]:
    """One that nobody has matched yet is named as its referral told."""
    unmatched = [one for one in intakes if one.pupil_id is None]
    if unmatched:
        prefetch_related_objects(unmatched, "referrals")
    return intakes
