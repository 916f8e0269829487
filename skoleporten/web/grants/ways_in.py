"""How a person comes in, put right by an administrator: a lost second factor."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import second_factor_actions
from skoleporten.access.models import Role, User
from skoleporten.rules.errors import RefusedError
from skoleporten.web.grants import views
from skoleporten.web.grants.forms import RemoveFactorForm
from skoleporten.web.grants.invitations import show_link
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest


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
