"""Users and their access in words and tables. No pupil is named here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.access.identities import Identity
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import PendingGrant
from skoleporten.access.ways_in import WayInChange
from skoleporten.intake.owners import OWNS
from skoleporten.web import words
from skoleporten.web.tables import Cell, Column, Table

SHOWN_OF_A_SUBJECT = 4


def date(day: dt.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def user_table(users: Iterable[User], today: dt.date) -> Table:
    return Table(
        caption=_("Users"),
        is_caption_hidden=True,
        columns=[Column(_("Name")), Column(_("Roles")), Column(_("Where")), Column(_("Until"))],
        rows=[_user_row(user, today) for user in users],
        stacks=True,
    )


def _user_row(user: User, today: dt.date) -> list[Any]:
    grants = [grant for grant in user.grants.all() if is_in_force(grant, today)]
    name = Cell(str(user), reverse("user", args=[user.public_id]), user.username)
    if not user.is_active:
        return [name, Cell(_("Closed"), tag_color="neutral"), words.NOTHING, words.NOTHING]
    return [
        name,
        ", ".join(dict.fromkeys([*(str(Role(grant.role).label) for grant in grants), *_family_roles(user)]))
        or Cell(_("No role"), tag_color="neutral"),
        ", ".join(dict.fromkeys(where(grant) for grant in grants)) or words.NOTHING,
        date(min(grant.end for grant in grants)) if grants else words.NOTHING,
    ]


def _family_roles(user: User) -> list[str]:
    """Not given here, and so easily taken for an account that nobody uses."""
    held = ((Role.GUARDIAN, hasattr(user, "guardian")), (Role.PUPIL, hasattr(user, "pupil_account")))
    return [str(role.label) for role, is_held in held if is_held]


def is_in_force(grant: Grant, today: dt.date) -> bool:
    return grant.ended_at is None and grant.start <= today <= grant.end


def where(grant: Grant) -> str:
    """A grant by name says that it is for one pupil, and not which."""
    parts = [grant.school.name] if grant.school else [_("Whole municipality")]
    if grant.school_class:
        parts.append(grant.school_class.name)
    if grant.grade:
        parts.append(_("Grade %(grade)s") % {"grade": grant.grade})
    if grant.teaching_group:
        parts.append(grant.teaching_group.name)
    if grant.pupil_id:
        parts = [_("One pupil, by name")]
    return ", ".join(parts)


def standing(grants: Iterable[Grant], today: dt.date) -> list[dict[str, Any]]:
    """Grants in force and to come, each with the address that ends it."""
    return [
        {
            "role": Role(grant.role).label,
            "where": where(grant),
            "dates": f"{date(grant.start)} – {date(grant.end)}",
            "note": _given(grant),
            "is_to_come": grant.start > today,
            "is_team": grant.role in OWNS,
            "url": reverse("user_end_grant", args=[grant.user.public_id, grant.public_id]),
        }
        for grant in grants
        if grant.ended_at is None and grant.end >= today
    ]


def _given(grant: Grant) -> str:
    by = _("Given by %(who)s") % {"who": grant.granted_by} if grant.granted_by else ""
    source = _("From a file (%(source)s)") % {"source": grant.source} if grant.source else ""
    return ". ".join(part for part in (grant.reason, source, by) if part)


def before_table(grants: Iterable[Grant], today: dt.date) -> Table:
    return Table(
        caption=_("Access before"),
        is_caption_hidden=True,
        columns=[Column(_("Role")), Column(_("Where")), Column(_("From")), Column(_("To"))],
        rows=[
            [Role(grant.role).label, where(grant), date(grant.start), _ended(grant)]
            for grant in grants
            if grant.ended_at is not None or grant.end < today
        ],
    )


def _ended(grant: Grant) -> Cell:
    if grant.ended_at is None:
        return Cell(date(grant.end))
    by = _("Ended by %(who)s") % {"who": grant.ended_by} if grant.ended_by else ""
    return Cell(date(min(grant.ended_at.date(), grant.end)), note=by)


def identities(linked: Iterable[Identity], providers: Iterable[Any]) -> list[dict[str, Any]]:
    """Enough of each to know it again, and not enough to use it elsewhere. A provider that is gone has its address."""
    names = {each.issuer: each.name or each.id for each in providers}
    return [
        {
            "number": one.pk,
            "provider": names.get(one.issuer, one.issuer),
            "ending": one.subject[-SHOWN_OF_A_SUBJECT:],
        }
        for one in linked
    ]


def ways_in(waiting: Iterable[WayInChange], user_id: int | None) -> list[dict[str, Any]]:
    return [
        {
            "who": one.user,
            "user_url": reverse("user", args=[one.user.public_id]),
            "url": reverse("user_decide_way_in", args=[one.user.public_id, one.public_id]),
            "what": WayInChange.Kind(one.kind).label,
            "ending": one.subject[-SHOWN_OF_A_SUBJECT:],
            "proposed_by": one.proposed_by,
            "day": date(timezone.localdate(one.proposed_at)),
            "may_confirm": user_id not in {one.proposed_by_id, one.user_id},
        }
        for one in waiting
    ]


def proposals(pending: Sequence[PendingGrant], user_id: int | None) -> list[dict[str, Any]]:
    return [
        {
            "public_id": one.public_id,
            "who": one.user,
            "role": Role(one.role).label,
            "number": one.pupil_number,
            "dates": f"{date(one.start)} – {date(one.end)}",
            "reason": one.reason,
            "proposed_by": one.proposed_by,
            "may_confirm": user_id not in {one.proposed_by_id, one.user_id},
        }
        for one in pending
    ]
