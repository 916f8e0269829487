"""A text of the panels that seems to name a pupil is saved after a yes only: it is read by others than the pupil's own.

Only names of pupils whom the writer sees already are compared, so that no text can ask who exists.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.rules.mentions import Person, find
from skoleporten.web.form_page import Page
from skoleporten.web.form_page import answer as answer_form
from skoleporten.web.requests import ActingRequest

NAMES_ARE_MEANT = "names_are_meant"
# A name stands here because it is meant to.
NO_WORDS = frozenset({"name", "contact", "source"})


def answer(request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object]) -> HttpResponse:
    """As web/form_page.py, and asks once about names."""
    if request.method == "POST" and form.is_valid():
        _ask_about_names(request, form)
    return answer_form(request, form, page, save)


def _ask_about_names(request: ActingRequest, form: forms.Form) -> None:
    if request.POST.get(NAMES_ARE_MEANT):
        return
    written = [value for name, value in form.cleaned_data.items() if isinstance(value, str) and name not in NO_WORDS]
    seen = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).order_by()
    rows = seen.values_list("pk", "given_name", "family_name")
    text = "\n\n".join(written)
    found = find(text, [Person(str(key), given, family) for key, given, family in rows]) if text.strip() else []
    if found:
        names = ", ".join(dict.fromkeys(text[one.start : one.end] for one in found))
        label = _("It is not a pupil, or the name is needed.")
        form.fields[NAMES_ARE_MEANT] = forms.BooleanField(label=label, required=False)
        told = _("The text seems to name a pupil: %(names)s. More people read it here than in the case.")
        form.add_error(NAMES_ARE_MEANT, told % {"names": names})
