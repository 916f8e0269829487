"""The one-time link by which a person chooses a password. It is shown once and sent by nobody here."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import user_actions, way_in_actions
from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.access.pending import Invitation
from skoleporten.access.ways_in import WayInChange
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.grants.forms import PasswordForm
from skoleporten.web.policy import policy, public
from skoleporten.web.requests import ActingRequest


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def invite(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    kind = WayInChange.Kind.INVITATION
    try:
        outcome = way_in_actions.change(by=request.actor, user=found, kind=kind)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("user", user=user)
    if outcome.token is not None:
        return show_link(request, found, outcome.token)
    messages.success(request, _("Written down. Nothing is changed before another administrator has confirmed it."))
    return redirect("user", user=user)


def show_link(request: ActingRequest, user: User, token: str, *, is_factor_removed: bool = False) -> HttpResponse:
    url = reverse("user", args=[user.public_id])
    context = {
        "link": request.build_absolute_uri(reverse("invitation", args=[token])),
        "days": user_actions.DAYS_AN_INVITATION_LASTS,
        "user_shown": user,
        "is_factor_removed": is_factor_removed,
        "trail": [Crumb(_("Users and access"), reverse("users")), Crumb(str(user), url), Crumb(_("Invitation"))],
    }
    return render(request, "grants/invitation_made.html", context)


@public(reason="The person who was invited has no password yet; the link is the key.", writes=True)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The same 404 for a link that is used, too old or never was."""
    invitation = Invitation.objects.open(token)
    if invitation is None:
        raise Http404
    if "by_provider" in request.POST and invitation.user.identities.exists():
        user_actions.accept_invitation(by=software("invitation"), token=token, password=None)
        messages.success(request, _("Log in through the service now, and choose your second factor within the hour."))
        return redirect("account_login")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user_actions.accept_invitation(by=software("invitation"), token=token, password=form.cleaned_data["first"])
        except RefusedError as error:
            form.add_error("first", str(error))
        else:
            messages.success(request, _("The password is chosen. Log in with it now, within the hour."))
            return redirect("account_login")
    context = {"form": form, "has_identity": invitation.user.identities.exists()}
    return render(request, "grants/invitation.html", context)
