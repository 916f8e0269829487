"""Who is asked to come: owners and whoever holds a function that day, people by name, and guests in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor, software
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.meetings import writing
from skoleporten.meetings.models import Meeting, MeetingKind, Participant
from skoleporten.rig import queries as rig
from skoleporten.rig.models import Away, Holding
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.errors import RefusedError

MAY_COME = (Role.TEAM, Role.LEAD, Role.SPECIALIST)
REFRESHED_AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class Asked:
    source: str
    function: str = ""


# By a person -------------------------------------------------------------------------------------------------------
def may_be_asked(day: dt.date) -> list[User]:
    """Whoever acts in a role that opens meetings. Others come as guests, who see nothing here."""
    held = Grant.objects.in_force(day).filter(role__in=MAY_COME, pupil__isnull=True)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("display_name", "pk"))


@transaction.atomic
def ask(*, by: Actor, meeting: Meeting, user: User) -> Participant:
    """Twice is once; whoever was taken off is asked again."""
    meeting = writing.planned(meeting)
    if user not in may_be_asked(meeting.date):
        raise RefusedError(
            _("%(name)s has no role here that opens meetings.") % {"name": user}, do=_("Write the name as a guest.")
        )
    found, is_new = Participant.objects.get_or_create(meeting=meeting, user=user, defaults={"added_by_id": by.user_id})
    if is_new or found.is_left_out:
        found.is_left_out, found.source, found.added_by_id = False, Participant.Source.NAME, by.user_id
        found.save()
        _changed(by, meeting, "asked", user=str(user.public_id))
    return found


@transaction.atomic
def ask_guest(*, by: Actor, meeting: Meeting, guest: str) -> Participant:
    """Somebody without a log-in here, in words. She sees nothing of the agenda or the minutes."""
    meeting, guest = writing.planned(meeting), " ".join(guest.split())
    if not guest:
        raise RefusedError(_("Write who it is."))
    refuse_names(by, guest, timezone.localdate())
    found, is_new = Participant.objects.get_or_create(
        meeting=meeting, guest=guest, user=None, defaults={"added_by_id": by.user_id}
    )
    if is_new or found.is_left_out:
        found.is_left_out, found.added_by_id = False, by.user_id
        found.save()
        _changed(by, meeting, "guest_asked")
    return found


@transaction.atomic
def leave_out(*, by: Actor, participant: Participant) -> None:
    """For this meeting: it is not opened by her any more from this moment. The row stays, so that she is not asked anew
    by her function.
    """
    meeting = writing.planned(participant.meeting)
    participant.refresh_from_db()
    if not participant.is_left_out:
        participant.is_left_out = True
        participant.save()
        _changed(by, meeting, "left_out", user=str(participant.user.public_id) if participant.user else "")


def _changed(by: Actor, meeting: Meeting, what: str, **details: Any) -> None:
    writing.note(by, f"meetings.{what}", meeting, **details)
    writing.tell(by, meeting, "participants")


# By owner and function ------------------------------------------------------------------------------------------------
@transaction.atomic
def refresh(*, by: Actor, meetings: Collection[Meeting]) -> list[Meeting]:
    """Brings who is asked by owner and function up to date, for planned meetings of a kind; those that changed."""
    meetings = [one for one in meetings if one.kind is not None and one.is_planned]
    if not meetings:
        return []
    days = [one.date for one in meetings]
    asked = _AskedByRig(min(days), max(days), meetings)
    there: dict[int, list[Participant]] = defaultdict(list)
    for row in Participant.objects.filter(meeting__in=meetings, user__isnull=False):
        there[row.meeting_id].append(row)
    changes = {one: _bring_up_to_date(by, one, asked.to(one), there[one.pk]) for one in meetings}
    changed = [one for one, users in changes.items() if users]
    if changed:
        _log(by, changed, set().union(*changes.values()))
    for meeting in changed:
        writing.tell(by, meeting, "participants")
    return changed


def _log(by: Actor, meetings: Collection[Meeting], users: Collection[int]) -> None:
    """One event for all of them: access to a meeting rests on being asked to it."""
    ids = User.objects.filter(pk__in=users).order_by("pk").values_list("public_id", flat=True)
    record(
        by=by, action="meetings.asked_by_function", object_type="team_meeting",
        details={
            "meetings": [str(one.public_id) for one in meetings], "users": [str(one) for one in ids],
        },
    )  # fmt: skip


def _bring_up_to_date(by: Actor, meeting: Meeting, asked: dict[int, Asked], there: Iterable[Participant]) -> set[int]:
    """Who is new or gone. By name or taken off stands as a person left it."""
    kept = {row.user_id: row for row in there}
    gone = [
        row
        for row in kept.values()
        if row.source != Participant.Source.NAME and not row.is_left_out and row.user_id not in asked
    ]
    new = [
        Participant(meeting=meeting, user_id=user, source=one.source, function=one.function, added_by_id=by.user_id)
        for user, one in asked.items()
        if user not in kept
    ]
    if gone:
        Participant.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Participant.objects.bulk_create(new)
    return {row.user_id for row in (*gone, *new) if row.user_id is not None}


class _AskedByRig:
    """Of many meetings with few questions: the functions and the days away of the whole span, asked once."""

    def __init__(self, first: dt.date, last: dt.date, meetings: Iterable[Meeting]) -> None:
        self._kinds = {one.kind_id: one.kind for one in meetings if one.kind is not None}
        codes = {code for kind in self._kinds.values() for code in kind.functions}
        self._held = list(
            Holding.objects.filter(
                Q(end__isnull=True) | Q(end__gte=first), start__lte=last, function__code__in=codes, user__is_active=True
            ).select_related("function")
        )
        self._people = {pk: list(kind.people.filter(is_active=True)) for pk, kind in self._kinds.items()}
        self._days_away = {row.user_id for row in Away.objects.all().within(first, last)}

    def to(self, meeting: Meeting) -> dict[int, Asked]:
        assert meeting.kind_id is not None
        kind = self._kinds[meeting.kind_id]
        found = {user.pk: Asked(Participant.Source.OWNER) for user in self._owners(kind, meeting.date)}
        for user in self._people[kind.pk]:
            found.setdefault(user.pk, Asked(Participant.Source.FUNCTION))
        for row in self._held:
            is_held = row.start <= meeting.date and (row.end is None or row.end >= meeting.date)
            if is_held and row.function.code in kind.functions and row.user_id is not None:
                found.setdefault(row.user_id, Asked(Participant.Source.FUNCTION, row.function.code))
        return found

    def _owners(self, kind: MeetingKind, day: dt.date) -> list[User]:
        """With whoever steps in for one who is away that day."""
        owners = [user for user in (*kind.owners, kind.convener, kind.writer) if user is not None and user.is_active]
        if not self._days_away & {user.pk for user in owners}:
            return owners
        away = rig.away_on(day)
        instead = [one.stand_in for user in owners if (one := away.get(user.pk)) and one.stand_in]
        return [*owners, *instead]


# When the rig changes -------------------------------------------------------------------------------------------------
def when_somebody_is_away(sender: Any, instance: Away, **kwargs: Any) -> None:
    """Whoever steps in for an owner is asked at once, and no longer when she is back."""
    owners = Q(kind__owner=instance.user_id) | Q(kind__second_owner=instance.user_id)
    owners |= Q(kind__writer=instance.user_id) | Q(kind__convener=instance.user_id)
    _refresh(
        Meeting.objects.planned().filter(owners, date__range=(instance.first, instance.last)).select_related("kind")
    )


def when_a_function_is_held(sender: Any, instance: Holding, **kwargs: Any) -> None:
    """Whoever begins or ends in a function is asked, or no longer, to what is planned from that day on."""
    soon = Meeting.objects.planned().filter(kind__isnull=False, date__gte=instance.start)
    _refresh([one for one in soon.select_related("kind") if one.kind and instance.function.code in one.kind.functions])


def _refresh(meetings: Iterable[Meeting]) -> None:
    refresh(by=software("rig"), meetings=list(meetings))
