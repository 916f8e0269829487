"""Notes in under a minute: one field and a button. A question beside the text never stands in the way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.owners import may_own
from skoleporten.intake.stories import school_of
from skoleporten.judgement import notes, phrases, queries
from skoleporten.judgement.models import Note
from skoleporten.judgement.notes import Written, may_correct
from skoleporten.people.mentions import named_in
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.judgement import Audience
from skoleporten.web import read_log
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.visible import case_reads, open_case, visible_case
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.judgement.forms import CorrectionForm, NoteForm, WhyForm
from skoleporten.web.judgement.presenters import note_in_words
from skoleporten.web.judgement.visible import trail_in, visible_note, writes_notes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

NOTES_A_PAGE = 25
LOOKED = "1"


@dataclass(frozen=True)
class Asked:
    """What one is asked to look at once more: words that read like an interpretation, and names of other pupils."""

    question: str
    words: Sequence[str]
    names: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.names)


@case_reads
def every(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = visible_case(request, public_id)
    rows = queries.notes_of(request.actor, Purpose.FOLLOW_UP, request.today, case)
    page = Paginator(rows, NOTES_A_PAGE).get_page(request.GET.get("page"))
    read_log.shown(request, [case.pupil.public_id], action="judgement.notes_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "page": page,
        "notes": [note_in_words(note) for note in page],
        "trail": trail_in(case, "case_notes"),
    }
    return render(request, "judgement/notes.html", context)


@case_reads
def one(request: ActingRequest, public_id: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """The text that stands, and below it every earlier one."""
    case = visible_case(request, public_id)
    newest = visible_note(request, case, note)
    texts = queries.texts_of(request.actor, Purpose.FOLLOW_UP, request.today, newest)
    read_log.shown(request, [case.pupil.public_id], action="judgement.note_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "note": note_in_words(texts[-1]),
        "earlier": [note_in_words(text) for text in reversed(texts[:-1])],
        "may_correct": case.is_open and not newest.is_taken_away and may_correct(request.actor, newest),
        "trail": trail_in(case, "case_notes", _("One note")),
    }
    return render(request, "judgement/note.html", context)


@writes_notes
def new(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = open_case(request, public_id)
    narrow = [Audience.TEAM, Audience.SPECIALIST] if request.actor.role == Role.SPECIALIST else [Audience.TEAM]
    initial = {"seen_on": request.today, "audiences": narrow, "staff": [request.actor.user_public_id]}
    form = drafted(request, NoteForm, "judgement.note", case.public_id, initial=initial, **_offered(request, case))

    def save() -> None:
        client_id = form.cleaned_data["client_id"]
        notes.write(by=request.actor, case=case, written=_written(form), client_id=client_id)

    return _answer(request, case, form, _("Write a note"), save)


@writes_notes
def correct(request: ActingRequest, public_id: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """The first text stays readable, and the newest stands."""
    case, newest = _to_correct(request, public_id, note)
    form = drafted(
        request, CorrectionForm, "judgement.correction", newest.thread, initial=_initial(newest),
        **_offered(request, case),
    )  # fmt: skip

    def save() -> None:
        values = form.cleaned_data
        seen = queries.text_seen(case, newest, values["seen"])
        notes.correct(
            by=request.actor, note=seen, written=_written(form), why=values["why"], client_id=values["client_id"]
        )

    return _answer(request, case, form, _("Correct a note"), save)


@writes_notes
def take_away(request: ActingRequest, public_id: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """Written in the wrong place, such as about another pupil."""
    case, newest = _to_correct(request, public_id, note)
    form = drafted(request, WhyForm, "judgement.take_away", newest.thread)

    def save() -> None:
        values = form.cleaned_data
        notes.take_away(by=request.actor, note=newest, why=values["why"], client_id=values["client_id"])

    heading = _("Take a note away")
    context = {
        "heading": heading,
        "intro": _("For a note that was written about the wrong pupil. Only a lead can still read what it said."),
        "trail": trail_in(case, "case_notes", heading),
    }
    page = Page("judgement/form.html", context, reverse("case_notes", args=[public_id]), _("It is taken away."))
    return answer(request, case, form, page, save)


@writes_notes
def look(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The questions to a text that is being written, beside its field. Nothing is kept."""
    case = open_case(request, public_id)
    if request.method != "POST":
        return redirect("case_note_new", public_id=public_id)
    asked = _asked(request, case, request.POST.get("observation", ""), request.POST.get("childs_words", ""))
    return render(request, "judgement/asked.html", {"asked": asked, "marks_looked": bool(asked)})


def _answer(request: ActingRequest, case: Case, form: NoteForm, heading: str, save: Callable[[], None]) -> HttpResponse:
    """Saves, or shows the form again: with its mistakes, with both texts, or once with what one may look at again."""
    asked, theirs = Asked("", (), ()), None
    if form.is_valid():
        values = form.cleaned_data
        if values["looked"] != LOOKED:
            asked = _asked(request, case, values["observation"], values["childs_words"], values["interpretation"])
        if not asked:
            try:
                save()
            except ChangedMeanwhileError as error:
                theirs = _both(form, error)
            except RefusedError as error:
                form.add_error(None, str(error))
            else:
                used(form)
                messages.success(request, _("The note is written down."))
                return redirect("case_notes", public_id=case.public_id)
        else:
            _send_again(form, looked=LOOKED)
    read_log.shown(request, [case.pupil.public_id], action="judgement.note_form_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case, "pupil": case.pupil, "form": form, "heading": heading, "asked": asked, "theirs": theirs,
        "is_correction": isinstance(form, CorrectionForm), "back": reverse("case_notes", args=[case.public_id]),
        "look_url": reverse("case_note_look", args=[case.public_id]), "trail": trail_in(case, "case_notes", heading),
    }  # fmt: skip
    return render(request, "judgement/note_form.html", context, status=409 if theirs else 200)


def _asked(request: ActingRequest, case: Case, observation: str, *others: str) -> Asked:
    """Only the observation is asked about: what the child says, and what one thinks, are what they are."""
    words = phrases.asked_about(observation)
    names = named_in("\n\n".join((observation, *others)), case.pupil, request.today)
    return Asked(in_language(phrases.in_use().question), words, names)


def _both(form: NoteForm, error: ChangedMeanwhileError) -> Any:
    """What is sent next time is sent by somebody who has seen both."""
    _send_again(form, seen=str(error.now.public_id), looked=LOOKED)
    form.add_error(None, str(error))
    return note_in_words(error.now)


def _send_again(form: NoteForm, **values: str) -> None:
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    for name, value in values.items():
        sent[name] = value
    form.data = sent


def _offered(request: ActingRequest, case: Case) -> dict[str, Any]:
    """Whom one can name and who can be let read it: a school only where the pupil goes to one today."""
    writer = User.objects.filter(public_id=request.actor.user_public_id)
    staff = list(may_own(request.today) | writer)
    goes_to_school = school_of(case.pupil, request.today) is not None
    readers = [one for one in Audience if goes_to_school or one is not Audience.SCHOOL]
    return {"staff": staff, "readers": readers}


def _written(form: NoteForm) -> Written:
    values = form.cleaned_data
    return Written(
        seen_on=values["seen_on"],
        observation=values["observation"],
        interpretation=values["interpretation"],
        childs_words=values["childs_words"],
        place=values["place"],
        staff=[form.people[key] for key in values.get("staff", ())],
        present=values["present"],
        audiences=frozenset(values["audiences"]),
    )


def _initial(note: Note) -> dict[str, Any]:
    return {
        "seen": note.public_id,
        "seen_on": note.seen_on,
        "observation": note.observation,
        "interpretation": note.interpretation,
        "childs_words": note.childs_words,
        "place": note.place,
        "staff": [str(one.public_id) for one in note.staff.all()],
        "present": note.present,
        "audiences": list(note.audiences),
    }


def _to_correct(request: ActingRequest, public_id: uuid.UUID, note: uuid.UUID) -> tuple[Case, Note]:
    case = open_case(request, public_id)
    newest = visible_note(request, case, note)
    if newest.is_taken_away or not may_correct(request.actor, newest):
        raise Http404
    newest.case = case
    return case, newest
