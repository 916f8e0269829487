"""Where we differ from allauth: no sign-up, our own words in every language, and a log of who came in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record

TOLD = "account/messages/password_changed.txt"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer, whether the name or the password is wrong: which names exist is nobody's business.
        "username_password_mismatch": gettext_lazy("The user name and the password do not go together."),
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Wait a few minutes, then try again."),
        "account_inactive": gettext_lazy("This account is closed. The municipality's administrator can open it."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, str(self.error_messages["account_inactive"]))
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """That one has come in or gone out can be seen; a changed password can not."""
        if message_template == TOLD:
            messages.success(request, _("The new password holds from now on."))

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        somebody = Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role="")
        with transaction.atomic():
            record(by=somebody, action="access.signed_in", object_type="user", object_id=user.public_id)
