"""Consents as the staff see them: what waits, what a pupil's family has been asked, one question, and it on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.consents import standing, texts
from skoleporten.consents.actions import MAY_ASK, purposes_of
from skoleporten.consents.givers import adults_of
from skoleporten.consents.models import Consent
from skoleporten.consents.models import Purpose as Asked
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.consents import presenters
from skoleporten.web.consents.forms import PaperForm, SpecialistForm
from skoleporten.web.consents.visible import staff_read, visible_consent, visible_pupil
from skoleporten.web.requests import ActingRequest

SOON = dt.timedelta(days=30)
MAY_NAME = frozenset({Role.TEAM, Role.LEAD})
A_PAGE = 50


@staff_read
def waiting(request: ActingRequest) -> HttpResponse:
    """What the family has not answered, or what must be asked again; the longest waiting first."""
    visible = Consent.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    ends_soon = Q(state="in_force", in_force_until__lte=request.today + SOON) | Q(state="expired")
    unanswered, again = visible.filter(state="awaiting"), visible.filter(ends_soon, newer__isnull=True)
    is_again = request.GET.get("show") == "again"
    wanted = (again if is_again else unanswered).with_what_a_row_needs().order_by("asked_at", "id")
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    shown = {consent.pupil.public_id for consent in page}
    read_log.shown(request, shown, action="consents.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "is_again": is_again,
        "page": page,
        "rows": [presenters.row_of(consent, "consent", request.today) for consent in page],
        "counts": {"unanswered": unanswered.count(), "again": again.count()},
        "days": SOON.days,
    }
    return render(request, "consents/waiting.html", context)


@staff_read
def of_pupil(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    read_log.shown(request, [pupil.public_id], action="consents.listed", purpose=Purpose.FOLLOW_UP)
    found = Consent.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=pupil)
    rows = [presenters.row_of(one, "consent", request.today) for one in found.with_what_a_row_needs()]
    context = {
        "pupil": pupil,
        "rows": rows,
        "may_ask": bool(purposes_of(request.actor.role)),
        "trail": [Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id])), Crumb(_("Consents"))],
    }
    return render(request, "consents/of_pupil.html", context)


@staff_read
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    return consent_page(request, visible_consent(request, public_id))


def consent_page(request: ActingRequest, consent: Consent, forms: dict[str, Any] | None = None) -> HttpResponse:
    """`consent` has come through the gate. `forms` hold what somebody just tried to send, with its mistakes."""
    pupil = consent.pupil
    read_log.shown(request, [pupil.public_id], action="consents.opened", purpose=Purpose.FOLLOW_UP)
    found = standing.of(consent, request.today)
    may_write = request.actor.role in MAY_ASK and consent.closed_at is None
    context = {
        "pupil": pupil,
        "consent": consent,
        "words": texts.words_of(consent),
        "asked": presenters.covered(consent, request.today),
        "title": presenters.title_of(consent),
        "state": presenters.state_in_words(consent, found),
        "color": presenters.COLORS.get(found.state, "neutral"),
        "summary": presenters.summary(consent, found),
        "differ": found.differ,
        "parties": presenters.party_rows(consent, found),
        "others": _others(request, consent),
        "facts": list(presenters.facts(consent)),
        "history": presenters.history(consent),
        "may_write": may_write,
        "ask_again_url": _ask_again_url(consent) if _is_to_ask_again(request, consent, found) else "",
        "paper_form": paper_form(consent, found, None) if may_write else None,
        "specialist_form": None,
        "trail": presenters.trail(consent),
    }
    return render(request, "consents/one.html", context | _sharing(request, consent, found) | (forms or {}))


def paper_form(consent: Consent, found: standing.Standing, data: Any, files: Any = None) -> PaperForm | None:
    """None where nobody is left to answer."""
    if found.state != Consent.State.AWAITING:
        return None
    left = [party.giver for party in found.parties if party.answer is None]
    givers = [(one.key, str(one.guardian or consent.pupil.full_name)) for one in left]
    return PaperForm(data, files, givers=givers) if givers else None


def specialists(request: ActingRequest) -> Any:
    """Those with access as a specialist today."""
    with_access = Grant.objects.in_force(request.today).filter(role=Role.SPECIALIST)
    return User.objects.filter(pk__in=with_access.values("user"), is_active=True).order_by("display_name")


def _others(request: ActingRequest, consent: Consent) -> list[tuple[str, Any]]:
    if not may_see(request.actor.role, What.GUARDIANS):
        return []
    return [(str(guardian), why) for guardian, why in adults_of(consent.pupil, request.today).others]


def _sharing(request: ActingRequest, consent: Consent, found: standing.Standing) -> dict[str, Any]:
    if consent.purpose != Asked.SHARE_WITH_SERVICE:
        return {}
    members = [one.member for one in consent.sharings.select_related("member__user").order_by("id")]
    may_name = found.is_in_force and request.actor.role in MAY_NAME
    return {
        "is_sharing": True,
        "may_name": may_name,
        "members": [(one, one.ended_at is None and one.end >= request.today and found.is_in_force) for one in members],
        "specialist_form": SpecialistForm(None, users=specialists(request)) if may_name else None,
    }


def _is_to_ask_again(request: ActingRequest, consent: Consent, found: standing.Standing) -> bool:
    if consent.purpose not in purposes_of(request.actor.role) or consent.newer.exists():
        return False
    ends_soon = found.until is not None and found.until <= request.today + SOON
    return found.state != Consent.State.AWAITING and (ends_soon or not found.is_in_force)


def _ask_again_url(consent: Consent) -> str:
    return reverse("ask_consent", args=[consent.pupil.public_id]) + f"?again={consent.public_id}"
