"""Whom a request acts for: one person in one of the roles in force today. Roles never add up."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from skoleporten.access import queries
from skoleporten.access.models import Role, User
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.sign_in.sessions import has_second_factor

CHOSEN_ROLE = "role"


class ActorMiddleware:
    """Asked anew at each request, so that access ends the moment a grant does. Without a second factor: nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        actor = None
        if isinstance(request.user, User) and has_second_factor(request.session):
            actor = queries.actor_of(request.user, today, request.session.get(CHOSEN_ROLE), uuid.uuid4().hex)
        vars(request).update(today=today, actor=actor)
        return self.get_response(request)


@policy(roles=set(Role.values), purpose=None, writes=True)
@require_POST
def choose(request: ActingRequest) -> HttpResponse:
    """Go on in another of one's own roles; any other is as if it did not exist."""
    wish = request.POST.get("role", "")
    if wish not in queries.roles_of(request.user, request.today):
        raise Http404
    request.session[CHOSEN_ROLE] = wish
    return HttpResponseRedirect(reverse("start"))
