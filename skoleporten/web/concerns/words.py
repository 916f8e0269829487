"""Steps of a routine and their dates in words. A date that has passed is told as what it was, and blames nobody."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext

from skoleporten.access import languages
from skoleporten.concerns.models import Concern
from skoleporten.concerns.next_steps import LOOK_AT_MEASURE
from skoleporten.rules.follow_up import Routine, Who, who_in_words
from skoleporten.web import words
from skoleporten.web.rules.wording import in_language

Routines = dict[int, Routine]


def step_name(routine: Routine | None, step_id: str) -> str:
    """Short, for a list. A step that the routine no longer has is told by its code."""
    if not step_id:
        return ""
    if step_id == LOOK_AT_MEASURE or routine is None:
        return gettext("See whether the measure helps")
    step = next((one for one in routine.steps if one.id == step_id), None)
    if step is None:
        return step_id
    return in_language(step.name) or in_language(step.text)


def step_text(routine: Routine | None, step_id: str) -> str:
    """What to do, in a sentence or two."""
    step = next((one for one in routine.steps if one.id == step_id), None) if routine else None
    return in_language(step.text) if step else ""


def step_who(who: Who) -> str:
    return who_in_words(who, languages.written())


def when(on: dt.date | None, today: dt.date) -> str:
    """«i dag», «innen 3. november»; what has passed: «datoen var 3. november»."""
    if on is None:
        return ""
    if on == today:
        return gettext("today")
    if on < today:
        return gettext("the date was %(date)s") % {"date": words.short_day(on)}
    return gettext("by %(date)s") % {"date": words.short_day(on)}


def owner_name(concern: Concern) -> str:
    return str(concern.owner) if concern.owner else gettext("The school's leaders (nobody by name)")
