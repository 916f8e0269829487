"""The board where the network fails: what a browser is given to keep, and the files by which it opens without a server.

docs/explanation/offline.md tells the whole of it. A pupil with protected identity is never given to a device.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from skoleporten.presence import offline
from skoleporten.presence.receiving import MAY_MARK
from skoleporten.rules.presence.places import PLACES
from skoleporten.web.policy import policy, public
from skoleporten.web.presence import device
from skoleporten.web.requests import ActingRequest

APP = Path(__file__).resolve().parents[1] / "static" / "app"
TICKET = "X-Ticket"


class Card(Protocol):
    """What is read of a card of the board; `is_kept` is false for a pupil with protected identity."""

    @property
    def public_id(self) -> object: ...
    @property
    def first_name(self) -> str: ...
    @property
    def expected(self) -> dt.time | None: ...
    @property
    def place(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def last(self) -> object: ...
    @property
    def is_kept(self) -> bool: ...


@dataclass(frozen=True)
class OfflineBoard:
    """For templates/presence/offline.html. `given` is all that the device gets; None where it gets nothing."""

    kind: str
    user: str
    given: dict[str, Any] | None


def for_page(request: ActingRequest, cards: Iterable[Card]) -> OfflineBoard:
    user = str(request.user.public_id)
    if not offline.is_on():
        return OfflineBoard("off", user, None)
    day = date_format(request.today, "l j. F")
    return OfflineBoard("on", user, {"day": day, "cards": [_given(card) for card in cards if card.is_kept]})


def _given(card: Card) -> dict[str, Any]:
    return {
        "case": str(card.public_id),
        "name": card.first_name,
        "expected": time_format(card.expected, "TIME_FORMAT") if card.expected else "",
        "place": card.place,
        "state": card.state,
        "said": card.status,
        "minutes": card.minutes,
        "last": str(card.last) if card.last else None,
    }


@policy(roles=MAY_MARK, purpose=None)
def present(request: ActingRequest) -> HttpResponse:
    """Who is logged in here, a fresh token for its forms, and the key for what this person keeps in this browser."""
    user, now = str(request.user.public_id), timezone.now()
    asked = device.asked_for(request.headers.get(TICKET, ""), user, now)
    ticket = device.ticket_now(asked, user, now)
    answer = JsonResponse(
        {
            "user": user,
            "csrf": get_token(request),
            "ticket": ticket.signed,
            "key": ticket.key,
            "seconds": int((ticket.until - now).total_seconds()),
            "asked": asked.key if asked else None,
        }
    )
    answer.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        "1",
        max_age=device.KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@public(reason="The board without a name in it: the same for everybody, and kept by the browser.")
@gzip_page
def shell(request: HttpRequest) -> HttpResponse:
    if not offline.is_on():
        raise Http404
    places = [(str(place), names.get(get_language() or "nb", names["nb"])) for place, names in PLACES.items()]
    return render(request, "presence/shell.html", {"places": places, "offline": OfflineBoard("shell", "", None)})


@public(reason="A script without a name in it; a browser fetches it whoever is logged in.")
def worker(request: HttpRequest) -> HttpResponse:
    """Where it is switched off: a worker that takes the other one's place, deletes what was kept, and ends itself."""
    script = (APP / ("sw.js" if offline.is_on() else "sw-off.js")).read_text(encoding="utf-8")
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache, no-store"
    return answer
