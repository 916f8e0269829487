"""Who may see whom, told again from the table of the design in plain Python over plain values.

Written without a look at the gate's query, so that a slip in one is not repeated in the other:

    school_leader   enrolled at own school now
    administrator   none (counts, never contents)
    anybody else    none
    above all rows  protected identity needs a grant by name; access ends the moment a grant or an enrolment ends
"""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stay:
    school: int
    first_day: dt.date
    last_day: dt.date | None
    replaced: bool = False

    def includes(self, day: dt.date) -> bool:
        return not self.replaced and self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class NamedGrant:
    person: int
    role: str
    school: int
    first_day: dt.date
    last_day: dt.date
    ended: bool = False

    def holds(self, day: dt.date) -> bool:
        return not self.ended and self.first_day <= day <= self.last_day


@dataclass
class Child:
    key: int
    protected: bool = False
    stays: list[Stay] = field(default_factory=list)
    named_grants: list[NamedGrant] = field(default_factory=list)


def may_see(person: int | None, role: str, schools: set[int], purpose: str, child: Child, day: dt.date) -> bool:
    if role != "school_leader" or purpose not in {"follow_up", "import"}:
        return False
    here = any(stay.school in schools and stay.includes(day) for stay in child.stays)
    if not here:
        return False
    if not child.protected:
        return True
    for grant in child.named_grants:
        if grant.person == person and grant.role == role and grant.school in schools and grant.holds(day):
            return True
    return False
