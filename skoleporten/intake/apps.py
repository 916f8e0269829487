from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IntakeConfig(AppConfig):
    name = "skoleporten.intake"

    def ready(self) -> None:
        from skoleporten.intake.routes import ship_after_migrating

        post_migrate.connect(ship_after_migrating, sender=self)
