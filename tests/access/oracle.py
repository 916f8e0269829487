"""Who may see whom, told again from the table of the design, one child at a time, in plain Python over plain values.

Written without a look at the gate's query, so that a slip in one is not repeated in the other. Each row:

    teacher         within a dated grant: class, grade, teaching group, school or named pupil, who goes there now
    school_leader   enrolled at own school now; whom the school lost to another one until 31 July (FORMER)
                    (a role at a school is held at one school at a time: person, role, school)
    team            with an open referral or case
    lead            as team, plus closed ones within retention
                    (MATCH: whoever goes to a school now, to find out whom a referral is about)
    specialist      only where named in the case team, until its end, of an open case; by law, or by a consent that
                    stands, is in force, and has a last day that has not passed
    (CHILD_WELFARE: each of these five may report whom they follow up)
    municipality    none; a named official, while in office, those of whom a serious matter was sent to the municipality
    researcher, administrator   none
    guardian        own child, relation verified, holds the right to decide, not barred, until the child is eighteen
    pupil           self
    above all rows  barred beats everything; staff never see own family; protected needs a grant by name (of a pupil who
                    goes to that own school now, in a role of a school); access ends the moment a grant, an enrolment
                    or a membership ends; break-glass opens one pupil for an hour to team and lead, never over barred,
                    own family or protected
"""

import datetime as dt
from dataclasses import dataclass, field

STAFF = {"teacher", "school_leader", "team", "lead", "specialist", "municipality", "researcher", "administrator"}
REPORTERS = {"teacher", "school_leader", "team", "lead", "specialist"}
RIGHT = {"parental_responsibility", "care_taken_over"}
NO_RIGHT = {"none", "suspended", "unknown"}
FOREVER = dt.date.max


@dataclass(frozen=True)
class Span:
    first: dt.date
    last: dt.date | None

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= (self.last or FOREVER)


@dataclass(frozen=True)
class Stay:
    school: int
    grade: int | None
    klass: int | None
    span: Span
    replaced: bool = False


@dataclass(frozen=True)
class InGroup:
    """A time in a teaching group."""

    group: int
    span: Span


@dataclass(frozen=True)
class Grant:
    role: str
    span: Span
    school: int | None = None
    klass: int | None = None
    grade: int | None = None
    group: int | None = None
    child: int | None = None
    ended: bool = False


@dataclass(frozen=True)
class Relation:
    """Of one adult to one child."""

    adult: int
    span: Span
    decides: str
    verified: bool
    barred: Span | None = None


@dataclass(frozen=True)
class Case:
    span: Span
    kept_until: dt.date | None


@dataclass(frozen=True)
class Consent:
    state: str
    last_day: dt.date | None
    closed: bool


@dataclass(frozen=True)
class Membership:
    """`consent` is None where it rests on nothing that was ever asked."""

    person: int
    span: Span
    ended: bool = False
    by_law: bool = False
    consent: Consent | None = None


@dataclass(frozen=True)
class Asked:
    """That somebody is asked for advice about a child. Without a name it opens nobody."""

    person: int
    last: dt.date
    by_law: bool
    ended: bool = False


@dataclass(frozen=True)
class BrokenGlass:
    """`lasts` at the moment of the check: an hour is measured by the clock and not by the day."""

    person: int
    role: str
    lasts: bool


@dataclass
class Child:
    key: int
    protected: bool = False
    born: dt.date | None = None
    stays: list[Stay] = field(default_factory=list)
    groups: list[InGroup] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    family_on_the_staff: set[int] = field(default_factory=set)
    broken_glass: list[BrokenGlass] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    account_of: int | None = None
    account_ended: bool = False
    serious_matter: bool = False


@dataclass
class Person:
    key: int
    active: bool = True
    grants: list[Grant] = field(default_factory=list)
    is_guardian: bool = False
    is_pupil: bool = False
    offices: list[Span] = field(default_factory=list)

    def in_force(self, role: str, day: dt.date) -> list[Grant]:
        if not self.active:
            return []
        return [grant for grant in self.grants if grant.role == role and grant.span.has(day) and not grant.ended]

    def at(self, school: int | None, role: str, day: dt.date) -> list[Grant]:
        """Of those, the ones at the school; a role for the whole municipality is at none."""
        return [grant for grant in self.in_force(role, day) if grant.school == school]


def holds(person: Person, role: str, day: dt.date) -> bool:
    """Whether the person may act in the role that day."""
    if not person.active:
        return False
    if role == "guardian":
        return person.is_guardian
    if role == "pupil":
        return person.is_pupil
    return any(grant.child is None or role == "teacher" for grant in person.in_force(role, day))


def schools_of(person: Person, role: str, day: dt.date) -> set[int | None]:
    """Where the person may act in the role that day; None is the whole municipality."""
    if not holds(person, role, day):
        return set()
    if role not in {"teacher", "school_leader"}:
        return {None}
    return {grant.school for grant in person.in_force(role, day) if grant.child is None or role == "teacher"}


def may_see(person: Person, role: str, school: int | None, purpose: str, child: Child, day: dt.date) -> bool:
    if school not in schools_of(person, role, day):
        return False
    if is_barred(person, child, day):
        return False
    if role in STAFF and is_family(person, child):
        return False
    if child.protected and role != "pupil" and not is_named(person, role, school, child, day):
        return False
    if purpose in {"follow_up", "child_welfare"} and has_broken_glass(person, role, child):
        return True
    seen = in_the_row_of(person, role, school, purpose, child, day)
    return seen or by_duty(person, role, school, purpose, child, day)


def has_broken_glass(person: Person, role: str, child: Child) -> bool:
    """Team and lead only, and never over protected; over barred and own family neither, which is asked before."""
    if role not in {"team", "lead"} or child.protected:
        return False
    return any(glass.person == person.key and glass.role == role and glass.lasts for glass in child.broken_glass)


def is_barred(person: Person, child: Child, day: dt.date) -> bool:
    for relation in child.relations:
        if relation.adult == person.key and relation.barred is not None and relation.barred.has(day):
            return True
    return False


def is_family(person: Person, child: Child) -> bool:
    if person.key in child.family_on_the_staff:
        return True
    return any(relation.adult == person.key for relation in child.relations)


def is_named(person: Person, role: str, school: int | None, child: Child, day: dt.date) -> bool:
    if not any(grant.child == child.key for grant in person.at(school, role, day)):
        return False
    return school is None or goes_to(child, school, day)


def goes_to(child: Child, school: int | None, day: dt.date) -> bool:
    return any(stay.school == school and stay.span.has(day) and not stay.replaced for stay in child.stays)


def by_duty(person: Person, role: str, school: int | None, purpose: str, child: Child, day: dt.date) -> bool:
    """Whoever follows up a child may report; a serious matter is sent to the named officials."""
    if (role, purpose) == ("municipality", "serious_matter"):
        return child.serious_matter and any(office.has(day) for office in person.offices)
    reports = role in REPORTERS and purpose == "child_welfare"
    return reports and in_the_row_of(person, role, school, "follow_up", child, day)


def in_the_row_of(person: Person, role: str, school: int | None, purpose: str, child: Child, day: dt.date) -> bool:
    """The row of the table, without what stands above all rows."""
    if (role, purpose) == ("teacher", "follow_up"):
        return any(teaches(grant, child, day) for grant in person.at(school, role, day))
    if role == "school_leader" and purpose in {"follow_up", "import"}:
        return goes_to(child, school, day)
    if (role, purpose) == ("school_leader", "former_school"):
        return not goes_to(child, school, day) and day_it_lost(school, child, day) is not None
    if (role, purpose) == ("team", "follow_up"):
        return has_open_case(child, day)
    if role == "lead" and purpose in {"follow_up", "import"}:
        return has_open_case(child, day) or has_kept_case(child, day)
    if (role, purpose) == ("lead", "match"):
        return any(stay.span.has(day) and not stay.replaced for stay in child.stays)
    if role == "specialist":
        return in_the_row_of_specialists(person, purpose, child, day)
    if (role, purpose) == ("guardian", "own_child"):
        return any(may_decide(relation, person, child, day) for relation in child.relations)
    if (role, purpose) == ("pupil", "own"):
        return child.account_of == person.key and not child.account_ended
    return False


def in_the_row_of_specialists(person: Person, purpose: str, child: Child, day: dt.date) -> bool:
    if purpose == "consultation":
        mine = [one for one in child.asked if one.person == person.key]
        return any(one.by_law and not one.ended and day <= one.last for one in mine)
    return purpose == "follow_up" and is_in_the_team(person, child, day) and has_open_case(child, day)


def teaches(grant: Grant, child: Child, day: dt.date) -> bool:
    for stay in child.stays:
        if stay.replaced or not stay.span.has(day) or stay.school != grant.school:
            continue
        if grant.klass is not None:
            within = stay.klass == grant.klass
        elif grant.grade is not None:
            within = stay.grade == grant.grade
        elif grant.group is not None:
            within = any(time.group == grant.group and time.span.has(day) for time in child.groups)
        elif grant.child is not None:
            within = child.key == grant.child
        else:
            within = True
        if within:
            return True
    return False


def day_it_lost(school: int | None, child: Child, day: dt.date) -> dt.date | None:
    """The last day at the school, from where the child then moved on this school year; the latest such day."""
    begins = dt.date(day.year if day.month >= 8 else day.year - 1, 8, 1)
    stays = [stay for stay in child.stays if not stay.replaced]
    lost = [s.span.last for s in stays if s.school == school and s.span.last and begins <= s.span.last < day]
    elsewhere = [stay for stay in stays if stay.school != school and stay.span.first <= day]
    for last in lost:
        if any((stay.span.last or FOREVER) > last for stay in elsewhere):
            return max(lost)
    return None


def shows_row(
    person: Person, role: str, school: int | None, purpose: str, child: Child, day: dt.date, dated: dt.date
) -> bool:
    """Whether a row about the child with that date is shown: all of them, and to a former school those it had."""
    if not may_see(person, role, school, purpose, child, day):
        return False
    last = day_it_lost(school, child, day) if purpose == "former_school" else None
    return last is None or dated <= last


def has_open_case(child: Child, day: dt.date) -> bool:
    return any(case.span.has(day) for case in child.cases)


def has_kept_case(child: Child, day: dt.date) -> bool:
    for case in child.cases:
        if case.span.last is not None and case.span.first <= day and case.kept_until and day <= case.kept_until:
            return True
    return False


def is_in_the_team(person: Person, child: Child, day: dt.date) -> bool:
    for member in child.memberships:
        is_there = member.person == person.key and member.span.has(day) and not member.ended
        if is_there and (member.by_law or has_consent(member, day)):
            return True
    return False


def has_consent(member: Membership, day: dt.date) -> bool:
    consent = member.consent
    if consent is None or consent.closed or consent.state != "in_force":
        return False
    return consent.last_day is not None and day <= consent.last_day


def may_decide(relation: Relation, person: Person, child: Child, day: dt.date) -> bool:
    if relation.adult != person.key or not relation.verified or not relation.span.has(day):
        return False
    return relation.decides in RIGHT and not is_of_age(child, day)


def is_of_age(child: Child, day: dt.date) -> bool:
    """Eighteen, on the birthday itself; whoever was born on 29 February waits for 1 March in other years."""
    if child.born is None:
        return False
    years = day.year - child.born.year - ((day.month, day.day) < (child.born.month, child.born.day))
    return years >= 18
