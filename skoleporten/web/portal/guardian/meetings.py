"""Meetings in which the child is talked about: what of them the family is told, and what it has wished for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.agendas.models import Item, ToldItem, Wish
from skoleporten.agendas.wishes import open_intake
from skoleporten.intake.models import Booking
from skoleporten.meetings.models import Meeting
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.web.words import day as day_in_words

# How long one can read what was talked about.
PAST = dt.timedelta(days=60)
MOST_WISHES = 20


@dataclass(frozen=True)
class ToldMeeting:
    name: str
    date: dt.date
    words: Sequence[str]


@dataclass(frozen=True)
class WishInWords:
    """`state` says what has become of it; `may_take_back` until somebody has answered."""

    wish: Wish
    words: str
    state: str
    answer: str
    may_take_back: bool


def meetings_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    told = told_of(actor, pupil, today)
    return {
        "ahead": [one for one in told if one.date >= today],
        "past": [one for one in reversed(told) if one.date < today],
        "talk": talk_ahead(actor, pupil, today),
        "wishes": wishes_of(actor, pupil, today),
        "may_wish": open_intake(pupil) is not None,
    }


def told_of(actor: Actor, pupil: Pupil, today: dt.date) -> list[ToldMeeting]:
    """In the order in which they come. Of a meeting that was held only what was taken up in it."""
    rows = ToldItem.objects.visible_to(actor, purpose_of(actor.role), today)
    rows = rows.filter(item__intake__pupil=pupil, item__meeting__date__gte=today - PAST)
    rows = rows.exclude(item__meeting__state=Meeting.State.HELD, item__state=Item.State.CARRIED)
    ordered = rows.select_related("item__meeting__kind").order_by(
        "item__meeting__date", "item__meeting__starts", "item__meeting", "item__position", "pk"
    )
    hide = masker(pupil, today, reader=actor.user_id)
    return [
        ToldMeeting(meeting.name, meeting.date, [hide(one.words) for one in items])
        for meeting, items in groupby(ordered, key=lambda one: one.item.meeting)
    ]


def talk_ahead(actor: Actor, pupil: Pupil, today: dt.date) -> Booking | None:
    """The intake talk that the reader is asked to: one with the other guardian alone is theirs."""
    booked = Booking.objects.filter(intake__pupil=pupil, called_off_at__isnull=True, starts_at__date__gte=today)
    if actor.role == Role.PUPIL:
        return booked.filter(pupil_is_asked=True).order_by("starts_at").first()
    return booked.filter(guardians__user=actor.user_id).order_by("starts_at").first()


def wishes_of(actor: Actor, pupil: Pupil, today: dt.date) -> list[WishInWords]:
    """The reader's own, the newest first."""
    rows = Wish.objects.visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return [_wish(one) for one in rows.select_related("item__meeting__kind", "meeting__kind")[:MOST_WISHES]]


def _wish(one: Wish) -> WishInWords:
    waits = one.answered_at is None and one.taken_back_at is None
    return WishInWords(one, one.words, _state(one), one.answer, waits)


def _state(one: Wish) -> str:
    if one.taken_back_at is not None:
        return _("You took it back.")
    if one.answered_at is None:
        return _("We have not answered yet.")
    if one.item is None:
        return _("We have answered you.")
    meeting = one.item.meeting
    told = {"meeting": meeting.name, "day": day_in_words(meeting.date)}
    if meeting.state == Meeting.State.PLANNED and not one.item.is_dropped:
        return _("We talk about it in a meeting: %(meeting)s, %(day)s.") % told
    if meeting.state == Meeting.State.HELD and one.item.state == Item.State.DONE:
        return _("We have talked about it in a meeting: %(meeting)s, %(day)s.") % told
    return _("It was not talked about in the meeting that it was put up for. We come back to it.")
