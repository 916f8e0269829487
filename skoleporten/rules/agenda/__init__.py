"""The agenda of a meeting: its sections, what is due without anybody having asked, its order and its time."""

from skoleporten.rules.agenda.not_come import NotCome, PlannedDay, not_come
from skoleporten.rules.agenda.order import Placed, TimeSet, Way, in_order, moved
from skoleporten.rules.agenda.sections import LONGEST, OWN, Agendas, Asked, Section, parse, shipped

__all__ = [
    "LONGEST",
    "OWN",
    "Agendas",
    "Asked",
    "NotCome",
    "Placed",
    "PlannedDay",
    "Section",
    "TimeSet",
    "Way",
    "in_order",
    "moved",
    "not_come",
    "parse",
    "shipped",
]
