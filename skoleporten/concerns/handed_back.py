"""Measures that were decided elsewhere, and that the school goes on with: they live in the pupil's concern."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction

from skoleporten.access.actor import Actor
from skoleporten.concerns import actions, measure_actions
from skoleporten.concerns.measures import Measure
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil
from skoleporten.rules import measure as rules


@transaction.atomic
def begin_measures(
    *, by: Actor, pupil: Pupil, school_id: int | None, measures: Sequence[rules.Measure], reason: str, client_id: UUID
) -> list[Measure]:
    """In the concern that is open, else in a new one opened with `reason`. The same `client_id` twice is once."""
    if not measures:
        return []
    concern = Concern.objects.open().filter(pupil=pupil).first()
    if concern is None:
        concern = actions.open_by_person(by=by, pupil=pupil, school_id=school_id, reason=reason)
    return [
        measure_actions.start(
            by=by,
            concern=concern,
            problem=one.problem,
            what=one.measure,
            who=one.who,
            starts_on=one.starts,
            evaluate_on=one.evaluated_on,
            client_id=uuid5(client_id, str(number)),
        )
        for number, one in enumerate(measures)
        if one.starts is not None and one.evaluated_on is not None
    ]
