"""Addresses of the talk, and what is sent to them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django.urls import reverse

from tests.talk_factories import today

BARRED = {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}


def of(intake, name: str, *more: object) -> str:
    return reverse(name, args=[intake.public_id, *more])


def said(**fields) -> dict[str, object]:
    given = {
        "client_id": str(uuid.uuid4()), "seen_version": "0", "telling": "told", "words": "Det er bråk i garderoben.",
        "told_on": today().isoformat(), "audiences": ["only_here"],
    }  # fmt: skip
    return given | fields


def tell_url(intake, part="childs_story", who="pupil") -> str:
    return of(intake, "talk_tell", part, who)


def text_of(answer) -> str:
    return answer.content.decode()


def field_in(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page).group(1)
