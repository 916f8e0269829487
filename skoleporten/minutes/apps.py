from __future__ import annotations

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "skoleporten.minutes"
