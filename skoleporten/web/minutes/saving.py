"""Saving what is written in a meeting: a draft first, no name of another pupil unseen, and nobody overwritten.

Each form of the meeting stands on its one screen, and on a page of its own too: there one comes with a mistake, or with
both texts where somebody else was quicker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.form_saving import Outcome, seen_now, try_to_save
from skoleporten.web.names_in_texts import asks_about_names, named_in_view
from skoleporten.web.requests import ActingRequest

NO_WORDS = frozenset({"owner", "seen"})


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
    seen: Callable[[Any], dict[str, object]] = seen_now


def answer(request: ActingRequest, form: forms.Form, page: Page, save: Callable[[], object]) -> HttpResponse:
    """Saves and goes back, or shows the form again: with its mistakes, with names to look over, or with both texts."""
    is_right = form.is_valid() and not _asks_about_names(request, form, page)
    outcome = try_to_save(form, save, page.theirs, page.seen) if is_right else Outcome()
    if outcome.is_saved:
        messages.success(request, page.done)
        return redirect(page.back)
    shown = page.context | {"form": form, "back": page.back} | outcome.told
    keys = [pupil.public_id for pupil in page.pupils]
    read_log.shown(request, keys, action="minutes.form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, page.template, shown, status=outcome.status)


def _asks_about_names(request: ActingRequest, form: forms.Form, page: Page) -> bool:
    if page.is_for_all:
        label = _("It is no child’s name: keep it")
        told = _("Everybody in the meeting reads this, and it seems to name a pupil: %(names)s.")
        named = partial(named_in_view, request)
    else:
        label = _("Keep the names: whoever sees this pupil reads them")
        told = _("The text names other pupils at the school: %(names)s.")
        named = partial(_named_beside, page.pupils, request.today)
    return asks_about_names(request, form, named, label=label, told=told, besides=NO_WORDS)


def _named_beside(pupils: Sequence[Pupil], today: dt.date, text: str) -> list[str]:
    return [name for pupil in pupils for name in named_in(text, pupil, today)]
