"""What may be asked about next, in words, with the days it comes from. Nothing here writes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanStep
from skoleporten.plans.school_days import ordinary_week
from skoleporten.presence.models import Visit
from skoleporten.presence.queries import planned_days
from skoleporten.rules.plan import Agreed, Asks, DayDone, Part, Proposal, SmallSteps, propose, shipped_small_steps
from skoleporten.web.plans.words import minutes_in_words, weeks_in_words

WEEKS_BACK = 8


@dataclass(frozen=True)
class Way:
    """One of the ways on, all of them as good; `start` is how the form of the next step begins."""

    start: str
    label: str
    url: str


@dataclass(frozen=True)
class ProposalInWords:
    facts: Sequence[str]
    question: str
    ways: Sequence[Way]


def proposal_of(case: Case, step: PlanStep, today: dt.date, offered: Mapping[int, int] | None = None) -> Proposal:
    """From the last school days before today: today is not over yet."""
    first, last = today - dt.timedelta(weeks=WEEKS_BACK), today - dt.timedelta(days=1)
    ordinary = ordinary_week(case.pupil_id, today) if offered is None else offered
    return propose(step.agreed, days_done(case, first, last), ordinary, shipped_small_steps())


def days_done(case: Case, first: dt.date, last: dt.date) -> list[DayDone]:
    """With the face that the pupil gave the day, the last one of it."""
    rated = Visit.objects.filter(of_day__case=case, of_day__day__range=(first, last), rating__isnull=False)
    ratings = dict(rated.order_by("arrived_at", "pk").values_list("of_day__day", "rating"))
    return [
        DayDone(day.day, day.agreed, day.minutes, ratings.get(day.day))
        for day in planned_days(case, first, last)
        if day.agreed is not None
    ]


def in_words(case: Case, proposal: Proposal) -> ProposalInWords:
    return ProposalInWords(_facts(proposal, shipped_small_steps()), _question(proposal), ways(case, proposal))


def ways(case: Case, proposal: Proposal) -> list[Way]:
    """Staying, less and a pause stand beside more; what there is no more of is left out."""
    labels: dict[str, str] = {
        "more": _("Try more time"),
        "as_now": _("Go on as now"),
        "gentler": _("Make it gentler"),
        "other": _("Change something else"),
        "pause": _("Agree a pause"),
    }
    if proposal.asks == Asks.AFTER_PAUSE:
        labels = {"other": _("Agree a new week"), "pause": _("Go on with the pause")}
    elif proposal.asks == Asks.FULL:
        del labels["more"]
    url = reverse("plan_new", args=[case.public_id])
    return [Way(start, label, f"{url}?start={start}") for start, label in labels.items()]


def begun_as(start: str, agreed: Agreed, offered: Mapping[int, int]) -> Agreed:
    """The week that the form begins with: a start to talk from, and nobody's decision."""
    rule = shipped_small_steps()
    if start == "pause":
        return Agreed(is_pause=True, academics=agreed.academics, transport=agreed.transport)
    if start == "more":
        return _changed(agreed, {day: min(rule.more(now), offered.get(day, 10_000)) for day, now in _week(agreed)})
    if start == "gentler":
        return _changed(agreed, {day: _less(now, rule) for day, now in _week(agreed)})
    return agreed


def _week(agreed: Agreed) -> list[tuple[int, int]]:
    return [(day, agreed.minutes_on(day)) for day in range(5) if agreed.minutes_on(day)]


def _less(minutes: int, rule: SmallSteps) -> int:
    """The longest that grows to no more than this in one small step."""
    return max((less for less in range(5, minutes, 5) if rule.more(less) <= minutes), default=min(minutes, 5))


def _changed(agreed: Agreed, then: Mapping[int, int]) -> Agreed:
    """What is more or less comes in the last part of the day."""
    parts: list[Part] = []
    for day, minutes in then.items():
        of_day = list(agreed.on(day))
        last = of_day.pop()
        rest = minutes - sum(part.minutes for part in of_day)
        parts += [*of_day, Part(**vars(last) | {"minutes": max(rest, 5)})]
    return Agreed(tuple(parts), agreed.is_pause, agreed.academics, agreed.transport)


def _facts(proposal: Proposal, rule: SmallSteps) -> list[str]:
    if not proposal.days and not proposal.not_recorded:
        return []
    counts: dict[str, Any] = {
        "managed": proposal.managed,
        "days": proposal.days,
        "weeks": weeks_in_words(rule.school_days),
    }
    found = [_("%(managed)s of %(days)s agreed days in %(weeks)s were as agreed.") % counts] if proposal.days else []
    if proposal.longer:
        told = ngettext("%(count)s day was longer.", "%(count)s days were longer.", proposal.longer)
        found.append(told % {"count": proposal.longer})
    if proposal.not_recorded:
        told = ngettext(
            "%(count)s agreed day is not on record, and is not counted.",
            "%(count)s agreed days are not on record, and are not counted.",
            proposal.not_recorded,
        )
        found.append(told % {"count": proposal.not_recorded})
    if proposal.hard:
        rated = {"hard": proposal.hard, "rated": proposal.rated}
        found.append(_("%(hard)s of the %(rated)s days that the pupil gave a face were hard.") % rated)
    return found


def _question(proposal: Proposal) -> str:
    match proposal.asks:
        case Asks.MORE:
            return _("Would you like to try %(week)s?") % {"week": minutes_in_words(proposal.then)}
        case Asks.AS_NOW:
            return _("How has it been? Do you want to go on as now, make it gentler, or change something else?")
        case Asks.FULL:
            return _("Every day is an ordinary school day. Is there anything that would make it better?")
        case Asks.AFTER_PAUSE:
            return _("A pause is agreed. Is there anything you would like to begin with?")
        case _:
            return _("Too few days are on record to ask from. How has it been?")
