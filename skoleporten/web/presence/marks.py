"""Where a device sends what was tapped. Each mark is answered for by its own id; the same id, the same answer."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.presence.queries import board_version
from skoleporten.presence.receiving import receive
from skoleporten.presence.sent import Sent
from skoleporten.web.policy import policy
from skoleporten.web.presence.visible import BOARD_ROLES
from skoleporten.web.requests import ActingRequest

MOST_AT_ONCE = 200
JSON = "application/json"


@policy(roles=BOARD_ROLES, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def take(request: ActingRequest) -> HttpResponse:
    """A mark that can not be read is refused by itself, so that it never holds the others back."""
    body = _body(request)
    if body.get("user", str(request.user.public_id)) != str(request.user.public_id):
        return JsonResponse({"why": "user"}, status=403)  # another person's queue, in a browser that both use
    sent, refused = _read(body["marks"])
    answers = receive(by=request.actor, marks=sent, now=timezone.now())
    told = [{"id": str(one.id), "outcome": str(one.outcome), "why": str(one.why)} for one in answers]
    return JsonResponse({"answers": told + refused, "board_version": board_version()})


def _body(request: ActingRequest) -> dict[str, Any]:
    """What a browser sends to another site without asking first, such as a form, is not read at all."""
    if request.content_type != JSON:
        raise BadRequest("The body is not called JSON.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON.") from error
    marks = body.get("marks") if isinstance(body, dict) else None
    if not isinstance(marks, list) or len(marks) > MOST_AT_ONCE or not all(map(_has_id, marks)):
        raise BadRequest(f"The body holds no list of at most {MOST_AT_ONCE} marks, each with an id.")
    return dict(body)


def _has_id(mark: object) -> bool:
    try:
        return isinstance(mark, dict) and isinstance(mark.get("id"), str) and bool(UUID(mark["id"]))
    except ValueError:
        return False


def _read(marks: list[dict[str, Any]]) -> tuple[list[Sent], list[dict[str, str]]]:
    sent, refused = [], []
    for mark in marks:
        try:
            sent.append(Sent.parse(_storable(mark)))
        except (ValueError, OverflowError, RecursionError):
            refused.append({"id": mark["id"], "outcome": "refused", "why": _("This can not be read.")})
    return sent, refused


def _storable(mark: dict[str, Any]) -> dict[str, Any]:
    """Without what no database of ours can hold: a zero byte, or half a character."""
    text = json.dumps(mark, ensure_ascii=False).encode()
    if b"\\u0000" in text:
        raise ValueError("A zero byte.")
    return mark
