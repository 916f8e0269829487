"""What the pupil says, and what helps her: on the page of the case, at the door, and for the school what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanAnswer
from skoleporten.rules.visibility import What, may_see
from skoleporten.supports import queries
from skoleporten.supports.models import TalkWish
from skoleporten.supports.queries import Lines
from skoleporten.web.cases.panel import Link, Panel
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.plans.words import SaidInWords, said_in_words
from skoleporten.web.requests import ActingRequest
from skoleporten.web.supports.words import WishInWords, standing_in_words, wish_in_words


@dataclass(frozen=True)
class Unread:
    """What the pupil has said to a step on her own page, and the button that says that somebody has read it."""

    said: SaidInWords
    plan_url: str
    read_url: str


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """For the team, the lead and specialists, who read what is for them."""
    if not may_see(request.actor.role, What.SUPPORTS):
        return None
    is_team = request.actor.role in TEAM
    text = queries.newest_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil)
    context = {
        "case": case,
        "lines": lines_of(request, case.pupil_id),
        "text": text,
        "text_standing": standing_in_words(text) if text else "",
        "unread": unread_of(request, case) if is_team else [],
        "wishes": wishes_of(request, case) if is_team else [],
    }
    return Panel(
        "supports", _("What the pupil says, and what helps"), "supports/panel.html", context, _links(case, is_team)
    )


def school_panel(request: ActingRequest, case: Case) -> Panel | None:
    """For the teacher and the leader: the lines that are for the school, and what the class may know."""
    if request.actor.role not in {Role.TEACHER, Role.SCHOOL_LEADER}:
        return None
    text = queries.agreed_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil)
    context = {"lines": lines_of(request, case.pupil_id), "text": text}
    links = [Link(_("What you need in the lesson"), reverse("for_the_lesson", args=[case.pupil.public_id]))]
    return Panel("supports", _("What helps, and what the class may know"), "supports/school_panel.html", context, links)


def lines_of(request: ActingRequest, pupil_pk: int) -> Lines:
    found = queries.lines_for(request.actor, Purpose.FOLLOW_UP, request.today, [pupil_pk])
    return found.get(pupil_pk, Lines())


def at_the_door(request: ActingRequest, pupil: Pupil) -> Lines:
    """For the page of a day and of a visit, where whoever meets the pupil looks."""
    return lines_of(request, pupil.pk)


def unread_of(request: ActingRequest, case: Case) -> list[Unread]:
    rows = PlanAnswer.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).by_the_pupil()
    waiting = rows.filter(step__case=case, read__isnull=True).select_related("step", "written_by")
    return [_unread(case, row) for row in waiting.order_by("written_at", "pk")]


def wishes_of(request: ActingRequest, case: Case) -> Sequence[WishInWords]:
    rows = (
        TalkWish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).open().filter(pupil=case.pupil_id)
    )
    return [wish_in_words(row, request.today) for row in rows.select_related("pupil", "adult", "answered_by")]


def _unread(case: Case, row: PlanAnswer) -> Unread:
    read_url = reverse("plan_answers_read", args=[case.public_id, row.step.public_id])
    return Unread(said_in_words(row), reverse("plan_step", args=[case.public_id, row.step.public_id]), read_url)


def _links(case: Case, is_team: bool) -> list[Link]:
    if not is_team:
        return []
    names = {"supports_of_case": _("What helps"), "class_text": _("What the class may know"), "talk_wishes": _("Talks")}
    return [Link(label, reverse(name, args=[case.public_id])) for name, label in names.items()]
