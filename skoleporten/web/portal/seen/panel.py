"""The family on the page of a case: who has a door, what waits for an answer to it, and the way to what it sees."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import ToldItem, Wish
from skoleporten.cases.models import Case
from skoleporten.web.agendas.wishes import rows_of
from skoleporten.web.cases.panel import Link, Panel
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.portal.seen.who import readers_of
from skoleporten.web.requests import ActingRequest


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """For the team and the lead alone: what a family writes here is between it and them."""
    if request.actor.role not in TEAM:
        return None
    wishes = Wish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).waiting()
    waiting = wishes.filter(pupil=case.pupil).select_related("pupil", "guardian", "meeting__kind")
    told = ToldItem.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(
        item__intake=case.intake_id, item__meeting__date__gte=request.today, item__dropped_at__isnull=True
    )
    return Panel(
        key="family",
        title=_("The family"),
        template="portal/seen/panel.html",
        context={
            "readers": readers_of(case, request.today),
            "wishes": rows_of(list(waiting)),
            "told": told.select_related("item__meeting__kind").order_by("item__meeting__date", "pk"),
        },
        links=[
            Link(_("See what the family sees"), reverse("as_family", args=[case.public_id])),
            Link(_("How the family logs in"), reverse("family_ways_in", args=[case.pupil.public_id])),
        ],
    )
