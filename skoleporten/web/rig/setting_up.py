"""What a lead sets up: functions and who has them, rooms, and the one way in which each is added and changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import CheckboxInput
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import Grant, User
from skoleporten.access.roles import STAFF
from skoleporten.rig import setting_up
from skoleporten.rig.models import Capacity, Function, Holding, Room, Service
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.forms import FunctionForm, HoldingForm, RoomForm, SeenForm, as_written
from skoleporten.web.rig.visible import found, lead_writes, trail_to


@dataclass(frozen=True)
class Editor:
    """Pages that add a row of one kind and change it. `given` is what the form needs; `fixed` what it does not ask."""

    kind: type[Function | Holding | Room | Service | Capacity]
    form: type[SeenForm]
    back: str
    trail: Sequence[Crumb]
    intro: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)

    def new(self, request: ActingRequest, heading: str, initial: dict[str, Any] | None = None) -> HttpResponse:
        form = self.form(request.POST or None, initial=initial, **self.given)

        def save() -> None:
            values = {**form.values, **self.fixed}
            setting_up.add(by=request.actor, kind=self.kind, values=values, client_id=form.cleaned_data["client_id"])

        return answer(request, form, self._page(heading), save)

    def change(self, request: ActingRequest, row: Any, heading: str = "") -> HttpResponse:
        form = self.form(request.POST or None, initial=as_written(row, self.form), **self.given)

        def save() -> None:
            seen = form.cleaned_data["seen_version"]
            setting_up.change(by=request.actor, row=row, values=form.values, seen_version=seen)

        return answer(request, form, self._page(heading or str(row), _what_stands(form)), save)

    def _page(self, heading: str, theirs: Callable[[Any], str] = str) -> Page:
        trail = [*self.trail, Crumb(heading)]
        return Page(heading, trail, self.back, _("Written down."), self.intro, theirs)


def _what_stands(form: SeenForm) -> Callable[[Any], str]:
    """Each field of the form as the row has it now, where somebody else was quicker."""

    def told(row: Any) -> str:
        shown = [(field, _value(row, field.name, field.field.widget)) for field in form.visible_fields()]
        return "\n".join(f"{field.label}: {value}" for field, value in shown if value)

    return told


def _value(row: Any, name: str, widget: Any) -> str:
    value = getattr(row, name, None)
    if isinstance(widget, CheckboxInput):
        return _("yes") if value else _("no")
    if name.startswith("minutes"):
        return words.duration(value) if value is not None else ""
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else value or "")


@lead_writes
def set_up(request: ActingRequest) -> HttpResponse:
    """What there is to set up, also what is not in use."""
    held = Holding.objects.all().on(request.today).select_related("user", "function")
    to_come = Holding.objects.filter(start__gt=request.today).select_related("user", "function")
    by_function: dict[int, list[Holding]] = {}
    for one in (*held, *to_come):
        by_function.setdefault(one.function_id, []).append(one)
    functions = [(one, by_function.get(one.pk, [])) for one in Function.objects.all()]
    context = {"functions": functions, "rooms": Room.objects.all(), "trail": trail_to(_("Set up the rig"))}
    return render(request, "rig/set_up.html", context)


@lead_writes
def function_new(request: ActingRequest) -> HttpResponse:
    return Editor(Function, FunctionForm, *_set_up()).new(request, _("Add a function"))


@lead_writes
def function(request: ActingRequest, function: uuid.UUID) -> HttpResponse:
    return Editor(Function, FunctionForm, *_set_up()).change(request, found(request, Function, function))


@lead_writes
def holding_new(request: ActingRequest, function: uuid.UUID) -> HttpResponse:
    row = found(request, Function, function)
    editor = Editor(
        Holding, HoldingForm, *_set_up(), given={"people": staff(request)}, fixed={"function": row},
        intro=_("From when to when, and by whom. It opens no pupil to anybody: access is given elsewhere."),
    )  # fmt: skip
    heading = _("Who has it: %(function)s") % {"function": row.name}
    return editor.new(request, heading, {"start": request.today})


@lead_writes
def holding(request: ActingRequest, holding: uuid.UUID) -> HttpResponse:
    row = found(request, Holding, holding, "function", "user")
    people = staff(request)
    if row.user is not None and row.user not in people:
        people = [*people, row.user]
    editor = Editor(Holding, HoldingForm, *_set_up(), given={"people": people})
    return editor.change(request, row, f"{row.function.name}: {row.holder}")


@lead_writes
def room_new(request: ActingRequest) -> HttpResponse:
    return Editor(Room, RoomForm, *_set_up()).new(request, _("Add a room"))


@lead_writes
def room(request: ActingRequest, room: uuid.UUID) -> HttpResponse:
    return Editor(Room, RoomForm, *_set_up()).change(request, found(request, Room, room))


def staff(request: ActingRequest) -> list[User]:
    """Whoever has a role of the staff today, also at a school or in PPT."""
    held = Grant.objects.in_force(request.today).filter(role__in=STAFF)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("display_name", "pk"))


def _set_up() -> tuple[str, list[Crumb]]:
    url = reverse("rig_set_up")
    return url, trail_to(Crumb(_("Set up the rig"), url))
