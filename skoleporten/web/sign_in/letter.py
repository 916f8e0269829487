"""The first way in of a family: the code of a card or a letter is typed, and then own words or a service chosen."""

from __future__ import annotations

import time
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access import identity_actions, queries, user_actions
from skoleporten.access.actor import software
from skoleporten.access.cards import Card
from skoleporten.access.identities import Identity
from skoleporten.access.models import User
from skoleporten.access.pending import Invitation
from skoleporten.access.roles import GRANTED, Role
from skoleporten.people import family_ways_in
from skoleporten.rules.errors import RefusedError
from skoleporten.web.policy import public
from skoleporten.web.sign_in.sessions import has_second_factor
from skoleporten.web.sign_in.tokens import Told

# The secret of the invitation that the visitor holds, and the name to log in with that it led to.
HELD, NAME = "letter", "card_name"
SECONDS_IN_HAND = 15 * 60
BY = software("letter")


class CodeOfLetter(forms.Form):
    hide_need = True

    code = forms.CharField(
        label=gettext_lazy("The code"),
        help_text=gettext_lazy("Four times four signs. Large or small letters are alike."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class OwnWords(forms.Form):
    hide_need = True

    first = forms.CharField(
        label=gettext_lazy("Choose your own words"),
        help_text=gettext_lazy("Three words or more, with at least 12 letters. Nobody else should know them."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    second = forms.CharField(
        label=gettext_lazy("The same words once more"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("first") and values.get("second") and values["first"] != values["second"]:
            self.add_error("second", _("The two are not alike. Write the same words twice."))
        return values


@public(reason="Whoever has a card or a letter has no account yet; the code on it is the key.", writes=True)
def type_code(request: HttpRequest) -> HttpResponse:
    form = CodeOfLetter(request.POST or None)
    if request.method == "POST" and (limited := ratelimit.consume_or_429(request, action="login")):
        return limited
    if form.is_valid():
        token = user_actions.as_token(form.cleaned_data["code"])
        if Invitation.objects.open(token) is not None:
            request.session[HELD] = {"token": token, "at": time.time()}
            return redirect("letter_choose")
        form.add_error("code", _("That code opens nothing. It may be used or too old. Look once more, or ask us."))
    return render(request, "sign_in/letter_code.html", {"form": form})


@public(reason="As the page before it: the code that was typed is the key.", writes=True)
def choose(request: HttpRequest) -> HttpResponse:
    """The same way back for a code that was used meanwhile, became too old or was never typed."""
    token = _held(request)
    invitation = Invitation.objects.open(token)
    if invitation is None:
        return redirect("letter")
    user = invitation.user
    if "join" in request.POST:
        return _join(request, token)
    if "provider" in request.POST:
        return _to_provider(request)
    form = OwnWords(request.POST or None)
    if form.is_valid() and _words_are_taken(form, token):
        request.session.pop(HELD, None)
        return _to_log_in(request, user)
    context = {
        "form": form,
        "name": user.username,
        "is_pupil": Role.PUPIL in _roles(user),
        "has_card": Card.objects.open(user) is not None,
        "providers": settings.SIGN_IN_PROVIDERS if _is_family(user) else (),
        "may_join": _may_join(request, user),
    }
    return render(request, "sign_in/letter_choose.html", context)


def identity_of_letter(request: HttpRequest, told: Told) -> Identity | None:
    """Whoever went to the provider from the page of the code is linked, once."""
    token = _held(request)
    request.session.pop(HELD, None)
    if not token:
        return None
    return identity_actions.link_by_letter(by=BY, token=token, issuer=told.issuer, subject=told.subject)


def _held(request: HttpRequest) -> str:
    """Empty after a quarter of an hour: the next one at the tablet is somebody else."""
    held = request.session.get(HELD, {"token": "", "at": 0.0})
    return str(held["token"]) if time.time() - held["at"] < SECONDS_IN_HAND else ""


def _words_are_taken(form: OwnWords, token: str) -> bool:
    try:
        user_actions.accept_invitation(by=BY, token=token, password=form.cleaned_data["first"])
    except RefusedError as error:
        form.add_error("first", str(error))
        return False
    return True


def _to_log_in(request: HttpRequest, user: User) -> HttpResponse:
    """With a card to its own page, where the name stands already; else to choose a second factor within the hour."""
    request.session[NAME] = user.username
    if Card.objects.open(user) is None:
        messages.success(request, _("The password is chosen. Log in with it now, within the hour."))
        return redirect("account_login")
    messages.success(request, _("Your words are chosen. Now log in with them."))
    return redirect("card_log_in")


def _to_provider(request: HttpRequest) -> HttpResponse:
    ours = next((each for each in settings.SIGN_IN_PROVIDERS if each.id == request.POST["provider"]), None)
    if ours is None:
        raise Http404
    return HttpResponseRedirect(reverse("provider_sign_in", args=[ours.id]) + "?letter=1")


def _join(request: HttpRequest, token: str) -> HttpResponse:
    actor = getattr(request, "actor", None)
    if actor is None:
        raise Http404
    try:
        family_ways_in.join_own_user(by=actor, token=token)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("letter_choose")
    request.session.pop(HELD, None)
    messages.success(request, _("You can now go on as guardian too: choose it under your name."))
    return redirect("start")


def _may_join(request: HttpRequest, user: User) -> bool:
    signed_in = isinstance(request.user, User) and has_second_factor(request.session)
    return signed_in and request.user != user and Role.GUARDIAN in _roles(user)


def _is_family(user: User) -> bool:
    return not GRANTED & set(_roles(user))


def _roles(user: User) -> list[Role]:
    return queries.roles_of(user, timezone.localdate())
