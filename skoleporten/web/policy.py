"""Who may open which page. Every view carries `policy` or `public`; the middleware answers no view without one.

    @policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)           # shows pupils: must call read_log.shown()
    @policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)           # shows no pupil, may change things
    @public(reason="The way in.")                                            # needs no log-in

`request` is a requests.ActingRequest: `request.actor` is the one person in one role that the view acts for, and
`request.today` the day. A denied answer is logged, and is the same 404 as a page that does not exist. A view without
`writes=True` that tries to change the database raises; so does a page about pupils that answers 200 without having
logged which it shows (web/read_log.py). A new place adds its urls module to web/urls.py and its entry to layout.PLACES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from skoleporten.web.denials import log_denied
from skoleporten.web.documents.drafts import back_to_form, keep_what_was_sent
from skoleporten.web.sign_in.sessions import has_second_factor
from skoleporten.web.step_up import needs_step_up, where_to_prove

View = Callable[..., HttpResponseBase]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# The read log is written while a page is read, and nothing else is.
WRITES = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|COPY|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE)
READ_LOG = re.compile(r"^\s*INSERT INTO \"?audit_", re.IGNORECASE)


class ReadViewWroteError(RuntimeError):
    """A view that said it only reads tried to change the database."""


class ReadNotLoggedError(RuntimeError):
    """A page about pupils was about to be shown without a row in the read log."""


@dataclass(frozen=True)
class Policy:
    """What a view declares. No role at all means that it is public, and `reason` says why."""

    roles: frozenset[str] = frozenset()
    purpose: str | None = None
    writes: bool = False
    reason: str = ""
    before_second_factor: bool = False

    @property
    def is_public(self) -> bool:
        return not self.roles


def policy(
    *, roles: Collection[str], purpose: str | None, writes: bool = False, before_second_factor: bool = False
) -> Callable[[View], View]:
    """`purpose` is what the gate is asked with; None means that the view shows no pupil.

    With `before_second_factor` the view is for whoever is signed in, without an actor: only the pages where one
    gets a second factor have it.
    """
    if not roles:
        raise ImproperlyConfigured("A policy names at least one role; a page for everybody is public(reason=…).")
    declared = Policy(frozenset(map(str, roles)), purpose, writes, before_second_factor=before_second_factor)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _without_page(request, _answer(declared, view, request, *args, **kwargs))

        guarded.policy = declared  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(*, reason: str, writes: bool = False) -> Callable[[View], View]:
    if not reason:
        raise ImproperlyConfigured("A public view says why it is public.")
    declared = Policy(writes=writes, reason=reason)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with _reading_only(declared):
                return view(request, *args, **kwargs)

        guarded.policy = declared  # type: ignore[attr-defined]
        return guarded

    return decorate


def policy_of(view: Any) -> Policy | None:
    """The declared policy of a view callback, or None where there is none."""
    declared = getattr(view, "policy", None)
    return declared if isinstance(declared, Policy) else None


class PolicyMiddleware:
    """Closed by default: a view that declares nothing is never called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if policy_of(view) is None:
            raise ImproperlyConfigured(f"{request.path} has a view without a policy; it is not shown to anybody.")


def _answer(declared: Policy, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if not request.user.is_authenticated:
        page = keep_what_was_sent(request)
        return back_to_form(request, page) if page else _log_in(request, "account_login")
    if not declared.before_second_factor and not has_second_factor(request.session):
        return HttpResponseRedirect(reverse("mfa_index"))
    try:
        if not declared.before_second_factor:
            _refuse_other_roles(declared, request)
        if _must_prove_again(declared, request):
            return _log_in(request, where_to_prove(request.session), keep_what_was_sent(request))
        if not declared.writes and request.method not in SAFE_METHODS:
            return HttpResponseNotAllowed(("GET", "HEAD"))
        with _reading_only(declared):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):  # inside the guard, so that a template can not write either
                response.render()
    except Http404:
        keep_what_was_sent(request)  # the writer may act in another role now, and finds it when she is back in hers
        log_denied(request, declared.purpose, kwargs)
        raise
    _check_read_is_logged(declared, request, response)
    return response


def _without_page(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """A script that asks for data can do nothing with the page to log in on: it keeps what it sent, and says so."""
    is_script = request.headers.get("Accept") == "application/json"
    return HttpResponse(status=401) if is_script and isinstance(answer, HttpResponseRedirect) else answer


def _log_in(request: HttpRequest, how: str, page: str | None = None) -> HttpResponseRedirect:
    """`page` is where to go on afterwards; by default what was asked for."""
    return redirect_to_login(page or request.get_full_path(), reverse(how))


def _refuse_other_roles(declared: Policy, request: HttpRequest) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None or str(actor.role) not in declared.roles:
        raise Http404


def _must_prove_again(declared: Policy, request: HttpRequest) -> bool:
    if declared.purpose is None:
        return False
    return needs_step_up(request.actor, request.session, timezone.now())  # type: ignore[attr-defined]


def _check_read_is_logged(declared: Policy, request: HttpRequest, response: HttpResponseBase) -> None:
    if declared.purpose is None or response.status_code != 200 or request.method not in SAFE_METHODS:
        return
    if not getattr(request, "read_is_logged", False):
        raise ReadNotLoggedError(f"{request.path} shows pupils and did not call read_log.shown().")


@contextmanager
def _reading_only(declared: Policy) -> Iterator[None]:
    with ExitStack() as stack:
        if not declared.writes:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(_refuse_to_write))
        yield


def _refuse_to_write(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if WRITES.match(sql) and not READ_LOG.match(sql):
        raise ReadViewWroteError(f"A view without writes=True tried to run: {sql[:80]}")
    return execute(sql, params, many, context)
