"""Who is here to read own words, by when, and what waits to be read. For one pupil, and for those in view."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.intake.models import Intake
from skoleporten.intake.owners import may_own_this
from skoleporten.people.models import Involvement, Pupil
from skoleporten.plans.school_days import days_of
from skoleporten.rig.queries import away_on
from skoleporten.rules.follow_up.school_days import SchoolDays
from skoleporten.rules.voices import READ_WITHIN_SCHOOL_DAYS, Teller
from skoleporten.voices.models import Opening, Word, WordQuerySet

LOOKED_AHEAD = dt.timedelta(days=90)  # over a summer


def is_listened_to(pupil: Pupil, today: dt.date) -> bool:
    """Whether Skoleporten follows the pupil up today; else nobody here would read what is written."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    return Involvement.objects.filter(lasts, pupil=pupil, start__lte=today).exists()


def read_by(pupil: Pupil, today: dt.date) -> dt.date:
    """The day by which somebody has read what is written today, by the calendar of the pupil's school."""
    days = days_of([pupil.pk], today, today + LOOKED_AHEAD)[pupil.pk]
    return SchoolDays(days).after(today, READ_WITHIN_SCHOOL_DAYS)


def to_read(actor: Actor, today: dt.date) -> WordQuerySet:
    """By the team, of the pupils in view, while they are followed up."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    followed = Involvement.objects.filter(lasts, start__lte=today).values("pupil")
    return Word.objects.visible_to(actor, Purpose.FOLLOW_UP, today).filter(pupil__in=followed).to_read()


def staff_to_tell(pupil: Pupil, today: dt.date) -> list[User]:
    """Whoever is in charge and sees the pupil, or the stand-in today; else everybody who could be in charge."""
    intake = Intake.objects.open().filter(pupil=pupil).select_related("owner").order_by("-opened_at").first()
    if intake is None:
        return []
    may = may_own_this(intake, today)
    away = away_on(today).get(intake.owner_id)
    first = intake.owner if away is None else away.stand_in
    return [first] if first in may else may


def openings_of(word: Word) -> list[Opening]:
    """Newest first, also those that have ended."""
    rows = word.openings.select_related("guardian", "opened_by").order_by("-opened_at", "-pk")
    return list(rows) if word.teller == Teller.PUPIL else []
