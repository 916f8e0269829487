"""What the family sees, for the team and the lead before they share more: read, never pressed, and logged as a look."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.web import read_log
from skoleporten.web.cases.visible import team_reads, trail_to, visible_case
from skoleporten.web.components import Crumb
from skoleporten.web.portal.seen.shown import Shown, parts_for
from skoleporten.web.portal.seen.who import Reader, reader_of, readers_of
from skoleporten.web.requests import ActingRequest

LOOKED = "portal.seen_as_family"


@team_reads
def readers(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = visible_case(request, public_id)
    read_log.shown(request, [case.pupil.public_id], action=LOOKED, purpose=Purpose.FOLLOW_UP)
    rows = [(one, _url(case, one, parts_for(one.role)[0].key)) for one in readers_of(case, request.today)]
    context = {"case": case, "pupil": case.pupil, "rows": rows, "trail": trail_to(case, _("What the family sees"))}
    return render(request, "portal/seen/readers.html", context)


@team_reads
def as_pupil(request: ActingRequest, public_id: uuid.UUID, section: str) -> HttpResponse:
    return _page(request, visible_case(request, public_id), "", section)


@team_reads
def as_guardian(request: ActingRequest, public_id: uuid.UUID, relation: uuid.UUID, section: str) -> HttpResponse:
    return _page(request, visible_case(request, public_id), str(relation), section)


def _page(request: ActingRequest, case: Case, key: str, section: str) -> HttpResponse:
    reader = reader_of(case, key, request.today)
    part = next((one for one in parts_for(reader.role) if one.key == section), None) if reader else None
    if reader is None or part is None:
        raise Http404
    read_log.shown(request, [case.pupil.public_id], action=LOOKED, purpose=Purpose.FOLLOW_UP)
    frame = {
        "case": case,
        "pupil": case.pupil,
        "child": case.pupil,
        "is_self": not reader.key,
        "is_shown_to_staff": True,
        "reader": reader,
        "part": part,
        "links": [(one, _url(case, reader, one.key), one.key == section) for one in parts_for(reader.role)],
        "trail": _trail(case, reader),
    }
    return render(request, "portal/seen/one.html", {**_seen(request, case, reader, part), **frame})


def _seen(request: ActingRequest, case: Case, reader: Reader, part: Shown) -> dict[str, Any]:
    """Asked as the person herself: whoever the gate lets see nothing has nothing here."""
    if reader.actor is None or not reader.sees:
        return {}
    return dict(part.of(reader.actor, case.pupil, request.today))


def _url(case: Case, reader: Reader, section: str) -> str:
    if reader.key:
        return reverse("as_guardian", args=[case.public_id, reader.key, section])
    return reverse("as_pupil", args=[case.public_id, section])


def _trail(case: Case, reader: Reader) -> list[Crumb]:
    above = trail_to(case, _("What the family sees"), reader.name)
    above[-2] = Crumb(_("What the family sees"), reverse("as_family", args=[case.public_id]))
    return above
