"""What waits, how fresh the numbers are, and a few key figures, in the words of each role."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access import break_glass
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant
from skoleporten.access.roles import Role, whom_in_words
from skoleporten.concerns.models import CheckRun, Concern, ConcernQuerySet, PupilMeasure
from skoleporten.imports.models import Import
from skoleporten.schools.models import School
from skoleporten.web import words
from skoleporten.web.components import KeyFigure

FRESH_DAYS = 14


def for_school_leader(actor: Actor, today: dt.date) -> dict[str, Any]:
    concerns = Concern.objects.visible_to(actor, Purpose.FOLLOW_UP, today).aggregate(
        open=Count("pk", filter=Q(state=Concern.State.OPEN)),
        acted=Count("pk", filter=Q(state=Concern.State.ACTED)),
        nobodys=Count("pk", filter=Q(owner=None) & ~Q(state=Concern.State.CLOSED)),
    )
    as_of = CheckRun.objects.values_list("as_of", flat=True).first()
    return {
        "waiting": concerns["open"],
        "key_figures": [*_concern_figures(concerns), *_absence_figures(actor, today)] if as_of else [],
        "freshness": freshness(as_of, today),
        "is_empty": as_of is None,
        "files_url": files_url(),
    }


def for_teacher(visible: ConcernQuerySet, mine: ConcernQuerySet, today: dt.date) -> dict[str, Any]:
    as_of = CheckRun.objects.values_list("as_of", flat=True).first()
    return {
        "mine": mine.count(),
        "others": visible.open().count(),
        "freshness": freshness(as_of, today),
    }


def _concern_figures(concerns: dict[str, int]) -> list[KeyFigure]:
    address = reverse("concerns")
    return [
        KeyFigure(
            _("Nobody has it by name"),
            words.number(concerns["nobodys"]),
            ngettext("pupil", "pupils", concerns["nobodys"]),
            url=f"{address}?whose=nobody",
        ),
        KeyFigure(
            _("Nobody has acted yet"),
            words.number(concerns["open"]),
            ngettext("pupil", "pupils", concerns["open"]),
            url=f"{address}?state=open",
        ),
        KeyFigure(
            _("Being followed up"),
            words.number(concerns["acted"]),
            ngettext("pupil", "pupils", concerns["acted"]),
            url=f"{address}?state=acted",
        ),
    ]


def _absence_figures(actor: Actor, today: dt.date) -> list[KeyFigure]:
    """All the pupils in view together; one pupil's number never stands here."""
    total = PupilMeasure.objects.visible_to(actor, Purpose.FOLLOW_UP, today).aggregate(
        pupils=Count("pk"),
        offered=Sum("minutes_offered"),
        absent=Sum("minutes_absent"),
        documented=Sum("documented_minutes"),
        whole=Sum("days_absent"),
    )
    offered, absent = total["offered"] or 0, total["absent"] or 0
    pupils = ngettext("%(count)s pupil, this school year", "%(count)s pupils, this school year", total["pupils"])
    return [
        KeyFigure(
            _("Share of school time away"),
            words.percent(absent / offered if offered else None),
            of_what=pupils % {"count": words.number(total["pupils"])},
        ),
        KeyFigure(
            _("Of it documented"),
            words.percent((total["documented"] or 0) / absent if absent else None, 0),
            of_what=_("of the time away"),
        ),
    ]


def freshness(as_of: dt.date | None, today: dt.date) -> str:
    """Empty while the numbers are fresh; a summer makes them old without anybody having done wrong."""
    if as_of is None or (today - as_of).days <= FRESH_DAYS:
        return ""
    days = (today - as_of).days
    text = ngettext(
        "The newest absence is from %(date)s, %(count)s day ago.",
        "The newest absence is from %(date)s, %(count)s days ago.",
        days,
    )
    return text % {"date": words.day(as_of), "count": words.number(days)}


def files_url() -> str:
    """Where files are handed over; empty where this installation takes them by the command line only."""
    try:
        return reverse("imports")
    except NoReverseMatch:
        return ""


def for_role(actor: Actor, today: dt.date) -> dict[str, Any]:
    """Whom the role may see, and what waits for it; the pages that there are for it stand in the navigation."""
    is_reviewer = actor.role in {Role.LEAD, Role.MUNICIPALITY}
    emergencies = len(break_glass.waiting_for(actor, today)) if is_reviewer else 0
    return {
        "whom": whom_in_words(actor.role),
        "emergencies": emergencies,
    }


def for_administrator(today: dt.date) -> dict[str, Any]:
    """Counts, never contents: an administrator sees no pupil."""
    run = CheckRun.objects.first()
    newest = Import.objects.filter(state=Import.State.APPLIED).order_by("-applied_at").first()
    return {
        "key_figures": _administrators_figures(run, today),
        "run": run,
        "newest_import": newest,
        "imported_at": timezone.localtime(newest.applied_at) if newest and newest.applied_at else None,
        "held": Import.objects.filter(state__in=(Import.State.HELD, Import.State.READY)).count(),
        "freshness": freshness(run.as_of if run else None, today),
        "files_url": files_url(),
    }


def _administrators_figures(run: CheckRun | None, today: dt.date) -> list[KeyFigure]:
    people = Grant.objects.in_force(today).values("user").distinct().count()
    figures = [
        KeyFigure(_("Schools"), words.number(School.objects.filter(is_active=True).count())),
        KeyFigure(_("People with access today"), words.number(people)),
    ]
    if run is None:
        return figures
    return [
        *figures,
        KeyFigure(_("Pupils counted"), words.number(run.pupils), as_of=run.as_of),
        KeyFigure(_("Pupils whom a rule meets"), words.number(run.pupils_with_signals), as_of=run.as_of),
    ]
