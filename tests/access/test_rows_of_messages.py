"""Messages and calls for an adult are read by whom they are for, told here by hand; and a slip in it would be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.access.reasons import purpose_of
from tests.access import planted_in_cases as bugs
from tests.access.planted import Bug
from tests.factories import make_case_team_member, make_guardian, make_guardianship, make_school_leader, make_user_in
from tests.on_call_factories import make_call
from tests.thread_factories import Family, make_deciding_guardian, make_family, make_thread

pytestmark = pytest.mark.django_db
THREADS, CALLS = "skoleporten.threads.models", "skoleporten.on_call.models"
BOTH = frozenset({"guardian", "pupil"})
PLANTED = [
    Bug(THREADS, "self.filter(_meant_for(actor), pupil__in=gate.pupils(actor, purpose, today))", "self.all()"),
    Bug(THREADS, "_meant_for(actor), pupil__in=gate.pupils(actor, purpose, today)", "_meant_for(actor)"),
    Bug(
        THREADS,
        "_meant_for(actor), pupil__in=gate.pupils(actor, purpose, today)",
        "pupil__in=gate.pupils(actor, purpose, today)",
    ),
    Bug(THREADS, "Q(guardian__user=actor.user_id) | _let_read(actor)", "Q(guardian__isnull=False) | _let_read(actor)"),
    Bug(THREADS, "Q(guardian__user=actor.user_id) | _let_read(actor)", "Q(guardian__user=actor.user_id)"),
    Bug(THREADS, 'thread=OuterRef("pk"), guardian__user=actor.user_id', 'thread=OuterRef("pk")'),
    Bug(THREADS, 'thread=OuterRef("pk"), guardian__user=actor.user_id', "guardian__user=actor.user_id"),
    Bug(THREADS, "Q(guardian__isnull=True) | Q(for_pupil=True)", "Q()"),
    Bug(THREADS, "Q(guardian__isnull=True) | Q(for_pupil=True)", "Q(guardian__isnull=True)"),
    Bug(CALLS, "self.filter(pupil__in=gate.pupils(actor, purpose, today))", "self.all()"),
    Bug(CALLS, "in_view.filter(by=actor.user_id, by_role=actor.role)", "in_view"),
    Bug(CALLS, "in_view.filter(by=actor.user_id, by_role=actor.role)", "in_view.filter(by_role=actor.role)"),
]
Told = list[tuple[User, str, list[Any]]]


@pytest.fixture
def told() -> Told:
    """Each with the role she acts in, and the rows that are hers to read."""
    one, other = make_family(), make_family("Bo", "Dahl")
    (of_one, calls), (of_other, other_calls) = rows_of(one), rows_of(other)
    family, other_family = list(of_one.values()), list(of_other.values())
    return [
        (one.siri, "team", [*family, *calls, *other_family, *other_calls]),
        (one.mother.user, "guardian", [of_one["mother"], of_one["mother_shared"], of_one["pupil_shared"], calls[1]]),
        (one.father.user, "guardian", [of_one["mother_shared"]]),
        (one.ane, "pupil", [of_one["pupil"], of_one["pupil_shared"], of_one["mother_shared"], calls[0]]),
        (
            other.mother.user,
            "guardian",
            [of_other["mother"], of_other["mother_shared"], of_other["pupil_shared"], other_calls[1]],
        ),
        *strangers(one, [*other_family, *other_calls]),
    ]


def rows_of(family: Family) -> tuple[dict[str, Any], list[Any]]:
    mother, ane, pupil = family.mother.user, family.ane, family.pupil
    threads = {
        "mother": make_thread(mother, pupil),
        "mother_shared": make_thread(mother, pupil, read_along=BOTH),
        "pupil": make_thread(ane, pupil),
        "pupil_shared": make_thread(ane, pupil, read_along=frozenset({"guardian"}), readers=[family.mother]),
    }
    return threads, [make_call(ane, pupil), make_call(mother, pupil)]


def strangers(one: Family, of_others: list[Any]) -> Iterator[tuple[User, str, list[Any]]]:
    """Of the first child; whoever is on the team sees the other one's all the same."""
    yield make_school_leader(one.pupil.enrolments.get().school), "school_leader", []
    specialist = make_user_in("specialist")
    make_case_team_member(one.pupil, specialist)
    yield specialist, "specialist", []
    aunt = make_user_in("team")
    make_guardianship(one.pupil, make_guardian(aunt), decides="none")
    yield aunt, "team", of_others
    yield (
        make_deciding_guardian(one.pupil, "Bård", barred_from=timezone.localdate(), barred_source="court").user,
        "guardian",
        [],
    )
    yield make_deciding_guardian(one.pupil, "Uten", decides="none").user, "guardian", []
    yield make_user_in("guardian"), "guardian", []
    yield make_user_in("pupil"), "pupil", []


def wrong(told: Told) -> list[str]:
    today = timezone.localdate()
    kinds = {type(row) for _user, _role, rows in told for row in rows}
    return [
        f"{role} {user} {kind.__name__}"
        for user, role, rows in told
        for kind in kinds
        if (actor := actor_of(user, today, role))
        and sorted(one.pk for one in kind.objects.visible_to(actor, purpose_of(role), today))
        != sorted(row.pk for row in rows if type(row) is kind)
    ]  # fmt: skip


def test_everybody_reads_what_is_for_them_each_once_and_nothing_else(told):
    assert wrong(told) == []


def test_each_planted_bug_is_found(told):
    unseen = []
    for bug in PLANTED:
        with transaction.atomic(), bugs.planted(bug):
            if not wrong(told):
                unseen.append(str(bug))
    assert unseen == []
    assert wrong(told) == []
