"""A pupil asks for a talk, an adult answers with when and where, and it is had, or the pupil takes it back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind as NoticeKind
from skoleporten.people.models import Pupil
from skoleporten.plans.school_days import days_of
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import ANSWERED_WITHIN_SCHOOL_DAYS, How, When, WithWhom
from skoleporten.supports.changes import case_of, note, open_to_writing, sent_before
from skoleporten.supports.models import TalkWish

LONGEST = 2000
MOST_OPEN = 3
DAYS_LOOKED_AT = 60


@dataclass(frozen=True)
class Wish:
    """`adult` is somebody around the pupil, or None for any of them. `words` may be empty: nobody must say why."""

    how: How
    when: When
    adult: User | None = None
    words: str = ""


@transaction.atomic
def ask(*, by: Actor, pupil: Pupil, wish: Wish, client_id: uuid.UUID) -> TalkWish:
    """Whoever is asked for is told at once, and else the owner of the case; neither is told what it is about."""
    open_to_writing(pupil, timezone.localdate())
    if made := sent_before(TalkWish, client_id, pupil=pupil):
        return made
    if len(wish.words.strip()) > LONGEST:
        raise RefusedError(_("That is too long: at most %(count)s letters.") % {"count": LONGEST})
    if TalkWish.objects.filter(pupil=pupil).waiting().count() >= MOST_OPEN:
        asked = _("You have asked us %(count)s times, and we have not answered yet.") % {"count": MOST_OPEN}
        raise RefusedError(asked, do=_("We see that it matters. Can it not wait? Call 116 111."))
    row = TalkWish(
        pupil=pupil, client_id=client_id, how=wish.how, when=wish.when, adult=wish.adult, asked_by_id=somebody(by),
        with_whom=WithWhom.ADULT if wish.adult else WithWhom.ANYBODY,
    )  # fmt: skip
    row.write(words=wish.words.strip())
    row.save()
    note(by, "supports.talk_asked", pupil, row, when=str(wish.when))
    _tell_staff(by, row)
    return row


@transaction.atomic
def answer(*, by: Actor, wish: TalkWish, words: str, seen_version: int) -> TalkWish:
    """When, where and with whom, to the pupil. It may be answered anew, when the time has to be another."""
    _lock(wish)
    if wish.had_at is not None or wish.taken_back_at is not None:
        raise RefusedError(_("It is not asked for any more."))
    if not words.strip():
        raise RefusedError(_("Write when and where you talk."))
    if len(words.strip()) > LONGEST:
        raise RefusedError(_("That is too long: at most %(count)s letters.") % {"count": LONGEST})
    if wish.answer == words.strip():
        return wish
    if wish.version != seen_version:
        raise ChangedMeanwhileError(wish)
    wish.write(answer=words.strip())
    wish.answered_at, wish.answered_by_id = timezone.now(), somebody(by)
    _saved(wish)
    note(by, "supports.talk_answered", wish.pupil, wish)
    _tell_pupil(by, wish)
    return wish


@transaction.atomic
def had(*, by: Actor, wish: TalkWish) -> None:
    """The talk has been. A second time changes nothing."""
    _lock(wish)
    if wish.taken_back_at is not None:
        raise RefusedError(_("It is not asked for any more."))
    if wish.had_at is None:
        wish.had_at, wish.had_by_id = timezone.now(), somebody(by)
        _saved(wish)
        note(by, "supports.talk_had", wish.pupil, wish)


@transaction.atomic
def take_back(*, by: Actor, wish: TalkWish) -> None:
    """By the pupil, who need not say why. That it was asked for stands."""
    _lock(wish)
    if wish.had_at is not None:
        raise RefusedError(_("You have had this talk."))
    if wish.taken_back_at is None:
        wish.taken_back_at = timezone.now()
        _saved(wish)
        note(by, "supports.talk_taken_back", wish.pupil, wish)


def answer_by(wish: TalkWish) -> dt.date:
    """The second school day of the pupil after the day on which it was asked for."""
    return school_day_after(wish.pupil_id, timezone.localdate(wish.asked_at), ANSWERED_WITHIN_SCHOOL_DAYS)


def school_day_after(pupil_pk: int, day: dt.date, count: int) -> dt.date:
    """Where the calendar does not reach so far, the last day that was looked at."""
    last = day + dt.timedelta(days=DAYS_LOOKED_AT)
    days = sorted(days_of([pupil_pk], day + dt.timedelta(days=1), last)[pupil_pk])
    return days[count - 1] if len(days) >= count else last


def _lock(wish: TalkWish) -> None:
    open_to_writing(wish.pupil, timezone.localdate())
    wish.refresh_from_db()


def _saved(wish: TalkWish) -> None:
    wish.version += 1
    wish.save()


def _tell_staff(by: Actor, wish: TalkWish) -> None:
    case, link, once = case_of(wish.pupil), reverse("talks_waiting"), f"talk {wish.public_id}"
    asked = {one.pk: one for one in (case.owner if case else None, wish.adult) if one is not None}
    for user in asked.values():
        notify(by=by, to=user, kind=NoticeKind.ARRIVED, link=link, pupil_id=wish.pupil_id, once=once)


def _tell_pupil(by: Actor, wish: TalkWish) -> None:
    account = getattr(wish.pupil, "account", None)
    if account is not None and account.ended_at is None:
        link = reverse("my_talk", args=[wish.pupil.public_id])
        notify(
            by=by, to=account.user, kind=NoticeKind.ANSWERED, link=link, role=Role.PUPIL, pupil_id=wish.pupil_id,
            once=f"talk {wish.public_id} {wish.version}",
        )  # fmt: skip
