"""The page of one pupil's absence, reached from the list of work or from the list of pupils."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skoleporten.access import reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns.models import Concern, ConcernStep, PupilMeasure, Signal
from skoleporten.people.models import Pupil
from skoleporten.rules.calendar import school_year
from skoleporten.rules.visibility import visible
from skoleporten.web import read_log
from skoleporten.web.cases.for_school import panels_for_the_school
from skoleporten.web.components import Crumb
from skoleporten.web.concerns.follow_up import follow_up_of
from skoleporten.web.concerns.forms import ActForm, CloseForm, OpenForm
from skoleporten.web.concerns.visible import MAY_ACT, MAY_CLOSE
from skoleporten.web.intake.stage import at_skoleporten
from skoleporten.web.layout import as_of_once
from skoleporten.web.pupils import presenters
from skoleporten.web.pupils.calendar import year_calendar, year_name
from skoleporten.web.pupils.weeks import week_figure
from skoleporten.web.pupils.year import PupilYear, pupil_year
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import rule_sets_used, signal_in_words


def pupil_page(
    request: ActingRequest, pupil: Pupil, trail: Sequence[Crumb], forms: dict[str, Any] | None = None
) -> HttpResponse:
    """`pupil` has come through the gate. `forms` hold what somebody just tried to send, with its mistakes."""
    read_log.shown(request, [pupil.public_id], action="pupils.opened", purpose=Purpose.FOLLOW_UP)
    as_of = as_of_once(request)
    newest_year = school_year(as_of or request.today)
    year = pupil_year(pupil, asked_year(request, newest_year), as_of)
    rule_sets = rule_sets_used()
    signals = list(Signal.objects.filter(pupil=pupil).order_by("rule_id", "-last_seen"))
    concerns = _concerns_of(request, pupil)
    measure = _measure_of(pupil)
    context = {
        "pupil": pupil,
        "sees": visible(request.actor.role),
        "may_act": request.actor.role in MAY_ACT,
        "may_close": request.actor.role in MAY_CLOSE,
        "placing": _placing(year),
        "year": year,
        "year_name": year_name(year.year),
        "years": [(one, year_name(one)) for one in (newest_year, newest_year - 1)],
        "trail": trail,
        "reasons": reasons.reasons_in_view(request.actor, pupil.pk, request.today),
        "concern": concerns[0] if concerns else None,
        "signals": [signal_in_words(signal, rule_sets) for signal in signals if signal.is_current],
        "key_figures": presenters.key_figures(year),
        "facts": presenters.facts(year, measure),
        "calendar": year_calendar(year),
        "weeks": week_figure(year, file_url("pupil_weeks_file", pupil, year)),
        "days_url": file_url("pupil_days_file", pupil, year),
        "timeline": presenters.timeline(concerns, signals, year.enrolments, rule_sets),
        "act_form": ActForm(),
        "close_form": CloseForm(),
        "open_form": OpenForm(),
        "at_skoleporten": at_skoleporten(request, pupil),
        "case_panels": panels_for_the_school(request, pupil),
        **follow_up_of(request, concerns[0] if concerns else None),
    }
    return render(request, "pupils/one.html", context | (forms or {}))


def asked_year(request: ActingRequest, newest: int) -> int:
    """The school year in the address, where it is one that we can know something about."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in {str(newest), str(newest - 1)} else newest


def file_url(name: str, pupil: Pupil, year: PupilYear) -> str:
    return f"{reverse(name, args=[pupil.public_id])}?year={year.year}"


def year_of(request: ActingRequest, pupil: Pupil) -> PupilYear:
    as_of = as_of_once(request)
    return pupil_year(pupil, asked_year(request, school_year(as_of or request.today)), as_of)


def _concerns_of(request: ActingRequest, pupil: Pupil) -> list[Concern]:
    """The open one first, else the one that was closed last.

    A teacher sees the steps that she takes part in: her own, and all of a concern that she owns.
    """
    steps = ConcernStep.objects.select_related("by")
    if request.actor.role == Role.TEACHER:
        steps = steps.filter(Q(by=request.actor.user_id) | Q(concern__owner=request.actor.user_id))
    rows = Concern.objects.filter(pupil=pupil).select_related("opened_by", "closed_by", "owner", "routine")
    found = rows.prefetch_related(Prefetch("steps", queryset=steps)).order_by("-opened_at", "-id")
    return sorted(found, key=lambda concern: concern.state == Concern.State.CLOSED)


def _measure_of(pupil: Pupil) -> PupilMeasure | None:
    return PupilMeasure.objects.filter(pupil=pupil).first()


def _placing(year: PupilYear) -> Any:
    """The last enrolment of the year: where the pupil belongs, or belonged."""
    return max(year.enrolments, key=lambda row: (row.start, row.pk), default=None)
