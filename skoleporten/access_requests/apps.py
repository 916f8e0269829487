from __future__ import annotations

from django.apps import AppConfig


class AccessRequestsConfig(AppConfig):
    name = "skoleporten.access_requests"
