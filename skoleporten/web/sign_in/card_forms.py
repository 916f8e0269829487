"""Where a code is asked for, that of a card is taken too: beside the app's, and after it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from skoleporten.access import card_actions
from skoleporten.access.cards import Card
from skoleporten.web.sign_in.adapter import somebody


class OrCard:
    """For allauth's form of a code."""

    user: Any
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    is_by_card = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = Card.objects.open(self.user)
        self.asked = self.card.next_code() if self.card else None
        self.has_app = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN).exists()
        self.fields["code"].widget.attrs["inputmode"] = "numeric" if self.is_for_card_only else "text"

    @property
    def is_for_card_only(self) -> bool:
        return self.asked is not None and not self.has_app

    @property
    def label(self) -> str:
        if self.asked is None or self.has_app:
            return _("Code")
        return _("Code number %(number)s on your card") % {"number": self.asked.number}

    def clean_code(self) -> str:
        """The app's own first: what it shows has six digits too, and must not count as a wrong try of the card."""
        if self.asked is None or self.has_app:
            try:
                return str(super().clean_code())  # type: ignore[misc]
            except ValidationError as error:
                if self.asked is None or error.code != "incorrect_code":
                    raise
                return self._of_card(self.cleaned_data["code"])
        forget_tries = check_rate_limit(self.user)
        code = self._of_card(self.cleaned_data["code"])
        forget_tries()
        return code

    def _of_card(self, code: str) -> str:
        if not card_actions.use(by=somebody(self.user), user=self.user, code=code):
            raise get_adapter().validation_error("incorrect_card_code")
        self.is_by_card = True
        return code

    def save(self) -> None:
        if not self.is_by_card:
            super().save()  # type: ignore[misc]
            return
        again = {"reauthenticated": True} if isinstance(self, ReauthenticateForm) else {}
        record_authentication(context.request, self.user, "mfa", type="card", **again)


class CodeForm(OrCard, AuthenticateForm):
    pass


class CodeAgainForm(OrCard, ReauthenticateForm):
    pass
