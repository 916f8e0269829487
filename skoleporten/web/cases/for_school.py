"""What a school sees of a case, on the pupil's own page: the agreed plan, the minutes and the measures that name it.

Never notes, factors, own words, decisions or care: rules/visibility.py gives a school none of them.
"""

from __future__ import annotations

from skoleporten.access.roles import AT_A_SCHOOL
from skoleporten.cases.models import Case
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Panel
from skoleporten.web.cases.panels import FOR_THE_SCHOOL
from skoleporten.web.requests import ActingRequest


def panels_for_the_school(request: ActingRequest, pupil: Pupil) -> list[Panel]:
    """`pupil` has come through the gate. Nothing while there is no open case."""
    role = request.actor.role
    if role not in AT_A_SCHOOL or not may_see(role, What.STAGE):
        return []
    case = Case.objects.open().filter(pupil=pupil).select_related("pupil", "intake__owner").first()
    if case is None:
        return []
    made = (makes(request, case) for makes in FOR_THE_SCHOOL)
    return [panel for panel in made if panel is not None]
