"""What the class may know, as the team proposes it, sees who has agreed, and writes down an answer given aloud."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.rules.supports import Says
from skoleporten.supports import class_texts
from skoleporten.supports.class_texts import Asked
from skoleporten.supports.models import ClassText
from skoleporten.supports.queries import newest_text
from skoleporten.web import read_log
from skoleporten.web.cases.form_page import Page
from skoleporten.web.cases.form_page import answer as answer_form
from skoleporten.web.cases.visible import open_case, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved, tell
from skoleporten.web.supports.forms import AnswerForForm, ClassTextForm
from skoleporten.web.supports.words import asked_in_words, says_in_words, standing_in_words


@team_writes
def page(request: ActingRequest, public_id: str) -> HttpResponse:
    """The texts, the newest first; the answers to the one that stands, and a form for one given aloud."""
    case = visible_case(request, public_id)
    text = newest_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil)
    if text is not None:
        text.pupil = case.pupil
    asked = class_texts.asked_of(text, request.today) if text else []
    form = _form(request, asked) if text and case.is_open else None
    if request.method == "POST":
        if form is None or text is None:
            raise Http404
        if is_saved(request, form, partial(_save, request, text, form), _("Written down.")):
            return redirect("class_text", public_id=case.public_id)
    rows = ClassText.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=case.pupil)
    read_log.shown(request, [case.pupil.public_id], action="supports.class_text_read", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "texts": [(row, row.words, standing_in_words(row)) for row in rows],
        "standing": text,
        "asked": [asked_in_words(one) for one in asked],
        "said": _said(text) if text else [],
        "form": form,
        "trail": trail_to(case, _("What the class may know")),
    }
    return render(request, "supports/class_text.html", context)


@team_writes
def propose(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    back = reverse("class_text", args=[case.public_id])
    text = newest_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil)
    initial = {"words": text.words, "who_tells": text.who_tells} if text else {}
    form = drafted(request, ClassTextForm, "supports.class_text", case.public_id, initial=initial)
    heading = _("Propose what the class may know")
    context = {
        "form": form,
        "heading": heading,
        "intro": _(
            "The pupil is asked, and below the age of 15 those who decide for the pupil. "
            "Until all have said yes, nothing is said."
        ),
        "trail": [*trail_to(case, "")[:-1], Crumb(_("What the class may know"), back), Crumb(heading)],
        "back": back,
    }
    shown = Page("components/writing_page.html", context, back, _("Proposed. The family is asked now."))
    return answer_form(request, case, form, shown, lambda: _propose(request, case, form))


@team_writes
@require_POST
def withdraw(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    text = newest_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil)
    if text is None:
        raise Http404
    text.pupil = case.pupil
    done = _("Withdrawn. The school does not see it any more.")
    tell(request, partial(class_texts.withdraw, by=request.actor, text=text), done)
    return redirect("class_text", public_id=case.public_id)


def _form(request: ActingRequest, asked: list[Asked]) -> AnswerForForm:
    people = [
        (one.key, str(one.giver.guardian) if one.giver.guardian else _("The pupil")) for one in asked if one.giver
    ]
    return AnswerForForm(request.POST or None, people=people)


def _save(request: ActingRequest, text: ClassText, form: AnswerForForm) -> None:
    given = form.cleaned_data
    class_texts.answer(
        by=request.actor, text=text, key=given["who"], says=Says(given["says"]), words=given["answer_words"],
        client_id=given["client_id"],
    )  # fmt: skip


def _propose(request: ActingRequest, case: Case, form: ClassTextForm) -> Any:
    given = form.cleaned_data
    return class_texts.propose(
        by=request.actor, pupil=case.pupil, words=given["words"], who_tells=given["who_tells"],
        client_id=given["client_id"],
    )  # fmt: skip


def _said(text: ClassText) -> list[tuple[str, str, str, str]]:
    """Who, what, in which words, and who wrote it down."""
    rows = text.answers.select_related("guardian", "written_by").order_by("said_at", "pk")
    return [
        (str(row.guardian) if row.guardian else _("The pupil"), says_in_words(row.says), row.words, str(row.written_by))
        for row in rows
    ]
