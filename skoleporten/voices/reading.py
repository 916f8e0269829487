"""Somebody on the team says that she has read it, and whoever wrote it is told that somebody did."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError
from skoleporten.voices.models import Word, WordRead

READERS = frozenset({Role.TEAM, Role.LEAD})


@transaction.atomic
def mark_read(*, by: Actor, word: Word, seen_version: int) -> None:
    """The text that stood on the page. Raises ChangedMeanwhileError where it has changed since."""
    now = Word.objects.select_for_update().select_related("pupil").get(pk=word.pk)
    if by.role not in READERS:
        raise RefusedError(_("Only the team says that own words are read."))
    if now.version != seen_version:
        raise ChangedMeanwhileError(now)
    _read, is_new = WordRead.objects.get_or_create(word=now, version=now.version, by_id=somebody(by))
    if is_new:
        record(
            by=by, action="voices.marked_read", pupils=[now.pupil.public_id], object_type="word",
            object_id=now.public_id, details={"version": now.version},
        )  # fmt: skip
