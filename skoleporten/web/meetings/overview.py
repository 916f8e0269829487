"""The meetings to come, by kind and by day, and what a person must choose about before they can be planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.roles import Role
from skoleporten.meetings import need, next_date, queries
from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import Meeting, MeetingKind, TeamMeetingQuerySet
from skoleporten.meetings.rhythms import calendar_ahead, questions, rhythm_of
from skoleporten.rules.rhythm import OF_A_TURN, Slot
from skoleporten.web.components import Crumb
from skoleporten.web.meetings import words
from skoleporten.web.meetings.presenters import first_days, table
from skoleporten.web.meetings.visible import TEAM, rhythm_reads
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import day

WEEKS_SHOWN = dt.timedelta(weeks=6)
A_PAGE = 25
WHAT_A_KIND_NEEDS = ("owner", "second_owner", "room")


@dataclass(frozen=True)
class KindLine:
    """One kind: how often, who owns it, its next day, and what there is to do about it."""

    kind: MeetingKind
    rhythm: str
    owners: str
    next: Meeting | None
    note: str = ""
    questions: int = 0
    # How many of them are about the turn of a year with a week 53.
    is_at_turn: bool = False

    @property
    def to_choose(self) -> str:
        if self.is_at_turn:
            return _("Choose how it goes on at the turn of the year, and on days off")
        return ngettext("%(count)s date to choose about", "%(count)s dates to choose about", self.questions) % {
            "count": self.questions
        }


@rhythm_reads
def every(request: ActingRequest) -> HttpResponse:
    today, is_team = request.today, request.actor.role in TEAM
    calendar = calendar_ahead(today) if is_team else None
    coming = list(_shown(queries.meetings_between(today, today + WEEKS_SHOWN), request))
    own_day = [one for one in coming if one.date == today]
    later = [one for one in coming if one.date > today and not _is_daily(one)]
    context = {
        "today": table(own_day, _("Meetings today")) if own_day else None,
        "coming": table(later, _("Meetings in the next six weeks")) if later else None,
        "kinds": kind_lines(today, calendar) if calendar else [],
        "is_team": is_team,
        "is_lead": request.actor.role == Role.LEAD,
        "until": day(today + WEEKS_SHOWN),
        "calendar_ends": calendar_ends(today, calendar) if calendar else "",
    }
    return render(request, "meetings/overview.html", context)


@rhythm_reads
def earlier(request: ActingRequest) -> HttpResponse:
    """The newest first, without those of each day."""
    rows = _visible(Meeting.objects.filter(date__lt=request.today), request)
    rows = rows.exclude(kind__frequency=MeetingKind.Frequency.SCHOOL_DAYS).order_by("-date", "-starts", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meetings": table(page.object_list, _("Meetings before today")),
        "page": page,
        "trail": [Crumb(_("Meetings"), reverse("meetings")), Crumb(_("Meetings before today"))],
    }
    return render(request, "meetings/earlier.html", context)


def kind_lines(today: dt.date, calendar: Calendar) -> list[KindLine]:
    rows = MeetingKind.objects.filter(is_active=True).select_related(*WHAT_A_KIND_NEEDS)
    kinds = list(rows.prefetch_related("choices"))
    planned = Meeting.objects.planned().filter(kind__in=kinds, date__gte=today).order_by("date", "starts")
    nearest = first_days(planned.filter(date__lte=today + WEEKS_SHOWN).select_related("booking__room"))
    return [_line(kind, nearest.get(kind.pk), questions(kind, today, calendar), today) for kind in kinds]


def _line(kind: MeetingKind, nearest: Meeting | None, asked: list[Slot], today: dt.date) -> KindLine:
    return KindLine(
        kind=kind,
        rhythm=words.of_kind(kind, rhythm_of(kind)),
        owners=words.names(kind.owners),
        next=nearest,
        note=_note(kind, nearest, today),
        questions=len(asked),
        is_at_turn=any(OF_A_TURN & set(slot.open) for slot in asked),
    )


def _note(kind: MeetingKind, nearest: Meeting | None, today: dt.date) -> str:
    """Why there is no next day, where there is none."""
    if nearest is not None:
        return ""
    if kind.is_next_agreed:
        last = next_date.last_of(kind)
        if last is None:
            return _("No date is agreed yet. Plan the first meeting of the kind.")
        suggested = next_date.suggestions(kind, last.date, 1)[0]
        return _("No date is agreed yet. Suggested: %(day)s") % {"day": day(suggested)}
    if kind.frequency != MeetingKind.Frequency.SCHOOL_DAYS and not kind.weekdays:
        return _("Nobody is called before a weekday is chosen.")
    if kind.only_if_needed:
        return _if_needed(kind, today)
    return _("None in the next six weeks.")


def _if_needed(kind: MeetingKind, today: dt.date) -> str:
    slot = need.next_slot(kind, today)
    if slot is not None and slot.date is not None and need.is_needed(slot.date):
        return _("The queue has something, and somebody has cancelled the next one.")
    return _("The queue has nothing now. It proposes itself when there is something.")


def calendar_ends(today: dt.date, calendar: Calendar) -> str:
    """Until when the school calendar is entered, where that is soon; otherwise meetings could fall on days off."""
    last = calendar.last_day
    if last is None or last <= today:
        return _("Nobody has entered the school calendar ahead, so only public holidays are seen beforehand.")
    if last < today + WEEKS_SHOWN:
        return _("The school calendar is entered until %(day)s. After it no meeting is planned.") % {"day": day(last)}
    return ""


def _is_daily(meeting: Meeting) -> bool:
    return meeting.kind is not None and meeting.kind.frequency == MeetingKind.Frequency.SCHOOL_DAYS


def _visible(meetings: TeamMeetingQuerySet, request: ActingRequest) -> TeamMeetingQuerySet:
    """Without those that only the rhythm took away."""
    seen = meetings.filter(pk__in=Meeting.objects.visible_to(request.actor, request.today).values("pk"))
    seen = seen.exclude(because=Meeting.Because.RHYTHM)
    return seen.select_related("kind__owner", "kind__second_owner", "chair", "booking__room", "made_by")


def _shown(meetings: TeamMeetingQuerySet, request: ActingRequest) -> Iterable[Meeting]:
    return _visible(meetings, request).order_by("date", "starts", "pk")
