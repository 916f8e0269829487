"""The plan built with the pupil on a tablet: one question at a time, with big plain choices, and nothing lost between.

Each answer goes into the same draft as the whole form has, so an adult finds it there and fills in the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place, Values
from skoleporten.plans.queries import in_force
from skoleporten.rules.plan import SCHOOL_WEEK, Answer, Change, shipped_slots
from skoleporten.web import read_log
from skoleporten.web.cases.visible import open_case, team_writes
from skoleporten.web.documents.drafts import text_of
from skoleporten.web.plans.beginning import begins_with
from skoleporten.web.plans.forms import StepForm
from skoleporten.web.plans.proposing import in_words, proposal_of
from skoleporten.web.plans.week_fields import NAMES, PARTS, agreed_from, field_name, plain_minutes
from skoleporten.web.plans.words import change_in_words, days_in_words, place_in_words, week_in_words
from skoleporten.web.plans.writing import KEY, people_of
from skoleporten.web.requests import ActingRequest

LOOK = "look"
OF_THE_WEEK = tuple(field_name(day, number, name) for day in SCHOOL_WEEK for number in PARTS for name in NAMES[:2])


@dataclass(frozen=True)
class Question:
    """`fields` of StepForm, in words for the pupil where those of the form are for the staff."""

    code: str
    heading: Any
    fields: tuple[str, ...]
    labels: Mapping[str, Any]
    helps: Mapping[str, Any] = field(default_factory=dict)


QUESTIONS = (
    Question(
        "change",
        gettext_lazy("What do you want to change this time?"),
        ("what_changes",),
        {"what_changes": gettext_lazy("One thing is enough")},
    ),
    Question(
        "week",
        gettext_lazy("When, and for how long?"),
        (*OF_THE_WEEK, "is_pause"),
        {"is_pause": gettext_lazy("I need a pause now")},
        {"is_pause": gettext_lazy("The leader of your school is told at once.")},
    ),
    Question("place", gettext_lazy("Where do we meet?"), ("usual_place",), {"usual_place": gettext_lazy("The place")}),
    Question(
        "people",
        gettext_lazy("Whom do you meet?"),
        ("usual_people",),
        {"usual_people": gettext_lazy("The name of the one who meets you")},
    ),
    Question(
        "hard_day",
        gettext_lazy("What do we do on a hard day?"),
        ("fallback",),
        {"fallback": gettext_lazy("What helps you, and what we do")},
    ),
    Question(
        "words",
        gettext_lazy("What do you say to it?"),
        ("answer", "words", "answer_for"),
        {
            "answer": gettext_lazy("Choose what fits"),
            "words": gettext_lazy("In your own words"),
            "answer_for": gettext_lazy("Who else may read your words?"),
        },
        {"answer_for": gettext_lazy("You choose. The adults at Skoleporten read them in any case.")},
    ),
)
# What changes, where the words for the staff speak of the pupil.
TO_THE_PUPIL = {Change.PEOPLE.value: gettext_lazy("Whom you meet")}
CODES = tuple(question.code for question in QUESTIONS)


@team_writes
def together(request: ActingRequest, public_id: str) -> HttpResponse:
    """Where it begins, with what has been managed told as a question."""
    case = open_case(request, public_id)
    now = in_force(case, request.today)
    _log(request, case)
    context = {
        "proposal": in_words(case, proposal_of(case, now, request.today)) if now else None,
        "week": week_in_words(now.agreed) if now else "",
        "first": _url(case, CODES[0]),
        "has_draft": drafts.kept(_place(request, case)) is not None,
        **_frame(case),
    }
    return render(request, "plans/together.html", context)


@team_writes
def ask(request: ActingRequest, public_id: str, question: str) -> HttpResponse:
    case = open_case(request, public_id)
    if question == LOOK:
        return _look(request, case)
    asked = next((one for one in QUESTIONS if one.code == question), None)
    if asked is None:
        raise Http404
    values = _so_far(request, case)
    form = _form_of(asked, request.POST if request.method == "POST" else None, values)
    if request.method == "POST" and form.is_valid():
        drafts.keep(_place(request, case), _with(values, asked, text_of(request.POST)))
        return redirect(_url(case, _after(asked)))
    _log(request, case)
    number = CODES.index(question)
    context = {
        "form": form,
        "question": asked,
        "number": number + 1,
        "count": len(QUESTIONS),
        "before": _url(case, CODES[number - 1]) if number else reverse("plan_together", args=[case.public_id]),
        "slots": shipped_slots(),
        "people": people_of(case, request.today),
        "is_week": question == "week",
        **_frame(case),
    }
    return render(request, "plans/question.html", context)


def _look(request: ActingRequest, case: Case) -> HttpResponse:
    """All of it once more, each with a way to change it."""
    form = StepForm(_query(_so_far(request, case)))
    form.is_valid()
    values = form.cleaned_data
    agreed = agreed_from(values)
    answer = values.get("answer")
    shown = {
        "change": change_in_words(values["what_changes"]) if values.get("what_changes") else "",
        "week": week_in_words(agreed) if agreed.parts or agreed.is_pause else "",
        "place": place_in_words(values.get("usual_place", "")),
        "people": values.get("usual_people", ""),
        "hard_day": values.get("fallback", ""),
        "words": values.get("words") or (dict(form.fields["answer"].choices)[Answer(answer)] if answer else ""),  # type: ignore[attr-defined]
    }
    _log(request, case)
    context = {
        "rows": [(question.heading, shown[question.code], _url(case, question.code)) for question in QUESTIONS],
        "days": days_in_words(agreed),
        "before": _url(case, CODES[-1]),
        "next": reverse("plan_new", args=[case.public_id]),
        **_frame(case),
    }
    return render(request, "plans/look.html", context)


def _form_of(asked: Question, sent: Any, values: Values) -> StepForm:
    """Only the fields of the question; of those that the whole form wants, an answer is wanted here too."""
    form = StepForm(sent, initial=_initial(values))
    for name in list(form.fields):
        if name not in asked.fields:
            del form.fields[name]
        else:
            shown = form.fields[name]
            shown.label = asked.labels.get(name, shown.label)
            shown.help_text = asked.helps.get(name, shown.help_text)
    if "answer" in form.fields:  # whoever holds the tablet is asked
        asked_now = [one for one in form.fields["answer"].choices if one[0] != Answer.NOT_ASKED]  # type: ignore[attr-defined]
        form.fields["answer"].choices = asked_now  # type: ignore[attr-defined]
    if "what_changes" in form.fields:
        shown = form.fields["what_changes"]
        shown.choices = [(code, TO_THE_PUPIL.get(code, label)) for code, label in shown.choices]  # type: ignore[attr-defined]
    for name in form.fields:
        if name.endswith("_minutes"):
            form.fields[name] = plain_minutes((values.get(name) or [""])[0])
    return form


def _so_far(request: ActingRequest, case: Case) -> Values:
    """What the form begins with, and over it what has been answered."""
    kept = drafts.kept(_place(request, case))
    return kept.values if kept else _as_sent(StepForm(initial=begins_with(request, case)))


def _as_sent(form: StepForm) -> Values:
    """The form as it would be sent if nobody changed it."""
    found: Values = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            found[name] = [str(one) for one in value]
        elif value is True:
            found[name] = ["on"]
        elif isinstance(value, dt.time):
            found[name] = [f"{value:%H:%M}"]
        elif value not in (None, "", False):
            found[name] = [str(value)]
    return found


def _with(values: Values, asked: Question, sent: Values) -> Values:
    """A box that is not ticked is not sent, so what was there before goes."""
    rest = {name: given for name, given in values.items() if name not in asked.fields}
    return rest | {name: given for name, given in sent.items() if name in asked.fields}


def _initial(values: Values) -> dict[str, Any]:
    form = StepForm()
    sent = _query(values)
    return {name: field.widget.value_from_datadict(sent, {}, name) for name, field in form.fields.items()}


def _query(values: Values) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, given in values.items():
        sent.setlist(name, given)
    return sent


def _after(asked: Question) -> str:
    return (*CODES, LOOK)[CODES.index(asked.code) + 1]


def _url(case: Case, code: str) -> str:
    return reverse("plan_ask", args=[case.public_id, code])


def _place(request: ActingRequest, case: Case) -> Place:
    assert request.actor.user_id is not None
    return Place(request.actor.user_id, request.actor.role, KEY, str(case.public_id))


def _frame(case: Case) -> dict[str, Any]:
    return {"case": case, "pupil": case.pupil, "name": case.pupil.given_name or case.pupil.full_name}


def _log(request: ActingRequest, case: Case) -> None:
    read_log.shown(request, [case.pupil.public_id], action="plans.together_opened", purpose=Purpose.FOLLOW_UP)
