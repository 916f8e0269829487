"""Which language a page speaks: what was chosen here, else what the person has chosen before, else bokmål.

The browser's own wish is not asked: most are set to English by the factory, and the texts are Norwegian first.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from skoleporten.access import languages
from skoleporten.web.policy import public


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", languages.shown(language))
        return response


def language_of(request: HttpRequest) -> str:
    wishes = (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), getattr(request.user, "language", ""))
    return next((wish for wish in wishes if wish in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)


@public(reason="Choosing a language comes before signing in.")
def choose(request: HttpRequest, language: str) -> HttpResponse:
    """A plain link, so that it works without JavaScript; it changes nothing but a cookie."""
    response = HttpResponseRedirect(_way_back(request))
    if language in dict(settings.LANGUAGES):
        remember(response, language)
    return response


def remember(response: HttpResponse, language: str) -> None:
    """In this browser, for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _way_back(request: HttpRequest) -> str:
    wish = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
    return wish if is_ours else "/"
