"""How a person comes in, put right by an administrator: a lost second factor, identities at providers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import identity_actions, way_in_actions
from skoleporten.access.models import Role, User
from skoleporten.access.way_in_actions import Outcome
from skoleporten.access.ways_in import WayInChange
from skoleporten.rules.errors import RefusedError
from skoleporten.web.grants import views
from skoleporten.web.grants.forms import LinkIdentityForm, RemoveFactorForm
from skoleporten.web.grants.invitations import show_link
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

Kind = WayInChange.Kind
# The digits of a number that no database takes for a key.
LONGEST_KEY = 19


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def remove_factor(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    form = RemoveFactorForm(request.POST)
    if not form.is_valid():
        return views.user_page(request, found, factor_form=form)
    try:
        outcome = way_in_actions.change(by=request.actor, user=found, kind=Kind.SECOND_FACTOR, **form.cleaned_data)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("user", user=user)
    return told(request, found, Kind.SECOND_FACTOR, outcome)


def told(request: ActingRequest, user: User, kind: str, outcome: Outcome) -> HttpResponse:
    """What came of it: a link to hand over, words, or that it waits for another administrator."""
    if outcome.token is not None:
        return show_link(request, user, outcome.token, is_factor_removed=kind == Kind.SECOND_FACTOR)
    done = {
        Kind.SECOND_FACTOR: _(
            "The second factor is removed. The person logs in through the provider as before. "
            "If it asks for one factor only, the person needs an invitation to choose a new one."
        ),
        Kind.IDENTITY: _("Linked. The person can log in there from now on."),
    }
    waits = _("Written down. Nothing is changed before another administrator has confirmed it.")
    messages.success(request, waits if outcome.is_waiting else done[Kind(kind)])
    return redirect("user", user=user.public_id)


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def decide(request: ActingRequest, user: uuid.UUID, change: uuid.UUID) -> HttpResponse:
    """The other administrator's yes or no; whoever says yes is the one who hands over the link."""
    wish = get_object_or_404(WayInChange.objects.waiting(), public_id=change, user__public_id=user)
    try:
        if "confirm" not in request.POST:
            way_in_actions.reject(by=request.actor, wish=wish)
            messages.success(request, _("Rejected. Nothing is changed."))
            return redirect("user", user=user)
        token = way_in_actions.confirm(by=request.actor, wish=wish, today=request.today)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("user", user=user)
    return told(request, wish.user, wish.kind, Outcome(token=token))


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def link(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    form = LinkIdentityForm(request.POST, providers=settings.SIGN_IN_PROVIDERS)
    if not form.is_valid():
        return views.user_page(request, found, identity_form=form)
    try:
        outcome = way_in_actions.change(by=request.actor, user=found, kind=Kind.IDENTITY, **form.cleaned_data)
    except RefusedError as error:
        form.add_error("subject", str(error))
        return views.user_page(request, found, identity_form=form)
    return told(request, found, Kind.IDENTITY, outcome)


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def unlink(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    number = request.POST.get("identity", "")
    identity = found.identities.filter(pk=number).first() if number.isdecimal() and len(number) < LONGEST_KEY else None
    if identity is None:
        raise Http404
    try:
        identity_actions.unlink_identity(by=request.actor, identity=identity)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Unlinked. It opens nothing any more, and its sessions are ended."))
    return redirect("user", user=user)
