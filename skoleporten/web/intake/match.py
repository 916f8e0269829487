"""The lead finds out which pupil of the register a referral is about."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.intake import matching
from skoleporten.intake.models import Intake
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.intake.forms import FindForm
from skoleporten.web.intake.one import trail_to
from skoleporten.web.intake.presenters import referral_in_words
from skoleporten.web.intake.visible import visible_intake
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

FITS = {
    "given_name": gettext_lazy("given name"),
    "family_name": gettext_lazy("family name"),
    "birth_date": gettext_lazy("date of birth"),
}


@policy(roles={Role.LEAD}, purpose=Purpose.MATCH, writes=True)
def match(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    if intake.pupil is not None:
        if request.method == "POST":
            messages.warning(request, _("Somebody has found the pupil in the meantime."))
        return redirect("intake", public_id=intake.public_id)
    if request.method == "POST":
        return _choose(request, intake)
    return _candidates(request, intake)


def _choose(request: ActingRequest, intake: Intake) -> HttpResponse:
    wish = request.POST.get("pupil", "")
    visible = Pupil.objects.visible_to(request.actor, Purpose.MATCH, request.today)
    pupil = visible.filter(public_id=wish).first() if is_uuid(wish) else None
    if pupil is None:
        raise Http404
    try:
        goes_on = matching.match(by=request.actor, intake=intake, pupil=pupil)
    except RefusedError as error:
        messages.warning(request, str(error))
        return redirect("intake", public_id=intake.public_id)
    if goes_on.pk != intake.pk:
        messages.success(request, _("The pupil had an open intake. The referral stands there now, with the others."))
    else:
        messages.success(request, _("The pupil is found."))
    return redirect("intake", public_id=goes_on.public_id)


def _candidates(request: ActingRequest, intake: Intake) -> HttpResponse:
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    referral = intake.referrals.select_related("route", "school", "referred_by", "intake").order_by("sent_at").first()
    if referral is None:
        raise Http404
    found = matching.candidates(request.actor, referral, request.today, words)
    shown = [one.pupil.public_id for one in found]
    read_log.shown(request, shown, action="intake.candidates_listed", purpose=Purpose.MATCH)
    context = {
        "intake": intake,
        "referral": referral_in_words(referral, with_files=True),
        "form": form,
        "candidates": [_row(one) for one in found],
        "is_search": bool(words),
        "trail": trail_to(intake, _("Find the pupil")),
    }
    return render(request, "intake/match.html", context)


def _row(one: matching.Candidate) -> dict[str, Any]:
    stay = one.stay
    return {
        "public_id": one.pupil.public_id,
        "name": one.pupil.full_name,
        "birth_date": one.pupil.birth_date,
        "placing": f"{stay.school}" + (f", {stay.school_class}" if stay.school_class else "") if stay else "",
        "fits": ", ".join(str(words) for name, words in FITS.items() if name in one.fits),
    }


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
