"""Below 15 the team may let a guardian read what the pupil kept to the adults here, and the pupil is told why."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.people.family import guardians_in_view
from skoleporten.people.models import Guardian
from skoleporten.rules import voices as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.voices import MayOpen, Teller
from skoleporten.voices import telling
from skoleporten.voices.models import Opening, Word
from skoleporten.voices.reading import READERS


@transaction.atomic
def open_to(
    *, by: Actor, word: Word, guardian: Guardian, reason: str, pupils_view: str, client_id: uuid.UUID
) -> Opening:
    """A form sent twice is one. The pupil and the guardian are told that there is something to read."""
    now = Word.objects.select_for_update().select_related("pupil").get(pk=word.pk)
    if made := Opening.objects.filter(client_id=client_id).first():
        if made.word_id != now.pk:
            raise RefusedError(_("The form belongs to something else."), do=_("Open the page again."))
        return made
    today = timezone.localdate()
    _refuse(by, now, guardian, reason, pupils_view, today)
    opening = Opening(client_id=client_id, word=now, guardian=guardian, opened_by_id=somebody(by))
    opening.write(reason=reason.strip(), pupils_view=pupils_view.strip())
    opening.save()
    _log(by, "voices.opened_to_guardian", opening)
    _tell(by, opening)
    return opening


@transaction.atomic
def end(*, by: Actor, opening: Opening) -> None:
    now = Opening.objects.select_for_update().select_related("word__pupil").get(pk=opening.pk)
    if by.role not in READERS:
        raise RefusedError(_("Only the team can end it."))
    if now.ended_at is None:
        now.ended_at, now.ended_by_id = timezone.now(), somebody(by)
        now.save(update_fields=["ended_at", "ended_by"])
        _log(by, "voices.opening_ended", now)


def _refuse(by: Actor, word: Word, guardian: Guardian, reason: str, view: str, today: dt.date) -> None:
    if by.role not in READERS or word.teller != Teller.PUPIL or not word.stands:
        raise RefusedError(_("This can not be shown to a guardian."))
    may = rules.may_open(word.pupil.birth_date, today)
    if may is MayOpen.ONLY_THE_PUPIL:
        raise RefusedError(_("The pupil is 15 or older, and decides this alone."))
    if may is MayOpen.AGE_NOT_KNOWN:
        raise RefusedError(_("Nobody has entered how old the pupil is."), do=_("Find out before you go on."))
    if may is MayOpen.AFTER_ASKING and not view.strip():
        raise RefusedError(_("From the age of 12 the pupil is asked first. Write what the pupil said."))
    if not reason.strip():
        raise RefusedError(_("Say why. The pupil reads it."))
    if guardian not in guardians_in_view(word.pupil, today):
        raise RefusedError(_("Only a guardian who may see the pupil can be let read it."))
    can_read_already = word.readers.filter(pk=guardian.pk).exists()
    if can_read_already or word.openings.filter(guardian=guardian, ended_at__isnull=True).exists():
        raise RefusedError(_("This guardian can read it already."))


def _tell(by: Actor, opening: Opening) -> None:
    again = f":{opening.pk}"
    if pupil := telling.pupils_user(opening.word):
        telling.tell_family(by, opening.word, pupil, Role.PUPIL, again)
    if opening.guardian.user is not None:
        telling.tell_family(by, opening.word, opening.guardian.user, Role.GUARDIAN, again)


def _log(by: Actor, action: str, opening: Opening) -> None:
    record(
        by=by, action=action, pupils=[opening.word.pupil.public_id], object_type="opening",
        object_id=opening.public_id,
    )  # fmt: skip
