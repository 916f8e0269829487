"""What a part of the product puts on the page of a case, in its printout, and among what has happened.

    def panel(request: ActingRequest, case: Case) -> Panel | None        the part as it stands on the page
    def happened(request: ActingRequest, case: Case, before: datetime, most: int) -> list[TimelineEntry]

`case` has come through the gate; both ask rules/visibility for the role themselves, answer with few queries (the page
has 100 ms for all of them), and `happened` gives the newest first, at most `most`, all older than `before`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from skoleporten.cases.models import Case
from skoleporten.web.components import TimelineEntry
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Link:
    """`is_main` makes a button of it: at most one a panel."""

    label: Any
    url: str
    is_main: bool = False


@dataclass(frozen=True)
class Printed:
    """One heading of the printout: facts as rows, then paragraphs, then points. What is empty is left out."""

    heading: str
    facts: Sequence[tuple[str, str]] = ()
    texts: Sequence[str] = ()
    points: Sequence[str] = ()


@dataclass(frozen=True)
class Panel:
    """`key` is the id of the section on the page. `template` is included inside it, with `context` and nothing else
    but what every template has, and `panel` itself; it begins below an h2. `printed` is the same in the printout.
    """

    key: str
    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Link] = ()
    printed: Sequence[Printed] = ()


@dataclass(frozen=True, order=True)
class Due:
    """`what` is a few words without a name: «Tiltak vurderes». See due.py."""

    on: date
    what: Any = field(compare=False)


MakesPanel = Callable[[ActingRequest, Case], Panel | None]
TellsWhatHappened = Callable[[ActingRequest, Case, datetime, int], list[TimelineEntry]]
