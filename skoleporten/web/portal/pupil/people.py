"""Who meets the pupil, and who does instead when somebody is away. Why somebody is away is told to nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.models import User
from skoleporten.cases.models import Case, CaseMember
from skoleporten.rig.queries import away_on

Part = CaseMember.Part
PARTS: dict[str, Any] = {
    Part.CONTACT_PERSON: gettext_lazy("your own adult here"),
    Part.MEETS: gettext_lazy("meets you at the door"),
    Part.TEACHES: gettext_lazy("teaches you"),
    Part.TALKS: gettext_lazy("talks with you"),
    Part.VISITS: gettext_lazy("visits you at home"),
    Part.FAMILY: gettext_lazy("talks with your family"),
}


@dataclass(frozen=True)
class Adult:
    """`today` says who steps in, where she is away today."""

    user: User
    name: str
    parts: Sequence[str]
    today: str = ""


def adults_around(case: Case, today: dt.date) -> list[Adult]:
    """Those with a part around the pupil; the owner of the case where nobody has one yet.

    What somebody wrote of a part was written for the staff, and is not shown.
    """
    rows = CaseMember.objects.on(today).filter(case=case, user__is_active=True).select_related("user")
    parts: dict[int, list[str]] = {}
    users: dict[int, User] = {}
    for row in sorted(rows.order_by("start", "pk"), key=lambda row: list(Part).index(Part(row.part))):
        users[row.user_id] = row.user
        parts.setdefault(row.user_id, []).append(str(PARTS.get(row.part, "")))
    if not users:
        users, parts = {case.owner.pk: case.owner}, {case.owner.pk: [_("takes care of your case")]}
    away = away_on(today)
    return [Adult(user, str(user), parts[key], _instead(key, away)) for key, user in users.items()]


def _instead(user: int, away: dict[int, Any]) -> str:
    if user not in away:
        return ""
    stand_in = away[user].stand_in
    return _("Away today. %(name)s is here instead.") % {"name": stand_in} if stand_in else _("Away today.")
