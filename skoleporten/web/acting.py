"""Whom a request acts for: one person in one of the roles in force today, at one school. They never add up."""

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

CHOSEN_ROLE, CHOSEN_SCHOOL = "role", "school"


class ActorMiddleware:
    """Asked anew at each request, so that access ends the moment a grant does. Without a second factor: nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        actor = None
        if isinstance(request.user, User) and has_second_factor(request.session):
            role, school = (request.session.get(key) for key in (CHOSEN_ROLE, CHOSEN_SCHOOL))
            actor = queries.actor_of(request.user, today, role, uuid.uuid4().hex, school or "")
        vars(request).update(today=today, actor=actor)
        return self.get_response(request)


@policy(roles=set(Role.values), purpose=None, writes=True)
@require_POST
def choose(request: ActingRequest) -> HttpResponse:
    """Go on in another of one's own roles, at one's own school; any other is as if it did not exist.

    `role` is the code alone, or with the public id of the school after a colon.
    """
    role, _colon, school = request.POST.get("role", "").partition(":")
    held = {(one.role, one.school) for one in queries.held_by(request.user, request.today)}
    if (role, school) not in held and (school or role not in {one for one, _school in held}):
        raise Http404
    request.session[CHOSEN_ROLE], request.session[CHOSEN_SCHOOL] = role, school
    return HttpResponseRedirect(reverse("start"))
