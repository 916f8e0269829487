from __future__ import annotations

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "skoleporten.presence"

    def ready(self) -> None:
        from skoleporten.concerns.signals import check_begins
        from skoleporten.presence.absence_rows import before_a_check

        check_begins.connect(before_a_check, dispatch_uid="presence.absence_rows")
