"""Random worlds: the same people, children and relations twice, as rows for the gate and as values for the oracle.

Moves, overlapping and replaced enrolments, ended grants, barred parents, half-siblings, foster care, birthdays, teams
that change, protected pupils and staff with family at the school. Dates lie close together, so that edges meet.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.utils import timezone

from skoleporten.access import gate, queries
from skoleporten.access import models as access
from skoleporten.access.actor import Held
from skoleporten.access.roles import Role
from skoleporten.audit.models import BreakGlass
from skoleporten.concerns.discussions import Discussion
from skoleporten.concerns.models import Concern
from skoleporten.consents.models import Consent, ConsentText, Sharing
from skoleporten.duties.models import EnvironmentReport, Official
from skoleporten.people import models as people
from skoleporten.people.teaching_groups import TeachingGroup, TeachingGroupMember
from skoleporten.schools.models import School
from tests.access import oracle
from tests.access.oracle import Span
from tests.access.tally import Tally

FIRST, DAYS = dt.date(2026, 7, 18), 28
WHOLE = Span(FIRST - dt.timedelta(days=20), FIRST + dt.timedelta(days=DAYS))
PURPOSES = tuple(gate.Purpose)
GRANTED = ("teacher", "school_leader", "team", "lead", "specialist", "municipality", "researcher", "administrator")


class World:
    def __init__(self, seed: int, *, people_count: int = 16, children: int = 40) -> None:
        self.seed, self.random = seed, random.Random(seed)
        self.with_account: set[int] = set()
        self.schools = [
            School.objects.create(source_id=f"s{seed}-{n}", name=f"S{n}", first_grade=1, last_grade=10).pk
            for n in range(3)
        ]
        self.classes = {
            school: [
                people.SchoolClass.objects.create(school_id=school, source_id=f"c{n}", school_year=2026, name=f"{n}").pk
                for n in range(2)
            ]
            for school in self.schools
        }
        self.groups = {
            school: [
                TeachingGroup.objects.create(school_id=school, source_id=f"g{n}", school_year=2026, name=f"{n}").pk
                for n in range(2)
            ]
            for school in self.schools
        }
        self.people = [self.make_person(n) for n in range(people_count)]
        self.guardians = {person.key: self.make_guardian(person) for person in self.people if person.is_guardian}
        self.children = [self.make_child(n) for n in range(children)]
        for child in self.children:
            self.name_the_protected(child)

    # Chance ---------------------------------------------------------------------------------------------------------
    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self) -> dt.date:
        return FIRST + dt.timedelta(days=self.random.randrange(DAYS))

    def span(self, open_ended: float = 0.0) -> Span:
        first = self.day() - dt.timedelta(days=self.random.choice((0, 0, 10)))
        return Span(first, None if self.chance(open_ended) else first + dt.timedelta(days=self.random.randrange(20)))

    # People ---------------------------------------------------------------------------------------------------------
    def make_person(self, number: int) -> oracle.Person:
        active = not self.chance(0.06)
        user = access.User.objects.create(
            username=f"u{self.seed}-{number}", display_name=f"U{number}", is_active=active
        )
        person = oracle.Person(user.pk, active, is_guardian=self.chance(0.5))
        favourite = GRANTED[number % len(GRANTED)]
        self.make_grant(person, self.grant_for(favourite, WHOLE if self.chance(0.6) else self.span()))
        for _ in range(self.random.randrange(3) if favourite == "municipality" else self.chance(0.2)):
            self.put_in_office(person)
        for role in self.random.choices(GRANTED[:5], k=2):
            self.make_grant(person, self.grant_for(role, self.span()))
        return person

    def put_in_office(self, person: oracle.Person) -> None:
        """An office that was ended early lasts no longer, whatever its dates."""
        span, is_ended = self.span(), self.chance(0.2)
        if not is_ended:
            person.offices.append(span)
        Official.objects.create(
            user_id=person.key,
            start=span.first,
            end=span.last,
            named_by_id=person.key,
            ended_at=timezone.now() if is_ended else None,
        )

    def grant_for(self, role: str, span: Span) -> oracle.Grant:
        at_a_school = role in {"teacher", "school_leader"}
        school = self.random.choice(self.schools) if at_a_school else None
        scope = self.random.choice(("school", "class", "grade", "group")) if role == "teacher" else ""
        return oracle.Grant(
            role,
            span,
            school=school,
            klass=self.random.choice(self.classes[school]) if scope == "class" and school else None,
            grade=self.random.choice((1, 2)) if scope == "grade" else None,
            group=self.random.choice(self.groups[school]) if scope == "group" and school else None,
            ended=self.chance(0.15),
        )

    def make_grant(self, person: oracle.Person, grant: oracle.Grant) -> None:
        person.grants.append(grant)
        access.Grant.objects.create(
            user_id=person.key,
            role=grant.role,
            school_id=grant.school,
            school_class_id=grant.klass,
            grade=grant.grade,
            teaching_group_id=grant.group,
            pupil_id=grant.child,
            start=grant.span.first,
            end=grant.span.last,
            ended_at=timezone.now() if grant.ended else None,
        )

    def make_guardian(self, person: oracle.Person) -> int:
        return people.Guardian.objects.create(user_id=person.key, family_name=f"G{person.key}").pk

    # Children -------------------------------------------------------------------------------------------------------
    def make_child(self, number: int) -> oracle.Child:
        child = oracle.Child(0, protected=self.chance(0.25), born=self.birth_date())
        child.key = people.Pupil.objects.create(
            source_id=f"p{self.seed}-{number}", protected=child.protected, birth_date=child.born
        ).pk
        for start in self.random.sample(range(-20, DAYS), self.random.randrange(4)):
            self.make_stay(child, FIRST + dt.timedelta(days=start))
        for group in self.random.sample(
            [one for groups in self.groups.values() for one in groups], self.random.randrange(4)
        ):
            self.put_in_group(child, group)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            self.make_case(child)
        for person in self.random.sample(list(self.guardians), min(len(self.guardians), self.random.randrange(4))):
            self.make_relation(child, person)
        specialists = [person for person in self.people if any(grant.role == "specialist" for grant in person.grants)]
        for person in self.random.sample(specialists + self.people[:2], self.random.randrange(4)):
            self.make_membership(child, person)
        self.make_ties(child)
        self.break_glass(child)
        self.make_account(child)
        self.report(child)
        self.ask_advice(child, specialists)
        return child

    def ask_advice(self, child: oracle.Child, specialists: list[oracle.Person]) -> None:
        """By law or without a name, of a specialist or of somebody else."""
        asked = self.random.sample(specialists + self.people[:1], self.random.randrange(2))
        if not asked:
            return
        concern = Concern.objects.create(
            pupil_id=child.key, school_id=self.schools[0], kind=Concern.Kind.SIGNAL, opened_at=timezone.now()
        )
        for person in asked:
            one = oracle.Asked(person.key, self.day(), self.chance(0.7), self.chance(0.2))
            child.asked.append(one)
            Discussion.objects.create(
                concern=concern, service="ppt", basis="law" if one.by_law else "anonymous",
                law="§ 24-1" if one.by_law else "", explained="Told." if one.by_law else "", question="?",
                consultant_id=person.key, asked_at=timezone.now(), asked_by_id=person.key, until=one.last,
                ended_at=timezone.now() if one.ended else None,
            )  # fmt: skip

    def birth_date(self) -> dt.date | None:
        """Young, unknown, or about to be of age."""
        if self.chance(0.2):
            return None
        return dt.date(2016, 1, 1) if self.chance(0.5) else self.day().replace(year=2008)

    def make_stay(self, child: oracle.Child, first: dt.date) -> None:
        last = None if self.chance(0.4) else first + dt.timedelta(days=self.random.randrange(20))
        school = self.random.choice(self.schools)
        klass = self.random.choice([None, *self.classes[school]])
        stay = oracle.Stay(school, self.random.choice((1, 2, None)), klass, Span(first, last), self.chance(0.15))
        child.stays.append(stay)
        people.Enrolment.objects.create(
            pupil_id=child.key,
            school_id=school,
            school_class_id=klass,
            grade=stay.grade,
            start=first,
            end=last,
            superseded_at=timezone.now() if stay.replaced else None,
        )

    def put_in_group(self, child: oracle.Child, group: int) -> None:
        span = self.span(open_ended=0.4)
        child.groups.append(oracle.InGroup(group, span))
        TeachingGroupMember.objects.create(group_id=group, pupil_id=child.key, start=span.first, end=span.last)

    def make_case(self, child: oracle.Child) -> None:
        span = self.span(open_ended=0.4)
        kept = span.last + dt.timedelta(days=self.random.randrange(10)) if span.last and self.chance(0.6) else None
        child.cases.append(oracle.Case(span, kept))
        people.Involvement.objects.create(pupil_id=child.key, start=span.first, end=span.last, retained_until=kept)

    def make_membership(self, child: oracle.Child, person: oracle.Person) -> None:
        """After the relations, which would settle anew what the consents stand at."""
        by_law = self.chance(0.3)
        consent = None if by_law or self.chance(0.1) else self.consent()
        member = oracle.Membership(person.key, self.span(), self.chance(0.2), by_law, consent)
        child.memberships.append(member)
        row = people.CaseTeamMember.objects.create(
            pupil_id=child.key,
            user_id=person.key,
            basis="law" if by_law else "consent",
            law="oppl. § 24-1" if by_law else "",
            start=member.span.first,
            end=member.span.last,
            ended_at=timezone.now() if member.ended else None,
        )
        if consent is not None:
            make_sharing(row, consent)

    def consent(self) -> oracle.Consent:
        """One that is not in force may have kept the day that it was to end."""
        state = self.random.choice(("in_force", "in_force", "in_force", "awaiting", "withdrawn"))
        last = self.day() + dt.timedelta(days=10)
        has_end = state == "in_force" or self.chance(0.5)
        return oracle.Consent(state, last if has_end else None, closed=self.chance(0.1))

    def make_relation(self, child: oracle.Child, adult: int) -> None:
        decides = self.random.choice([*sorted(oracle.RIGHT | oracle.NO_RIGHT), "parental_responsibility"])
        barred = self.span(open_ended=0.5) if self.chance(0.3) else None
        relation = oracle.Relation(adult, self.span(open_ended=0.7), decides, self.chance(0.8), barred)
        child.relations.append(relation)
        people.Guardianship.objects.create(
            pupil_id=child.key,
            guardian_id=self.guardians[adult],
            kind=self.random.choice(people.Guardianship.Kind.values),
            decides=decides,
            verified_at=timezone.now() if relation.verified else None,
            start=relation.span.first,
            end=relation.span.last,
            barred_from=barred.first if barred else None,
            barred_to=barred.last if barred else None,
            barred_source="court" if barred else "",
        )

    def make_ties(self, child: oracle.Child) -> None:
        if self.chance(0.15):
            person = self.random.choice(self.people)
            child.family_on_the_staff.add(person.key)
            people.FamilyTie.objects.create(user_id=person.key, pupil_id=child.key, source="own word")

    def break_glass(self, child: oracle.Child) -> None:
        if not self.chance(0.2):
            return
        person, role, now = self.random.choice(self.people), self.random.choice(GRANTED[1:5]), timezone.now()
        glass = oracle.BrokenGlass(person.key, role, lasts=self.chance(0.7))
        opened = now - dt.timedelta(minutes=10 if glass.lasts else 70)
        child.broken_glass.append(glass)
        BreakGlass.objects.create(
            user_id=person.key,
            role=role,
            pupil_id=child.key,
            reason="must act at once",
            opened_at=opened,
            ends_at=opened + dt.timedelta(hours=1),
        )

    def report(self, child: oracle.Child) -> None:
        """To the school alone, or to the municipality too."""
        for _ in range(self.random.randrange(3)):
            is_sent = self.chance(0.5)
            child.serious_matter |= is_sent
            now = timezone.now()
            report = EnvironmentReport(
                pupil_id=child.key,
                reported_by_id=self.people[0].key,
                reported_at=now,
                client_id=uuid.uuid4(),
                about="no_staff",
                is_serious=is_sent,
                to_municipality_at=now if is_sent else None,
            )
            report.write(what="seen", pupils_view="")
            report.save()

    def make_account(self, child: oracle.Child) -> None:
        free = [person for person in self.people if person.key not in self.with_account]
        if not free or not self.chance(0.2):
            return
        person = self.random.choice(free)
        self.with_account.add(person.key)
        child.account_of, child.account_ended = person.key, self.chance(0.2)
        person.is_pupil = not child.account_ended
        people.PupilAccount.objects.create(
            pupil_id=child.key, user_id=person.key, ended_at=timezone.now() if child.account_ended else None
        )

    def name_the_protected(self, child: oracle.Child) -> None:
        for glass in child.broken_glass:  # a name does not make break-glass reach a protected pupil
            if child.protected and glass.role in {"team", "lead"}:
                person = next(one for one in self.people if one.key == glass.person)
                self.make_grant(person, oracle.Grant(glass.role, WHOLE, child=child.key))
        for person in self.random.sample(self.people, 3 if child.protected else self.random.randrange(2)):
            role = self.random.choice((*GRANTED[:5], "guardian"))
            at_a_school = role in {"teacher", "school_leader"}
            grant = oracle.Grant(
                role,
                self.span(),
                school=self.random.choice(self.schools) if at_a_school else None,
                child=child.key,
                ended=self.chance(0.15),
            )
            self.make_grant(person, grant)

    # Checks ---------------------------------------------------------------------------------------------------------
    def check(self, days: int, tally: Tally) -> None:
        for day in [self.last_day_in_a_group(), *(self.day() for _ in range(days - 1))]:
            for person in self.people:
                self.check_person(person, day, tally)

    def last_day_in_a_group(self) -> dt.date:
        """Of one that somebody has a grant for that day, where there is such a day: any day is hardly ever one."""
        granted = [(grant.group, grant.span) for person in self.people for grant in person.grants if grant.group]
        places = [one for child in self.children for one in child.groups if one.span.last]
        ends = [
            one.span.last
            for one in places
            if any(group == one.group and span.has(one.span.last) for group, span in granted)
        ]
        return self.random.choice(ends) if ends else self.day()

    def check_person(self, person: oracle.Person, day: dt.date, tally: Tally) -> None:
        user = access.User.objects.get(pk=person.key)
        held = [role for role in Role if oracle.holds(person, role, day)]
        assert queries.roles_of(user, day) == held, (self.seed, person, day)
        places = queries.held_by(user, day)
        expected = {(role, school) for role in held for school in oracle.schools_of(person, role, day)}
        assert {(one.role, one.school_id) for one in places} == expected, (self.seed, person, day)
        first = queries.actor_of(user, day)
        assert (first.role if first else None) == (held[0] if held else None), (self.seed, person, day)
        for place in places:
            self.check_actor(person, user, place, day, tally)

    def check_actor(self, person: oracle.Person, user: access.User, place: Held, day: dt.date, tally: Tally) -> None:
        role, school = place.role, place.school_id
        actor = queries.actor_of(user, day, role, school=place.school)
        assert actor is not None
        assert (actor.role, actor.school_ids) == (role, {school} - {None}), (self.seed, person, day)
        for purpose in PURPOSES:
            by_gate = set(gate.pupils(actor, purpose, day).values_list("pk", flat=True))
            by_oracle = {c.key for c in self.children if oracle.may_see(person, role, school, purpose, c, day)}
            what = f"{self.seed} {person.key} {role} {school} {purpose} {day}"
            tally.add(by_gate, by_oracle, len(self.children), what)


def make_sharing(member: people.CaseTeamMember, told: oracle.Consent) -> None:
    """A consent that stands as told, whoever has answered: of what the gate reads and no more."""
    text, _made = ConsentText.objects.get_or_create(sha256="0" * 64, defaults={"purpose": "share_with_service"})
    consent = Consent.objects.create(
        pupil_id=member.pupil_id,
        purpose="share_with_service",
        service=f"service {member.pk}",
        text=text,
        asked_at=timezone.now(),
        asked_by_id=member.user_id,
        valid_until=FIRST + dt.timedelta(days=DAYS * 2),
        state=told.state,
        in_force_until=told.last_day,
        closed_at=timezone.now() if told.closed else None,
        closed_because="replaced" if told.closed else "",
        client_id=uuid.uuid4(),
    )
    Sharing.objects.create(consent=consent, member=member)
