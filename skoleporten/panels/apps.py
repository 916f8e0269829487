from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PanelsConfig(AppConfig):
    name = "skoleporten.panels"

    def ready(self) -> None:
        from skoleporten.agendas import sources
        from skoleporten.consents.signals import consent_ended
        from skoleporten.panels.agenda import not_told
        from skoleporten.panels.leaving import when_a_consent_ends
        from skoleporten.panels.shipping import ship_after_migrating

        post_migrate.connect(ship_after_migrating, sender=self)
        sources.register("not_told", not_told)
        consent_ended.connect(when_a_consent_ends, dispatch_uid="panels.member")
