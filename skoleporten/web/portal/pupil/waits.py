"""What waits for an answer on the pages of this part, for the navigation under the child's name."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.consents.givers import THE_PUPIL
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanStep
from skoleporten.supports.class_texts import Asked, asked_of
from skoleporten.supports.models import ClassText


def steps_that_wait(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    """Those ahead that the pupil is not asked about yet."""
    steps = PlanStep.objects.visible_to(actor, purpose_of(actor.role), today).standing().nobody_has_answered()
    cases = Case.objects.open().visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return steps.filter(case__in=cases, starts_on__gt=today).count()


def class_text_waits(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    """One where a text is proposed that the reader must say yes or no to, and has not."""
    rows = ClassText.objects.visible_to(actor, purpose_of(actor.role), today).awaiting().filter(pupil=pupil)
    text = rows.select_related("pupil").first()
    return int(text is not None and any(_is_mine(one, actor) and one.says is None for one in asked_of(text, today)))


def _is_mine(asked: Asked, actor: Actor) -> bool:
    if asked.giver is None:
        return False
    if asked.giver == THE_PUPIL:
        return actor.role == Role.PUPIL
    return asked.giver.guardian is not None and asked.giver.guardian.user_id == actor.user_id
