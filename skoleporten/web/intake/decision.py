"""One decision for the team: what it says, who is told, the texts in other languages, and the letters."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from skoleporten.access import languages
from skoleporten.access.gate import Purpose
from skoleporten.documents.letters.letter import words_of
from skoleporten.documents.typesetting import pdf_of
from skoleporten.intake import letters, to_tell
from skoleporten.intake.models import Decision, DecisionText
from skoleporten.intake.models.decisions import TEXTS
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.readability import lix
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.intake import decision_presenters as presenters
from skoleporten.web.intake.decision_forms import TextForm, ToldForm
from skoleporten.web.intake.one import trail_to
from skoleporten.web.intake.visible import team_reads, team_writes
from skoleporten.web.intake.visible_decisions import visible_decision
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

EASY = 40


@team_reads
def one(request: ActingRequest, decision: str) -> HttpResponse:
    found = visible_decision(request, decision)
    _log(request, found, "intake.decision_read")
    rows = presenters.letters_of(found, request.today)
    context = {
        "decision": found,
        "pupil": found.intake.pupil,
        "sections": presenters.sections(found),
        "facts": presenters.facts(found),
        "newer": Decision.objects.filter(replaces=found).first(),
        "tasks": presenters.tasks(found, request.today),
        "told_form": ToldForm(),
        "letters": rows,
        "lacks_letters": any(row.made is None for row in rows),
        "other_languages": presenters.languages_of(found),
        "client_id": uuid.uuid4(),
        "trail": trail_to(found.intake, _("The decision")),
    }
    return render(request, "intake/decision.html", context)


@team_writes
@require_POST
def told(request: ActingRequest, decision: str) -> HttpResponse:
    found = visible_decision(request, decision)
    form, wish = ToldForm(request.POST), _uuid(request.POST.get("task", ""))
    task = found.to_tell.filter(public_id=wish).first() if wish else None
    if task is None:
        raise Http404
    if not form.is_valid():
        messages.warning(request, _("Say how it was told."))
        return redirect("decision", decision=found.public_id)
    values = form.cleaned_data
    return _done(
        request,
        found,
        lambda: to_tell.record_told(
            by=request.actor, task=task, how=values["how"], interpreter_language=values["interpreter_language"]
        ),
        _("Written down."),
    )


@team_writes
@require_POST
def make_letters(request: ActingRequest, decision: str) -> HttpResponse:
    """All that are not made, or one anew."""
    found = visible_decision(request, decision)
    key, client_id = request.POST.get("to", ""), _uuid(request.POST.get("client_id", "")) or uuid.uuid4()
    given: dict[str, Any] = {"by": request.actor, "decision": found, "client_id": client_id, "today": request.today}
    if key:
        return _done(request, found, lambda: letters.make_anew(key=key, **given), _("The letter is made again."))
    return _done(
        request, found, lambda: letters.make(**given), _("The letters are made. They stand here and are kept.")
    )


@team_reads
def preview(request: ActingRequest, decision: str) -> HttpResponse:
    """As it would be if it was made now. Nothing is kept."""
    found = visible_decision(request, decision)
    wish = request.GET.get("to", "")
    receiver = next((one for one in letters.receivers(found, request.today) if one.key == wish), None)
    if receiver is None:
        raise Http404
    _log(request, found, "intake.letter_previewed")
    data = letters.data_for(found, receiver, request.today)
    if request.GET.get("as") == "pdf":
        answer = HttpResponse(pdf_of(data, receiver.language), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'attachment; filename="preview-{found.public_id.hex[:6]}.pdf"'
        return answer
    with override(receiver.language):
        letter = data.letter()
    measured = lix(words_of(letter))
    context = {
        "decision": found,
        "letter": letter,
        "receiver": receiver,
        "language_name": languages.offered()[receiver.language],
        "lix": measured,
        "is_easy": measured < EASY,
        "trail": [*trail_to(found.intake, _("Preview of the letter"))],
    }
    return render(request, "intake/letter_preview.html", context)


@team_writes
def text(request: ActingRequest, decision: str, language: str) -> HttpResponse:
    """The decision's texts in another language, written by a person."""
    found = visible_decision(request, decision)
    if language not in languages.whole() or language == found.language:
        raise Http404
    have = found.texts.filter(language=language).first()
    initial = {name: getattr(have, name) for name in (*TEXTS, "measures")} if have else {}
    key = f"intake.text.{language}"
    form = drafted(request, TextForm, key, found.public_id, decision=found, initial=initial)
    if form.is_valid():
        try:
            letters.write_text(
                by=request.actor, decision=found, language=language, texts=form.cleaned_data, version=_version(request)
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("Saved. A letter in this language can be made now."))
            return redirect("decision", decision=found.public_id)
    _log(request, found, "intake.decision_text_opened")
    context = {
        "decision": found,
        "form": form,
        "language_name": languages.offered()[language],
        "first_language_name": languages.offered()[found.language],
        "first_language": found.language,
        "version": _version_of(have),
        "trail": trail_to(found.intake, _("The decision in another language")),
    }
    return render(request, "intake/decision_text.html", context)


def _done(request: ActingRequest, found: Decision, save: Callable[[], object], done: str) -> HttpResponse:
    tell(request, save, done)
    return redirect("decision", decision=found.public_id)


def _version(request: ActingRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _version_of(have: DecisionText | None) -> int:
    return have.version if have else 0


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _log(request: ActingRequest, found: Decision, action: str) -> None:
    pupil = letters.pupil_of(found)
    read_log.shown(request, [pupil.public_id], action=action, purpose=Purpose.FOLLOW_UP)
