"""What a session knows of how its person came in, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.models import Role, User

DEMO = "demo"
# How the second factor was shown: "own" (passkey, code), "provider" (Feide and the like); missing when it was not.
SECOND_FACTOR = "second_factor"
# What a session that a provider opened keeps of it, and when its person last proved there who it is.
PROVIDER = "provider"
PROVEN_AT = "proven_at"
BEGAN = "began"
SEEN = "seen"
# How long this session may lie idle, where it is less than others may.
IDLE = "idle"
# A page load within a minute of the last writes nothing.
COARSE_SECONDS = 60


def has_second_factor(session: SessionBase) -> bool:
    """A demo session needs none: all in it is made up."""
    return bool(session.get(SECOND_FACTOR) or session.get(DEMO))


def begin(sender: Any, request: HttpRequest, user: User, **signal: Any) -> None:
    """At every log-in (django.contrib.auth's signal). Clocks start; what an earlier person proved is forgotten."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    for mark in (SECOND_FACTOR, DEMO, PROVIDER, PROVEN_AT, IDLE):
        request.session.pop(mark, None)
    if Role.PUPIL in queries.roles_of(user, timezone.localdate()):
        request.session[IDLE] = settings.SESSION_IDLE_SECONDS_OF_PUPILS


class SessionLimitsMiddleware:
    """Ends a session that lay idle or has lasted a working day, at its next request and not by the cookie alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if is_over(request.session, now):
                logout(request)
            elif now - request.session[SEEN] >= COARSE_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)


def is_over(session: SessionBase, now: float) -> bool:
    """Also a session that does not say when it began: none of ours lacks it."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return True
    idle = session.get(IDLE, settings.SESSION_IDLE_SECONDS)
    return bool(now - began >= settings.SESSION_COOKIE_AGE or now - seen >= idle)
