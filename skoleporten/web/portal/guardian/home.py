"""A guardian's first page about a child."""

from __future__ import annotations

from django.http import HttpResponse

from skoleporten.web.portal import frame
from skoleporten.web.requests import ActingRequest


def page(request: ActingRequest, child: frame.Child) -> HttpResponse:
    return frame.show(request, child, "home", "portal/guardian/home.html", action="portal.home_opened")
