"""Questions to somebody in a family: what waits, one question a page, what is answered, and sending it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.access.reasons import purpose_of
from skoleporten.people.models import Pupil
from skoleporten.rules.surveys import Form, Given, Question
from skoleporten.surveys import answering, queries
from skoleporten.surveys.models import Asking
from skoleporten.web.form_saving import try_to_save
from skoleporten.web.portal.forms.fields import QuestionForm, SendForm
from skoleporten.web.portal.frame import family_reads, family_writes, open_child, show
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.surveys import words

HERE = "questions"


@family_reads
def every(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    rows = [(one, words.name_of(one.form_text.form)) for one in _visible(request, mine.pupil)]
    waiting = [row for row in rows if row[0].is_waiting]
    context = {"waiting": waiting, "done": [row for row in rows if row not in waiting]}
    return show(request, mine, HERE, "portal/forms/all.html", context, action="portal.questions_listed")


@family_writes
def one(request: ActingRequest, child: str, asking: uuid.UUID) -> HttpResponse:
    """The question in `at`, else the first without an answer; with all answered, what is to be sent."""
    mine = open_child(request, child)
    found = _asking(request, mine.pupil, asking)
    form_of, given = found.form_text.form, queries.given(found)
    if not found.is_waiting:
        return redirect("my_question_check", child, asking)
    question = _question(request, form_of, given)
    if question is None:
        return redirect("my_question_check", child, asking)
    form = QuestionForm(_sent(request), question=question, before=given.get(question.id))
    if request.method == "POST" and "skip" in request.POST:
        return _next(found, form_of.after(question.id))

    def save() -> object:
        return answering.save(by=request.actor, asking=found, question=question.id, given=form.given)

    if request.method == "POST" and form.is_valid() and try_to_save(form, save).is_saved:
        if "later" in request.POST:
            messages.success(request, _("It is kept. You can go on when you like."))
            return redirect("my_questions", child)
        return _next(found, form_of.after(question.id))
    context = {
        "form": form,
        "name": words.name_of(form_of),
        "intro": languages.pick(form_of.intro) if question is form_of.questions[0] else "",
        "question": question,
        "number": form_of.questions.index(question) + 1,
        "of": len(form_of.questions),
        "back": _before(found, form_of, question),
    }
    return show(request, mine, HERE, "portal/forms/question.html", context, action="portal.question_opened")


@family_writes
def check(request: ActingRequest, child: str, asking: uuid.UUID) -> HttpResponse:
    """What is answered so far, sending it, or what was sent. Counting may be chosen anew whenever she likes."""
    mine = open_child(request, child)
    found = _asking(request, mine.pupil, asking)
    if "decline" in request.POST:
        tell(
            request,
            lambda: answering.decline(by=request.actor, asking=found),
            _("That is all right. We do not ask why."),
        )
        return redirect("my_questions", child)
    chosen = {None: None, True: "yes", False: "no"}[found.may_count]
    form = SendForm(_sent(request), initial={"may_count": chosen})

    def save() -> None:
        send = answering.choose_counting if found.sent_at else answering.send
        send(by=request.actor, asking=found, may_count=form.cleaned_data["may_count"])

    if request.method == "POST" and form.is_valid() and try_to_save(form, save).is_saved:
        messages.success(request, _("It is as you chose now.") if found.sent_at else _("Thank you. It is sent."))
        return redirect("my_question_check", child, asking)
    context = _checked(found) | {"form": form}
    return show(request, mine, HERE, "portal/forms/check.html", context, action="portal.question_opened")


def _sent(request: ActingRequest) -> Any:
    """A form with nothing chosen is one too."""
    return request.POST if request.method == "POST" else None


def _checked(asking: Asking) -> dict[str, Any]:
    form_of, given = asking.form_text.form, queries.given(asking)
    return {
        "asking": asking,
        "name": words.name_of(form_of),
        "lines": words.lines_of(form_of, given),
        "may_send": asking.is_waiting and bool(given),
        "page": reverse("my_question", args=[asking.pupil.public_id, asking.public_id]),
    }


def _question(request: ActingRequest, form_of: Form, given: dict[str, Given]) -> Question | None:
    if "at" in request.GET:
        return form_of.question(request.GET["at"])
    return next((one for one in form_of.questions if one.id not in given), None)


def _next(asking: Asking, question: Question | None) -> HttpResponseRedirect:
    if question is None:
        return redirect("my_question_check", asking.pupil.public_id, asking.public_id)
    page = reverse("my_question", args=[asking.pupil.public_id, asking.public_id])
    return redirect(f"{page}?at={question.id}")


def _before(asking: Asking, form_of: Form, question: Question) -> str:
    """The question before; of the first, the list."""
    place = form_of.questions.index(question)
    if place == 0:
        return reverse("my_questions", args=[asking.pupil.public_id])
    page = reverse("my_question", args=[asking.pupil.public_id, asking.public_id])
    return f"{page}?at={form_of.questions[place - 1].id}"


def _visible(request: ActingRequest, pupil: Pupil) -> Any:
    visible = Asking.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    return visible.filter(pupil=pupil).select_related("pupil", "guardian", "form_text", "asked_by")


def _asking(request: ActingRequest, pupil: Pupil, public_id: uuid.UUID) -> Asking:
    found: Asking | None = _visible(request, pupil).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
