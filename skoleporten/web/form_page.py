"""One form about no pupil on a page of its own: nobody is overwritten, and the page says why not.

A form about a pupil has web/cases/form_page.py, which looks for the names of others too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import used
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
    status, theirs = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except ChangedMeanwhileError as error:
            status, theirs = 409, page.theirs(error.now)
            _see_again(form, error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            if hasattr(form, "draft"):
                used(form)
            if page.done:
                messages.success(request, page.done)
            return redirect(page.back)
    shown = {
        "heading": page.heading, "trail": page.trail, "intro": page.intro, "back": page.back, "form": form,
        "theirs": theirs, "is_conflict": status == 409, **page.context,
    }  # fmt: skip
    return render(request, page.template, shown, status=status)


def _see_again(form: forms.Form, error: ChangedMeanwhileError) -> None:
    """What is sent next time is sent by somebody who has seen both."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    sent["seen_version"] = str(error.now.version)
    form.data = sent
    form.add_error(None, str(error))
