"""The municipality closes a way of referring, opens it again, or adds its own. What was sent by one keeps its name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.models import Route
from skoleporten.rules.errors import RefusedError

BY_LINK = frozenset({Route.UsedBy.TEAM, Route.UsedBy.OUTSIDE})


@dataclass(frozen=True)
class Names:
    nb: str
    nn: str
    en: str


@transaction.atomic
def set_open(*, by: Actor, route: Route, is_open: bool) -> None:
    """Twice is once."""
    changed = Route.objects.filter(pk=route.pk).exclude(is_active=is_open).update(is_active=is_open)
    if changed:
        record(by=by, action="intake.route_opened" if is_open else "intake.route_closed", details={"route": route.code})


@transaction.atomic
def add(*, by: Actor, names: Names, used_by: str) -> Route:
    """One that is used by link: schools, guardians and pupils have theirs, with forms of their own."""
    if used_by not in BY_LINK:
        raise RefusedError(_("Choose who uses it."))
    last = Route.objects.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            made = Route.objects.create(
                code=slugify(names.en)[:32] or f"own-{last + 1}", used_by=used_by, position=last + 1,
                name_nb=names.nb.strip(), name_nn=names.nn.strip(), name_en=names.en.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(_("There is one of that name already."), do=_("Open it, or choose another name.")) from error
    record(by=by, action="intake.route_added", details={"route": made.code})
    return made
