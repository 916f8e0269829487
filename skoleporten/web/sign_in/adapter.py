"""Where we differ from allauth: no sign-up, our own words in every language, and a log of who came in."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skoleporten.access import encryption, queries
from skoleporten.access.actor import Actor
from skoleporten.access.cards import FEW_LEFT, Card
from skoleporten.access.identities import Identity
from skoleporten.access.identity_actions import open_provider_session
from skoleporten.access.models import User
from skoleporten.access.roles import STAFF
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.web.sign_in.failures import note_failed, note_wrong_password
from skoleporten.web.sign_in.sessions import PROVEN_AT, PROVIDER, SECOND_FACTOR

PENDING = "provider_pending"  # what a provider has said, until the log-in is complete
TOLD = "account/messages/password_changed.txt"
OWN_FACTOR_STAGE = "allauth.mfa.stages.AuthenticateStage"
# One place for all: allauth does not say which row a secret is for, and writes it before the row has a key.
PLACE_OF_SECRETS = "mfa_authenticator.data"
METHOD_WORDS = {
    "reauthenticate": gettext_lazy("Use the password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer, whether the name or the password is wrong: which names exist is nobody's business.
        "username_password_mismatch": gettext_lazy("The user name and the password do not go together."),
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Wait a few minutes, then try again."),
        "rate_limited": gettext_lazy("Too many wrong tries. Wait a few minutes, then try again."),
        "account_inactive": gettext_lazy("This account is closed. The municipality's administrator can open it."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
        "incorrect_password": gettext_lazy("This is not the password you have now."),
        "incorrect_card_code": gettext_lazy("That is not the code. Look for the number once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password or an unknown name. Too many tries are stopped before they come here."""
        note_wrong_password(str(credentials.get("username", "")))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        note_failed(user, "closed")
        messages.error(request, str(self.error_messages["account_inactive"]))
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """That one has come in or gone out can be seen; a changed password can not."""
        if message_template == TOLD:
            messages.success(request, _("The new password holds from now on."))

    def login(self, request: HttpRequest, user: User) -> None:
        """The session begins here; whoever showed a code or a passkey on the way has shown the second factor."""
        methods = [each["method"] for each in get_authentication_records(request, user)]
        told = request.session.pop(PENDING, None)
        super().login(request, user)
        if "mfa" in methods:
            request.session[SECOND_FACTOR] = "own"
        if told and told["user"] == user.pk:
            begin_at_provider(request, user, told)
        record_signed_in(user)
        tell_what_others_changed(request, user)
        tell_of_the_card(request, user)

    def get_login_stages(self) -> list[str]:
        """Who has shown two factors at the provider is not asked for a third."""
        told = context.request.session.get(PENDING)
        stages: list[str] = super().get_login_stages()
        is_strong = told is not None and told["is_strong"]
        return [stage for stage in stages if not (is_strong and stage == OWN_FACTOR_STAGE)]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of the log-in: else the first thing after the password would be the password."""
        request = context.request
        shown = [each["at"] for each in get_authentication_records(request, request.user)]
        if shown and 0 <= time.time() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor shows it again; the password alone would be less than at the log-in."""
        methods = super().get_reauthentication_methods(user)
        if is_mfa_enabled(user):
            methods = [each for each in methods if each["id"] != "reauthenticate"]
        has_codes = any(each["id"] == "mfa_reauthenticate" for each in methods)
        if not has_codes and isinstance(user, User) and Card.objects.open(user) is not None:
            methods.append({"id": "mfa_reauthenticate", "url": reverse("mfa_reauthenticate")})
        return [each | {"description": METHOD_WORDS[each["id"]]} for each in methods]


def begin_at_provider(request: HttpRequest, user: User, told: dict[str, Any]) -> None:
    request.session[PROVIDER] = {key: told[key] for key in ("provider", "id_token", "ends_at")}
    if told["is_strong"]:
        request.session[SECOND_FACTOR] = "provider"
        request.session[PROVEN_AT] = told["proven_at"]
    identity = Identity.objects.get(pk=told["identity"])
    key = request.session.session_key or ""
    open_provider_session(by=somebody(user), identity=identity, session_key=key, sid=told["sid"])


def tell_what_others_changed(request: HttpRequest, user: User) -> None:
    """Whoever did not ask for it can say so."""
    for change in user.way_in_changes.to_tell():
        names = [str(one) for one in (change.proposed_by, change.decided_by) if one is not None]
        told = {
            "day": date_format(timezone.localtime(change.decided_at), "DATE_FORMAT"),
            "who": ", ".join(dict.fromkeys(names)) or _("the command line"),
            "what": WayInChange.Kind(change.kind).label,
        }
        text = _("How you log in was changed on %(day)s by %(who)s: %(what)s.") % told
        messages.warning(request, " ".join((text, _whom_to_tell(user))))


def _whom_to_tell(user: User) -> str:
    if STAFF & set(queries.roles_of(user, timezone.localdate())):
        return _("If you did not ask for it, tell your leader today.")
    return _("If you did not ask for it, tell us today.")


def tell_of_the_card(request: HttpRequest, user: User) -> None:
    """In time, so that nobody stands outside with a card that is used up."""
    card = Card.objects.open(user)
    if card is not None and (left := card.left()) <= FEW_LEFT:
        text = ngettext(
            "There is %(left)s code left on your card.", "There are %(left)s codes left on your card.", left
        )
        messages.info(request, " ".join((text % {"left": left}, _("Ask us for a new one."))))


def somebody(user: User) -> Actor:
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role="")


def record_signed_in(user: User) -> None:
    with transaction.atomic():
        record(by=somebody(user), action="access.signed_in", object_type="user", object_id=user.public_id)


def note_signed_in_again(user: User) -> None:
    with transaction.atomic():
        record(by=somebody(user), action="access.signed_in_again", object_type="user", object_id=user.public_id)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That was not accepted. Try once more, with a new code."),
    }

    def is_mfa_enabled(self, user: User | AnonymousUser, types: Any = None) -> bool:
        """A card counts where any factor will do; asked for one kind only, allauth means its own of that kind."""
        if super().is_mfa_enabled(user, types=types):
            return True
        is_any = types is None or len(types) > 1
        return is_any and isinstance(user, User) and Card.objects.open(user) is not None

    def get_totp_issuer(self) -> str:
        return "Skoleporten"

    def get_totp_label(self, user: User) -> str:
        return str(user.username)

    def _get_user_identifier(self, user: User) -> str:
        """The user name: an e-mail is no identity here."""
        return str(user.username)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002  (allauth's own name)
        """Two passkeys are told apart by the day they were made, and nobody has to think of a name."""
        return timezone.localdate().isoformat()

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text, place=PLACE_OF_SECRETS)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text, place=PLACE_OF_SECRETS)
