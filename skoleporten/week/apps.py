from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WeekConfig(AppConfig):
    name = "skoleporten.week"

    def ready(self) -> None:
        from skoleporten.access.signals import access_ended
        from skoleporten.meetings.signals import meeting_changed
        from skoleporten.notices.extras import EXTRAS
        from skoleporten.week import invitation_mail
        from skoleporten.week.entries import ship_after_migrating
        from skoleporten.week.feeds import when_access_ends
        from skoleporten.week.invitations import when_a_meeting_changes

        post_migrate.connect(ship_after_migrating, sender=self)
        access_ended.connect(when_access_ends, dispatch_uid="week.feeds")
        meeting_changed.connect(when_a_meeting_changes, dispatch_uid="week.invitations")
        EXTRAS.update(dict.fromkeys(invitation_mail.KINDS, invitation_mail.extra))
