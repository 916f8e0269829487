"""Who is near and safe for the child: a simple map, and the same as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.intake import talk
from skoleporten.intake.models import Intake, NearPerson
from skoleporten.intake.talk import Near
from skoleporten.rules import talk as rules
from skoleporten.rules.talk import PLACES, RINGS, Part, Place, Ring
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_forms import NearForm
from skoleporten.web.intake.talk_saving import Page, answer, pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.talk_words import part_name, part_url
from skoleporten.web.intake.visible import team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

MIDDLE, RADIUS = 200, 165
LONGEST_NAME = 14


@dataclass(frozen=True)
class Mark:
    """A person on the map. `anchor` keeps the name inside the drawing."""

    x: int
    y: int
    name: str
    anchor: str


@dataclass(frozen=True)
class Person:
    name: str
    who: str
    ring: str
    words: str
    said_by: str
    url: str


def near_of(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    rows = list(_standing(request, intake))
    lists = [
        (in_language(PLACES[place]), [_person(intake, row) for row in rows if row.place == place]) for place in Place
    ]
    return {
        "marks": marks(rows),
        "rings": [(round(RADIUS * ring / len(Ring)), in_language(RINGS[ring])) for ring in reversed(Ring)],
        "lists": [(name, people) for name, people in lists if people],
        "middle": MIDDLE,
        "child": _short(pupil_of(intake).given_name or pupil_of(intake).full_name),
    }


def marks(rows: list[NearPerson]) -> list[Mark]:
    found = []
    for dot in rules.dots([rules.Near(row.name, Place(row.place), Ring(row.ring)) for row in rows]):
        x, y = MIDDLE + round(dot.x * RADIUS), MIDDLE + round(dot.y * RADIUS)
        anchor = "start" if dot.x < -0.5 else "end" if dot.x > 0.5 else "middle"
        found.append(Mark(x, y, _short(dot.near.name), anchor))
    return found


@team_writes
def add(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    form = drafted(request, NearForm, "intake.near", intake.public_id)

    def save() -> None:
        talk.add_near(by=request.actor, intake=intake, near=_near(form), client_id=form.cleaned_data["client_id"])

    return answer(request, form, _page(intake, _("Somebody who is near")), pupil_of(intake), save)


@team_writes
def one(request: ActingRequest, public_id: str, person: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    found = _standing(request, intake).filter(public_id=person).first()
    if found is None:
        raise Http404
    if "remove" in request.POST:
        talk.remove_near(by=request.actor, person=found)
        messages.success(request, _("Taken off the map."))
        return redirect(part_url(intake, Part.RELATIONS))
    names = ("name", "who", "place", "ring", "words", "said_by")
    initial = {name: getattr(found, name) for name in names} | {"seen_version": found.version}
    form = drafted(request, NearForm, "intake.near_one", found.public_id, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        talk.change_near(by=request.actor, person=found, near=_near(form), seen_version=seen)

    page = _page(intake, found.name)
    page.context["may_remove"] = True
    return answer(request, form, page, pupil_of(intake), save)


def _standing(request: ActingRequest, intake: Intake) -> Any:
    visible = NearPerson.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.filter(intake=intake, removed_at__isnull=True).select_related("intake__pupil")


def _page(intake: Intake, name: str) -> Page:
    here = Crumb(part_name(Part.RELATIONS), part_url(intake, Part.RELATIONS))
    return Page(
        template="intake/talk_write.html",
        context={
            "intake": intake,
            "pupil": intake.pupil,
            "heading": name,
            "trail": trail_in(intake, here, Crumb(name)),
        },
        back=part_url(intake, Part.RELATIONS),
        done=_("Written down."),
        theirs=lambda now: " · ".join(filter(None, [now.name, now.who, in_language(RINGS[Ring(now.ring)]), now.words])),
    )


def _near(form: NearForm) -> Near:
    values = form.cleaned_data
    return Near(**{name: values[name] for name in ("name", "who", "place", "ring", "words", "said_by")})


def _person(intake: Intake, row: NearPerson) -> Person:
    return Person(
        name=row.name,
        who=row.who,
        ring=in_language(RINGS[Ring(row.ring)]),
        words=row.words,
        said_by=str(row.get_said_by_display()),
        url=reverse("talk_near_one", args=[intake.public_id, row.public_id]),
    )


def _short(name: str) -> str:
    """For the map only; the list has the whole name."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
