"""What stands in the week without being a meeting: placed and changed by the lead, each with its history."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import shipped_slots
from skoleporten.rules.timetable import SCHOOL_WEEK
from skoleporten.web.components import Crumb
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.week.presenter import times_in_words
from skoleporten.week import entries
from skoleporten.week.models import Entry

MONDAY = dt.date(2026, 1, 5)
CONFLICT = 409
sets_the_week = policy(roles={Role.LEAD}, purpose=None, writes=True)


class EntryForm(OnceForm):
    name_nb = forms.CharField(
        label=gettext_lazy("Name in bokmål"), max_length=80,
        help_text=gettext_lazy("Everybody on the team reads it. Never write a pupil’s name here."),
        error_messages={"required": gettext_lazy("Write what it is called.")},
    )  # fmt: skip
    name_nn = forms.CharField(label=gettext_lazy("Name in nynorsk"), max_length=80, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a day it waits to be placed, and stands in no week."),
    )  # fmt: skip
    starts = forms.ChoiceField(label=gettext_lazy("From"))
    ends = forms.ChoiceField(label=gettext_lazy("To"))
    is_active = forms.BooleanField(label=gettext_lazy("It is in use"), required=False, initial=True)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        slots = shipped_slots()
        self._offer("days", [(str(day), weekday_name(day)) for day in SCHOOL_WEEK])
        self._offer("starts", [(_coded(slot.starts), formats.time_format(slot.starts)) for slot in slots])
        self._offer("ends", [(_coded(slot.ends), formats.time_format(slot.ends)) for slot in slots])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("starts", "") >= values.get("ends", "24:00"):
            self.add_error("ends", gettext("It must end later than it begins."))
        return values

    @property
    def wanted(self) -> entries.Wanted:
        values = self.cleaned_data
        return entries.Wanted(
            name_nb=values["name_nb"], name_nn=values["name_nn"], name_en=values["name_en"], days=values["days"],
            starts=dt.time.fromisoformat(values["starts"]), ends=dt.time.fromisoformat(values["ends"]),
            is_active=values["is_active"],
        )  # fmt: skip


@policy(roles={Role.LEAD}, purpose=None)
def every(request: ActingRequest) -> HttpResponse:
    rows = [entry_in_words(entry) for entry in Entry.objects.visible_to(request.actor)]
    return render(request, "week/entries.html", {"entries": rows, "trail": _trail(_("What stands each week"))})


@sets_the_week
def new(request: ActingRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if form.is_valid():
        try:
            entries.add(by=request.actor, wanted=form.wanted, client_id=form.cleaned_data["client_id"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It stands in the week from now on."))
            return redirect("week_entries")
    heading = _("Add to the week")
    return render(request, "week/entry.html", {"form": form, "heading": heading, "trail": _further(heading)})


@sets_the_week
def one(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = Entry.objects.visible_to(request.actor).filter(public_id=public_id).first()
    if entry is None:
        raise Http404
    form = EntryForm(request.POST or None, initial=_initial(entry))
    theirs: Entry | None = None
    if form.is_valid():
        try:
            entries.change(
                by=request.actor, entry=entry, wanted=form.wanted, seen_version=form.cleaned_data["seen_version"] or 0
            )
        except ChangedMeanwhileError as error:
            theirs = error.now
            form.data = _seen_now(request, theirs)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect("week_entries")
    context = {
        "form": form,
        "heading": entry.name,
        "theirs": entry_in_words(theirs) if theirs else None,
        "changes": [_change(row) for row in entry.history.select_related("changed_by")],
        "trail": _further(entry.name),
    }
    return render(request, "week/entry.html", context, status=CONFLICT if theirs else 200)


def _seen_now(request: ActingRequest, entry: Entry) -> QueryDict:
    """What was sent, to be sent again after the writer has seen how it stands."""
    sent = request.POST.copy()
    sent["seen_version"] = str(entry.version)
    return sent


def weekday_name(day: int) -> str:
    return formats.date_format(MONDAY + dt.timedelta(days=day), "l")


def entry_in_words(entry: Any) -> dict[str, Any]:
    """Of the entry, or of a row of its history."""
    days = ", ".join(weekday_name(int(digit)) for digit in entry.weekdays)
    return {
        "public_id": entry.public_id,
        "name": Entry.name.fget(entry),  # type: ignore[attr-defined]
        "days": days or _("Not placed yet"),
        "times": times_in_words(entry.starts, entry.ends),
        "is_active": entry.is_active,
    }


def _change(row: Any) -> dict[str, Any]:
    return {**entry_in_words(row), "at": row.changed_at, "who": row.changed_by or _("Came with the product")}


def _initial(entry: Entry) -> dict[str, Any]:
    return {
        **{name: getattr(entry, name) for name in ("name_nb", "name_nn", "name_en", "is_active")},
        "days": [str(day) for day in entry.days],
        "starts": _coded(entry.starts),
        "ends": _coded(entry.ends),
        "seen_version": entry.version,
    }


def _coded(time: dt.time) -> str:
    return f"{time:%H:%M}"


def _trail(last: str) -> list[Crumb]:
    return [Crumb(_("Week"), reverse("week")), Crumb(last)]


def _further(last: str) -> list[Crumb]:
    return [*_trail("")[:1], Crumb(_("What stands each week"), reverse("week_entries")), Crumb(last)]
