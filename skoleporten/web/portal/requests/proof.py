"""A copy leaves the house: whoever downloads it has shown who she is just now, and not only when she logged in."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from skoleporten.web.requests import ActingRequest
from skoleporten.web.step_up import last_proof, where_to_prove

FRESH = dt.timedelta(minutes=10)


def asks_for_proof(request: ActingRequest, back: str) -> HttpResponseRedirect | None:
    """The way to show it, and then `back`. A demo log-in has nothing to show, and made-up pupils only."""
    if request.actor.is_demo or timezone.now() - last_proof(request.session) <= FRESH:
        return None
    return redirect_to_login(back, reverse(where_to_prove(request.session)))
