from __future__ import annotations

from django.apps import AppConfig


class AgendasConfig(AppConfig):
    name = "skoleporten.agendas"
