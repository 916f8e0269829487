from __future__ import annotations

from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "skoleporten.development"

    def ready(self) -> None:
        from skoleporten.agendas import sources
        from skoleporten.development import agenda

        sources.register("trials", agenda.trials)
        sources.register("climate", agenda.pictures)
