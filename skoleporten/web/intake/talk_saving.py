"""Saving what is written in the talk: a draft first, no name of another pupil unseen, and nobody overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.models import Intake
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import used
from skoleporten.web.intake.visible import visible_intake
from skoleporten.web.requests import ActingRequest

NAMES_ARE_MEANT = "names_are_meant"
NOT_WORDS = {"client_id", "seen_version", "draft", "csrfmiddlewaretoken"}


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
    status, theirs = 200, ""
    if form.is_valid() and not _asks_about_names(request, form, pupil):
        try:
            save()
        except ChangedMeanwhileError as error:
            status, theirs = 409, page.theirs(error.now)
            _see_again(form, error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, page.done)
            return redirect(page.back)
    shown = page.context | {"form": form, "theirs": theirs, "is_conflict": status == 409, "back": page.back}
    read_log.shown(request, [pupil.public_id], action="intake.talk_form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, page.template, shown, status=status)


def _asks_about_names(request: ActingRequest, form: forms.Form, pupil: Pupil) -> bool:
    """Another pupil's name is not forbidden: it is saved after a yes."""
    if request.POST.get(NAMES_ARE_MEANT):
        return False
    text = "\n\n".join(str(value) for name, value in form.cleaned_data.items() if _is_text(name, value))
    names = named_in(text, pupil, request.today)
    if not names:
        return False
    label = _("Keep the names. Guardians and pupil see ▒▒▒ instead.")
    form.fields[NAMES_ARE_MEANT] = forms.BooleanField(label=label, required=False)
    told = {"names": ", ".join(names)}
    form.add_error(NAMES_ARE_MEANT, _("The text names other pupils at the school: %(names)s.") % told)
    return True


def _is_text(name: str, value: object) -> bool:
    return isinstance(value, str) and name not in NOT_WORDS


def _see_again(form: forms.Form, error: ChangedMeanwhileError) -> None:
    """What is sent next time is sent by somebody who has seen both."""
    seen = error.now if isinstance(error.now, list) else [error.now]
    name = "seen_answers" if isinstance(error.now, list) and "seen_answers" in form.fields else "seen_version"
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    sent[name] = str(sum(row.version for row in seen))
    form.data = sent
    form.add_error(None, str(error))
