"""What the register and the absence file say; and who has looked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Source, told_wholly
from skoleporten.people.models import Guardianship
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What

ORDER = 80


def _of_a_guardian(relation: Guardianship) -> Teller:
    """What is kept about another guardian is about that guardian too."""
    return Teller.GUARDIAN


SOURCES = (
    Source(
        "people.pupil", "people.Pupil", _("Who the pupil is"), What.WHO_CAN_SEE, "",
        shows=named(
            "given_name", "family_name", "birth_date", "language", "written_norwegian", "needs_interpreter",
            "protection",
        )
        | {"source_id": _("Number in the school's own system")},
        told=told_wholly,
    ),
    Source(
        "people.enrolment", "people.Enrolment", _("Schools"), None, "pupil",
        shows=named("school", "school_class", "grade", "start", "end"), when="start",
        related=("school", "school_class"),
    ),
    Source(
        "people.group", "people.TeachingGroupMember", _("Teaching groups"), None, "pupil",
        shows={"group__name": _("Group"), **named("start", "end")}, when="start", related=("group",),
    ),
    Source(
        "people.relation", "people.Guardianship", _("Guardians"), What.GUARDIANS, "pupil",
        shows={
            **named("guardian", "kind", "decides", "start", "end", "verified_at"),
            "barred_from": _("May not see the child from"), "barred_to": _("May not see the child until"),
            "barred_source": _("Why the guardian may not see the child"),
        },
        when="start", by="verified_by", teller=_of_a_guardian, guardian=lambda row: row.guardian_id,
        related=("guardian", "verified_by"),
    ),
    Source(
        "people.involvement", "people.Involvement", _("When Skoleporten is involved"), What.STAGE, "pupil",
        shows=named("start", "end", "retained_until", "reason"), when="start",
    ),
    Source(
        "people.case_team", "people.CaseTeamMember", _("Specialists who may read"), What.WHO_CAN_SEE, "pupil",
        shows=named("user", "basis", "law", "start", "end", "ended_at"), when="start", related=("user",),
    ),
    Source(
        "people.account", "people.PupilAccount", _("The pupil's own log-in"), What.WHO_CAN_SEE, "pupil",
        shows=named("user", "ended_at"), related=("user",),
    ),
    Source(
        "absence.event", "absence.AbsenceEvent", _("Absence"), What.ABSENCE, "pupil",
        shows={"date": _("Day"), **named("school", "kind", "minutes", "documented", "reason")}, when="date",
        related=("school",),
    ),
    Source(
        "audit.emergency", "audit.BreakGlass", _("Emergencies in which somebody opened the pupil"), What.CASE, "pupil",
        shows=named("role", "opened_at", "ends_at", "reason", "decision"), when="opened_at", by="user",
        related=("user",),
    ),
)  # fmt: skip
