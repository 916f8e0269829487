"""What is put on the open page and taken off it: each in one transaction with its audit event."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.documents.models import StoredFile
from skoleporten.front.models import EDITORS, MOST_PUBLISHED, PageFacts, Picture
from skoleporten.front.pictures import drawn
from skoleporten.front.queries import facts
from skoleporten.rules.errors import RefusedError, SkoleportenError
from skoleporten.rules.toml_files import LANGUAGES

LONGEST_ALT = 200
Words = Mapping[str, str]


class ChangedMeanwhileError(SkoleportenError):
    """Somebody else has written since the form was opened; the page shows both texts."""


@dataclass(frozen=True)
class Facts:
    """As a form asks for them; `words` by language, and in it by `hours`, `place` and `people`."""

    municipality: str = ""
    phone: str = ""
    email: str = ""
    emergency_phone: str = ""
    words: Mapping[str, Words] = field(default_factory=dict)


@transaction.atomic
def write(*, by: Actor, facts_now: Facts, version: int) -> PageFacts:
    """`version` is the one the form began with, 0 for the first. The same once more changes nothing."""
    editor = _editor(by)
    newest = facts()
    if newest and _same(newest, facts_now):
        return newest
    if version != (newest.version if newest else 0):
        raise _changed()
    try:
        with transaction.atomic():
            written = PageFacts.objects.create(
                version=version + 1, written_at=timezone.now(), written_by_id=editor, **asdict(facts_now)
            )
    except IntegrityError as error:  # another was a moment faster
        raise _changed() from error
    record(by=by, action="front.facts_written", object_type="page_facts", object_id=written.version)
    return written


@transaction.atomic
def add_picture(*, by: Actor, name: str, content: bytes, alt: Words, client_id: uuid.UUID) -> Picture:
    """Published by `publish`, not by this. `name` decides what the file claims to be, and is not kept."""
    editor = _editor(by)
    sent_before = Picture.objects.filter(client_id=client_id).first()
    if sent_before:
        return sent_before
    kept_alt, small = _described(alt), drawn(name, content)
    picture = Picture.objects.create(
        client_id=client_id,
        file=StoredFile.keep(small.content),
        width=small.width,
        height=small.height,
        alt=kept_alt,
        added_at=timezone.now(),
        added_by_id=editor,
    )
    _record(by, "added", picture)
    return picture


@transaction.atomic
def describe(*, by: Actor, picture: Picture, alt: Words, version: int) -> None:
    _editor(by)
    held = _held(picture)
    described = _described(alt)
    if held.alt == described:
        return
    if held.version != version:
        raise _changed()
    held.alt, held.version = described, version + 1
    held.save(update_fields=["alt", "version"])
    _record(by, "described", held)


@transaction.atomic
def publish(*, by: Actor, picture: Picture) -> None:
    _editor(by)
    held = _held(picture)
    if held.is_published:
        return
    kept = Picture.objects.select_for_update().filter(removed_at__isnull=True)  # two at once would be one too many
    if sum(one.is_published for one in kept) >= MOST_PUBLISHED:
        raise RefusedError(
            _("There are %(number)d pictures on the page already, which is as much as a telephone gets quickly.")
            % {"number": MOST_PUBLISHED},
            do=_("Take one off first."),
        )
    held.is_published = True
    _saved(by, held, "published")


@transaction.atomic
def hide(*, by: Actor, picture: Picture) -> None:
    """Off the page at once; it can be published again."""
    _editor(by)
    held = _held(picture)
    if held.is_published:
        held.is_published = False
        _saved(by, held, "hidden")


@transaction.atomic
def remove(*, by: Actor, picture: Picture) -> None:
    """Its bytes are gone at once; that there was one, and who took it away, stands."""
    _editor(by)
    held = Picture.objects.select_for_update().get(pk=picture.pk)
    kept = held.file
    if kept is None:
        return
    held.file, held.is_published = None, False
    held.removed_at, held.removed_by_id = timezone.now(), by.user_id
    held.save(update_fields=["file", "is_published", "removed_at", "removed_by"])
    kept.delete()
    _record(by, "removed", held)


def _saved(by: Actor, picture: Picture, said: str) -> None:
    picture.save(update_fields=["is_published"])
    _record(by, said, picture)


def _held(picture: Picture) -> Picture:
    held = Picture.objects.select_for_update().get(pk=picture.pk)
    if held.removed_at:
        raise RefusedError(_("The picture has been removed."))
    return held


def _described(alt: Words) -> dict[str, str]:
    """In each language that the page is always in; in those that were dropped in, where somebody has written it."""
    kept = {language: " ".join(text.split())[:LONGEST_ALT] for language, text in alt.items() if text.strip()}
    if not all(kept.get(language) for language in LANGUAGES):
        raise RefusedError(
            _("Say in each language what one sees in the picture."),
            do=_("Somebody who does not see it gets your words instead."),
        )
    return kept


def _same(newest: PageFacts, facts_now: Facts) -> bool:
    return all(getattr(newest, name) == value for name, value in asdict(facts_now).items())


def _changed() -> ChangedMeanwhileError:
    return ChangedMeanwhileError(_("Somebody else has changed this meanwhile. Both are shown: nothing is lost."))


def _editor(by: Actor) -> int:
    """The key of whoever may look after the page; raises for everybody else."""
    if by.role not in EDITORS or by.user_id is None:
        raise RefusedError(_("Only the leader of Skoleporten and administrators look after the open page."))
    return by.user_id


def _record(by: Actor, said: str, picture: Picture) -> None:
    record(by=by, action=f"front.picture_{said}", object_type="front_picture", object_id=picture.public_id)
