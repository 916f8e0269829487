"""What the family is asked, on the page of a case, and the answers that nobody has read yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.rules.visibility import What, may_see
from skoleporten.surveys import queries
from skoleporten.surveys.models import Asking
from skoleporten.web.cases.panel import Link, Panel
from skoleporten.web.requests import ActingRequest
from skoleporten.web.surveys import words

NEWEST = 3


@dataclass(frozen=True)
class Row:
    name: str
    whom: str
    state: str
    asked_at: dt.datetime
    url: str


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """The newest. Not in the printout: it is between the one who is asked and the team."""
    if not may_see(request.actor.role, What.SURVEYS):
        return None
    visible = Asking.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil_id)
    rows = [_row(one) for one in visible.select_related("pupil", "guardian", "form_text")[:NEWEST]]
    ask = Link(_("Ask the family"), reverse("survey_ask", args=[case.pupil.public_id]))
    context: dict[str, Any] = {"rows": rows}
    return Panel("questions", _("Questions to the family"), "surveys/panel.html", context, links=[ask])


def waits_in_words(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """How many answers nobody has read, and the way to the oldest."""
    waiting = queries.to_read(actor, today)
    count, first = waiting.count(), waiting.first()
    if first is None:
        return None
    text = ngettext("%(count)s answer from a family to read", "%(count)s answers from families to read", count)
    return text % {"count": count}, reverse("survey", args=[first.public_id])


def _row(asking: Asking) -> Row:
    name = words.name_of(asking.form_text.form)
    url = reverse("survey", args=[asking.public_id])
    return Row(name, words.asked_whom(asking), words.state_of(asking), asking.asked_at, url)
