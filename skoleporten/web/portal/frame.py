"""The frame of every page about one child at /mine/<child>/<section>/, for the guardian and for the pupil herself.

    @family_reads
    def page(request: ActingRequest, child: str) -> HttpResponse:
        mine = open_child(request, child)                          # by the gate; anything else is a 404
        context = {"rows": …}                                      # mine.pupil, mine.is_self
        return show(request, mine, "plan", "portal/guardian/plan.html", context, action="portal.plan_read")

The template extends `portal/base.html` and fills `title` and `page`. `show` writes the read log.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.policy import policy
from skoleporten.web.portal.section import FAMILY, Section
from skoleporten.web.portal.sections import SECTIONS
from skoleporten.web.requests import ActingRequest

# A phone on a slow line fetches a quarter; of no use to who guesses, as the middleware adds a random length.
compressed = GZipMiddleware(lambda request: HttpResponse()).process_response
family_reads = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD)
family_writes = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD, writes=True)
guardian_reads = policy(roles={Role.GUARDIAN}, purpose=Purpose.OWN_CHILD)
guardian_writes = policy(roles={Role.GUARDIAN}, purpose=Purpose.OWN_CHILD, writes=True)
pupil_reads = policy(roles={Role.PUPIL}, purpose=Purpose.OWN)
pupil_writes = policy(roles={Role.PUPIL}, purpose=Purpose.OWN, writes=True)


@dataclass(frozen=True)
class Child:
    """The child that the page is about. `others` are the reader's other children in view; of a pupil there are none."""

    pupil: Pupil
    is_self: bool
    others: tuple[Pupil, ...] = ()


@dataclass(frozen=True)
class Link:
    """One line of the navigation; `waits` is how many things there wait for the reader's answer."""

    key: str
    label: Any
    url: str
    is_here: bool
    waits: int = 0


def children(request: ActingRequest) -> list[Child]:
    """All whom the reader may see today, by name; of a pupil: herself."""
    purpose = purpose_of(request.actor.role)
    found = list(gate.visible_to(request.actor, purpose, request.today).order_by("given_name", "family_name", "pk"))
    is_self = request.actor.role == Role.PUPIL
    return [Child(one, is_self, tuple(other for other in found if other != one)) for one in found]


def open_child(request: ActingRequest, public_id: uuid.UUID | str) -> Child:
    """Whoever is not in view is as if there were no such child. Logs nothing; `show` does."""
    for child in children(request):
        if str(child.pupil.public_id) == str(public_id):
            return child
    raise Http404


def show(
    request: ActingRequest,
    child: Child,
    here: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    action: str,
    status: int = 200,
) -> HttpResponse:
    """The page in its frame, written in the read log as `action`. `here` is the key of the section."""
    purpose = purpose_of(request.actor.role)
    read_log.shown(request, [child.pupil.public_id], action=action, purpose=purpose)
    answer = render(request, template, in_frame(request, child, here) | dict(context or {}), status=status)
    compressed(request, answer)
    return answer


def in_frame(request: ActingRequest, child: Child, here: str) -> dict[str, Any]:
    """What `portal/base.html` needs, for a view that writes the read log and renders in its own way."""
    links = links_of(request, child, here)
    return {
        "child": child.pupil,
        "is_self": child.is_self,
        "sections": links,
        "section_here": next((link for link in links if link.is_here), None),
        "other_children": [(other, _same_place(request.actor.role, here, other)) for other in child.others],
    }


def links_of(request: ActingRequest, child: Child, here: str = "") -> list[Link]:
    """The sections of the reader's role, with what waits in each."""
    found = [(one, one.url_of(child.pupil)) for one in SECTIONS if request.actor.role in one.roles]
    return [Link(one.key, one.label, url, one.key == here, _waiting(request, child, one)) for one, url in found if url]


def waiting_of(request: ActingRequest, child: Child) -> int:
    return sum(link.waits for link in links_of(request, child))


def _waiting(request: ActingRequest, child: Child, section: Section) -> int:
    return section.waits(request.actor, child.pupil, request.today) if section.waits else 0


def _same_place(role: str, here: str, other: Pupil) -> str:
    """The same section of the other child."""
    section = next((one for one in SECTIONS if one.key == here and role in one.roles), SECTIONS[0])
    return section.url_of(other)
