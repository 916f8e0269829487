"""The pages that staff can see as somebody in the family sees them, in the same words and by the same gate.

Each part adds a line. What somebody in the family writes to the team is not here: it stands on the staff's own pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.people.models import Pupil
from skoleporten.web.portal.guardian.complaint import complaint_of
from skoleporten.web.portal.guardian.home import home_of
from skoleporten.web.portal.guardian.letters import letters_of
from skoleporten.web.portal.guardian.meetings import meetings_of
from skoleporten.web.portal.guardian.people import people_of
from skoleporten.web.portal.guardian.plan import plan_of
from skoleporten.web.portal.pupil.home import today_of
from skoleporten.web.portal.pupil.way import way_of
from skoleporten.web.portal.section import FAMILY

GUARDIAN, PUPIL = frozenset({Role.GUARDIAN}), frozenset({Role.PUPIL})


@dataclass(frozen=True)
class Shown:
    """`template` is the body of the page, without its heading: it draws no link and no form with `is_shown_to_staff`.

    `of` gives what it needs, asked as the person in the family.
    """

    key: str
    label: Any
    template: str
    of: Callable[[Actor, Pupil, dt.date], Mapping[str, Any]]
    roles: frozenset[Role] = FAMILY


SHOWN: tuple[Shown, ...] = (
    Shown("home", _("Overview"), "portal/guardian/home_body.html", home_of, GUARDIAN),
    Shown("today", _("Today"), "portal/pupil/home_body.html", today_of, PUPIL),
    Shown("way", _("My way"), "portal/pupil/way_body.html", way_of, PUPIL),
    Shown("plan", _("The plan"), "portal/guardian/plan_body.html", plan_of, GUARDIAN),
    Shown("people", _("Who is who"), "portal/guardian/people_body.html", people_of, GUARDIAN),
    Shown("letters", _("Letters and decisions"), "portal/guardian/letters_body.html", letters_of, GUARDIAN),
    Shown("meetings", _("Meetings"), "portal/guardian/meetings_body.html", meetings_of),
    Shown("complaint", _("If you disagree"), "portal/guardian/complaint_body.html", complaint_of, GUARDIAN),
    Shown("complaint", _("If you disagree"), "portal/pupil/complaint_body.html", complaint_of, PUPIL),
)


def parts_for(role: str) -> list[Shown]:
    return [one for one in SHOWN if role in one.roles]
