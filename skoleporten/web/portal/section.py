"""One page about a child, as the navigation under the child's name knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.people.models import Pupil

FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
# How many things on the section's page wait for this reader's answer.
Waits = Callable[[Actor, Pupil, dt.date], int]


@dataclass(frozen=True)
class Section:
    """`is_of_child` is False for the older pages that list all one's children; they take no id.

    A section whose address does not exist in this installation is not shown.
    """

    key: str
    label: Any
    url_name: str
    roles: frozenset[Role] = FAMILY
    waits: Waits | None = None
    is_of_child: bool = True

    def url_of(self, pupil: Pupil) -> str:
        try:
            return reverse(self.url_name, args=[pupil.public_id] if self.is_of_child else [])
        except NoReverseMatch:
            return ""
