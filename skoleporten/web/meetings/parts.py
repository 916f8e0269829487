"""The parts of the page of a meeting, in the order in which it is prepared and held. Each part adds its own line."""

from __future__ import annotations

from skoleporten.web.agendas.part import part as agenda
from skoleporten.web.meetings.part import MakesPart
from skoleporten.web.minutes.part import part as minutes

PARTS: tuple[MakesPart, ...] = (
    agenda,
    minutes,
)
