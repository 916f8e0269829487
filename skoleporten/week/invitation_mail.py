"""The e-mail of an invitation: a meeting, when it is, and nothing of which, where, with whom or why."""

from __future__ import annotations

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.notices.extras import Extra
from skoleporten.notices.models import Notice
from skoleporten.notices.texts import Kind
from skoleporten.rules.ics import OSLO, Attendee, Calendar, Event, written
from skoleporten.week.models import Invitation, MailChoice

KINDS = (Kind.MEETING, Kind.MEETING_MOVED, Kind.MEETING_OFF)
NotSent = Notice.NotSent


def extra(notice: Notice) -> Extra:
    invitation = Invitation.objects.filter(notice=notice).select_related("user", "meeting").first()
    if invitation is None:
        return Extra()
    if reason := _why_not(invitation):
        return Extra(why_not=reason)
    return Extra(lines=(_when(invitation),), calendar=_calendar(invitation), method=invitation.method)


def _why_not(invitation: Invitation) -> str:
    """A newer one says how it is now; nothing is called off that was never in the calendar."""
    if MailChoice.objects.filter(user=invitation.user, wants_invitations=False).exists():
        return NotSent.NOT_WANTED
    to_the_same = Invitation.objects.filter(meeting=invitation.meeting_id, user=invitation.user_id)
    if to_the_same.filter(pk__gt=invitation.pk).exists():
        return NotSent.REPLACED
    was_sent = to_the_same.filter(pk__lt=invitation.pk, notice__sent_at__isnull=False).exists()
    return NotSent.REPLACED if invitation.method == Invitation.Method.CANCEL and not was_sent else ""


def _calendar(invitation: Invitation) -> bytes:
    """Whoever reads the mailbox with her learns no more of it than the time."""
    notice, domain = invitation.notice, settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    event = Event(
        uid=str(invitation.meeting.public_id),
        starts=invitation.starts.astimezone(OSLO).replace(tzinfo=None),
        ends=invitation.ends.astimezone(OSLO).replace(tzinfo=None),
        title=_("Meeting"),
        changed_at=notice.at,
        sequence=invitation.sequence,
        is_private=True,
        words=_("Log in to read more:") + f" {settings.OWN_ADDRESS}/notices/{notice.public_id}/",
        organizer=Attendee(_sender(), settings.MAIL_SIGNATURE),
        attendees=(Attendee(invitation.user.email),),
    )
    return written(Calendar(prodid=f"-//{domain}//calendar//EN", events=[event], method=invitation.method))


def _sender() -> str:
    """The address alone, where the setting has a name before it."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")


def _when(invitation: Invitation) -> str:
    starts, ends = timezone.localtime(invitation.starts), timezone.localtime(invitation.ends)
    day = formats.date_format(starts, "DATE_FORMAT")
    return f"{day}, {formats.date_format(starts, 'TIME_FORMAT')}–{formats.date_format(ends, 'TIME_FORMAT')}"
