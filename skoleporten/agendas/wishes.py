"""A guardian or a pupil wishes to have something talked about, and the team puts it up or answers in words."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.agendas import actions
from skoleporten.agendas.actions import TEAM
from skoleporten.agendas.models import MOST_OF_WORDS, ToldItem, Wish
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import somebody
from skoleporten.meetings.models import Meeting
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.voices.queries import staff_to_tell

FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})


def open_intake(pupil: Pupil) -> Intake | None:
    """What Skoleporten follows the pupil up in now; without one there is no meeting to wish anything for."""
    return Intake.objects.open().filter(pupil=pupil).select_related("owner", "pupil").order_by("-pk").first()


def meetings_told(actor: Actor, pupil: Pupil, today: dt.date) -> list[Meeting]:
    """Those ahead that the family is told something of."""
    told = ToldItem.objects.visible_to(actor, purpose_of(actor.role), today).filter(item__intake__pupil=pupil)
    ahead = Meeting.objects.filter(pk__in=told.values("item__meeting"), date__gte=today, state=Meeting.State.PLANNED)
    return list(ahead.select_related("kind").order_by("date", "starts", "pk"))


@transaction.atomic
def wish(
    *, by: Actor, pupil: Pupil, words: str, client_id: uuid.UUID, today: dt.date, meeting: Meeting | None = None
) -> Wish:
    """Sent twice it is one. Whoever follows the pupil up is told that there is something."""
    if by.role not in FAMILY or not gate.may_see(by, pupil.pk, purpose_of(by.role), today):
        raise RefusedError(_("Only the pupil and the guardians can wish something for a meeting."))
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if made := Wish.objects.filter(client_id=client_id).first():
        return _the_same(made, by, pupil)
    intake = open_intake(pupil)
    if intake is None:
        raise RefusedError(_("Skoleporten does not follow up the pupil now, so there is no meeting to put it up for."))
    _check(words, _("Write what you want to talk about."))
    if meeting is not None and meeting not in meetings_told(by, pupil, today):
        raise RefusedError(_("That meeting is not ahead any more."), do=_("Choose the next one that fits."))
    made = Wish(
        pupil=pupil, client_id=client_id, meeting=meeting, written_by_id=somebody(by), guardian=_guardian(by)
    )  # fmt: skip
    made.write(words=words.strip())
    made.save()
    _note(by, "agendas.wished", made)
    _tell_staff(by, made, today)
    return made


@transaction.atomic
def take_back(*, by: Actor, wish: Wish) -> None:
    """Until it is answered. Pressed twice it is taken back once."""
    now = _locked(wish)
    if now.written_by_id != by.user_id:
        raise RefusedError(_("Only whoever wrote it can take it back."))
    if now.taken_back_at is not None:
        return
    if now.answered_at is not None:
        raise RefusedError(_("It is answered already, so it can not be taken back."))
    now.taken_back_at, now.version = timezone.now(), now.version + 1
    now.save()
    _note(by, "agendas.wish_taken_back", now)


@transaction.atomic
def put_up(*, by: Actor, wish: Wish, meeting: Meeting, words: str, seen_version: int, today: dt.date) -> Wish:
    """On the agenda of a meeting, in the team's words; whoever wished it is told when it is talked about."""
    now = _to_answer(by, wish, seen_version, today)
    if now.item_id is not None and now.item and now.item.meeting_id == meeting.pk:
        return now
    _refuse_answered(now, seen_version)
    intake = open_intake(now.pupil)
    if intake is None:
        raise RefusedError(_("Nobody follows the pupil up any more."), do=_("Answer in words."))
    client_id = uuid.uuid5(now.client_id, "item")
    now.item = actions.add(by=by, meeting=meeting, words=words, client_id=client_id, today=today, intake=intake)
    return _answered(by, now, "agendas.wish_put_up")


@transaction.atomic
def answer(*, by: Actor, wish: Wish, words: str, seen_version: int, today: dt.date) -> Wish:
    """In words, where it is not for a meeting or is seen to in another way."""
    now = _to_answer(by, wish, seen_version, today)
    if now.answered_at is not None and now.answer == words.strip():
        return now
    _refuse_answered(now, seen_version)
    _check(words, _("Write an answer."))
    now.write(answer=words.strip())
    return _answered(by, now, "agendas.wish_answered")


def _to_answer(by: Actor, wish: Wish, seen_version: int, today: dt.date) -> Wish:
    if by.role not in TEAM or not gate.may_see(by, wish.pupil_id, Purpose.FOLLOW_UP, today):
        raise RefusedError(_("Only the team can answer it."))
    return _locked(wish)


def _refuse_answered(now: Wish, seen_version: int) -> None:
    if now.taken_back_at is not None:
        raise RefusedError(_("It was taken back by whoever wrote it."))
    if now.answered_at is not None or now.version != seen_version:
        raise ChangedMeanwhileError(now)


def _answered(by: Actor, now: Wish, action: str) -> Wish:
    now.answered_at, now.answered_by_id, now.version = timezone.now(), somebody(by), now.version + 1
    now.save()
    _note(by, action, now)
    role = Role.GUARDIAN if now.guardian_id else Role.PUPIL
    notify(
        by=by, to=now.written_by, kind=Kind.ANSWERED, link=page_for_family(now), role=role, pupil_id=now.pupil_id,
        once=f"wish:{now.pk}:answered",
    )  # fmt: skip
    return now


def page_for_team(wish: Wish) -> str:
    return f"/meetings/wishes/{wish.public_id}/"


def page_for_family(wish: Wish) -> str:
    return f"/mine/{wish.pupil.public_id}/meetings/"


def _tell_staff(by: Actor, made: Wish, today: dt.date) -> None:
    for user in staff_to_tell(made.pupil, today):
        notify(
            by=by, to=user, kind=Kind.ARRIVED, link=page_for_team(made), pupil_id=made.pupil_id, once=f"wish:{made.pk}"
        )  # fmt: skip


def _guardian(by: Actor) -> Guardian | None:
    return Guardian.objects.get(user=by.user_id) if by.role == Role.GUARDIAN else None


def _locked(wish: Wish) -> Wish:
    return Wish.objects.select_for_update(of=("self",)).select_related("pupil", "item", "written_by").get(pk=wish.pk)


def _the_same(made: Wish, by: Actor, pupil: Pupil) -> Wish:
    if (made.pupil_id, made.written_by_id) != (pupil.pk, by.user_id):
        raise RefusedError(_("This was sent before, about something else."), do=_("Open the page anew."))
    return made


def _check(words: str, otherwise: str) -> None:
    if not words.strip():
        raise RefusedError(otherwise)
    if len(words.strip()) > MOST_OF_WORDS:
        raise RefusedError(_("At most %(count)s letters.") % {"count": MOST_OF_WORDS})


def _note(by: Actor, action: str, wish: Wish) -> None:
    record(by=by, action=action, pupils=[wish.pupil.public_id], object_type="wish", object_id=wish.public_id)
