"""A text of the panels that seems to name a pupil is saved after a yes only: more people read it than the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from skoleporten.web.form_page import Page
from skoleporten.web.form_page import answer as answer_form
from skoleporten.web.names_in_texts import asks_about_names, named_in_view
from skoleporten.web.requests import ActingRequest

# A name stands here because it is meant to.
NO_WORDS = frozenset({"name", "contact", "source"})


def answer(request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object]) -> HttpResponse:
    """As web/form_page.py, and asks once about names."""
    if request.method == "POST" and form.is_valid():
        label = _("It is not a pupil, or the name is needed.")
        told = _("The text seems to name a pupil: %(names)s. More people read it here than in the case.")
        asks_about_names(request, form, partial(named_in_view, request), label=label, told=told, besides=NO_WORDS)
    return answer_form(request, form, page, save)
