"""Keeping what somebody is writing, so that a lost line or an ended session loses no text.

Encrypted, as anything may stand in it; not in the log, as nobody but its writer is ever shown it, and she on the form's
own page, which is. Deleted when the form is sent, and 30 days after the last word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from skoleporten.access import encryption
from skoleporten.documents.models import DRAFT_DAYS, Draft

Values = dict[str, list[str]]
MOST_LETTERS = 400_000


@dataclass(frozen=True)
class Place:
    """Whose draft of which form. `object_id` is the public id of what the form is about."""

    user_id: int
    role: str
    form: str
    object_id: str = ""


@dataclass(frozen=True)
class Kept:
    values: Values
    saved_at: dt.datetime


@transaction.atomic
def keep(place: Place, values: Mapping[str, list[str]]) -> dt.datetime | None:
    """When it was saved; None where it is too long to keep. A form emptied by its writer leaves no draft."""
    if not any(one.strip() for given in values.values() for one in given):
        drop(place)
        return timezone.now()
    text = json.dumps(dict(values))
    if len(text) > MOST_LETTERS:
        return None
    now = timezone.now()
    draft, _is_new = Draft.objects.get_or_create(**_key(place), defaults={"text_encrypted": "", "saved_at": now})
    draft.text_encrypted, draft.saved_at = encryption.encrypt(text, place=_of_column(draft)), now
    draft.save(update_fields=["text_encrypted", "saved_at"])
    return now


def kept(place: Place) -> Kept | None:
    draft = Draft.objects.kept(timezone.now()).filter(**_key(place)).first()
    if draft is None:
        return None
    return Kept(json.loads(encryption.decrypt(draft.text_encrypted, place=_of_column(draft))), draft.saved_at)


def drop(place: Place) -> None:
    Draft.objects.filter(**_key(place)).delete()


def drop_old(now: dt.datetime) -> int:
    return Draft.objects.filter(saved_at__lte=now - dt.timedelta(days=DRAFT_DAYS)).delete()[0]


def _key(place: Place) -> dict[str, int | str]:
    return {"user_id": place.user_id, "role": place.role, "form": place.form, "object_id": place.object_id}


def _of_column(draft: Draft) -> str:
    return f"documents_draft/text/{draft.public_id}"
