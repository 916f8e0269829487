from __future__ import annotations

from django.apps import AppConfig


class OnCallConfig(AppConfig):
    name = "skoleporten.on_call"
