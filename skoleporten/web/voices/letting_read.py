"""The page on which the team lets a guardian read one thing of the pupil's, or reads why it can not."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.people.family import guardians_in_view
from skoleporten.rules.voices import MayOpen, Teller, may_open
from skoleporten.voices import opening
from skoleporten.voices.models import Opening, Word
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest
from skoleporten.web.voices.forms import OpenForm
from skoleporten.web.voices.presenters import word_in_words
from skoleporten.web.voices.views import trail_of
from skoleporten.web.voices.visible import team_writes, visible_word

MAY = (MayOpen.WITH_A_REASON, MayOpen.AFTER_ASKING)


@team_writes
def open_to(request: ActingRequest, word: uuid.UUID) -> HttpResponse:
    found = visible_word(request, word)
    if found.teller != Teller.PUPIL or not found.stands:
        raise Http404
    may = may_open(found.pupil.birth_date, request.today)
    guardians = [one for one in guardians_in_view(found.pupil, request.today) if not _reads(found, one.pk)]
    form = drafted(request, OpenForm, "voices.open", found.public_id, guardians=guardians, may=may)
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = try_to_save(form, lambda: _open(request, form, found))
    if outcome.is_saved:
        messages.success(request, _("The guardian can read it. The pupil is told, and reads why."))
        warn_of_names_in(request, found.pupil, form)
        return redirect("voice", word=word)
    read_log.shown(request, [found.pupil.public_id], action="voices.opened", purpose=Purpose.FOLLOW_UP)
    heading = _("Let a guardian read it")
    context = {
        "heading": heading, "pupil": found.pupil, "form": form,
        "word": word_in_words(request.actor, found, request.today),
        "may": may.value, "is_possible": may in MAY and bool(guardians), "trail": trail_of(request, found, heading),
        **outcome.told,
    }  # fmt: skip
    return render(request, "voices/open.html", context, status=outcome.status)


def _open(request: ActingRequest, form: OpenForm, word: Word) -> Opening:
    values = form.cleaned_data
    return opening.open_to(
        by=request.actor, word=word, guardian=form.chosen, reason=values["reason"],
        pupils_view=values["pupils_view"], client_id=values["client_id"],
    )  # fmt: skip


def _reads(word: Word, guardian: int) -> bool:
    opened = [one.guardian_id for one in word.openings.all() if one.ended_at is None]
    return guardian in opened or guardian in [one.pk for one in word.readers.all()]
