"""The second factor: a passkey, or codes from an app, with codes on paper for the day the telephone is gone.

allauth does the work; here are our pages, our words, and the rule that nobody without one comes any further.
"""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable
from typing import Any, cast

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.base import views as base
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.cards import Card
from skoleporten.access.models import Role, User
from skoleporten.access.roles import STAFF
from skoleporten.audit.actions import record
from skoleporten.web.policy import View, policy, public
from skoleporten.web.sign_in.failures import note_failed
from skoleporten.web.sign_in.sessions import PROVEN_AT, SECOND_FACTOR, has_second_factor
from skoleporten.web.sign_in.words import in_our_words
from skoleporten.web.step_up import where_to_prove

LONGEST_CREDENTIAL = 20_000
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
CODE_LABELS = {"code": gettext_lazy("Code"), "password": gettext_lazy("Password"), "name": gettext_lazy("Name")}


class OurWords:
    """For allauth's form views: the labels of our language, and a note of who did what."""

    request: HttpRequest

    def get_form(self, form_class: Any = None) -> Any:
        return in_our_words(super().get_form(form_class), CODE_LABELS)  # type: ignore[misc]


class Authenticate(base.AuthenticateView):
    """Between the password and the first page. Nobody is signed in yet."""

    template_name = "sign_in/second_factor.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        note_failed(self.stage.login.user, "second_factor")
        return cast(HttpResponse, super().form_invalid(form))

    def _build_forms(self) -> Any:
        posted = super()._build_forms()
        in_our_words(self.auth_form, CODE_LABELS | {"code": self.auth_form.label})
        return posted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_passkey = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        context = super().get_context_data(**kwargs) | {"is_card": self.auth_form.card is not None}
        return context | {"options": context["js_data"]["request_options"] if has_passkey else None}


class Overview(base.IndexView):
    template_name = "sign_in/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = list(factors_of(self.request.user))
        return {
            "is_needed": not has_second_factor(self.request.session),
            "may_add": may_add(self.request),
            "passkeys": [each.wrap() for each in held if each.type == Authenticator.Type.WEBAUTHN],
            "app": next((each for each in held if each.type == Authenticator.Type.TOTP), None),
            "can_remove": len(held) > 1,
            "card": Card.objects.open(self.request.user),
            "is_a_family": not STAFF & set(queries.roles_of(self.request.user, timezone.localdate())),
        }


class AddCodes(OurWords, totp.ActivateTOTPView):
    template_name = "sign_in/add_codes.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        shown(self.request, "access.codes_added")
        return response


class AddPasskey(OurWords, webauthn.AddWebAuthnView):
    template_name = "sign_in/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": context["js_data"]["creation_options"]}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        shown(self.request, "access.passkey_added")
        return response


class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    template_name = "sign_in/recovery_codes.html"


class NewRecoveryCodes(OurWords, recovery_codes.GenerateRecoveryCodesView):
    template_name = "sign_in/new_recovery_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note(self.request, "access.recovery_codes_made")
        return response


class PasswordAgain(OurWords, account.ReauthenticateView):
    template_name = "sign_in/again.html"


class CodeAgain(OurWords, base.ReauthenticateView):
    template_name = "sign_in/again.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        return in_our_words(form, {"code": form.label})

    def form_valid(self, form: Any) -> HttpResponse:
        shown(self.request, "access.second_factor_shown_again")
        return super().form_valid(form)


class PasskeyAgain(OurWords, webauthn.ReauthenticateWebAuthnView):
    template_name = "sign_in/again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": context["js_data"]["request_options"]}

    def form_valid(self, form: Any) -> HttpResponse:
        shown(self.request, "access.second_factor_shown_again")
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


def well_formed(parse: Callable[[Any], Any]) -> Callable[[View], View]:
    """allauth reads what the browser sends as it stands, and stumbles over what no browser sends."""

    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            sent = request.POST.get("credential", "")
            if sent and not is_read_by(parse, sent):
                raise BadRequest("This is not what a browser sends for a passkey.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_read_by(parse: Callable[[Any], Any], text: str) -> bool:
    """The errors are all those that reading made-up JSON, base64 and CBOR can end in."""
    if len(text) > LONGEST_CREDENTIAL:
        return False
    try:
        parse(json.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error):
        return False
    return True


def factors_of(user: Any) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).order_by("pk")


def shown(request: HttpRequest, action: str) -> None:
    """Whoever has just proved to hold a factor has shown it."""
    request.session[SECOND_FACTOR] = "own"
    note(request, action)


def note(request: HttpRequest, action: str) -> None:
    user = request.user
    assert isinstance(user, User)
    somebody = Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role="")
    with transaction.atomic():
        record(by=somebody, action=action, object_type="user", object_id=user.public_id)


def may_add(request: HttpRequest) -> bool:
    """A first factor soon after an invitation was used; another, by whoever has shown one."""
    user = request.user
    return has_second_factor(request.session) or (isinstance(user, User) and user.may_enrol())


def adding(view: View) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_add(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        if is_long_since_asked_there(request):
            return redirect_to_login(request.get_full_path(), reverse(where_to_prove(request.session)))
        return view(request, *args, **kwargs)

    return guarded


def is_long_since_asked_there(request: HttpRequest) -> bool:
    """For whoever comes in by a provider and has no factor here: allauth would not ask again."""
    if request.session.get(SECOND_FACTOR) != "provider" or factors_of(request.user).exists():
        return False
    return time.time() - request.session.get(PROVEN_AT, 0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def own_factors(view: View) -> View:
    """For one's own factors. A session from before the first factor knows the password only: it is closed."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_second_factor(request.session) and factors_of(request.user).exists():
            logout(request)
            return HttpResponseRedirect(reverse("account_login"))
        return view(request, *args, **kwargs)

    return policy(roles=set(Role.values), purpose=None, writes=True, before_second_factor=True)(guarded)


def _remove(request: HttpRequest) -> HttpResponse:
    """One stays always: without any the way back in would be the password alone."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    held = factors_of(request.user)
    number = request.POST.get("factor", "")
    factor = held.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if factor is None:
        raise Http404
    if held.count() == 1:
        messages.error(request, _("This is the only one you have. Add another first."))
    else:
        delete_and_cleanup(request, factor)
        note(request, "access.second_factor_removed")
        messages.success(request, _("It is removed, and opens nothing any more."))
    return HttpResponseRedirect(reverse("mfa_index"))


read_answer = well_formed(AuthenticationResponse.from_dict)
read_new_passkey = well_formed(RegistrationResponse.from_dict)
authenticate = public(reason="The second step of the way in.", writes=True)(read_answer(Authenticate.as_view()))
overview = own_factors(Overview.as_view())
add_codes = own_factors(adding(AddCodes.as_view()))
add_passkey = own_factors(adding(read_new_passkey(AddPasskey.as_view())))
show_recovery_codes = own_factors(RecoveryCodes.as_view())
new_recovery_codes = own_factors(NewRecoveryCodes.as_view())
password_again = own_factors(PasswordAgain.as_view())
code_again = own_factors(CodeAgain.as_view())
passkey_again = own_factors(read_answer(PasskeyAgain.as_view()))
remove = own_factors(require_POST(_remove))
