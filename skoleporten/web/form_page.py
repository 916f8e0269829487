"""One form about no pupil on a page of its own: nobody is overwritten, and the page says why not.

A form about a pupil has web/cases/form_page.py, which looks for the names of others too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from skoleporten.web.components import Crumb
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Page:
    """`theirs` gives what stands now, where somebody else was quicker. Without `done` the next page has no message."""

    heading: str
    trail: Sequence[Crumb]
    back: str
    done: str
    intro: str = ""
    theirs: Callable[[Any], str] = str
    template: str = "components/form_page.html"
    context: dict[str, Any] = field(default_factory=dict)


def answer(request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object]) -> HttpResponse:
    """Saves and goes back, or shows the form again with its mistakes or with both texts."""
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = try_to_save(form, save, page.theirs)
    if outcome.is_saved:
        if page.done:
            messages.success(request, page.done)
        return redirect(page.back)
    shown = {
        "heading": page.heading, "trail": page.trail, "intro": page.intro, "back": page.back, "form": form,
        **outcome.told, **page.context,
    }  # fmt: skip
    return render(request, page.template, shown, status=outcome.status)
