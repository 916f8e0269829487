"""Messages with the family on the page of a case, among what is due, and among what waits for somebody on the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, may_see
from skoleporten.threads import queries
from skoleporten.threads.models import Thread
from skoleporten.web import words
from skoleporten.web.cases.panel import Due, Link, Panel
from skoleporten.web.requests import ActingRequest
from skoleporten.web.threads import presenters

NEWEST = 3


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """The newest, what waits first. Not in the printout: it is between the family and the team."""
    if not may_see(request.actor.role, What.MESSAGES):
        return None
    visible = Thread.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil_id)
    threads = list(visible.select_related("pupil", "guardian", "assigned_to"))
    threads.sort(key=lambda one: (one.answer_by is None, one.answer_by or dt.date.max))
    return Panel(
        key="messages",
        title=_("Messages with the family"),
        template="threads/panel.html",
        context={"rows": [presenters.team_row(one, request.today) for one in threads[:NEWEST]]},
        links=_links(case.pupil),
    )


def due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    """By when the family was promised an answer."""
    visible = queries.waits_for_team(actor, today).filter(pupil__cases__in=case_ids)
    what = gettext_lazy("The family waits for an answer")
    found: dict[int, Due] = {}
    for case_id, answer_by in visible.values_list("pupil__cases", "answer_by"):
        if case_id in case_ids and answer_by is not None:
            found.setdefault(case_id, Due(answer_by, what))
    return found


def waits_in_words(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """How many wait for her, by when the first was promised, and the way there."""
    promised = queries.mine_to_answer(actor, today).values_list("answer_by", flat=True)
    mine = [day for day in promised if day is not None]
    if not mine:
        return None
    text = ngettext(
        "%(count)s message from a family waits for your answer, by %(day)s",
        "%(count)s messages from families wait for your answer, the first by %(day)s",
        len(mine),
    )
    return text % {"count": len(mine), "day": words.short_day(min(mine))}, f"{reverse('threads')}?show=mine"


def late_in_words(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """To a lead: promises that the day has passed for, whosesoever they are."""
    count = queries.late(actor, today).count() if actor.role == Role.LEAD else 0
    text = ngettext(
        "%(count)s family that was promised an answer before today",
        "%(count)s families that were promised an answer before today",
        count,
    )
    return (text % {"count": count}, reverse("threads")) if count else None


def _links(pupil: Pupil) -> list[Link]:
    return [
        Link(_("Write to the family"), reverse("thread_new", args=[pupil.public_id]), is_main=True),
        Link(_("All messages"), reverse("threads_of_pupil", args=[pupil.public_id])),
    ]
