"""Saving what is written in a meeting: a draft first, no name of another pupil unseen, and nobody overwritten.

Each form of the meeting stands on its one screen, and on a page of its own too: there one comes with a mistake, or with
both texts where somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.mentions import Person, find
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import used
from skoleporten.web.requests import ActingRequest

NAMES_ARE_MEANT = "names_are_meant"
NOT_WORDS = {"client_id", "seen_version", "owner", "seen"}


@dataclass(frozen=True)
class Page:
    """`theirs` gives the text that stands now, where somebody else was quicker; `seen` the values to send next time.

    `is_for_all`: everybody in the meeting reads it, so no child is named in it.
    """

    template: str
    back: str
    done: str
    context: dict[str, Any] = field(default_factory=dict)
    pupils: tuple[Pupil, ...] = ()
    is_for_all: bool = False
    theirs: Callable[[Any], str] = str
    seen: Callable[[Any], dict[str, object]] = lambda now: {"seen_version": now.version}


def answer(request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object]) -> HttpResponse:
    """Saves and goes back, or shows the form again: with its mistakes, with names to look over, or with both texts."""
    status, theirs = 200, ""
    if form.is_valid() and not _asks_about_names(request, form, page):
        try:
            save()
        except ChangedMeanwhileError as error:
            status, theirs = 409, page.theirs(error.now)
            _see_again(form, page, error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, page.done)
            return redirect(page.back)
    shown = page.context | {"form": form, "theirs": theirs, "is_conflict": status == 409, "back": page.back}
    keys = [pupil.public_id for pupil in page.pupils]
    read_log.shown(request, keys, action="minutes.form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, page.template, shown, status=status)


def _asks_about_names(request: ActingRequest, form: forms.Form, page: Page) -> bool:
    """A name is not forbidden, as it may be somebody else’s too: it is saved after a yes."""
    if request.POST.get(NAMES_ARE_MEANT):
        return False
    values = form.cleaned_data.items()
    text = "\n\n".join(value for name, value in values if isinstance(value, str) and name not in NOT_WORDS)
    others = [name for pupil in page.pupils for name in named_in(text, pupil, request.today)]
    named = _named_in_view(request, text) if page.is_for_all else others
    if not named:
        return False
    label = _("Keep the names: whoever sees this pupil reads them")
    told = _("The text names other pupils at the school: %(names)s.")
    if page.is_for_all:
        label = _("It is no child’s name: keep it")
        told = _("Everybody in the meeting reads this, and it seems to name a pupil: %(names)s.")
    form.fields[NAMES_ARE_MEANT] = forms.BooleanField(label=label, required=False)
    form.add_error(NAMES_ARE_MEANT, told % {"names": ", ".join(named)})
    return True


def _named_in_view(request: ActingRequest, text: str) -> list[str]:
    """Only names that the writer sees already are compared."""
    if not text.strip():
        return []
    seen = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).order_by()
    rows = seen.values_list("pk", "given_name", "family_name")
    found = find(text, [Person(str(key), given, family) for key, given, family in rows])
    return list(dict.fromkeys(text[one.start : one.end] for one in found))


def _see_again(form: forms.Form, page: Page, error: ChangedMeanwhileError) -> None:
    """What is sent next time is sent by somebody who has seen both."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    for name, value in page.seen(error.now).items():
        sent[name] = str(value)
    form.data = sent
    form.add_error(None, str(error))
