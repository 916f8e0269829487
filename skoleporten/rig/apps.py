from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RigConfig(AppConfig):
    name = "skoleporten.rig"

    def ready(self) -> None:
        from skoleporten.rig.shipping import ship_after_migrating

        post_migrate.connect(ship_after_migrating, sender=self)
