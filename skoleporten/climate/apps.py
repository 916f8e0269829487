from __future__ import annotations

from django.apps import AppConfig


class ClimateConfig(AppConfig):
    name = "skoleporten.climate"
