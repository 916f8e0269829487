"""Saving what is written in the talk: a draft first, no name of another pupil unseen, and nobody overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.intake.models import Intake
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.intake.visible import visible_intake
from skoleporten.web.names_in_texts import asks_about_names
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Page:
    """The page that a form stands on. `theirs` gives the text that stands now, where somebody else was quicker."""

    template: str
    context: dict[str, Any]
    back: str
    done: str
    theirs: Callable[[Any], str] = str


def talk_of(request: ActingRequest, public_id: object) -> Intake:
    """An intake in view whose pupil is known; there is no talk about a pupil whom nobody has found."""
    intake = visible_intake(request, str(public_id))
    if intake.pupil is None:
        raise Http404
    return intake


def still_open(intake: Intake) -> Intake:
    """What has ended is read and not written in."""
    if intake.ended_at is not None:
        raise Http404
    return intake


def pupil_of(intake: Intake) -> Pupil:
    assert intake.pupil is not None
    return intake.pupil


def answer(
    request: ActingRequest, form: forms.Form, page: Page, pupil: Pupil, save: Callable[[], object]
) -> HttpResponse:
    """Saves and goes back, or shows the form again: with its mistakes, with names to look over, or with both texts."""
    is_right = form.is_valid() and not _asks_about_names(request, form, pupil)
    outcome = try_to_save(form, save, page.theirs, partial(_seen, form)) if is_right else Outcome()
    if outcome.is_saved:
        messages.success(request, page.done)
        return redirect(page.back)
    shown = page.context | {"form": form, "back": page.back} | outcome.told
    read_log.shown(request, [pupil.public_id], action="intake.talk_form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, page.template, shown, status=outcome.status)


def _asks_about_names(request: ActingRequest, form: forms.Form, pupil: Pupil) -> bool:
    label = _("Keep the names. Guardians and pupil see ▒▒▒ instead.")
    told = _("The text names other pupils at the school: %(names)s.")
    return asks_about_names(
        request, form, lambda text: named_in(text, pupil, request.today), label=label, told=told
    )  # fmt: skip


def _seen(form: forms.Form, now: Any) -> dict[str, object]:
    """Of a form over many rows the sum of their versions."""
    rows = now if isinstance(now, list) else [now]
    name = "seen_answers" if isinstance(now, list) and "seen_answers" in form.fields else "seen_version"
    return {name: sum(row.version for row in rows)}
