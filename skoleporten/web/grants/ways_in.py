"""How a person comes in, put right by an administrator: a lost second factor, identities at providers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import identity_actions, second_factor_actions
from skoleporten.access.models import Role, User
from skoleporten.rules.errors import RefusedError
from skoleporten.web.grants import views
from skoleporten.web.grants.forms import LinkIdentityForm, RemoveFactorForm
from skoleporten.web.grants.invitations import show_link
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

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
        token = second_factor_actions.remove_second_factor(by=request.actor, user=found, **form.cleaned_data)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("user", user=user)
    if token is None:
        messages.success(request, _("The second factor is removed. The person logs in through the provider as before."))
        return redirect("user", user=user)
    return show_link(request, found, token, is_factor_removed=True)


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def link(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    form = LinkIdentityForm(request.POST, providers=settings.SIGN_IN_PROVIDERS)
    if not form.is_valid():
        return views.user_page(request, found, identity_form=form)
    try:
        identity_actions.link_identity(by=request.actor, user=found, **form.cleaned_data)
    except RefusedError as error:
        form.add_error("subject", str(error))
        return views.user_page(request, found, identity_form=form)
    messages.success(request, _("Linked. The person can log in there from now on."))
    return redirect("user", user=user)


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
