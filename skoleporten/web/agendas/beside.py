"""What opens beside an item: the key facts of its case or intake, what is planned, and the way to where it is done.

Another part of the product adds a way of its own to EXTRAS: def extra(request, meeting, entry) -> list[Link].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.agendas.queries import Entry, name_of
from skoleporten.cases.models import Case
from skoleporten.intake import queries as intakes
from skoleporten.intake.models import Intake
from skoleporten.judgement.models import Measure, Round
from skoleporten.meetings.models import Meeting
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import words
from skoleporten.web.cases.due import next_due
from skoleporten.web.cases.open_now import open_now
from skoleporten.web.cases.panel import Link, MakesPanel, Panel
from skoleporten.web.cases.visible import TEAM, WHAT_A_PAGE_NEEDS
from skoleporten.web.cases.words import placing
from skoleporten.web.development import agenda as development
from skoleporten.web.intake.presenters import queue_row
from skoleporten.web.intake.words import stage_in_words
from skoleporten.web.minutes import agenda as minutes
from skoleporten.web.panels import agenda as source_panels
from skoleporten.web.plans import panel as plan
from skoleporten.web.presence import panel as presence
from skoleporten.web.requests import ActingRequest

Extra = Callable[[ActingRequest, Meeting, Entry], list[Link]]
EXTRAS: tuple[Extra, ...] = (minutes.extra, development.extra, source_panels.extra)
PANELS: tuple[MakesPanel, ...] = (open_now, plan.panel, presence.panel)


@dataclass(frozen=True)
class Beside:
    """`facts` are of the case or the intake; of what is about no pupil there are none."""

    name: str
    facts: Sequence[tuple[str, str]]
    panels: Sequence[Panel]
    links: Sequence[Link]


def beside(request: ActingRequest, meeting: Meeting, entry: Entry) -> Beside:
    """`entry` has come through the gate, which is asked anew for each part of the case."""
    extras = [link for extra in EXTRAS for link in extra(request, meeting, entry)]
    if entry.intake is None:
        return Beside("", (), (), extras)
    if entry.intake.pupil_id is None:
        return _of_intake(request, entry.intake, extras)
    with gate.one_pupil(request.actor, entry.intake.pupil_id, Purpose.FOLLOW_UP, request.today):
        case = _case_of(request, entry.intake)
        if case is None:
            return _of_intake(request, entry.intake, extras)
        links = [*_where_it_is_done(request, case, entry), *extras]
        panels = [panel for makes in PANELS if (panel := makes(request, case)) is not None]
        return Beside(case.pupil.full_name, _facts(request, case), panels, links)


def _case_of(request: ActingRequest, intake: Intake) -> Case | None:
    if not may_see(request.actor.role, What.CASE):
        raise Http404
    visible = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    case = visible.select_related(*WHAT_A_PAGE_NEEDS).filter(intake=intake).first()
    if case is not None:
        case.intake.pupil = case.pupil
    return case


def _facts(request: ActingRequest, case: Case) -> list[tuple[str, str]]:
    due = next_due(request.actor, [case.pk], request.today).get(case.pk)
    rows = [
        (_("Class and school"), placing(case)),
        (_("Stage"), stage_in_words(case.stage)),
        (_("Owner"), str(case.owner)),
        (_("In Skoleporten since"), date_format(case.opened_at, "DATE_FORMAT")),
        (_("Due next"), f"{words.day(due.on)}: {due.what}" if due else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _of_intake(request: ActingRequest, intake: Intake, extras: list[Link]) -> Beside:
    """On its way to an answer; one that has ended tells its stage alone."""
    is_team = request.actor.role in TEAM
    link = Link(_("From the referral to the offer"), reverse("intake", args=[intake.public_id]), is_main=True)
    row = intakes.queue(request.actor, request.today).filter(pk=intake.pk).first()
    if row is None:
        facts = [(_("Stage"), stage_in_words(intake.state))]
        return Beside(name_of(intake), facts, (), [*([link] if is_team else []), *extras])
    told = queue_row(row, request.today, request.actor.user_id)
    rows = [
        (_("Class and school"), told.placing),
        (_("Stage"), told.stage),
        (_("Who referred"), told.referrers),
        (_("Since"), told.waiting),
        (_("Next"), told.next_on),
        (_("Still lacks"), ", ".join(str(one) for one in told.lacks)),
        (_("Owner"), told.owner),
    ]
    facts = [(name, value) for name, value in rows if value]
    return Beside(told.name, facts, (), [*([link] if is_team else []), *extras])


def _where_it_is_done(request: ActingRequest, case: Case, entry: Entry) -> Iterator[Link]:
    """The page of the thing itself first, then that of the case."""
    what, _colon, about = entry.key.partition(":")
    makes = _PLACES.get("asks" if what.startswith("asks-") else what)
    if makes is not None and (link := makes(request, case, what, about)) is not None:
        yield link
    yield Link(_("Open the case"), reverse("case", args=[case.public_id]))


def _measure(request: ActingRequest, case: Case, what: str, about: str) -> Link | None:
    visible = Measure.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    row = visible.filter(public_id=about, case=case).select_related("round").first()
    if row is None:
        return None
    url = reverse("case_measure", args=[case.public_id, row.round.public_id, row.public_id])
    return Link(_("Look at the measure"), url, is_main=True)


def _round(request: ActingRequest, case: Case, what: str, about: str) -> Link | None:
    visible = Round.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    if not visible.filter(public_id=about, case=case).exists():
        return None
    url = reverse("case_round", args=[case.public_id, about])
    return Link(_("Decide what to do"), url, is_main=True)


def _plan(request: ActingRequest, case: Case, what: str, about: str) -> Link:
    return Link(_("The whole plan"), reverse("plan", args=[case.public_id]), is_main=True)


def _presence(request: ActingRequest, case: Case, what: str, about: str) -> Link:
    return Link(_("All days"), reverse("case_presence", args=[case.public_id]), is_main=True)


def _consent(request: ActingRequest, case: Case, what: str, about: str) -> Link | None:
    if request.actor.role not in TEAM:
        return None
    return Link(_("Open the consent"), reverse("consent", args=[about]), is_main=True)


def _way_back(request: ActingRequest, case: Case, what: str, about: str) -> Link:
    return Link(_("Open the way back"), reverse("case_handing_back", args=[case.public_id]), is_main=True)


def _asks(request: ActingRequest, case: Case, what: str, about: str) -> Link | None:
    if request.actor.role not in TEAM:
        return None
    after = what.removeprefix("asks-")
    return Link(_("Ask how it goes at school"), reverse("case_follow_up", args=[case.public_id, after]), is_main=True)


_PLACES: dict[str, Callable[[ActingRequest, Case, str, str], Link | None]] = {
    "measure": _measure,
    "round": _round,
    "plan": _plan,
    "presence": _presence,
    "consent": _consent,
    "handing-back": _way_back,
    "asks": _asks,
}
