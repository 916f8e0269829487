"""One form about a case on a page of its own: nobody is overwritten, and no other pupil is named unseen."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse

from skoleporten.cases.models import Case
from skoleporten.web.intake import talk_saving
from skoleporten.web.intake.talk_saving import Page
from skoleporten.web.requests import ActingRequest

__all__ = ["Page", "answer"]


def answer(
    request: ActingRequest, case: Case, form: forms.Form, page: Page, save: Callable[[], object]
) -> HttpResponse:
    """As the forms of the talk: saves and goes back, or shows the form again, with both texts where they differ."""
    shown = Page(page.template, {"case": case, "pupil": case.pupil} | page.context, page.back, page.done, page.theirs)
    return talk_saving.answer(request, form, shown, case.pupil, save)
