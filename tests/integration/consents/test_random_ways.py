"""Random ways through the database: at no step is a pupil shared without a consent that the answers bear out.

The clerk below keeps her own books of who decides and what was said, and never asks what the software thinks.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

import pytest
import time_machine
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.consents import actions, jobs, queries, sharing
from skoleporten.consents.models import Answer, Consent
from skoleporten.people import guardian_actions
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import acting, make_consent, team_member
from tests.factories import make_grant, make_guardianship, make_involvement, make_pupil, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEPS = 40
BEGINS = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
HOLDS = ("parental_responsibility", "care_taken_over")
RIGHTS = (*HOLDS, *HOLDS, "none", "suspended", "unknown")


@dataclass
class Book:
    consent: Consent
    valid_until: dt.date
    yes: set[str] = field(default_factory=set)
    is_over: bool = False


class Clerk:
    def __init__(self, seed: int, clock: time_machine.Coordinates) -> None:
        self.dice, self.clock = random.Random(seed), clock
        turns_sixteen = BEGINS.date() + dt.timedelta(days=self.dice.choice([5, 60, 2000]))
        self.born = turns_sixteen.replace(year=turns_sixteen.year - 16, day=min(turns_sixteen.day, 28))
        self.pupil = make_pupil(birth_date=self.born)
        make_involvement(self.pupil, start=dt.date(2026, 8, 17))
        self.staff = team_member()
        self.specialist = make_user()
        make_grant(self.specialist, Role.SPECIALIST)
        self.relations = [make_guardianship(self.pupil, start=dt.date(2026, 8, 17)) for _ in range(2)]
        self.barred: set[str] = set()
        self.books: list[Book] = []
        self.shared = False

    @property
    def today(self) -> dt.date:
        return timezone.localdate()

    # What holds, by the clerk's own reckoning.

    def must(self) -> set[str]:
        months = (self.today.month, self.today.day) >= (self.born.month, self.born.day)
        age = self.today.year - self.born.year - (not months)
        right = {key_of(one) for one in self.relations if one.decides in HOLDS and key_of(one) not in self.barred}
        return right | ({"pupil"} if age >= 16 else set())

    def holds(self, book: Book) -> bool:
        return bool(self.must()) and self.must() <= book.yes and not book.is_over and self.today <= book.valid_until

    # Steps.

    def ask(self) -> None:
        valid_until = self.today + dt.timedelta(days=self.dice.choice([0, 10, 90]))
        try:
            consent = make_consent(self.pupil, "share_with_service", by=self.staff, valid_until=valid_until)
        except RefusedError:
            return
        self.books.append(Book(consent, valid_until))

    def answer(self) -> None:
        key = self.dice.choice([*map(key_of, self.relations), "pupil"])
        self.record(key, self.dice.choice(["yes", "yes", "yes", "no"]))

    def record(self, key: str, says: str) -> None:
        if not self.books:
            return
        book = self.books[-1]
        try:
            actions.record_paper(
                by=self.staff, consent=book.consent, giver_key=key, says=says, signed_on=self.today,
                client_id=uuid.uuid4(), today=self.today,
            )  # fmt: skip
        except RefusedError:
            return
        assert key in self.must()
        if says == "yes":
            book.yes.add(key)
        book.is_over |= says == "no"

    def all_agree(self) -> None:
        self.ask()
        for key in sorted(self.must()):
            self.record(key, "yes")
        self.share()

    def withdraw(self) -> None:
        given = Answer.objects.filter(consent__pupil=self.pupil, says="yes", withdrawn_at=None).order_by("?").first()
        if given is None:
            return
        try:
            actions.withdraw(by=self.staff, answer=given, today=self.today)
        except RefusedError:
            return
        for book in self.books:
            book.is_over |= book.consent.pk == given.consent_id

    def take_back(self) -> None:
        if self.books:
            actions.take_back(by=self.staff, consent=self.books[-1].consent, today=self.today)
            self.books[-1].is_over = True

    def change_right(self) -> None:
        relation = self.dice.choice(self.relations)
        decides = self.dice.choice(RIGHTS)
        guardian_actions.record_right(by=self.staff, relation=relation, decides=decides, source="Folkeregisteret")
        if decides != "unknown":
            guardian_actions.verify(by=self.staff, relation=relation)

    def bar(self) -> None:
        relation = self.dice.choice(self.relations)
        guardian_actions.bar(by=self.staff, relation=relation, first=self.today, last=None, source="Tingretten")
        self.barred.add(key_of(relation))

    def days_pass(self) -> None:
        self.clock.shift(dt.timedelta(days=self.dice.choice([1, 3, 12])))
        jobs.keep_up(self.today)

    def share(self) -> None:
        if not self.books:
            return
        try:
            sharing.name_by_consent(
                by=self.staff, consent=self.books[-1].consent, user=self.specialist, today=self.today
            )
        except RefusedError:
            assert not self.holds(self.books[-1])
            return
        assert self.holds(self.books[-1])

    # What must be so after each.

    def check(self) -> None:
        in_force = queries.in_force(self.pupil, "share_with_service", self.today, service="ABUP")
        # Not the other way round: a newer question that somebody answers takes the place of an older one.
        assert in_force is None or any(self.holds(book) for book in self.books if book.consent == in_force)
        actor = acting(self.specialist, Role.SPECIALIST)
        if gate.may_see(actor, self.pupil.pk, Purpose.FOLLOW_UP, self.today):
            self.shared = True
            assert in_force is not None


def key_of(relation: Guardianship) -> str:
    return str(relation.guardian.public_id)


CHANCES = {
    Clerk.ask: 4, Clerk.answer: 8, Clerk.all_agree: 6, Clerk.share: 4, Clerk.withdraw: 2, Clerk.take_back: 1,
    Clerk.change_right: 2, Clerk.days_pass: 3,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_at_no_step_is_a_pupil_shared_without_a_consent_in_force(seed: int):
    with time_machine.travel(BEGINS, tick=False) as clock:
        clerk = Clerk(seed, clock)
        for number in range(STEPS):
            step = clerk.dice.choices(list(CHANCES), list(CHANCES.values()))[0]
            (Clerk.bar if number == STEPS - 5 else step)(clerk)
            clerk.check()
    assert clerk.shared
