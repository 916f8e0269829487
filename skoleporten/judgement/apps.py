from __future__ import annotations

from django.apps import AppConfig


class JudgementConfig(AppConfig):
    name = "skoleporten.judgement"
