"""What every page's frame shows: the navigation of the role, who acts as what, and how fresh the numbers are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skoleporten.access import languages
from skoleporten.access.actor import Actor, Held
from skoleporten.access.models import Role
from skoleporten.concerns.models import CheckRun
from skoleporten.web.duties.visible import REPORTERS


@dataclass(frozen=True)
class Place:
    """One entry of the navigation. `prefix` tells when a reader is there; a rare one waits behind "More"."""

    label: Any
    url_name: str
    prefix: str
    is_rare: bool = False


READING = (
    Place(_("Start"), "start", "/"),
    Place(_("Absence to follow up"), "concerns", "/concerns/"),
    Place(_("Pupils"), "pupils", "/pupils/"),
    Place(_("Duties"), "duties", "/duties/"),
)
FAMILY = (
    Place(_("Start"), "start", "/"),
    Place(_("Messages"), "messages_of_my_children", "/mine/messages/"),
    Place(_("Consents"), "my_consents", "/consents/mine/"),
    Place(_("Ask for help"), "ask_for_help", "/intake/ask/"),
    Place(_("What was told"), "my_stories", "/intake/told/", is_rare=True),
    Place(_("Decisions"), "my_decisions", "/intake/decisions/mine/", is_rare=True),
    Place(_("How we reach you"), "reach", "/settings/reach/", is_rare=True),
)
IN_THE_TEAM = (
    Place(_("Start"), "start", "/"),
    Place(_("Today"), "board", "/today/"),
    Place(_("Meetings"), "meetings", "/meetings/"),
    Place(_("Week"), "week", "/week/"),
    Place(_("Cases"), "cases", "/cases/"),
    Place(_("Intake"), "intakes", "/intake/"),
    Place(_("Pupils"), "pupils", "/pupils/"),
    Place(_("Absence to follow up"), "concerns", "/concerns/"),
    Place(_("Consents"), "consents_waiting", "/consents/"),
    Place(_("Duties"), "duties", "/duties/"),
    Place(_("Messages"), "threads", "/threads/", is_rare=True),
    Place(_("On call"), "on_call", "/on-call/", is_rare=True),
    Place(_("The rig"), "rig", "/rig/", is_rare=True),
    Place(_("Team climate"), "climate", "/climate/", is_rare=True),
    Place(_("Development work"), "development", "/development/", is_rare=True),
    Place(_("Source panels"), "panels", "/panels/", is_rare=True),
    Place(_("Requests for what is kept"), "access_requests", "/access-requests/", is_rare=True),
)
PLACES = {
    Role.SCHOOL_LEADER: (
        Place(_("Start"), "start", "/"),
        Place(_("Absence to follow up"), "concerns", "/concerns/"),
        Place(_("Pupils"), "pupils", "/pupils/"),
        Place(_("Sent referrals"), "sent_referrals", "/intake/sent/"),
        Place(_("Plans to see to"), "plans_told", "/cases/told/"),
        Place(_("Weekly statements"), "statements", "/statements/"),
        Place(_("Consents"), "consents_waiting", "/consents/"),
        Place(_("Duties"), "duties", "/duties/"),
        Place(_("Files"), "imports", "/imports/", is_rare=True),
        Place(_("School"), "schools", "/schools/", is_rare=True),
        Place(_("Access by name"), "access_by_name", "/access-by-name/", is_rare=True),
        Place(_("Rules"), "rules", "/rules/", is_rare=True),
    ),
    Role.TEACHER: (*READING, Place(_("Weekly statements"), "statements", "/statements/")),
    Role.SPECIALIST: (
        *READING,
        Place(_("Cases"), "cases", "/cases/"),
        Place(_("Asked of me"), "advice", "/advice/"),
        Place(_("Meetings"), "meetings", "/meetings/"),
        Place(_("Team climate"), "climate", "/climate/", is_rare=True),
        Place(_("My calendar"), "my_calendar", "/week/mine/", is_rare=True),
        Place(_("The rig"), "rig", "/rig/", is_rare=True),
    ),
    Role.TEAM: (
        *IN_THE_TEAM,
        Place(_("Emergency"), "emergency", "/emergency/", is_rare=True),
    ),
    Role.LEAD: (
        *IN_THE_TEAM,
        Place(_("Access by name"), "access_by_name", "/access-by-name/", is_rare=True),
        Place(_("Emergency"), "emergency", "/emergency/", is_rare=True),
        Place(_("Unusual look-ups"), "unusual_look_ups", "/unusual-look-ups/", is_rare=True),
        Place(_("The open page"), "open_page", "/welcome/edit/", is_rare=True),
    ),
    Role.ADMINISTRATOR: (
        Place(_("Start"), "start", "/"),
        Place(_("Users"), "users", "/users/"),
        Place(_("Files"), "imports", "/imports/"),
        Place(_("Schools"), "schools", "/schools/"),
        Place(_("School years"), "school_years", "/school-years/"),
        Place(_("Intake"), "talk_setup", "/intake/set-up/"),
        Place(_("Rules"), "rules", "/rules/"),
        Place(_("The board without a network"), "offline_setting", "/offline/", is_rare=True),
        Place(_("Words in notes"), "words_in_notes", "/cases/words/", is_rare=True),
        Place(_("The open page"), "open_page", "/welcome/edit/", is_rare=True),
    ),
    Role.MUNICIPALITY: (
        Place(_("Start"), "start", "/"),
        Place(_("Duties"), "duties", "/duties/"),
        Place(_("Emergency"), "emergency_review", "/emergency/"),
        Place(_("Capacity"), "rig_capacity", "/rig/capacity/"),
    ),
    Role.GUARDIAN: FAMILY,
    Role.PUPIL: FAMILY,
}


@dataclass(frozen=True)
class NavigationItem:
    label: Any
    url: str
    is_here: bool
    is_rare: bool


def layout(request: HttpRequest) -> dict[str, Any]:
    """Lazy where it asks the database, so that a fragment asks for nothing."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "role_name": Role(actor.role).label if actor else "",
        "is_family": actor is not None and actor.role in {Role.GUARDIAN, Role.PUPIL},
        "roles": [_choice(one, actor) for one in actor.held] if actor else [],
        "languages": settings.LANGUAGES,
        "page_language": languages.shown(here := get_language() or settings.LANGUAGE_CODE),
        "page_direction": "rtl" if languages.shown(here) in settings.LANGUAGES_BIDI else "ltr",
        "unfinished_language": languages.unfinished(here),
        "navigation": (places := navigation(request)),
        "rare_places": [item for item in places if item.is_rare],
        "is_in_rare_place": any(item.is_here for item in places if item.is_rare),
        "keeps_a_board": actor is not None and settings.DEVICE_COOKIE_NAME in request.COOKIES,
        "reports_duties": actor is not None and actor.role in REPORTERS,
        "as_of": SimpleLazyObject(lambda: as_of_once(request)),
    }


def _choice(held: Held, actor: Actor) -> dict[str, Any]:
    """A role that one may go on in, and where."""
    label = Role(held.role).label
    return {
        "value": f"{held.role}:{held.school}" if held.school else held.role,
        "label": f"{label}, {held.unit}" if held.unit else label,
        "is_current": held.role == actor.role and (held.school_id is None or held.school_id in actor.school_ids),
    }


def navigation(request: HttpRequest, path: str | None = None) -> list[NavigationItem]:
    """`path` is where the reader is; by default the page that was asked for."""
    actor = getattr(request, "actor", None)
    places = PLACES.get(actor.role, ()) if actor else ()
    here = request.path if path is None else path
    return [item for place in places if (item := _item(place, here))]


def _item(place: Place, path: str) -> NavigationItem | None:
    try:
        url = reverse(place.url_name)
    except NoReverseMatch:
        return None
    is_here = path == place.prefix if place.prefix == "/" else path.startswith(place.prefix)
    return NavigationItem(place.label, url, is_here, place.is_rare)


def as_of_once(request: HttpRequest) -> dt.date | None:
    """`newest_as_of`, one question however many parts of a page ask."""
    asked = vars(request)
    if "newest_as_of" not in asked:
        asked["newest_as_of"] = newest_as_of()
    found: dt.date | None = asked["newest_as_of"]
    return found


def newest_as_of() -> dt.date | None:
    """The last date that the newest check counted; None before the first."""
    return CheckRun.objects.order_by("-id").values_list("as_of", flat=True).first()
