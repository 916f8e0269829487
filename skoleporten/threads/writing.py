"""Writing in a thread, closing it and choosing who reads along: each in one transaction with its audit event.

What is written is never changed. An answer, a reader or a person in charge always belongs to the thread as it stands.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.people.family import guardians_in_view, guardians_to_write_to
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rig.writing import sent_before
from skoleporten.rules import threads as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.threads import people
from skoleporten.threads.models import Message, Reading, Thread, Turn
from skoleporten.threads.school_days import promised
from skoleporten.threads.telling import tell_family, tell_team

STAFF = (Role.TEAM, Role.LEAD)
FAMILY = (Role.GUARDIAN, Role.PUPIL)
LONGEST = 10_000


@dataclass(frozen=True)
class Opened:
    """`guardian` is for the staff to say: whom they write to, None for the pupil. A family member writes as herself.

    `read_along` are those of rules.threads.may_choose that she chose, and `readers` the guardians whom a pupil named.
    The staff choose nobody.
    """

    matter: str
    text: str
    heading: str = ""
    guardian: Guardian | None = None
    read_along: frozenset[str] = frozenset()
    readers: Collection[Guardian] = ()


@transaction.atomic
def open_thread(*, by: Actor, pupil: Pupil, opened: Opened, client_id: uuid.UUID) -> Thread:
    """A form sent twice is one thread."""
    _refuse_out_of_view(by, pupil)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if made := sent_before(Thread, client_id, pupil_id=pupil.pk, opened_by_id=by.user_id):
        return made
    sent_before(Message, client_id, thread_id=None)  # the first message bears the same id
    guardian = _with_whom(by, pupil, opened)
    matter, chosen = rules.Matter(opened.matter), _checked(opened.read_along, guardian)
    made = Thread(
        client_id=client_id, pupil=pupil, guardian=guardian, matter=matter, opened_by_id=somebody(by),
        for_guardians="guardian" in chosen, for_pupil="pupil" in chosen, assigned_to=people.owner_of(pupil),
    )  # fmt: skip
    made.write(heading=opened.heading.strip())
    made.save()
    made.readers.set(_readers(made, chosen, opened.readers, stands=False))
    Turn.objects.create(thread=made, kind=rules.Turn.OPENED, by_id=by.user_id)
    _note(by, "opened_new", made, matter=matter.value, readers=sorted(chosen))
    _write(by, made, opened.text, client_id)
    return made


@transaction.atomic
def answer(*, by: Actor, thread: Thread, text: str, client_id: uuid.UUID) -> Message:
    """By the one in the family it is with, or by the team. It opens a closed thread again."""
    thread = _locked(by, thread)
    if made := sent_before(Message, client_id, thread_id=thread.pk, written_by_id=by.user_id):
        return made
    if thread.closed_at is not None:
        thread.closed_at = thread.closed_by = None
        Turn.objects.create(thread=thread, kind=rules.Turn.REOPENED, by_id=by.user_id)
    return _write(by, thread, text, client_id)


@transaction.atomic
def close(*, by: Actor, thread: Thread) -> None:
    """By either side; twice is once. The team does not close what the family waits for an answer to."""
    thread = _locked(by, thread)
    if thread.closed_at is not None:
        return
    if by.role in STAFF and thread.waits_since is not None:
        raise RefusedError(_("The family waits for an answer."), do=_("Answer first, or say that none is needed."))
    thread.waits_since = thread.answer_by = None
    thread.closed_at, thread.closed_by_id = timezone.now(), somebody(by)
    thread.save()
    _turn(by, thread, rules.Turn.CLOSED)


@transaction.atomic
def needs_no_answer(*, by: Actor, thread: Thread, seen_message: uuid.UUID) -> None:
    """Such as a word of thanks; the family reads that it is read. `seen_message` is the newest that was on the page."""
    thread = _locked(by, thread)
    if by.role not in STAFF:
        raise RefusedError(_("Only the team can say so."))
    if thread.waits_since is None:
        return
    if thread.messages.order_by("written_at", "pk").values_list("public_id", flat=True).last() != seen_message:
        raise RefusedError(_("Something new has been written in the meantime."), do=_("Read it first."))
    thread.waits_since = thread.answer_by = None
    thread.save()
    _turn(by, thread, rules.Turn.NO_ANSWER_NEEDED)


@transaction.atomic
def assign(*, by: Actor, thread: Thread, to: User, seen_version: int) -> None:
    """Raises ChangedMeanwhileError where somebody else has given it to somebody since."""
    thread = _locked(by, thread)
    if by.role not in STAFF:
        raise RefusedError(_("Only the team can say so."))
    if thread.assigned_to_id == to.pk:
        return
    if thread.version != seen_version:
        raise ChangedMeanwhileError(thread)
    if to not in people.who_can_answer(thread, timezone.localdate()):
        raise RefusedError(_("%(name)s can not answer here.") % {"name": to}, do=_("Choose somebody on the team."))
    thread.assigned_to = to
    thread.version += 1
    thread.save()
    _turn(by, thread, rules.Turn.ASSIGNED, to)
    if thread.waits_since is not None:
        tell_team(by, thread, to)


@transaction.atomic
def choose_readers(
    *, by: Actor, thread: Thread, read_along: frozenset[str], readers: Collection[Guardian] = ()
) -> None:
    """By the one in the family it is with, and by nobody else. It holds for all that is written in it."""
    thread = _locked(by, thread)
    if not thread.is_of(by):
        raise RefusedError(_("Only whoever in the family it is with chooses who reads along."))
    chosen = _checked(read_along, thread.guardian)
    named = _readers(thread, chosen, readers, stands=thread.for_guardians)
    now = {"for_guardians": "guardian" in chosen, "for_pupil": "pupil" in chosen}
    is_same = all(getattr(thread, name) == value for name, value in now.items())
    if is_same and set(thread.readers.all()) == set(named):
        return
    thread.readers.set(named)
    for name, value in now.items():
        setattr(thread, name, value)
    thread.save()
    _turn(by, thread, rules.Turn.READERS, readers=sorted(chosen))


@transaction.atomic
def mark_read(*, by: Actor, thread: Thread, at: dt.datetime) -> None:
    """Up to the moment at which the page was made. That somebody read it stands in the read log."""
    by_family = by.role in FAMILY
    row, is_new = Reading.objects.get_or_create(
        thread=thread, user_id=somebody(by), by_family=by_family, defaults={"at": at, "first_at": at}
    )
    if not is_new and row.at < at:
        Reading.objects.filter(pk=row.pk).update(at=at)


def _write(by: Actor, thread: Thread, text: str, client_id: uuid.UUID) -> Message:
    if not text.strip():
        raise RefusedError(_("Write something first."))
    if len(text) > LONGEST:
        raise RefusedError(_("That is longer than a message can be."), do=_("Share it between two messages."))
    now, by_family = timezone.now(), by.role in FAMILY
    today = timezone.localdate(now)
    reader = people.who_answers(thread, today)
    if by_family and reader is None:
        raise RefusedError(
            _("Nobody at Skoleporten can read messages about this pupil now."), do=_("Ask for help instead.")
        )
    made = Message(thread=thread, client_id=client_id, by_family=by_family, written_at=now, written_by_id=somebody(by))
    made.write(text=text.strip())
    made.save()
    thread.newest_at = now
    if not by_family:
        thread.waits_since = thread.answer_by = None
    elif thread.waits_since is None:
        thread.waits_since, thread.answer_by = now, promised(today)
    thread.save()
    _note(by, "written", thread, message=str(made.public_id))
    if by_family:
        tell_team(by, thread, reader)
    else:
        tell_family(by, thread, people.family_of(thread, today))
    return made


def _with_whom(by: Actor, pupil: Pupil, opened: Opened) -> Guardian | None:
    today = timezone.localdate()
    if by.role == Role.GUARDIAN:
        return people.of_guardian(by)
    if by.role == Role.PUPIL:
        return None
    if opened.read_along:
        raise RefusedError(_("Only whoever in the family it is with chooses who reads along."))
    if opened.guardian is None and people.pupil_to_write_to(pupil, today) is None:
        raise RefusedError(_("The pupil has no log-in here yet."), do=_("Reach the pupil in another way."))
    if opened.guardian is not None and opened.guardian not in guardians_to_write_to(pupil, today):
        raise RefusedError(_("This guardian can not read messages here."), do=_("Reach the guardian in another way."))
    return opened.guardian


def _readers(
    thread: Thread, read_along: frozenset[str], named: Collection[Guardian], *, stands: bool
) -> list[Guardian]:
    """Whom a pupil named. Of a guardian's the others of the day she chose it: nobody comes in later unseen.

    `stands`: it was chosen before.
    """
    if "guardian" not in read_along:
        return []
    could_read = list(thread.readers.all())
    in_view = guardians_in_view(thread.pupil, timezone.localdate())
    if thread.guardian is not None:
        return could_read if stands else [one for one in in_view if one != thread.guardian]
    if not named or set(named) - {*in_view, *could_read}:
        raise RefusedError(_("That can not be chosen here."))
    return list(named)


def _checked(read_along: frozenset[str], guardian: Guardian | None) -> frozenset[str]:
    party = rules.Party.GUARDIAN if guardian else rules.Party.PUPIL
    if read_along - set(rules.may_choose(party)):
        raise RefusedError(_("That can not be chosen here."))
    return read_along


def _locked(by: Actor, thread: Thread) -> Thread:
    """One at a time, as the row stands now, and only by whom it is for."""
    _refuse_out_of_view(by, thread.pupil)
    row = Thread.objects.select_for_update().get(pk=thread.pk)
    if by.role not in STAFF and not row.is_of(by):
        raise RefusedError(_("You can read this, and not write in it."), do=_("Write a message of your own."))
    return row


def _refuse_out_of_view(by: Actor, pupil: Pupil) -> None:
    if by.role not in (*STAFF, *FAMILY) or not gate.may_see(by, pupil.pk, purpose_of(by.role), timezone.localdate()):
        raise RefusedError(_("You can not write here."))


def _turn(by: Actor, thread: Thread, kind: rules.Turn, to: User | None = None, **details: Any) -> None:
    Turn.objects.create(thread=thread, kind=kind, by_id=by.user_id, to=to)
    _note(by, str(kind.value), thread, **details)


def _note(by: Actor, action: str, thread: Thread, **details: Any) -> None:
    """Without a purpose, so that nobody learns from the list of looks that another in the family has written."""
    record(
        by=by, action=f"threads.{action}", pupils=[thread.pupil.public_id], object_type="thread",
        object_id=thread.public_id, details=details,
    )  # fmt: skip
