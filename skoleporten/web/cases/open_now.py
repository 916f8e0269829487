"""What waits for somebody in a case: the family, who is not told yet, which consent or decision ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.cases.models import Case, StandingDecision
from skoleporten.consents.models import AskAgain, Consent
from skoleporten.intake.models import ToTell
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import words
from skoleporten.web.cases.family_waits import from_the_family
from skoleporten.web.cases.panel import Panel, Printed
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.judgement.panel import waiting as judged
from skoleporten.web.minutes.panel import waiting as decided
from skoleporten.web.requests import ActingRequest

SOON = dt.timedelta(days=42)


def open_now(request: ActingRequest, case: Case) -> Panel | None:
    """For the team while the case is open; each with the way to where it is done."""
    if request.actor.role not in TEAM or not case.is_open:
        return None
    waiting = [*_to_tell(case), *_consents(request, case), *_ending(case, request.today), *judged(request, case)]
    waiting += decided(request, case)
    family = list(from_the_family(request, case))  # first, and never on paper
    return Panel(
        key="open-now",
        title=_("What waits"),
        template="cases/open_now.html",
        context={"waiting": [*family, *waiting]},
        printed=[Printed(_("What waits"), points=[text for text, _url in waiting])],
    )


def _to_tell(case: Case) -> Iterator[tuple[str, str]]:
    rows = ToTell.objects.filter(
        decision__intake=case.intake_id, decision__replaced_by__isnull=True, told_at__isnull=True
    )
    for row in rows.select_related("decision"):
        text = _("Tell of the decision: %(whom)s") % {"whom": str(row.get_whom_display()).lower()}
        yield text, reverse("decision", args=[row.decision.public_id])


def _consents(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    if not may_see(request.actor.role, What.CONSENTS):
        return
    for row in Consent.objects.standing().filter(pupil=case.pupil_id, state=Consent.State.AWAITING):
        text = _("Waits for answers: %(what)s") % {"what": row.get_purpose_display()}
        yield text, reverse("consent", args=[row.public_id])
    again = AskAgain.objects.filter(
        consent__pupil=case.pupil_id, consent__closed_at__isnull=True, done_at__isnull=True,
        due__lte=request.today + SOON,
    )  # fmt: skip
    for task in again.select_related("consent"):
        told = {"what": task.consent.get_purpose_display(), "date": words.day(task.due)}
        text = _("Ask again for the consent: %(what)s, by %(date)s") % told
        yield text, reverse("consent", args=[task.consent.public_id])


def _ending(case: Case, today: dt.date) -> Iterator[tuple[str, str]]:
    rows = StandingDecision.objects.in_force(today).filter(case=case, end__lte=today + SOON)
    for row in rows:
        text = _("%(what)s ends on %(date)s") % {"what": row.get_kind_display(), "date": words.day(row.end)}
        yield text, reverse("case_decision", args=[case.public_id, row.public_id])
