"""Writing down a contact: opened in the list itself where there is JavaScript, else as a page; one click sends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.concerns import actions
from skoleporten.concerns.models import Concern
from skoleporten.people.contacts import Contact, may_be_contacted
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.concerns.forms import ContactForm
from skoleporten.web.concerns.visible import MAY_ACT, has_charge, visible_concern, way_back
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.policy import policy
from skoleporten.web.pupils.trails import concern_trail_to
from skoleporten.web.requests import ActingRequest


@policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)
def contact(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    contacts = _contacts(request, concern)
    is_in_list = request.method == "GET" and "HX-Request" in request.headers
    # Several may be open in a list at a time, and an id stands once on a page.
    names = f"id_{str(concern.public_id)[:8]}_%s" if is_in_list else "id_%s"
    form = ContactForm(request.POST if request.method == "POST" else None, contacts=contacts, auto_id=names)
    if request.method == "POST" and form.is_valid() and _save(request, concern, form):
        return HttpResponseRedirect(way_back(request, concern))
    read_log.shown(request, [concern.pupil.public_id], action="concerns.contact_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "concern": concern,
        "form": form,
        "back": way_back(request, concern),
        "trail": concern_trail_to(concern, _("Contact")),
    }
    return render(request, "concerns/contact.html#form" if is_in_list else "concerns/contact.html", context)


def _contacts(request: ActingRequest, concern: Concern) -> list[Contact]:
    """Names and numbers are for those whose task it is to call."""
    return may_be_contacted(concern.pupil_id, request.today) if has_charge(request, concern) else []


def _save(request: ActingRequest, concern: Concern, form: ContactForm) -> bool:
    given = form.cleaned_data
    try:
        actions.act(
            by=request.actor, concern=concern, kind=form.kind, note=given["note"], at=given["at"],
            to_whom=given["to_whom"], guardian=form.guardian, how=given["how"], result=given["result"],
            client_id=given["client_id"],
        )  # fmt: skip
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Written down for %(name)s.") % {"name": concern.pupil.full_name})
    warn_of_names_in(request, concern.pupil, form)
    return True
