"""Who is away, who steps in, and what the days touch: meetings, cases and parts in cases, through the gate."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.rig import away as actions
from skoleporten.rig import queries
from skoleporten.rig.away import Told, span
from skoleporten.rig.models import Away
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.forms import AwayForm, AwayOfAnybodyForm, as_written
from skoleporten.web.rig.overview import AwayToday, away_in_words
from skoleporten.web.rig.touched import Touched, touched_by
from skoleporten.web.rig.visible import days_reads, days_writes, found, touched_writes, trail_to
from skoleporten.web.saving import tell


@dataclass(frozen=True)
class Row:
    """`without`: the working days on which nobody steps in."""

    told: AwayToday
    without: Sequence[str]
    url: str
    is_mine: bool


@days_reads
def away(request: ActingRequest) -> HttpResponse:
    """From today on, and what has begun."""
    rows = Away.objects.all().standing().visible_to(request.actor).filter(last__gte=request.today)
    listed = list(rows.filter(user__is_active=True).select_related("user", "stand_in"))
    last = max((one.last for one in listed), default=request.today)
    without = {one.pk: days for one, days in queries.without_stand_in(request.today, last)}
    shown = [_row(request, one, without.get(one.pk, [])) for one in listed]
    return render(request, "rig/away.html", {"rows": shown, "trail": trail_to(_("Away"))})


@days_writes
def new(request: ActingRequest) -> HttpResponse:
    """One's own days; a lead chooses whose."""
    people = list(queries.works_here(request.today))
    is_lead = request.actor.role == Role.LEAD
    form_class = AwayOfAnybodyForm if is_lead else AwayForm
    initial = {"first": request.today, "last": request.today, "who": str(request.user.public_id)}
    form = form_class(request.POST or None, people=people, initial=initial)

    def save() -> None:
        user = form.chosen if isinstance(form, AwayOfAnybodyForm) else request.user
        row = actions.tell(
            by=request.actor, user=user, told=Told(**form.values), client_id=form.cleaned_data["client_id"]
        )
        _tell_whom_it_leaves(request, row)

    heading = _("Tell that somebody is away") if is_lead else _("Tell that you are away")
    page = Page(heading, _trail(heading), reverse("rig_away"), _("It is told."))
    return answer(request, form, page, save)


@touched_writes
def one(request: ActingRequest, away: uuid.UUID) -> HttpResponse:
    """The days, and what they touch; whose they are and a lead change them."""
    row = found(request, Away, away, "user", "stand_in")
    may_write = request.actor.role == Role.LEAD or request.actor.user_id == row.user_id
    if row.withdrawn_at is not None or (request.method == "POST" and not may_write):
        raise Http404
    if "withdraw" in request.POST:
        tell(request, lambda: actions.withdraw(by=request.actor, away=row), _("It is taken back."))
        return redirect("rig_away")
    people = [one for one in queries.works_here(request.today) if one.pk != row.user_id]
    if row.stand_in is not None and row.stand_in not in people:
        people.append(row.stand_in)
    form = AwayForm(request.POST or None, people=people, initial=as_written(row, AwayForm))

    def save() -> None:
        told, seen = Told(**form.values), form.cleaned_data["seen_version"]
        actions.change(by=request.actor, away=row, told=told, seen_version=seen)

    context: dict[str, object] = {
        "told": away_in_words(row),
        "touched": _touched(request, row),
        "may_write": may_write,
    }
    heading = _("%(name)s is away") % {"name": row.user}
    page = Page(
        heading, _trail(heading), reverse("rig_away"), _("Written down."), theirs=_theirs,
        template="rig/away_one.html", context=context,
    )  # fmt: skip
    return answer(request, form, page, save)


def _touched(request: ActingRequest, row: Away) -> Touched:
    return touched_by(request, row.user, max(row.first, request.today), row.last)


def _tell_whom_it_leaves(request: ActingRequest, row: Away) -> None:
    """Whoever was to step in for others and is away herself: they need somebody else."""
    left = queries.steps_in_for(row.user_id, row.first, row.last)
    if left:
        names = ", ".join(dict.fromkeys(str(one.user) for one in left))
        messages.warning(request, _("Somebody else must step in for %(names)s.") % {"names": names})


def _row(request: ActingRequest, row: Away, without: list[dt.date]) -> Row:
    return Row(
        told=away_in_words(row),
        without=[words.short_day(day) for day in without],
        url=reverse("rig_away_one", args=[row.public_id]),
        is_mine=row.user_id == request.actor.user_id,
    )


def _theirs(row: Away) -> str:
    told = away_in_words(row)
    return "\n".join([f"{told.kind} {span(row.first, row.last)}", told.stand_in or _("Nobody steps in")])


def _trail(heading: str) -> list[Crumb]:
    return trail_to(Crumb(_("Away"), reverse("rig_away")), heading)
