"""What a part of the product puts on the page of a meeting.

    def part(request: ActingRequest, meeting: Meeting) -> Part | None

`meeting` has come through `Meeting.objects.visible_to`, `kind` is fetched. A part that names pupils asks the gate
itself and gives their public ids in `pupils`: the page logs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from skoleporten.meetings.models import Meeting
from skoleporten.web.cases.panel import Link
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Part:
    """As web.cases.panel.Panel: `key` is the id of the section, and `template` begins below its h2."""

    key: str
    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Link] = ()
    pupils: Sequence[UUID] = ()


MakesPart = Callable[[ActingRequest, Meeting], Part | None]
