"""What a device sends to the board, as the attacks on it write it."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone

from skoleporten.cases.models import Case
from tests.pages import signed_in


def mark_of(case: Case, **fields) -> dict[str, object]:
    now = timezone.now().isoformat()
    return {"id": str(uuid.uuid4()), "case": str(case.public_id), "kind": "arrived", "at": now, "sent_at": now} | fields


def send(user, body: str, content_type: str = "application/json"):
    return signed_in(user).post(reverse("marks"), body, content_type=content_type)
