"""Whoever works with the pupil is told that something is to be read, and whoever may read that there is something."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Guardian, PupilAccount
from skoleporten.voices import queries
from skoleporten.voices.models import Word, WordRead


def tell_staff(by: Actor, word: Word) -> None:
    """Once while something of the same pupil waits unread: nobody gets ten e-mails for ten lines."""
    waits_already = Word.objects.filter(pupil=word.pupil_id).exclude(pk=word.pk).to_read().exists()
    if waits_already:
        return
    for user in queries.staff_to_tell(word.pupil, timezone.localdate()):
        notify(
            by=by, to=user, kind=Kind.WORDS, link=f"/voices/{word.public_id}/", pupil_id=word.pupil_id,
            once=f"word:{word.pk}:{word.version}",
        )  # fmt: skip


def tell_readers(by: Actor, word: Word, already: Collection[Guardian]) -> None:
    """A guardian, and of a guardian's words the pupil, whom the writer let read it now."""
    for guardian in word.readers.exclude(pk__in=[one.pk for one in already]).select_related("user"):
        if guardian.user is not None:
            tell_family(by, word, guardian.user, Role.GUARDIAN)
    if word.for_pupil and (pupil := pupils_user(word)):
        tell_family(by, word, pupil, Role.PUPIL)


def tell_family(by: Actor, word: Word, user: User, role: Role, again: str = "") -> None:
    link = f"/mine/{word.pupil.public_id}/words/{word.public_id}/"
    once = f"word:{word.pk}:for:{role}{again}"
    notify(by=by, to=user, kind=Kind.WORDS, link=link, role=role, pupil_id=word.pupil_id, once=once)


def pupils_user(word: Word) -> User | None:
    account = PupilAccount.objects.filter(pupil=word.pupil_id, ended_at__isnull=True).select_related("user").first()
    return account.user if account else None


def carry_reads_over(word: Word) -> None:
    """Only who may read it was changed: whoever had read the text has read it still."""
    for read in word.reads.filter(version=word.version - 1):
        WordRead.objects.create(word=word, version=word.version, at=read.at, by_id=read.by_id)
