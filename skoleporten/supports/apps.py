from __future__ import annotations

from django.apps import AppConfig


class SupportsConfig(AppConfig):
    name = "skoleporten.supports"
