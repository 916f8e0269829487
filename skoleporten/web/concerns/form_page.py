"""One form about one concern on a page of its own: its text is kept as a draft until it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from skoleporten.access.gate import Purpose
from skoleporten.concerns.models import Concern
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.concerns.visible import way_back
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.pupils.trails import concern_trail_to
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Page:
    """What stands above and below the form."""

    heading: str
    button: str
    lead: str = ""
    text: str = ""
    template: str = "concerns/form.html"


def form_page(
    request: ActingRequest,
    concern: Concern,
    form_class: type[Form],
    key: str,
    page: Page,
    save: Callable[[dict[str, Any]], str],
    *,
    given: dict[str, Any] | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """`save` gets what was filled in and says what was done; what it refuses stands in the form, with the text."""
    form = drafted(request, form_class, key, concern.public_id, page=request.get_full_path(), **(given or {}))
    if request.method == "POST" and form.is_valid():
        try:
            done = save(form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, done)
            warn_of_names_in(request, concern.pupil, form)
            return HttpResponseRedirect(way_back(request, concern))
    read_log.shown(request, [concern.pupil.public_id], action="concerns.opened_form", purpose=Purpose.FOLLOW_UP)
    context = {
        "concern": concern,
        "form": form,
        "page": page,
        "back": way_back(request, concern),
        "trail": concern_trail_to(concern, page.heading),
    }
    return render(request, page.template, context | (shown or {}))
