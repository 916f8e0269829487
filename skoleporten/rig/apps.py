from __future__ import annotations

from django.apps import AppConfig


class RigConfig(AppConfig):
    name = "skoleporten.rig"
