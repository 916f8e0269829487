from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class MeetingsConfig(AppConfig):
    name = "skoleporten.meetings"

    def ready(self) -> None:
        from skoleporten.intake.signals import intake_moved
        from skoleporten.meetings.need import when_an_intake_moves
        from skoleporten.meetings.participants import when_a_function_is_held, when_somebody_is_away
        from skoleporten.meetings.shipping import ship_after_migrating
        from skoleporten.rig.models import Away, Holding

        post_migrate.connect(ship_after_migrating, sender=self)
        intake_moved.connect(when_an_intake_moves, dispatch_uid="meetings.need")
        post_save.connect(when_somebody_is_away, sender=Away, dispatch_uid="meetings.away")
        post_save.connect(when_a_function_is_held, sender=Holding, dispatch_uid="meetings.functions")
