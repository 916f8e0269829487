"""The way in and out: local accounts through allauth, and the demonstration's buttons. No other page of allauth."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skoleporten.access import actions, identity_actions, queries
from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.rules.errors import RefusedError
from skoleporten.web.policy import policy, public
from skoleporten.web.sign_in import letter, provider
from skoleporten.web.sign_in.adapter import somebody
from skoleporten.web.sign_in.sessions import DEMO, PROVIDER
from skoleporten.web.sign_in.words import in_our_words

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# No page of the person who left stays behind in the browser of a shared machine.
FORGET = '"cache", "storage"'
# Where another person has marks of the board in this browser that are not sent; the leaver has deleted his own.
FORGET_BUT_KEEP_OTHERS = '"cache"'
LOG_IN_LABELS = {"login": _("User name"), "password": _("Password")}
CARD_LABELS = {"login": _("The name on your card"), "password": _("Your own words")}
NEW_PASSWORD_LABELS = {
    "oldpassword": _("The password you have now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
}


class LogIn(allauth.LoginView):
    template_name = "sign_in/log_in.html"

    def get_form(self, form_class: Any = None) -> Any:
        """Everybody knows that both must be filled in, and a hint inside a field is read as its content."""
        form = super().get_form(form_class)
        form.hide_need = True
        return in_our_words(form, LOG_IN_LABELS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without allauth's own, which links to a sign-up that we do not have."""
        return {
            "form": kwargs.get("form") or self.get_form(),
            "view": self,
            "demo_users": queries.demo_users(),
            "providers": settings.SIGN_IN_PROVIDERS,
        }


class LogInWithCard(LogIn):
    """The same way in, in words for a child, with the name of the card filled in after it was opened."""

    template_name = "sign_in/log_in_with_card.html"

    def get_form(self, form_class: Any = None) -> Any:
        return in_our_words(super().get_form(form_class), CARD_LABELS)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "login": self.request.session.get(letter.NAME, "")}


class LogOut(allauth.LogoutView):
    template_name = "sign_in/log_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Here first, then at the provider: whichever is not reached, the other is ended."""
        at_provider = self.request.session.get(PROVIDER)
        if isinstance(self.request.user, User):
            identity_actions.sign_out(
                by=somebody(self.request.user), session_key=self.request.session.session_key or ""
            )
        response = super().post(*args, **kwargs)
        if at_provider:
            response = provider.way_out(self.request, at_provider) or response
        keeps_others = self.request.POST.get("keep") == "1"
        response.headers["Clear-Site-Data"] = FORGET_BUT_KEEP_OTHERS if keeps_others else FORGET
        if not keeps_others:
            response.delete_cookie(settings.DEVICE_COOKIE_NAME, samesite="Lax")
        return response


class ChangePassword(allauth.PasswordChangeView):
    template_name = "sign_in/change_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever comes in by Feide and the like has none here to change."""
        if isinstance(request.user, User) and not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        return in_our_words(super().get_form(form_class), NEW_PASSWORD_LABELS)


log_in = public(reason="The way in.", writes=True)(LogIn.as_view())
log_in_with_card = public(reason="The way in with a card.", writes=True)(LogInWithCard.as_view())
log_out = public(reason="The way out.", writes=True)(LogOut.as_view())
change_password = policy(roles=set(Role.values), purpose=None, writes=True)(ChangePassword.as_view())


@public(reason="The way in to made-up data; refused where the data is real.", writes=True)
@require_POST
def log_in_to_demo(request: HttpRequest) -> HttpResponse:
    try:
        user = actions.open_demo_session(by=software("demo log-in"), user_public_id=request.POST.get("user", ""))
    except (RefusedError, ValidationError) as error:
        raise Http404 from error
    login(request, user, backend=BACKEND)
    request.session[DEMO] = True
    return HttpResponseRedirect(reverse("start"))
