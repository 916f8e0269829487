"""The week's rows, one valid each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools

from django.test import Client
from django.urls import reverse

from skoleporten.access.models import User
from skoleporten.meetings.models import Meeting
from skoleporten.week import feeds
from skoleporten.week.models import Entry, Feed
from tests.factories import actor_of
from tests.meeting_factories import make_participant, make_team_meeting

_number = itertools.count(1)


def make_entry(name: str = "", weekdays: str = "0", starts: str = "12:20", ends: str = "13:20", **fields) -> Entry:
    """Each Monday from 12:20 to 13:20."""
    return Entry.objects.create(
        name_nb=name or f"Fast tid {next(_number)}", weekdays=weekdays, starts=dt.time.fromisoformat(starts),
        ends=dt.time.fromisoformat(ends), **fields,
    )  # fmt: skip


def make_feed(user: User) -> tuple[Feed, str]:
    """Of the user in the role of the first grant, with the address that it is asked for at."""
    feed, token = feeds.make(by=actor_of(user))
    return feed, reverse("feed", args=[token])


def fetch(address: str, **headers: str):
    """As a calendar program does: without log-in, without cookies."""
    return Client().get(address, headers=headers)


def make_meeting_with(*users: User, **fields) -> Meeting:
    meeting = make_team_meeting(**fields)
    for user in users:
        make_participant(meeting, user)
    return meeting
