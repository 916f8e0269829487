"""The plan and the ladder on the page of the case, on the pupil's page for the school, and in what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanStep, RungMove
from skoleporten.plans.queries import bases_end, current_rung, meant_among, steps_of
from skoleporten.rules.plan import holding, spans
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Due, Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.components import TimelineEntry
from skoleporten.web.intake.words import stage_in_words
from skoleporten.web.plans.ladder import move_in_words, rung_in_words
from skoleporten.web.plans.visible import said_to, visible_steps
from skoleporten.web.plans.words import StepInWords, change_in_words, step_in_words, week_in_words
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Standing:
    """The step that holds today and those planned ahead, of which the reader may read each."""

    here: StepInWords | None
    ahead: Sequence[StepInWords]


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """For the team, the lead and specialists."""
    if not may_see(request.actor.role, What.CASE):
        return None
    standing = standing_of(request, case)
    rung = _rung(case, request.today)
    plan, ladder = (reverse(name, args=[case.public_id]) for name in ("plan", "ladder"))
    links = [Link(_("The whole plan"), plan), Link(_("The ladder"), ladder)]
    if request.actor.role in TEAM and case.is_open:
        links.insert(0, Link(_("Together with the pupil"), reverse("plan_together", args=[case.public_id])))
    context = {"here": standing.here, "ahead": standing.ahead, "rung": rung}
    return Panel("plan", _("The plan"), "plans/panel.html", context, links, _printed(standing, rung))


def school_panel(request: ActingRequest, case: Case) -> Panel | None:
    """For the teacher and the leader: the stage, the step on the ladder, and the plan that they help to keep."""
    if not may_see(request.actor.role, What.PLAN) or not may_see(request.actor.role, What.STAGE):
        return None
    context = {
        "here": standing_of(request, case).here,
        "rung": _rung(case, request.today),
        "stage": stage_in_words(case.stage),
    }
    return Panel("plan", _("The plan in Skoleporten"), "plans/school_panel.html", context)


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """Moves and steps, by the day on which they were written down."""
    steps = PlanStep.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    rows = steps.filter(case=case, written_at__lt=before).select_related("written_by").prefetch_related("parts")
    moves = RungMove.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(case=case)
    day = timezone.localdate(before)
    told = [_step_entry(one) for one in rows.order_by("-written_at", "-pk")[:most]]
    told += [move_in_words(one) for one in moves.filter(on__lt=day).select_related("by").order_by("-on", "-pk")[:most]]
    return sorted(told, key=_moment, reverse=True)[:most]


def due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    """The last day of what a plan rests on, or of the plan itself, whichever comes first."""
    held = {case: holding(steps, today) for case, steps in steps_of(case_ids, until=today).items()}
    steps = {step.key: step for step in held.values() if step}
    meant = meant_among(actor, steps)
    case_of = {step.key: case for case, step in held.items() if step and step.key in meant}
    ends = {case: steps[key].ends for key, case in case_of.items()}
    found = {case: Due(day, gettext_lazy("The plan ends")) for case, day in ends.items() if day}
    for step, until in bases_end(case_of).items():
        before = found.get(case_of[step])
        if until and (before is None or until < before.on):
            found[case_of[step]] = Due(until, gettext_lazy("What the plan rests on ends"))
    return found


def standing_of(request: ActingRequest, case: Case) -> Standing:
    held = steps_of([case.pk])[case.pk]
    now = holding(held, request.today)
    wanted = {one.key: (first, last) for one, first, last in spans(held) if last is None or last >= request.today}
    steps = {step.pk: step for step in visible_steps(request, case).filter(pk__in=wanted)}
    rows = [
        step_in_words(steps[key], span, said_to(steps[key]), request.today)
        for key, span in wanted.items()
        if key in steps
    ]
    here = next((row for row in rows if now is not None and row.step.pk == now.key), None)
    return Standing(here, [row for row in rows if row.step.starts_on > request.today])


def _rung(case: Case, today: dt.date) -> str:
    rung = current_rung(case, today)
    return rung_in_words(rung) if rung else ""


def _step_entry(step: PlanStep) -> TimelineEntry:
    heading = _("The plan: %(week)s") % {"week": week_in_words(step.agreed)}
    return TimelineEntry(step.written_at, heading, str(step.written_by), step.why, [change_in_words(step.what_changes)])


def _moment(entry: TimelineEntry) -> dt.datetime:
    """A day counts as its last minute, as in the case's own timeline."""
    if isinstance(entry.at, dt.datetime):
        return entry.at
    return timezone.make_aware(dt.datetime.combine(entry.at, dt.time(23, 59)))


def _printed(standing: Standing, rung: str) -> list[Printed]:
    here = standing.here
    facts = [(_("On the ladder"), rung)]
    if here is None:
        return [Printed(_("The plan"), facts, [_("No plan yet.")])]
    facts += [
        (_("Agreed now"), here.week),
        (_("When"), here.when),
        (_("What changes"), here.changes),
        (_("On a hard day"), here.fallback),
        (_("Less than ordinary hours rests on"), here.rests_on),
    ]
    days = [f"{day.name}: {day.minutes}. {'; '.join(part for part in day.parts if part)}" for day in here.days]
    return [Printed(_("The plan"), facts, [one.words for one in here.said if one.words], days)]
