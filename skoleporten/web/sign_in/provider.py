"""The way in and out through an OpenID provider. allauth asks and fetches; who may come in is decided here."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any

import jwt
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import logout
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from skoleporten.access.actor import software
from skoleporten.access.identities import Identity
from skoleporten.access.identity_actions import end_provider_sessions
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.web.policy import policy, public
from skoleporten.web.sign_in.adapter import PENDING, note_signed_in_again
from skoleporten.web.sign_in.letter import identity_of_letter
from skoleporten.web.sign_in.sessions import PROVEN_AT, PROVIDER
from skoleporten.web.sign_in.tokens import (
    TokenRefusedError,
    Told,
    check_proven_since,
    read_id_token,
    read_logout_token,
)

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
WHAT_A_PROVIDER_MAY_DO = (
    OAuth2Error,
    RequestException,
    TokenRefusedError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
BY = software("sign-in")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Providers come from settings alone: a row in the database opens no door."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        return [_app(each) for each in settings.SIGN_IN_PROVIDERS if provider in {None, each.id}]


class Client(OAuth2Client):
    """With a private key the client signs who it is, and no secret is sent."""

    assertion: dict[str, str] = {}

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None) -> Any:
        return super().get_access_token(code, pkce_code_verifier, (extra_data or {}) | self.assertion)


class Fetcher(OpenIDConnectOAuth2Adapter):
    client_class = Client

    @property
    def openid_config(self) -> Any:
        """It must call itself what we were told: another document could send us anywhere."""
        found = super().openid_config
        if found["issuer"] != _provider(self.provider_id).issuer:
            raise TokenRefusedError("unknown_issuer")
        return found

    def keys(self) -> Any:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            return response.json()

    def tokens(self, request: HttpRequest, provider: Any, verifier: str) -> Any:
        client = self.get_client(request, _app(provider))
        client.assertion = assertion_of(provider, self.access_token_url) if provider.private_key else {}
        return client.get_access_token(request.GET.get("code", ""), pkce_code_verifier=verifier)


class CheckedProvider(OpenIDConnectProvider):
    oauth2_adapter_class = Fetcher


def _app(provider: Any) -> SocialApp:
    told = {"server_url": provider.issuer, "oauth_pkce_enabled": True, "scope": list(provider.scope)}
    if provider.private_key:
        told["token_auth_method"] = "private_key_jwt"  # noqa: S105  (the name of a method)
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings=told,
    )


def assertion_of(provider: Any, audience: str) -> dict[str, str]:
    now = int(time.time())
    claims = {"iss": provider.client_id, "sub": provider.client_id, "aud": audience, "jti": uuid.uuid4().hex}
    claims |= {"iat": now, "exp": now + ASSERTION_SECONDS}
    signed = jwt.encode(claims, provider.private_key, algorithm="RS256", headers={"kid": provider.key_id})
    return {"client_assertion_type": ASSERTION, "client_assertion": signed}


def _provider(name: str) -> Any:
    found = next((each for each in settings.SIGN_IN_PROVIDERS if each.id == name), None)
    if found is None:
        raise Http404
    return found


@public(reason="The way in through a provider.", writes=True)
@require_GET
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    ours = _provider(provider_id)
    return _ask(request, ours, {}, {"is_by_letter": "letter" in request.GET})


@policy(roles=set(Role.values), purpose=None, writes=True)
@require_GET
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For whoever has shown both factors at a provider: there, anew, whatever session it still has."""
    ours = _provider(request.session.get(PROVIDER, {}).get("provider", ""))
    return _ask(request, ours, {"prompt": "login", "max_age": "0"}, {"asked_again_at": time.time()})


def _ask(request: HttpRequest, ours: Any, more: dict[str, str], kept: dict[str, Any]) -> HttpResponse:
    """`more` goes to the provider; `kept` waits here for the answer."""
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce} | ({"acr_values": " ".join(ours.acr)} if ours.acr else {}) | more
    try:
        theirs = CheckedProvider(request, app=_app(ours))
        wish = request.GET.get("next", "")
        answer: HttpResponse = theirs.redirect(request, "login", wish, {"nonce": nonce} | kept, auth_params=asked)
    except WHAT_A_PROVIDER_MAY_DO as error:
        return _refused(request, ours, _code(error))
    return answer


@public(reason="The provider sends people back here.", writes=True)
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    ours = _provider(provider_id)
    state = statekit.unstash_state(request, provider_id=ours.id, state_id=request.GET.get("state", ""))
    if state is None:
        return _refused(request, ours, "state")
    if "code" not in request.GET:
        return _refused(request, ours, "no_code")
    if request.GET.get("iss", ours.issuer) != ours.issuer:
        return _refused(request, ours, "unknown_issuer")
    try:
        told, ends_at, token = _told(request, ours, state)
    except WHAT_A_PROVIDER_MAY_DO as error:
        return _refused(request, ours, _code(error))
    identity = Identity.objects.filter(issuer=told.issuer, subject=told.subject).select_related("user").first()
    asked_again_at = state["data"].get("asked_again_at")
    if identity is None and state["data"].get("is_by_letter"):
        identity = identity_of_letter(request, told)
    if identity is None:
        return _refused(request, ours, "unknown_subject", subject=told.subject)
    if asked_again_at is not None:
        return _go_on(request, ours, identity, told, asked_again_at, state.get("next") or "")
    session = {"provider": ours.id, "sid": told.sid, "id_token": token, "ends_at": ends_at}
    return _come_in(request, identity, told, session, state.get("next") or "")


def _told(request: HttpRequest, ours: Any, state: dict[str, Any]) -> tuple[Told, str, str]:
    """Also where the provider's own session is ended, and the token that says whose it is."""
    fetcher = Fetcher(request, ours.id)
    token = fetcher.tokens(request, ours, state.get("pkce_code_verifier") or "").get("id_token")
    nonce = state["data"]["nonce"]
    checks = {"issuer": ours.issuer, "client_id": ours.client_id, "nonce": nonce, "accepted_acr": ours.acr}
    told = read_id_token(token, keys=fetcher.keys(), **checks)
    return told, str(fetcher.openid_config.get("end_session_endpoint") or ""), str(token)


def _go_on(request: HttpRequest, ours: Any, identity: Identity, told: Told, asked_at: float, wish: str) -> HttpResponse:
    """The session goes on, for the person whose it is and nobody else."""
    if request.user != identity.user:
        return _refused(request, ours, "another_person")
    try:
        check_proven_since(told, asked_at)
    except TokenRefusedError as error:
        return _refused(request, ours, error.code)
    request.session[PROVEN_AT] = told.proven_at
    record_authentication(request, identity.user, "openid_connect", provider=ours.id, reauthenticated=True)
    note_signed_in_again(identity.user)
    is_ours = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(wish if is_ours else reverse("start"))


def _come_in(request: HttpRequest, identity: Identity, told: Told, session: dict[str, str], wish: str) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    user = identity.user
    request.session[PENDING] = session | {"identity": identity.pk, "user": user.pk, "is_strong": told.is_strong}
    request.session[PENDING]["proven_at"] = told.proven_at
    record_authentication(request, user, "openid_connect", provider=session["provider"])
    is_ours = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=wish if is_ours else None))
    return answer


def _code(error: Exception) -> str:
    return error.code if isinstance(error, TokenRefusedError) else type(error).__name__


def _refused(request: HttpRequest, ours: Any, why: str, subject: str = "") -> HttpResponse:
    """The log says why. The person is told what to do, and who the provider says that they are if nobody knows."""
    with transaction.atomic():
        details = {"why": why, "provider": ours.id}
        record(by=BY, action="access.sign_in_refused", object_type="provider", object_id=ours.id, details=details)
    shown = {"provider": ours, "subject": subject, "needs_higher_level": why == "acr", "why": why}
    return render(request, "sign_in/refused.html", shown, status=403)


@public(reason="The provider says here that a session has ended; its signed token is the proof.", writes=True)
@csrf_exempt
@require_POST
def signed_out(request: HttpRequest, provider_id: str) -> HttpResponse:
    ours = _provider(provider_id)
    try:
        fetcher = Fetcher(request, ours.id)
        token = request.POST.get("logout_token")
        told = read_logout_token(token, keys=fetcher.keys(), issuer=ours.issuer, client_id=ours.client_id)
    except WHAT_A_PROVIDER_MAY_DO:
        return HttpResponse(status=400)
    if not cache.add(f"logout:{ours.id}:{told['jti']}"[:240], value=True, timeout=3600):
        return HttpResponse(status=400)
    end_provider_sessions(by=BY, issuer=ours.issuer, subject=told["sub"], sid=told["sid"])
    return HttpResponse(status=200)


def way_out(request: HttpRequest, session: dict[str, Any]) -> HttpResponse | None:
    """A page that goes on to the provider; a redirect of the form would be stopped by our own form-action."""
    if not session.get("ends_at", "").startswith(("https://", "http://localhost", "http://127.0.0.1")):
        return None
    ours = next((each for each in settings.SIGN_IN_PROVIDERS if each.id == session["provider"]), None)
    if ours is None:
        return None
    back = request.build_absolute_uri("/sign-in/")
    asked = {"id_token_hint": session["id_token"], "client_id": ours.client_id, "post_logout_redirect_uri": back}
    joined = "&" if "?" in session["ends_at"] else "?"
    target = f"{session['ends_at']}{joined}{urlencode(asked)}"
    return render(request, "sign_in/log_out_at_provider.html", {"provider": ours, "target": target})
