from __future__ import annotations

from django.apps import AppConfig


class WeekConfig(AppConfig):
    name = "skoleporten.week"
