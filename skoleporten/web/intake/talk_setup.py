"""The administrator chooses what the talk asks for besides: the municipality's own questions, and hypotheses or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.intake import own_questions
from skoleporten.intake.models import QuestionsText
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import QuestionSet
from skoleporten.web.intake.talk_question_forms import SetUpForm
from skoleporten.web.intake.talk_questions import questions_in_words
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def set_up(request: ActingRequest) -> HttpResponse:
    """A file is looked over first; only a second click asks its questions from then on."""
    if request.method == "POST" and (done := _chosen(request)):
        messages.success(request, done)
        return redirect("talk_setup")
    form = SetUpForm(request.POST or None, request.FILES or None)
    preview, text = None, ""
    if form.is_valid():
        try:
            text = form.questions
            preview = _looked_over(request, text)
        except UnicodeDecodeError:
            form.add_error("file", _("The file is no text in UTF-8."))
        except RefusedError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(error))
        else:
            if "use" in request.POST:
                messages.success(request, _("These questions are asked from now on."))
                return redirect("talk_setup")
    return render(request, "intake/talk_setup.html", _context(form, preview, text))


def _looked_over(request: ActingRequest, text: str) -> QuestionSet:
    if "use" in request.POST:
        own_questions.ask(by=request.actor, text=text)
    return own_questions.looked_over(text)


def _chosen(request: ActingRequest) -> str:
    """The choices without a file; empty where none of them was sent."""
    if "hypotheses" in request.POST:
        is_on = request.POST["hypotheses"] == "on"
        own_questions.use_hypotheses(by=request.actor, is_on=is_on)
        return _("Hypotheses are in use.") if is_on else _("Hypotheses are not in use.")
    if "none" in request.POST:
        own_questions.ask_none(by=request.actor)
        return _("No questions of our own are asked from now on. The answers stand.")
    return ""


def _context(form: SetUpForm, preview: QuestionSet | None, text: str) -> dict[str, Any]:
    now = own_questions.in_use()
    return {
        "form": form,
        "preview": preview,
        "text": text,
        "previewed": questions_in_words(preview.questions) if preview else [],
        "now": now,
        "asked": questions_in_words(now.questions) if now else [],
        "has_hypotheses": own_questions.choice_in_force().has_hypotheses,
        "versions": QuestionsText.objects.select_related("added_by"),
    }
