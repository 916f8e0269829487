"""Which statements a pulse asks about: the shipped ones, or the municipality's own. No version is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.climate.models import ItemSet
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.rules.climate import Axis, Items, Wrong, WrongItemsError, items_of, own_items, shipped_items
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class InUse:
    """`version` is 0 before anybody has chosen or opened a pulse."""

    items: Items
    is_shipped: bool
    version: int


def in_use() -> InUse:
    """The shipped ones as they are in this version of the product, unless the municipality has its own."""
    newest = ItemSet.objects.first()
    if newest is None or newest.is_shipped:
        return InUse(shipped_items(), is_shipped=True, version=newest.version if newest else 0)
    return InUse(items_of(newest.items), is_shipped=False, version=newest.version)


@transaction.atomic
def choose_own(*, by: Actor, lines: Mapping[Axis, str], seen_version: int) -> ItemSet:
    return _choose(by, _own(lines), seen_version, is_shipped=False)


@transaction.atomic
def choose_shipped(*, by: Actor, seen_version: int) -> ItemSet:
    return _choose(by, shipped_items(), seen_version, is_shipped=True)


def kept(by: Actor) -> ItemSet:
    """The row of those in use, for a pulse that is to be opened or filled in."""
    now, newest = in_use(), ItemSet.objects.first()
    if newest and newest.sha256 == now.items.sha256:
        return newest
    return _write(by, now.items, now.version + 1, is_shipped=now.is_shipped)


def _choose(by: Actor, items: Items, seen_version: int, *, is_shipped: bool) -> ItemSet:
    newest = ItemSet.objects.select_for_update().first()
    if newest and (newest.sha256, newest.is_shipped) == (items.sha256, is_shipped):
        return newest
    version = newest.version if newest else 0
    if version != seen_version:
        raise ChangedMeanwhileError(newest)
    made = _write(by, items, version + 1, is_shipped=is_shipped)
    record(
        by=by, action="climate.statements_chosen", object_type="itemset", object_id=made.pk,
        details={"version": made.version, "shipped": is_shipped},
    )  # fmt: skip
    return made


def _write(by: Actor, items: Items, version: int, *, is_shipped: bool) -> ItemSet:
    return ItemSet.objects.create(
        version=version, is_shipped=is_shipped, items=items.as_json(), sha256=items.sha256, made_by_id=somebody(by)
    )


def _own(lines: Mapping[Axis, str]) -> Items:
    try:
        return own_items(lines)
    except WrongItemsError as error:
        raise RefusedError(_in_words(error.wrong)) from error


def _in_words(wrong: Wrong) -> str:
    return {
        Wrong.NUMBER: _("Write from three to six statements on each side, one on each line."),
        Wrong.LENGTH: _("A statement is empty or longer than 200 letters."),
        Wrong.TURNED: _("All of them begin with a hyphen. Only those that point the other way do."),
        Wrong.TWICE: _("A statement stands twice."),
    }[wrong]
