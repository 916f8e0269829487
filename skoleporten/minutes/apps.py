from __future__ import annotations

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "skoleporten.minutes"

    def ready(self) -> None:
        from skoleporten.agendas import sources
        from skoleporten.minutes.left_open import decisions_not_done

        sources.register(sources.LEFT_OPEN, decisions_not_done)
