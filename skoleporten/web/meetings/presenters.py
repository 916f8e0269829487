"""Rows of meetings as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.meetings import leading
from skoleporten.meetings.leading import AwayByDay
from skoleporten.meetings.models import Meeting
from skoleporten.web.meetings import words
from skoleporten.web.tables import Cell, Column, Table
from skoleporten.web.words import day


@dataclass(frozen=True)
class Person:
    """`note` says why she is asked, or that she is away and who steps in."""

    pk: int
    name: str
    note: str = ""
    is_guest: bool = False


def table(meetings: Iterable[Meeting], caption: str) -> Table:
    """When, which, where and who leads. One that was cancelled says so, and why."""
    away = AwayByDay()
    return Table(
        caption=caption,
        columns=[Column(_("Meeting")), Column(_("When")), Column(_("Where")), Column(_("Leads"))],
        rows=[_row(meeting, away) for meeting in meetings],
        is_caption_hidden=True,
        stacks=True,
    )


def _row(meeting: Meeting, away: AwayByDay) -> list[Cell]:
    if meeting.state == Meeting.State.CANCELLED:
        return [_link(meeting), Cell(words.when(meeting)), Cell(words.state(meeting)), Cell("–")]
    moved = _("moved from %(day)s") % {"day": day(meeting.moved_from)} if meeting.moved_from else ""
    leader = leading.chair_of(meeting, away.on(meeting.date))
    return [
        _link(meeting),
        Cell(words.when(meeting), note=moved if meeting.moved_from != meeting.date else ""),
        Cell(meeting.where or _("not chosen")),
        Cell(words.leads(leader) or _("nobody yet")),
    ]


def _link(meeting: Meeting) -> Cell:
    return Cell(meeting.name, url=reverse("meeting", args=[meeting.public_id]))


def first_days(meetings: Iterable[Meeting]) -> dict[int | None, Meeting]:
    """By kind the first of them."""
    found: dict[int | None, Meeting] = {}
    for meeting in meetings:
        found.setdefault(meeting.kind_id, meeting)
    return found
