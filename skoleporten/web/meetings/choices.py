"""What a rhythm does not settle: a person chooses, and sees beforehand what each answer leads to."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.meetings import choosing
from skoleporten.meetings.choosing import Choice
from skoleporten.meetings.models import MeetingKind, RhythmChoice
from skoleporten.meetings.rhythms import choices_of, questions, rhythm_of
from skoleporten.rules import rhythm as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.meetings import words
from skoleporten.web.meetings.choice_forms import DayChoiceForm, TurnChoiceForm
from skoleporten.web.meetings.kinds import kind_or_404
from skoleporten.web.meetings.visible import team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import short_day

About = RhythmChoice.About
EVERY_SECOND = rules.Answer.KEEP_EVERY_SECOND
BEFORE, AFTER = dt.timedelta(weeks=4), dt.timedelta(weeks=5)


@dataclass(frozen=True)
class Asked:
    """One thing to choose about, with its form. `about` and `on` name it."""

    about: str
    on: dt.date
    heading: str
    text: str
    form: DayChoiceForm | TurnChoiceForm

    @property
    def key(self) -> str:
        return f"{self.about}-{self.on.isoformat()}"


@team_writes
def choose(request: ActingRequest, code: str) -> HttpResponse:
    """Each question is a form of its own; one button lets all that falls on days off fall away."""
    kind = kind_or_404(code)
    if request.method == "POST" and "skip_days_off" in request.POST:
        return _skip(request, kind)
    asked = every(request, kind)
    sent = next((one for one in asked if one.form.is_bound), None)
    if sent is not None and _is_chosen(request, kind, sent):
        return redirect("rhythm_choices", code=code)
    if request.method == "POST" and sent is None:
        messages.warning(request, _("Somebody has chosen about that already. This is what is left."))
    back = reverse("meeting_kind", args=[code])
    context = {
        "kind": kind,
        "rhythm": words.of_kind(kind, rhythm_of(kind)),
        "asked": asked,
        "bound": sent.form if sent else None,
        "days_off": sum(one.about == About.DAY for one in asked),
        "trail": [Crumb(_("Meetings"), reverse("meetings")), Crumb(kind.name, back), Crumb(_("Choose"))],
    }
    return render(request, "meetings/choose.html", context)


def every(request: ActingRequest, kind: MeetingKind) -> list[Asked]:
    """A turn of the year once, and each day; in the order of their dates."""
    slots = questions(kind, request.today)
    turns = {slot.turn: slot for slot in slots if slot.turn and rules.OF_A_TURN & set(slot.open)}
    found = [_about_turn(request, kind, turn, slot) for turn, slot in turns.items()]
    days = [slot for slot in slots if slot.off is not None and set(slot.open) - rules.OF_A_TURN]
    found += [_about_day(request, slot) for slot in days]
    return sorted(found, key=lambda one: one.on)


def _about_turn(request: ActingRequest, kind: MeetingKind, turn: dt.date, slot: rules.Slot) -> Asked:
    asked = next(question for question in slot.open if question in rules.OF_A_TURN)
    before, after = rules.around_turn(rhythm_of(kind), turn, choices_of(kind))
    leads_to = {answer: _dates_if(kind, turn, answer) for answer in (rules.Answer.KEEP_PARITY, EVERY_SECOND)}
    between = _("One meeting on a day of your own between %(before)s and %(after)s") % {
        "before": short_day(before), "after": short_day(after),
    }  # fmt: skip
    keep = _("Keep odd weeks") if asked is rules.Question.TWO_IN_A_ROW else _("Keep even weeks")
    form = TurnChoiceForm(
        _sent(request, About.TURN, turn), prefix=f"turn-{turn}", keep=keep, leads_to=leads_to, between=between
    )
    text = _("The year has a week 53, so every second week and odd or even weeks are no longer the same.")
    return Asked(About.TURN, turn, words.question(asked, None), text, form)


def _dates_if(kind: MeetingKind, turn: dt.date, answer: rules.Answer) -> str:
    """The dates around the turn, if this were chosen; also those on days off, about which one chooses apart."""
    choices = choices_of(kind)
    chosen = replace(choices, turns={**choices.turns, turn: rules.Chosen(answer)})
    slots = rules.plan(rhythm_of(kind), turn - BEFORE, turn + AFTER, lambda day: None, chosen)
    return ", ".join(short_day(slot.date) for slot in slots if slot.date)


def _about_day(request: ActingRequest, slot: rules.Slot) -> Asked:
    assert slot.off is not None
    is_planning = slot.off.kind is rules.OffKind.PLANNING_DAY
    asked = rules.Question.PLANNING_DAY if is_planning else rules.Question.DAY_OFF
    answer = rules.Answer.HOLD if is_planning else rules.Answer.SKIP
    form = DayChoiceForm(
        _sent(request, About.DAY, slot.slot), prefix=f"day-{slot.slot}", initial={"answer": answer.value}
    )
    return Asked(About.DAY, slot.slot, words.day_and_week(slot.slot), words.question(asked, slot.off), form)


def _sent(request: ActingRequest, about: str, on: dt.date) -> QueryDict | None:
    """What was sent about this one; each question is a form of its own."""
    is_this = request.method == "POST" and request.POST.get("key") == f"{about}-{on.isoformat()}"
    return request.POST if is_this else None


def _is_chosen(request: ActingRequest, kind: MeetingKind, sent: Asked) -> bool:
    if not sent.form.is_valid():
        return False
    values = sent.form.cleaned_data
    own_date = values["own_date"] if values["answer"] == rules.Answer.OWN_DATE else None
    choice = Choice(sent.about, sent.on, values["answer"], own_date, values["why"])
    try:
        choosing.choose(by=request.actor, kind=kind, choice=choice, client_id=values["client_id"])
    except RefusedError as error:
        sent.form.add_error(None, str(error))
        return False
    messages.success(request, _("It is chosen, and the meetings follow it."))
    return True


def _skip(request: ActingRequest, kind: MeetingKind) -> HttpResponse:
    """Days off only: about a planning day one chooses apart."""
    days = [slot.slot for slot in questions(kind, request.today) if rules.Question.DAY_OFF in slot.open]
    for day in days:
        choice = Choice(About.DAY, day, rules.Answer.SKIP.value)
        choosing.choose(by=request.actor, kind=kind, choice=choice, client_id=uuid.uuid4())
    told = ngettext("No meeting on %(count)s day off.", "No meeting on %(count)s days off.", len(days))
    messages.success(request, told % {"count": len(days)})
    return redirect("rhythm_choices", code=kind.code)
