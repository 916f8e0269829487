"""A text of the panels that seems to name a pupil is saved after a yes only: more people read it than the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from skoleporten.panels.models import Member
from skoleporten.rules.mentions import Person, find
from skoleporten.web.form_page import Page
from skoleporten.web.form_page import answer as answer_form
from skoleporten.web.names_in_texts import asks_about_names, named_in_view
from skoleporten.web.requests import ActingRequest

# A name stands here because it is meant to.
NO_WORDS = frozenset({"name", "contact", "source"})


def answer(
    request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object], members: Sequence[Member] = ()
) -> HttpResponse:
    """As web/form_page.py, and asks once about names. `members`: those whom the words shall not give away."""
    if request.method == "POST" and form.is_valid():
        _ask_about_names(request, form, members)
    return answer_form(request, form, page, save)


def _ask_about_names(request: ActingRequest, form: forms.Form, members: Sequence[Member]) -> None:
    ask = partial(asks_about_names, request, form, besides=NO_WORDS)
    ask_of_pupil = _("It is not a pupil, or the name is needed.")
    told = _("The text seems to name a pupil: %(names)s. More people read it here than in the case.")
    if ask(partial(named_in_view, request), label=ask_of_pupil, told=told):
        return
    ask_of_member = _("It is somebody else, or the member wants it so.")
    told = _("The words seem to name a member of the panel: %(names)s. They are to stand without a name.")
    ask(partial(_named_among, members), label=ask_of_member, told=told)


def _named_among(members: Sequence[Member], text: str) -> list[str]:
    """A member's name is one text: its first word is the given name."""
    whole = [(str(one.pk), one.name.partition(" ")) for one in members if one.name.strip()]
    found = find(text, [Person(key, given, family) for key, (given, _space, family) in whole])
    return list(dict.fromkeys(text[one.start : one.end] for one in found))
