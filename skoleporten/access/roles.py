"""The ten actors of the programme. The codes stand in the database and in the log and never change."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """In the order of the table in docs/explanation/who-sees-what.md."""

    TEACHER = "teacher", _("Teacher")
    SCHOOL_LEADER = "school_leader", _("School leader")
    TEAM = "team", _("Member of the team")
    LEAD = "lead", _("Lead of the team")
    SPECIALIST = "specialist", _("Specialist")
    MUNICIPALITY = "municipality", _("Municipality")
    RESEARCHER = "researcher", _("Researcher")
    ADMINISTRATOR = "administrator", _("Administrator")
    GUARDIAN = "guardian", _("Guardian")
    PUPIL = "pupil", _("Pupil")


# Held by a grant with dates; the two others follow from a relation that somebody has verified.
GRANTED = frozenset(set(Role) - {Role.GUARDIAN, Role.PUPIL})
STAFF = GRANTED
AT_A_SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_LEADER})
SEE_NO_PUPIL = frozenset({Role.MUNICIPALITY, Role.RESEARCHER, Role.ADMINISTRATOR})

_WHOM: dict[str, Any] = {
    Role.TEACHER: _("The pupils of the class, grade, teaching group or school that you teach, while they go there."),
    Role.SCHOOL_LEADER: _("The pupils who are enrolled at your school today."),
    Role.TEAM: _("The pupils who are referred to or followed up by Skoleporten."),
    Role.LEAD: _("The pupils of the team, and those whose case is closed but still kept."),
    Role.SPECIALIST: _("The pupils whose team you are named in, for as long as it lasts and may be shared with you."),
    Role.MUNICIPALITY: _("No pupils. You see released statistics and the programme's own figures."),
    Role.RESEARCHER: _("No pupils. You get figures without names, of those who have said yes to research."),
    Role.ADMINISTRATOR: _("No pupils. You look after users, access, files and operation, and see counts only."),
    Role.GUARDIAN: _("Your own child, when your right to decide is verified."),
    Role.PUPIL: _("Only yourself."),
}


def whom_in_words(role: str) -> str | Promise:
    """Whose pupils a person in the role sees, in one sentence to that person."""
    return _WHOM[role]
