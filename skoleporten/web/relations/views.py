"""A pupil's guardians, for school leaders and leads who may see the pupil: verified, rights and bars."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.people import guardian_actions
from skoleporten.people.models import Guardianship, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.relations.forms import BarForm, RightForm
from skoleporten.web.requests import ActingRequest

# What a program wrote; a person's own words stand as they are.
SOURCES: dict[str, str | Promise] = {
    "csv": gettext_lazy("A CSV file"),
    "oneroster": gettext_lazy("A OneRoster file"),
    "fint": gettext_lazy("A FINT file"),
    "checked by hand": gettext_lazy("Checked by a person"),
}
LEADERS = {Role.SCHOOL_LEADER, Role.LEAD}


def _pupil(request: ActingRequest, public_id: uuid.UUID) -> Pupil:
    return get_object_or_404(
        Pupil.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today), public_id=public_id
    )


@policy(roles=LEADERS, purpose=Purpose.FOLLOW_UP)
def guardians(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = _pupil(request, public_id)
    read_log.shown(request, [pupil.public_id], action="people.guardians_opened", purpose=Purpose.FOLLOW_UP)
    rows = pupil.guardianships.select_related("guardian", "verified_by")
    context = {"pupil": pupil, "relations": [_row(one, request) for one in rows], "trail": _trail(pupil)}
    return render(request, "relations/guardians.html", context)


@policy(roles=LEADERS, purpose=Purpose.FOLLOW_UP, writes=True)
def change(request: ActingRequest, public_id: uuid.UUID, relation: uuid.UUID) -> HttpResponse:
    """One form of the three that were sent; the page tells which by the name of its button."""
    pupil = _pupil(request, public_id)
    found = get_object_or_404(pupil.guardianships.select_related("guardian", "pupil"), public_id=relation)
    sent = request.POST or None
    right = RightForm(sent if "right" in request.POST else None, initial={"decides": found.decides})
    bar = BarForm(sent if "bar" in request.POST else None, initial=_bar(found))
    try:
        if _is_done(request, found, right, bar):
            messages.success(request, _("Recorded."))
            return redirect("pupil_guardians", public_id=public_id)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("pupil_guardian", public_id=public_id, relation=relation)
    read_log.shown(request, [pupil.public_id], action="people.guardian_opened", purpose=Purpose.FOLLOW_UP)
    trail = [*_trail(pupil), Crumb(str(found.guardian))]
    context = {"pupil": pupil, "one": _row(found, request), "right": right, "bar": bar, "trail": trail}
    return render(request, "relations/one.html", context)


def _is_done(request: ActingRequest, found: Guardianship, right: RightForm, bar: BarForm) -> bool:
    if "verify" in request.POST:
        guardian_actions.verify(by=request.actor, relation=found)
    elif right.is_valid():
        guardian_actions.record_right(by=request.actor, relation=found, **right.cleaned_data)
    elif bar.is_valid():
        values = bar.cleaned_data
        guardian_actions.bar(
            by=request.actor, relation=found, first=values["first"], last=values["last"], source=values["barred_source"]
        )
    else:
        return False
    return True


def _bar(found: Guardianship) -> dict[str, Any]:
    return {"first": found.barred_from, "last": found.barred_to, "barred_source": found.barred_source}


def _trail(pupil: Pupil) -> list[Crumb]:
    url = reverse("pupil_guardians", args=[pupil.public_id])
    return [Crumb(_("Pupils"), reverse("pupils")), Crumb(pupil.full_name), Crumb(_("Guardians"), url)]


def _row(one: Guardianship, request: ActingRequest) -> dict[str, Any]:
    today = request.today
    is_barred = one.barred_from is not None and one.barred_from <= today and (one.barred_to or today) >= today
    return {
        "name": str(one.guardian),
        "kind": one.get_kind_display(),
        "decides": one.get_decides_display(),
        "source": SOURCES.get(one.source, one.source),
        "verified_at": one.verified_at,
        "verified_by": one.verified_by,
        "is_barred": is_barred,
        "barred_from": one.barred_from,
        "barred_to": one.barred_to,
        "barred_source": one.barred_source,
        "is_over": one.end is not None and one.end < today,
        "may_verify": one.verified_at is None and one.decides != Guardianship.Decides.UNKNOWN,
        "url": reverse("pupil_guardian", args=[one.pupil.public_id, one.public_id]),
    }
