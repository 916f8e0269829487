from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IntakeConfig(AppConfig):
    name = "skoleporten.intake"

    def ready(self) -> None:
        from skoleporten.consents.signals import consent_ended
        from skoleporten.intake.routes import ship_after_migrating
        from skoleporten.intake.withdrawals import when_a_consent_ends

        post_migrate.connect(ship_after_migrating, sender=self)
        consent_ended.connect(when_a_consent_ends, dispatch_uid="intake.withdrawal")
