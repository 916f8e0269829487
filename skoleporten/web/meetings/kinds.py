"""The kinds of meetings, their rhythm, and the editor that shows the next ten dates while one edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.meetings import kinds, next_date, participants
from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import MeetingKind
from skoleporten.meetings.rhythms import choices_of, rhythm_of
from skoleporten.rig.models import Function
from skoleporten.rules import rhythm as rules
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.meetings import words
from skoleporten.web.meetings.kind_forms import KindForm, RhythmFields, initial_of
from skoleporten.web.meetings.visible import kind_reads, lead_writes
from skoleporten.web.requests import ActingRequest

TEN = 10
EDITOR = "meetings/kind_form.html"
TWO_YEARS = dt.timedelta(weeks=105)
PEOPLE = ("owner", "second_owner", "convener", "writer", "room")


@dataclass(frozen=True)
class DateLine:
    """`note` says what is to be chosen, or that it is only suggested."""

    day: str
    note: str = ""


@kind_reads
def every(request: ActingRequest) -> HttpResponse:
    kinds_told = [
        (kind, words.of_kind(kind, rhythm_of(kind)), words.names(kind.owners))
        for kind in MeetingKind.objects.select_related("owner", "second_owner")
    ]
    context = {"kinds": kinds_told, "is_lead": request.actor.role == Role.LEAD, "trail": trail()}
    return render(request, "meetings/kinds.html", context)


@kind_reads
def one(request: ActingRequest, code: str) -> HttpResponse:
    kind = kind_or_404(code)
    functions = Function.objects.filter(code__in=kind.functions)
    context = {
        "kind": kind,
        "rhythm": words.of_kind(kind, rhythm_of(kind)),
        "owners": words.names(kind.owners),
        "asked": [*(one.name for one in functions), *map(str, kind.people.all())],
        "dates": next_ten(rhythm_of(kind), request.today, kind) if kind.is_active else [],
        "choices": kind.choices.select_related("chosen_by")[:TEN],
        "is_lead": request.actor.role == Role.LEAD,
        "trail": trail(kind.name),
    }
    return render(request, "meetings/kind.html", context)


@lead_writes
def change(request: ActingRequest, code: str) -> HttpResponse:
    kind = kind_or_404(code)
    form = KindForm(request.POST or None, people=_who_may(request), initial=initial_of(kind))

    def save() -> None:
        kinds.change(by=request.actor, kind=kind, to=form.kind_fields, seen_version=form.cleaned_data["seen_version"])

    back = reverse("meeting_kind", args=[code])
    heading = _("Change %(kind)s") % {"kind": kind.name}
    trailing = [*trail(kind.name)[:-1], Crumb(kind.name, back), Crumb(_("Change"))]
    return _editor(request, form, kind, Page(heading, trailing, back, _("The kind of meeting is changed.")), save)


@lead_writes
def new(request: ActingRequest) -> HttpResponse:
    form = KindForm(request.POST or None, people=_who_may(request), initial={"frequency": "every_weeks", "weeks": 2})

    def save() -> None:
        kinds.add(by=request.actor, fields=form.kind_fields)

    heading = _("A new kind of meeting")
    page = Page(heading, trail(heading), reverse("meeting_kinds"), _("The kind of meeting is added."))
    return _editor(request, form, None, page, save)


def _editor(
    request: ActingRequest, form: KindForm, kind: MeetingKind | None, page: Page, save: Callable[[], object]
) -> HttpResponse:
    """With `look` nothing is saved: the page, or by htmx only the dates, is shown as the form stands."""
    dates = dates_of(request, kind)
    if request.method != "POST" or "look" not in request.POST:
        return answer(request, form, replace(page, theirs=_in_words, template=EDITOR, context=dates), save)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "meetings/dates.html", dates)
    context = {"heading": page.heading, "trail": page.trail, "back": page.back, "form": form, **dates}
    return render(request, EDITOR, context)


def dates_of(request: ActingRequest, kind: MeetingKind | None) -> dict[str, Any]:
    """The next ten dates of the rhythm as the form has it, or as it stands while the form does not say."""
    sent = RhythmFields(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        rhythm = sent.rhythm
    elif kind is not None and sent is None:
        rhythm = rhythm_of(kind)
    else:
        return {"dates": [], "rhythm": ""}
    return {"dates": next_ten(rhythm, request.today, kind), "rhythm": words.rhythm(rhythm)}


def next_ten(rhythm: rules.Rhythm, today: dt.date, kind: MeetingKind | None) -> list[DateLine]:
    calendar = Calendar(today, today + TWO_YEARS)
    if rhythm.frequency is rules.Frequency.AGREED:
        return _agreed_and_suggested(rhythm, today, kind, calendar)
    choices = choices_of(kind) if kind else rules.NOTHING_CHOSEN
    return [_line(slot) for slot in rules.coming(rhythm, today, calendar.why_off, choices, TEN)]


def _agreed_and_suggested(
    rhythm: rules.Rhythm, today: dt.date, kind: MeetingKind | None, calendar: Calendar
) -> list[DateLine]:
    """What has been agreed stands first, and the suggestions go on from it."""
    agreed = next_date.agreed_from(kind, today)[:TEN] if kind else []
    last = next_date.last_of(kind) if kind else None
    suggested = rules.suggestions(rhythm, last.date if last else today, calendar.why_off, TEN)[: TEN - len(agreed)]
    return [DateLine(words.day_and_week(day), _("agreed")) for day in agreed] + [
        DateLine(words.day_and_week(day), _("suggested")) for day in suggested
    ]


def _line(slot: rules.Slot) -> DateLine:
    if slot.open:
        told = ". ".join(words.question(asked, slot.off) for asked in slot.open)
        return DateLine(words.day_and_week(slot.slot), _("%(question)s. Somebody must choose.") % {"question": told})
    if slot.date is None:
        return DateLine(words.day_and_week(slot.slot), _("no meeting, as chosen"))
    if slot.date != slot.slot:
        note = _("in place of %(day)s, as chosen") % {"day": words.day_and_week(slot.slot)}
        return DateLine(words.day_and_week(slot.date), note)
    return DateLine(words.day_and_week(slot.date), _("held, as chosen") if slot.off else "")


def kind_or_404(code: str) -> MeetingKind:
    found = MeetingKind.objects.filter(code=code).select_related(*PEOPLE).first()
    if found is None:
        raise Http404
    return found


def trail(*further: str) -> list[Crumb]:
    kinds_page = Crumb(_("Kinds of meetings"), reverse("meeting_kinds") if further else "")
    return [Crumb(_("Meetings"), reverse("meetings")), kinds_page, *map(Crumb, further)]


def _who_may(request: ActingRequest) -> list[User]:
    return participants.may_be_asked(request.today)


def _in_words(kind: MeetingKind) -> str:
    """How it stands now, where somebody else was quicker."""
    return f"{kind.name}: {words.of_kind(kind, rhythm_of(kind))}. {words.names(kind.owners)}"
