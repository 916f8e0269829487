"""What is new for one reader about one child: each part adds a function to NEWEST. Nothing here names anybody.

def steps(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]        by its own visible_to, newest first
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.agendas.models import ToldItem, Wish
from skoleporten.judgement.models import Goal, Measure
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanStep
from skoleporten.voices.models import Word
from skoleporten.web.portal.guardian.letters import decisions_of, letters_to

LOOKED_BACK = dt.timedelta(days=30)
MOST = 5


@dataclass(frozen=True)
class News:
    """One thing that has come: on which day, in a few words, and where it is read."""

    on: dt.date
    text: str
    url: str


FindsNews = Callable[[Actor, Pupil, dt.date], Iterable[News]]


def newest(actor: Actor, pupil: Pupil, today: dt.date) -> list[News]:
    found = [one for find in NEWEST for one in find(actor, pupil, today) if one.on >= today - LOOKED_BACK]
    return sorted(found, key=lambda one: one.on, reverse=True)[:MOST]


def _steps(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    rows = PlanStep.objects.visible_to(actor, purpose_of(actor.role), today).standing().filter(case__pupil=pupil)
    return [News(_day(one.written_at), _("A new step of the plan"), _at("my_plan", pupil)) for one in _newest(rows)]


def _agreed(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    rows = Measure.objects.visible_to(actor, purpose_of(actor.role), today).filter(case__pupil=pupil)
    page = _at("my_plan", pupil)
    return [
        News(one.starts_on, _("Something new that we do together"), page)
        for one in rows.filter(starts_on__lte=today).order_by("-starts_on")[:MOST]
    ]


def _goals(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    rows = Goal.objects.visible_to(actor, purpose_of(actor.role), today).filter(case__pupil=pupil)
    return [News(_day(one.written_at), _("A new goal"), _at("my_plan", pupil)) for one in _newest(rows)]


def _letters(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    page = _at("my_letters", pupil)
    yield from (News(_day(one.made_at), _("A letter to you"), page) for one in letters_to(actor, pupil, today)[:MOST])
    for one in decisions_of(actor, pupil, today):
        yield News(one.decided_on, _("A decision"), reverse("my_decision", args=[one.public_id]))


def _meetings(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    page = _at("my_meetings", pupil)
    told = ToldItem.objects.visible_to(actor, purpose_of(actor.role), today).filter(item__intake__pupil=pupil)
    yield from (News(_day(one.written_at), _("What we talk about in a meeting"), page) for one in _newest(told))
    wishes = Wish.objects.visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    for one in wishes.filter(answered_at__isnull=False).order_by("-answered_at")[:MOST]:
        yield News(_day(one.answered_at), _("An answer to what you wanted to talk about"), page)


def _own_words(actor: Actor, pupil: Pupil, today: dt.date) -> Iterable[News]:
    """What another has let this reader read."""
    rows = Word.objects.visible_to(actor, purpose_of(actor.role), today).standing().filter(pupil=pupil)
    others = rows.exclude(guardian__user=actor.user_id)
    for one in _newest(others):
        page = reverse("my_word", args=[pupil.public_id, one.public_id])
        yield News(_day(one.written_at), _("Something in own words that you may read"), page)


def _newest(rows: Any) -> Any:
    return rows.order_by("-written_at", "-pk")[:MOST]


def _day(at: dt.datetime | None) -> dt.date:
    assert at is not None
    return timezone.localdate(at)


def _at(url_name: str, pupil: Pupil) -> str:
    return reverse(url_name, args=[pupil.public_id])


NEWEST: tuple[FindsNews, ...] = (_steps, _agreed, _goals, _letters, _meetings, _own_words)
