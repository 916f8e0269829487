"""The accessibility statement: what a walk over every page found, and what nobody has tested. Open to all."""

from __future__ import annotations

from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skoleporten.front.queries import facts
from skoleporten.web.policy import public
from skoleporten.web.statement.tested import tested


@public(reason="Who cannot sign in because of a fault of ours must be able to read where to say so.")
def statement(request: HttpRequest) -> HttpResponse:
    context = {
        "tested": tested(),
        "version": version("skoleporten"),
        "contact": facts(),
        "declaration": settings.ACCESSIBILITY_DECLARATION,
    }
    return render(request, "statement/statement.html", context)
