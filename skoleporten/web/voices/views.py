"""Own words for those who work with the pupil: what waits to be read, all of one pupil, and one with what it asks.

Beside each stands what the duty to report asks, whatever it says: no machine reads it.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.people.models import Pupil
from skoleporten.rules.voices import Teller
from skoleporten.voices import opening, queries, reading
from skoleporten.voices.models import Opening, Word
from skoleporten.web import read_log
from skoleporten.web.cases.visible import trail_to
from skoleporten.web.components import Crumb
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.voices.pictures import picture_of
from skoleporten.web.voices.presenters import earlier_in_words, hider, opened_in_words, word_in_words
from skoleporten.web.voices.visible import (
    TEAM,
    staff_reads,
    team_reads,
    team_writes,
    visible_pupil,
    visible_word,
    visible_words,
)

WORDS_A_PAGE = 20
MOST_WAITING = 100


@team_reads
def waiting(request: ActingRequest) -> HttpResponse:
    """The oldest promise first, without the texts."""
    rows = queries.to_read(request.actor, request.today).select_related("pupil", "guardian")
    words = list(rows.prefetch_related("attachments", "readers", "reads__by", "openings__guardian")[:MOST_WAITING])
    _shown(request, {one.pupil for one in words}, "voices.listed")
    context = {
        "words": [(one.pupil, word_in_words(request.actor, one, request.today, hide=_nothing)) for one in words],
        "trail": [Crumb(_("Start"), reverse("start")), Crumb(_("Own words to read"))],
    }
    return render(request, "voices/waiting.html", context)


@staff_reads
def of_pupil(request: ActingRequest, pupil: uuid.UUID) -> HttpResponse:
    about = visible_pupil(request, pupil)
    page = Paginator(visible_words(request).filter(pupil=about), WORDS_A_PAGE).get_page(request.GET.get("page"))
    _shown(request, [about], "voices.opened")
    hide = hider(request.actor, about, request.today)
    context = {
        "pupil": about,
        "page": page,
        "words": [word_in_words(request.actor, one, request.today, hide) for one in page],
        "trail": _trail(request, about),
    }
    return render(request, "voices/of_pupil.html", context)


@staff_reads
def one(request: ActingRequest, word: uuid.UUID) -> HttpResponse:
    found = visible_word(request, word)
    _shown(request, [found.pupil], "voices.opened")
    is_team = request.actor.role in TEAM
    shown = word_in_words(request.actor, found, request.today)
    has_read = found.reads.filter(version=found.version, by=request.actor.user_id).exists()
    openings = queries.openings_of(found) if is_team else []
    context = {
        "pupil": found.pupil,
        "word": shown,
        "word_id": found.public_id,
        "is_team": is_team,
        "may_mark_read": is_team and found.stands and not has_read,
        "earlier": [earlier_in_words(row) for row in found.earlier.all()] if is_team else [],
        "openings": [opened_in_words(row, request.today) for row in openings],
        "may_ask_to_open": is_team and found.stands and found.teller == Teller.PUPIL,
        "trail": _trail(request, found.pupil, shown.heading),
    }
    return render(request, "voices/one.html", context)


@team_writes
@require_POST
def read(request: ActingRequest, word: uuid.UUID) -> HttpResponse:
    found = visible_word(request, word)
    seen = request.POST.get("seen_version", "")
    try:
        reading.mark_read(by=request.actor, word=found, seen_version=int(seen) if seen.isdecimal() else 0)
    except ChangedMeanwhileError:
        messages.warning(request, _("It has been changed since you opened the page. This is how it stands now."))
    else:
        messages.success(request, _("You have read it. Whoever wrote it is told that somebody has."))
    return redirect("voice", word=word)


@team_writes
@require_POST
def end_opening(request: ActingRequest, word: uuid.UUID, opened: uuid.UUID) -> HttpResponse:
    found = visible_word(request, word)
    row = Opening.objects.filter(word=found, public_id=opened).first()
    if row is None:
        raise Http404
    tell(request, lambda: opening.end(by=request.actor, opening=row), _("The guardian can not read it any more."))
    return redirect("voice", word=word)


@staff_reads
def picture(request: ActingRequest, word: uuid.UUID, picture: uuid.UUID) -> HttpResponse:
    found = visible_word(request, word)
    shown = picture_of(found, picture)
    if shown is None:
        raise Http404
    _shown(request, [found.pupil], "voices.opened")
    return shown


def trail_of(request: ActingRequest, word: Word, *further: str) -> list[Crumb]:
    here = Crumb(_("Own words"), reverse("voice", args=[word.public_id]))
    return [*_trail(request, word.pupil, "")[:-1], here, *map(Crumb, further)]


def _trail(request: ActingRequest, pupil: Pupil, here: str | None = None) -> list[Crumb]:
    """By way of the case where the reader has one to open, else by the pupil's page."""
    title = _("Own words")
    crumb = Crumb(title, reverse("voices_of", args=[pupil.public_id]) if here is not None else "")
    below = [crumb] if here is None else [crumb, Crumb(here)]
    case = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=pupil).last()
    if case is not None and request.actor.role in TEAM:
        return [*trail_to(case, "")[:-1], *below]
    page = reverse("pupil", args=[pupil.public_id])
    return [Crumb(_("Pupils"), reverse("pupils")), Crumb(pupil.full_name, page), *below]


def _shown(request: ActingRequest, pupils: object, action: str) -> None:
    keys = [one.public_id for one in pupils]  # type: ignore[attr-defined]
    read_log.shown(request, keys, action=action, purpose=Purpose.FOLLOW_UP)


def _nothing(text: str) -> str:
    return ""
