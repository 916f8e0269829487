"""Own words are read by whom they are for, told here by hand; a slip would be found: bugs are planted one by one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

import pytest
from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.access.reasons import purpose_of
from skoleporten.people.models import FamilyTie
from skoleporten.voices import actions, opening
from skoleporten.voices.models import Word
from tests.access.planted import Bug
from tests.access.planted_in_cases import planted
from tests.access.rows_of_meetings import Row, World, wrong_rows
from tests.factories import (
    make_enrolment,
    make_grant,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user_in,
)
from tests.intake_factories import make_team_member
from tests.voices_factories import Cast, acting, by_guardian, by_pupil, make_cast, make_related

pytestmark = pytest.mark.django_db
TEAM = frozenset({"lead", "team", "member"})
DECIDE = frozenset({"mother", "father", "foster", "father who teaches"})


def everything() -> World:
    cast = make_cast(age=14)
    today = timezone.localdate()
    # A foster parent who decides, and a second father who teaches at the school.
    foster = make_related(cast.pupil, "Fosse", kind="foster_parent", decides="care_taken_over")
    teaches = make_related(cast.pupil, "Terje")
    make_grant(teaches.user, Role.TEACHER, cast.school)
    barred = make_related(cast.pupil, "Barred", barred_from=today, barred_source="Vedtak")
    others = {"foster": foster, "father who teaches": teaches, "barred": barred}
    actors = _actors(cast) | {name: acting(one.user, Role.GUARDIAN) for name, one in others.items()}
    actors["as a teacher"] = acting(teaches.user, Role.TEACHER)
    words = _words(cast, [cast.mother, foster, teaches])
    for word in words:
        word.readers.add(barred, cast.uncle)  # as it could stand from before
    return World(actors, [Row(word, _as_they_look, readers) for word, readers in words.items()])


def _actors(cast: Cast) -> dict[str, Actor]:
    other_child = make_pupil()
    make_enrolment(make_school(), other_child)
    relative = make_team_member()
    FamilyTie.objects.create(user=relative, pupil=cast.pupil)
    staff = {
        "lead": cast.lead, "team": cast.siri, "member": make_team_member(), "relative": relative, "nurse": cast.nurse,
        "another specialist": make_user_in(Role.SPECIALIST), "leader": cast.leader, "teacher": cast.teacher,
        "another leader": make_school_leader(make_school()), "administrator": make_user_in(Role.ADMINISTRATOR),
    }  # fmt: skip
    family = {
        "pupil": cast.ane, "mother": cast.mother.user, "father": cast.father.user, "uncle": cast.uncle.user,
        "another child": make_pupil_account(other_child).user, "stranger": make_related(other_child, "Ukjent").user,
    }  # fmt: skip
    return {name: acting(user) for name, user in (staff | family).items()}


def _words(cast: Cast, named: list) -> Mapping[Word, frozenset[str]]:
    own = TEAM | {"pupil"}
    only_here, opened, taken_back, ended = (by_pupil(cast, f"Ord {number}") for number in range(4))
    to_some = by_pupil(cast, "Til noen", chosen=frozenset({"guardian"}), readers=named)
    to_school = by_pupil(cast, "Til skolen", chosen=frozenset({"school"}))
    to_specialists = by_pupil(cast, "Til teamet", chosen=frozenset({"specialist"}))
    mothers = by_guardian(cast, cast.mother)
    shared = by_guardian(cast, cast.mother, chosen=frozenset({"guardian", "pupil"}))
    for word in (opened, ended):
        made = opening.open_to(
            by=acting(cast.siri), word=word, guardian=cast.father, reason="Fordi", pupils_view="Ja",
            client_id=uuid.uuid4(),
        )  # fmt: skip
    opening.end(by=acting(cast.siri), opening=made)
    actions.take_back(by=acting(cast.ane), word=taken_back)
    return {
        only_here: own,
        opened: own | {"father"},
        ended: own,
        taken_back: frozenset({"lead", "pupil"}),
        to_some: own | {"mother", "foster", "father who teaches"},
        to_school: own | {"leader"},
        to_specialists: own | {"nurse"},
        mothers: TEAM | {"mother"},
        shared: own | DECIDE,
    }


def _as_they_look(actor: Actor) -> object:
    return Word.objects.visible_to(actor, purpose_of(actor.role), timezone.localdate())


_MODELS = "skoleporten.voices.models"
PLANTED = [
    Bug(_MODELS, ", pupil__in=gate.pupils(actor, purpose, today))", ")"),
    Bug(_MODELS, "return self.filter(_meant_for(actor, today), ", "return self.filter("),
    Bug(_MODELS, "stands = Q(taken_back_at__isnull=True)", "stands = Q()"),
    Bug(_MODELS, "return stands & Q(for_specialists=True)", "return stands"),
    Bug(_MODELS, "stands & Q(for_school=True, school__in=actor.school_ids)", "stands"),
    Bug(_MODELS, "(_let_read(actor) | _opened_to(actor, today))", "(_let_read(actor) | Q(for_guardians=True))"),
    Bug(_MODELS, "(_let_read(actor) | _opened_to(actor, today))", "_let_read(actor)"),
    Bug(_MODELS, 'word=OuterRef("pk"), guardian__user=actor.user_id)', 'word=OuterRef("pk"))'),
    Bug(_MODELS, "guardian__user=actor.user_id, ended_at__isnull=True)", "guardian__user=actor.user_id)"),
    Bug(_MODELS, "guardian__user=actor.user_id, ended_at__isnull=True)", "ended_at__isnull=True)"),
    Bug(
        _MODELS,
        "pupil__birth_date__gt=born_by(DECIDES_ALONE, today)",
        "pupil__birth_date__lt=today - dt.timedelta(6000)",
    ),
    Bug(_MODELS, "return Q(teller=rules.Teller.PUPIL) | stands & Q(for_pupil=True)", "return stands"),
    Bug(_MODELS, "return Q(guardian__user=actor.user_id) | stands &", "return stands &"),
]


@pytest.fixture
def standing() -> World:
    return everything()


def test_everybody_reads_the_own_words_that_are_meant_for_them_and_no_others(standing: World):
    assert list(wrong_rows(standing)) == []


@pytest.mark.slow
def test_each_bug_planted_in_own_words_is_found_and_leaves_nothing(standing: World):
    unseen = []
    for bug in PLANTED:
        with transaction.atomic(), planted(bug):
            if not any(wrong_rows(standing)):
                unseen.append(str(bug))
    assert unseen == [], unseen
    assert list(wrong_rows(standing)) == []


def test_the_birthday_itself_ends_what_was_let_be_read(standing: World):
    """The same question on the day before and on the day."""
    opened = next(one.row for one in standing.rows if "father" in one.readers and not one.row.for_guardians)
    father, born = standing.cast["father"], opened.pupil.birth_date
    turns = born.replace(year=born.year + 15)
    for day, is_read in ((turns - dt.timedelta(days=1), True), (turns, False)):
        assert Word.objects.visible_to(father, purpose_of(father.role), day).filter(pk=opened.pk).exists() is is_read
