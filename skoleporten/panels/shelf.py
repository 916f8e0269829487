"""The knowledge shelf: putting something on it, judging it anew, and putting it away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.panels.changing import locked, log, once, only_the_team, save_seen, touch
from skoleporten.panels.models import ShelfItem, Theme
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import Strength

is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True)
class Book:
    """`link` may be empty. Objections too, but then nobody has looked for any, and the page says so."""

    source: str
    claim: str
    strength: str
    objections: str = ""
    our_use: str = ""
    link: str = ""
    themes: Sequence[Theme] = ()


@transaction.atomic
def add(*, by: Actor, book: Book, client_id: uuid.UUID) -> ShelfItem:
    only_the_team(by)
    values = _columns(book)

    def make() -> ShelfItem:
        made = ShelfItem.objects.create(client_id=client_id, **values)
        made.themes.set(book.themes)
        log(by, "shelf_item_added", made, strength=made.strength)
        return made

    return once(ShelfItem, client_id, make, source=values["source"])


@transaction.atomic
def change(*, by: Actor, item: ShelfItem, book: Book, seen_version: int) -> ShelfItem:
    """What came with the product gets the words of whoever changes it, in every language."""
    only_the_team(by)
    item = locked(item)
    values = _columns(book)
    if not item.claim and _are_shipped(item, values):
        values |= dict.fromkeys(ShelfItem.TEXTS, "")
    if save_seen(by, item, seen_version, values, themes=book.themes):
        log(by, "shelf_item_changed", item, strength=item.strength)
    return item


@transaction.atomic
def set_in_use(*, by: Actor, item: ShelfItem, is_active: bool) -> None:
    only_the_team(by)
    item = locked(item)
    if item.is_active != is_active:
        item.is_active = is_active
        touch(by, item)
        log(by, "shelf_item_taken_out" if is_active else "shelf_item_put_away", item)


def _are_shipped(item: ShelfItem, values: dict[str, Any]) -> bool:
    """Only the strength, the link or the themes were changed: the words stay shipped, in each language."""
    return any(
        all(item.texts(name).get(language) == values[name] for name in ShelfItem.TEXTS)
        for language in item.texts("claim")
    )


def _columns(book: Book) -> dict[str, Any]:
    if not book.source.strip():
        raise RefusedError(_("Write where it comes from."))
    if not book.claim.strip():
        raise RefusedError(_("Write what is claimed."))
    if book.strength not in set(Strength):
        raise RefusedError(_("Choose how much it rests on."))
    return {
        "source": book.source.strip(),
        "claim": book.claim.strip(),
        "strength": book.strength,
        "objections": book.objections.strip(),
        "our_use": book.our_use.strip(),
        "link": _address(book.link.strip()),
    }


def _address(link: str) -> str:
    if link:
        try:
            is_address(link)
        except ValidationError as error:
            raise RefusedError(_("The address of a page begins with https://.")) from error
    return link
