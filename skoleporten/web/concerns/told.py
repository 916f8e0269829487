"""Telling the pupil and the home what is recorded and why: what to say, in which language, and ticking it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.concerns import actions
from skoleporten.concerns.models import Concern
from skoleporten.people.contacts import Contact, may_be_contacted
from skoleporten.web.concerns.form_page import Page, form_page
from skoleporten.web.concerns.forms import ToldForm
from skoleporten.web.concerns.visible import MAY_ACT, has_charge, visible_concern
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import rule_sets_used, signal_in_words

NORWEGIAN = {"nb": "bokmål", "nn": "nynorsk"}


@policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)
def told(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    contacts = may_be_contacted(concern.pupil_id, request.today) if has_charge(request, concern) else []

    def save(given: dict[str, Any]) -> str:
        actions.inform(by=request.actor, concern=concern, **given)
        return _("Written down that they have been told.")

    page = Page(_("Tell what is recorded, and why"), _("Write it down"), template="concerns/told.html")
    pupil = concern.pupil
    initial = {
        "whom": request.GET.get("whom", ""),
        "language": pupil.language or NORWEGIAN.get(pupil.written_norwegian, _("Norwegian")),
        "with_interpreter": pupil.needs_interpreter,
    }
    shown = {"rules": _rules(concern), "listeners": _listeners(concern, contacts)}
    return form_page(request, concern, ToldForm, "concerns.told", page, save, given={"initial": initial}, shown=shown)


def _rules(concern: Concern) -> list[Any]:
    rule_sets = rule_sets_used()
    return [signal_in_words(signal, rule_sets) for signal in concern.pupil.signals.filter(is_current=True)]


def _listeners(concern: Concern, contacts: list[Contact]) -> list[tuple[str, str, bool]]:
    """Name, language, and whether an interpreter is needed, as the register has it."""
    pupil = concern.pupil
    people = [(pupil.full_name, pupil.language, pupil.needs_interpreter)]
    people += [(one.name, one.guardian.language, one.guardian.needs_interpreter) for one in contacts]
    return [(name, language or _("language not known"), needs) for name, language, needs in people]
