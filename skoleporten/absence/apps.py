from __future__ import annotations

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    name = "skoleporten.absence"
