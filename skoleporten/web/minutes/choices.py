"""Talk together, but choose: the alternatives, who leans which way, what is chosen, and who sees it differently."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import name_of
from skoleporten.documents.drafts import Place
from skoleporten.minutes import choosing
from skoleporten.minutes.models import Choice, Chosen, Minutes
from skoleporten.minutes.parts import choice_in_plain, choices_of
from skoleporten.rules.minutes import Says
from skoleporten.web.documents.drafts import DraftOfForm, Ticket, drafted
from skoleporten.web.minutes.forms import AlternativeForm, ChoiceForm, ChooseForm, DiffersForm, FavourForm
from skoleporten.web.minutes.saving import Page, answer
from skoleporten.web.minutes.visible import (
    pupil_of,
    record_to_write,
    team_writes,
    trail_in,
    url_now,
    visible_choice,
    visible_item,
)
from skoleporten.web.requests import ActingRequest

FORMS = ("favour", "add", "choose", "differs")


@team_writes
def new(request: ActingRequest, public_id: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    minutes = record_to_write(request, public_id)
    found = visible_item(request, minutes, agenda_item)
    form = drafted(request, ChoiceForm, "minutes.choice", found.public_id, is_about_nobody=found.intake_id is None)

    def save() -> None:
        choosing.ask(
            by=request.actor, minutes=minutes, item=found, question=form.cleaned_data["question"],
            alternatives=form.ways, client_id=form.cleaned_data["client_id"],
        )  # fmt: skip

    heading = _("Talk together, but choose")
    page = Page("minutes/form.html", url_now(minutes.meeting, found), _("Saved."), _context(minutes, found, heading))
    return answer(request, form, _of_pupil(page, found), save)


@team_writes
def one(request: ActingRequest, public_id: uuid.UUID, choice: uuid.UUID) -> HttpResponse:
    """All of it on one page. Which of its forms was sent stands in the name of the button."""
    minutes = record_to_write(request, public_id)
    found = visible_choice(request, minutes, choice)
    sent = next((name for name in FORMS if name in request.POST), "")
    if request.method == "POST" and not sent:
        return redirect("meeting_choice", public_id=public_id, choice=choice)
    made = {name: _form(request, found, name, sent) for name in FORMS}
    context = _context(minutes, found.item, _("Talk together, but choose"))
    context |= {"forms": made, "choice": _in_full(minutes, found), "sent": sent}
    back = reverse("meeting_choice", args=[public_id, choice])
    page = Page("minutes/choice.html", back, _("Saved."), context, theirs=_theirs, seen=_seen)
    return answer(
        request, made[sent or "choose"], _of_pupil(page, found.item), lambda: SAVES[sent](request, found, made[sent])
    )


def choices_of_item(minutes: Minutes, item: Item) -> list[dict[str, Any]]:
    rows = choices_of(minutes).filter(item=item)
    meeting = minutes.meeting.public_id
    return [choice_in_plain(one) | {"url": reverse("meeting_choice", args=[meeting, one.public_id])} for one in rows]


def _form(request: ActingRequest, choice: Choice, name: str, sent: str) -> Any:
    ways = {"alternatives": list(choice.alternatives.all())}
    if name == "add":
        return _drafted(request, AlternativeForm, choice, name, sent)
    if name == "differs":
        return _drafted(request, DiffersForm, choice, name, sent)
    if name == "favour":
        return _drafted(request, FavourForm, choice, name, sent, **ways)
    standing = choosing.standing(choice)
    initial = {"seen": standing.pk if standing else 0}
    return _drafted(request, ChooseForm, choice, name, sent, initial=initial, **ways)


def _drafted(request: ActingRequest, form: Any, choice: Choice, name: str, sent: str, **given: Any) -> forms.Form:
    """Another form of the page that was sent leaves this one as it was, and its draft where it lies."""
    key = f"minutes.choice_{name}"
    if request.method != "POST" or name == sent:
        return drafted(request, form, key, choice.public_id, **given)
    assert request.actor.user_id is not None
    made: forms.Form = form(**given)
    place = Place(request.actor.user_id, request.actor.role, key, str(choice.public_id))
    made.draft = DraftOfForm(Ticket(place, request.path), None)  # type: ignore[attr-defined]
    return made


def _favour(request: ActingRequest, choice: Choice, form: Any) -> None:
    values = form.cleaned_data
    choosing.say(
        by=request.actor, choice=choice, says=Says.FAVOURS, alternative=form.chosen, who=values["who"],
        words=values["words"], client_id=values["client_id"],
    )  # fmt: skip


def _differs(request: ActingRequest, choice: Choice, form: Any) -> None:
    values = form.cleaned_data
    choosing.say(
        by=request.actor, choice=choice, says=Says.DISAGREES, who=values["who"], words=values["words"],
        client_id=values["client_id"],
    )  # fmt: skip


def _add(request: ActingRequest, choice: Choice, form: Any) -> None:
    values = form.cleaned_data
    choosing.add(by=request.actor, choice=choice, words=values["words"], client_id=values["client_id"])


def _choose(request: ActingRequest, choice: Choice, form: Any) -> None:
    values = form.cleaned_data
    choosing.choose(
        by=request.actor, choice=choice, alternative=form.chosen, why=values["why"], seen=values["seen"],
        client_id=values["client_id"],
    )  # fmt: skip


SAVES = {"favour": _favour, "differs": _differs, "add": _add, "choose": _choose}


def _theirs(now: Chosen | None) -> str:
    return f"{now.alternative.words}\n{now.why}" if now else ""


def _seen(now: Chosen | None) -> dict[str, object]:
    return {"seen": now.pk if now else 0}


def _in_full(minutes: Minutes, choice: Choice) -> dict[str, Any]:
    return choice_in_plain(choices_of(minutes).get(pk=choice.pk))


def _context(minutes: Minutes, item: Item, heading: str) -> dict[str, Any]:
    about = name_of(item.intake) if item.intake else item.words
    here = url_now(minutes.meeting, item)
    return {"heading": heading, "about": about, "here": here, "trail": trail_in(minutes.meeting, heading)}


def _of_pupil(page: Page, item: Item) -> Page:
    pupil = pupil_of(item)
    pupils = (pupil,) if pupil else ()
    return replace(page, pupils=pupils, is_for_all=item.intake_id is None)
