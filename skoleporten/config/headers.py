"""What holds for every answer and every request, before any view is chosen."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

Respond = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST")
LONGEST_ADDRESS = 8_000
NOTHING = ("\0", "%00")


def no_store(get_response: Respond) -> Respond:
    """No page stays in a browser's or a proxy's cache: the next person at a shared machine presses Back.

    What has an ETag is kept by the program that asks for it, and says itself how.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "no-store" not in response.headers.get("Cache-Control", "") and not response.has_header("ETag"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return respond


def kept_apart(get_response: Respond) -> Respond:
    """No other site loads what is ours, and no search engine keeps it, a file as little as a page.

    Only the open page for families says itself that it may be found.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        return response

    return respond


def well_formed(get_response: Respond) -> Respond:
    """Refuses what no page of ours ever asks for, so that no view meets it.

    PostgreSQL can not hold a zero byte, and a view without a method of its own would answer PUT and DELETE as GET.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        address = request.path + request.META.get("QUERY_STRING", "")
        if len(address) > LONGEST_ADDRESS or any(sign in address for sign in NOTHING):
            raise BadRequest("The address holds a zero byte, or is longer than any of ours.")
        return get_response(request)

    return respond
