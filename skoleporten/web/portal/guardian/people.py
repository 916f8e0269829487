"""Who is who around the child, and how to reach them: at work only. Nobody's own phone or address is here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.agendas.wishes import open_intake
from skoleporten.cases.models import Case, CaseMember
from skoleporten.cases.queries import specialists_around
from skoleporten.front.queries import facts
from skoleporten.intake.stories import school_of
from skoleporten.people.models import Pupil
from skoleporten.rig.queries import away_on, services_for_families
from skoleporten.web.front.presenters import contact, dialled
from skoleporten.web.portal.pupil.own_plan import open_case

Part = CaseMember.Part
PARTS: dict[str, Any] = {
    Part.CONTACT_PERSON: gettext_lazy("your child's own adult here"),
    Part.MEETS: gettext_lazy("meets your child at the door"),
    Part.TEACHES: gettext_lazy("teaches your child"),
    Part.TALKS: gettext_lazy("talks with your child"),
    Part.VISITS: gettext_lazy("visits you at home"),
    Part.FAMILY: gettext_lazy("talks with you as a family"),
}


@dataclass(frozen=True)
class Adult:
    """`until` is empty for whoever has no last day; `today` says who steps in, where somebody is away today."""

    name: str
    parts: Sequence[str]
    until: str = ""
    today: str = ""


def people_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    case = open_case(actor, pupil, today)
    intake = open_intake(pupil)
    return {
        "adults": _adults(intake.owner if intake else None, case, today),
        "specialists": _specialists(case, today) if case else [],
        "school": _school(pupil, today),
        "is_hidden": pupil.protected,
        "contact": contact(facts(), get_language() or ""),
        "services": [(one, dialled(one.phone)) for one in services_for_families()],
    }


def _adults(owner: User | None, case: Case | None, today: dt.date) -> list[Adult]:
    """Whoever is in charge first, and each once with all her parts."""
    users: dict[int, User] = {owner.pk: owner} if owner else {}
    parts: dict[int, list[str]] = {owner.pk: [_("is in charge of the follow-up")]} if owner else {}
    for row in _parts_in(case, today) if case else ():
        users[row.user_id] = row.user
        parts.setdefault(row.user_id, []).append(_part(row))
    away = away_on(today)
    return [Adult(str(user), parts[key], today=_instead(key, away)) for key, user in users.items()]


def _parts_in(case: Case, today: dt.date) -> Iterable[CaseMember]:
    return CaseMember.objects.on(today).filter(case=case, user__is_active=True).select_related("user")


def _part(row: CaseMember) -> str:
    """What somebody wrote of a part was written for the staff, and is not shown."""
    return str(PARTS[row.part]) if row.part in PARTS else _("is around your child in another way")


def _instead(user: int, away: dict[int, Any]) -> str:
    """Why somebody is away is told to nobody."""
    if user not in away:
        return ""
    stand_in = away[user].stand_in
    return _("Away today. %(name)s is here instead.") % {"name": stand_in} if stand_in else _("Away today.")


def _specialists(case: Case, today: dt.date) -> list[Adult]:
    return [_specialist(row) for row in specialists_around(case, today)]


def _specialist(row: Any) -> Adult:
    why = _("takes part by law: %(law)s") % {"law": row.law} if row.law else _("takes part because you agreed to it")
    return Adult(str(row.user), [why], _("until %(date)s") % {"date": date_format(row.end, "DATE_FORMAT")})


def _school(pupil: Pupil, today: dt.date) -> str:
    """Where a child is protected no page says which school she goes to, not even to a guardian."""
    if pupil.protected:
        return ""
    at = school_of(pupil, today)
    return at.name if at else ""
