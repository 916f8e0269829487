"""Own words of a pupil and of a guardian: written, read again, corrected and taken back, each at her own door."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.reasons import purpose_of
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.voices import actions, queries
from skoleporten.voices.models import Word
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import Child, family_reads, family_writes, open_child, show
from skoleporten.web.portal.safety import safety
from skoleporten.web.portal.words.forms import WordForm, as_it_is
from skoleporten.web.portal.words.rows import page_of_rows, word_row, words_in_view
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.voices.pictures import picture_of

HERE = "words"


@family_reads
def every(request: ActingRequest, child: uuid.UUID) -> HttpResponse:
    mine = open_child(request, child)
    page, rows = page_of_rows(request.actor, mine.pupil, request.today, request.GET.get("page"))
    context = {"rows": rows, "page": page, "is_listened_to": queries.is_listened_to(mine.pupil, request.today)}
    return show(request, mine, HERE, "portal/words/every.html", context, action="portal.words_opened")


@family_reads
def one(request: ActingRequest, child: uuid.UUID, word: uuid.UUID) -> HttpResponse:
    """Own words with how they stood before; others' as in the list."""
    mine = open_child(request, child)
    found = _visible(request, mine, word)
    hide = masker(mine.pupil, request.today, reader=request.actor.user_id)
    is_own = found.is_of(request.actor)
    context = {
        "word": found,
        "row": word_row(request.actor, found, request.today, hide),
        "earlier": list(found.earlier.all()) if is_own and found.stands else [],
        "may_change": is_own and found.stands,
    }
    return show(request, mine, HERE, "portal/words/one.html", context, action="portal.word_opened")


@family_writes
def new(request: ActingRequest, child: uuid.UUID) -> HttpResponse:
    mine = open_child(request, child)
    if not queries.is_listened_to(mine.pupil, request.today):
        return show(request, mine, HERE, "portal/words/nobody.html", action="portal.word_form_opened")
    form = drafted(request, WordForm, "voices.word", mine.pupil.public_id, **_asked(request, mine.pupil))
    by = request.actor

    def save() -> Word:
        client_id = form.cleaned_data["client_id"]
        return actions.write(by=by, pupil=mine.pupil, written=form.written(), client_id=client_id)

    return _answer(request, mine, form, save, _("It is sent."))


@family_writes
def change(request: ActingRequest, child: uuid.UUID, word: uuid.UUID) -> HttpResponse:
    """The words, who may read them, or both. How it stood is kept."""
    mine = open_child(request, child)
    found = _own(request, mine, word)
    form = drafted(
        request, WordForm, "voices.change", found.public_id, initial=as_it_is(found),
        **_asked(request, mine.pupil, found),
    )  # fmt: skip

    def save() -> Word:
        values = form.cleaned_data
        without = [uuid.UUID(one) for one in values.get("without", ())]
        return actions.change(
            by=request.actor, word=found, written=form.written(), seen_version=values["seen_version"],
            client_id=values["client_id"], without=without,
        )  # fmt: skip

    return _answer(request, mine, form, save, _("It is changed."), found)


@family_writes
def take_back(request: ActingRequest, child: uuid.UUID, word: uuid.UUID) -> HttpResponse:
    mine = open_child(request, child)
    found = _own(request, mine, word)
    if request.method == "POST":
        tell(request, lambda: actions.take_back(by=request.actor, word=found), _("You have taken it back."))
        return redirect("my_words", child=mine.pupil.public_id)
    hide = masker(mine.pupil, request.today, reader=request.actor.user_id)
    context = {"word": found, "row": word_row(request.actor, found, request.today, hide)}
    return show(request, mine, HERE, "portal/words/take_back.html", context, action="portal.word_opened")


@family_reads
def picture(request: ActingRequest, child: uuid.UUID, word: uuid.UUID, picture: uuid.UUID) -> HttpResponse:
    mine = open_child(request, child)
    found = _visible(request, mine, word)
    shown = picture_of(found, picture) if found.stands else None
    if shown is None:
        raise Http404
    purpose = purpose_of(request.actor.role)
    read_log.shown(request, [mine.pupil.public_id], action="portal.word_opened", purpose=purpose)
    return shown


def _answer(
    request: ActingRequest, mine: Child, form: WordForm, save: Any, done: str, word: Word | None = None
) -> HttpResponse:
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = try_to_save(form, save, theirs=lambda now: now.words)
    if outcome.is_saved:
        messages.success(request, done)
        return redirect("my_word", child=mine.pupil.public_id, word=outcome.made.public_id)
    pupil = mine.pupil
    ids = [pupil.public_id, word.public_id] if word else [pupil.public_id]
    context = {
        "form": form,
        "word": word,
        "back": reverse("my_word" if word else "my_words", args=ids),
        "safety": safety(request.actor.role, read_by=queries.read_by(pupil, request.today)),
        **outcome.told,
    }
    return show(
        request, mine, HERE, "portal/words/write.html", context, action="portal.word_form_opened",
        status=outcome.status,
    )  # fmt: skip


def _asked(request: ActingRequest, pupil: Pupil, word: Word | None = None) -> dict[str, Any]:
    return {"actor": request.actor, "pupil": pupil, "today": request.today, "word": word}


def _visible(request: ActingRequest, mine: Child, word: uuid.UUID) -> Word:
    found = words_in_view(request.actor, mine.pupil, request.today).filter(public_id=word).first()
    if found is None:
        raise Http404
    return found


def _own(request: ActingRequest, mine: Child, word: uuid.UUID) -> Word:
    """What was taken back is not changed any more."""
    found = _visible(request, mine, word)
    if not found.is_of(request.actor) or not found.stands:
        raise Http404
    return found
