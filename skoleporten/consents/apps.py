from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class ConsentsConfig(AppConfig):
    name = "skoleporten.consents"

    def ready(self) -> None:
        post_save.connect(_who_decides_changed, sender="people.Guardianship", dispatch_uid="consents.relation")
        post_save.connect(_age_changed, sender="people.Pupil", dispatch_uid="consents.birth_date")


def _who_decides_changed(instance: Any, **signal: Any) -> None:
    """In the transaction that records a right, a bar or an end: a consent never outlives who gave it."""
    _refresh(instance.pupil)


def _age_changed(instance: Any, created: bool, **signal: Any) -> None:
    if not created:
        _refresh(instance)


def _refresh(pupil: Any) -> None:
    from django.utils import timezone

    from skoleporten.consents.standing import refresh_pupil

    refresh_pupil(pupil, timezone.localdate())
