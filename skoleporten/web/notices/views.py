"""What waits for whoever is logged in, in any of her roles. No child is named here: that is on the page behind."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.models import Role
from skoleporten.notices import actions
from skoleporten.notices.models import Notice
from skoleporten.notices.reach import places_in_view
from skoleporten.notices.texts import Kind
from skoleporten.web.acting import CHOSEN_ROLE, CHOSEN_SCHOOL
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

EVERYBODY = set(Role.values)
A_PAGE = 25


@policy(roles=EVERYBODY, purpose=None)
def all_notices(request: ActingRequest) -> HttpResponse:
    page = Paginator(_own(request), A_PAGE).get_page(request.GET.get("page"))
    shown = [_row(notice) for notice in page if places_in_view(notice)]
    return render(request, "notices/all.html", {"page": page, "notices": shown})


@policy(roles=EVERYBODY, purpose=None, writes=True)
def one_notice(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Going on takes one click, as it may change the role that the person acts in."""
    notice = _own(request).filter(public_id=public_id).first()
    places = places_in_view(notice) if notice else []
    if notice is None or not places:
        raise Http404
    place = next((one for one in places if (one.role, one.unit) == (request.actor.role, request.actor.unit)), places[0])
    if request.method == "POST":
        actions.opened(by=request.actor, notice=notice)
        request.session[CHOSEN_ROLE], request.session[CHOSEN_SCHOOL] = place.role, place.school
        return redirect(notice.link)
    changes_role = (place.role, place.unit) != (request.actor.role, request.actor.unit)
    trail = [Crumb(_("Messages"), reverse("notices")), Crumb(_("Message"))]
    context = {"trail": trail, "role": _in_words(place.role, place.unit) if changes_role else "", **_row(notice)}
    return render(request, "notices/one.html", context)


def _own(request: ActingRequest) -> Any:
    due = Notice.objects.kept().filter(user=request.user, not_before__lte=timezone.now())
    return due.select_related("user")


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "text": Kind(notice.kind).label,
        "at": notice.not_before,
        "is_new": notice.opened_at is None,
        "url": reverse("notice", args=[notice.public_id]),
    }


def _in_words(role: str, unit: str) -> str:
    return f"{Role(role).label}, {unit}" if unit else str(Role(role).label)
