"""What helps and what makes it hard: written by the pupil, in her order, for whom she says, and taken back."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.people.models import Involvement
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import LONGEST_ITEM, MOST_ITEMS, Kind
from skoleporten.supports import lists
from skoleporten.supports.lists import Said
from skoleporten.supports.models import Support, SupportTurn
from skoleporten.supports.queries import lines_for, supports_of
from tests.factories import actor_of, make_case_team_member, make_enrolment, make_school, make_user_in
from tests.intake_factories import make_team_member
from tests.support_factories import DAY, family_actor, make_family, make_line, timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


def words_for(actor, purpose, family) -> list[str]:
    lines = lines_for(actor, purpose, timezone.localdate(), [family.pupil.pk]).get(family.pupil.pk)
    return [*lines.helps, *lines.hard] if lines else []


def order_of(family) -> list[str]:
    return [row.words for row in supports_of(family.actor, Purpose.OWN, timezone.localdate(), family.pupil, Kind.HELPS)]


def test_each_line_is_read_by_the_adults_here_and_by_whom_the_pupil_chose_for_it(family):
    for readers in ((), ("guardians",), ("school",), ("specialists",)):
        make_line(family, f"for {' '.join(readers)}", Kind.HELPS, *readers)
    specialist = make_user_in(Role.SPECIALIST)
    make_case_team_member(family.pupil, specialist)
    teacher = actor_of(make_user_in(Role.TEACHER, family.school))
    assert len(words_for(actor_of(make_team_member()), Purpose.FOLLOW_UP, family)) == 4
    assert len(words_for(family.actor, Purpose.OWN, family)) == 4
    assert words_for(family.guardians_actor, Purpose.OWN_CHILD, family) == ["for guardians"]
    assert words_for(teacher, Purpose.FOLLOW_UP, family) == ["for school"]
    assert words_for(actor_of(specialist), Purpose.FOLLOW_UP, family) == ["for specialists"]


def test_nobody_else_is_shown_a_line_whatever_it_is_for(family):
    make_line(family, "Alle får se.", Kind.HELPS, "guardians", "school", "specialists")
    stranger = make_family()
    elsewhere = actor_of(make_user_in(Role.TEACHER, make_school()))
    for actor, purpose in (
        (stranger.actor, Purpose.OWN),
        (stranger.guardians_actor, Purpose.OWN_CHILD),
        (elsewhere, Purpose.FOLLOW_UP),
        (actor_of(make_user_in(Role.ADMINISTRATOR)), Purpose.FOLLOW_UP),
    ):
        assert words_for(actor, purpose, family) == [], actor.role


def test_the_words_are_sealed_in_the_row(family):
    row = make_line(family, "En hemmelig setning.")
    stored = Support.objects.values_list("words_encrypted", flat=True).get(pk=row.pk)
    assert "hemmelig" not in stored
    assert Support.objects.get(pk=row.pk).words == "En hemmelig setning."


def test_the_pupil_puts_them_in_her_own_order(family):
    one, two, three = (make_line(family, words) for words in ("en", "to", "tre"))
    lists.move(by=family.actor, support=three, up=True)
    assert order_of(family) == ["en", "tre", "to"]
    lists.move(by=family.actor, support=one, up=True)
    lists.move(by=family.actor, support=two, up=False)
    assert order_of(family) == ["en", "tre", "to"]


def test_what_is_changed_keeps_how_it_was_and_only_the_pupil_reads_that(family):
    row = make_line(family, "Først.")
    lists.change(by=family.actor, support=row, said=Said("Så.", frozenset({"guardians"})), seen_version=1)
    assert [turn.words for turn in row.turns.all()] == ["Først.", "Så."]
    today = timezone.localdate()
    assert SupportTurn.objects.visible_to(family.actor, Purpose.OWN, today).count() == 2
    assert not SupportTurn.objects.visible_to(actor_of(make_team_member()), Purpose.FOLLOW_UP, today).exists()
    assert not SupportTurn.objects.visible_to(family.guardians_actor, Purpose.OWN_CHILD, today).exists()


def test_two_who_change_the_same_line_never_overwrite_each_other(family):
    row = make_line(family, "Først.")
    lists.change(by=family.actor, support=row, said=Said("På mobilen."), seen_version=1)
    with pytest.raises(ChangedMeanwhileError) as error:
        lists.change(by=family.actor, support=row, said=Said("På nettbrettet."), seen_version=1)
    assert error.value.now.words == "På mobilen."


def test_what_is_taken_back_is_read_by_nobody_here_and_can_not_be_written_in(family):
    row = make_line(family, "Alle får se.", Kind.HARD, "guardians", "school")
    lists.take_back(by=family.actor, support=row)
    lists.take_back(by=family.actor, support=row)
    assert words_for(actor_of(make_team_member()), Purpose.FOLLOW_UP, family) == []
    assert words_for(family.guardians_actor, Purpose.OWN_CHILD, family) == []
    assert row.turns.count() == 2
    with pytest.raises(RefusedError, match=r"tatt tilbake|taken back"):
        lists.change(by=family.actor, support=row, said=Said("Nytt."), seen_version=row.version)


def test_a_form_sent_twice_is_one_line_and_one_of_anothers_line_is_refused(family):
    client_id, other = uuid.uuid4(), make_family()
    for _time in range(2):
        lists.add(by=family.actor, pupil=family.pupil, kind=Kind.HELPS, said=Said("En gang."), client_id=client_id)
    assert Support.objects.count() == 1
    with pytest.raises(RefusedError):
        lists.add(by=other.actor, pupil=other.pupil, kind=Kind.HELPS, said=Said("En annen."), client_id=client_id)


@pytest.mark.parametrize(
    "said", [Said("  "), Said("x" * (LONGEST_ITEM + 1)), Said("Hei", frozenset({"everybody"}))], ids=str
)
def test_what_can_not_be_kept_is_refused_in_words(family, said):
    with pytest.raises(RefusedError):
        lists.add(by=family.actor, pupil=family.pupil, kind=Kind.HELPS, said=said, client_id=uuid.uuid4())


def test_a_full_list_says_so(family):
    Support.objects.bulk_create(
        Support(
            pupil=family.pupil, client_id=uuid.uuid4(), kind=Kind.HELPS, position=number, words_encrypted="x",
            written_by=family.user,
        )
        for number in range(1, MOST_ITEMS + 1)
    )  # fmt: skip
    with pytest.raises(RefusedError):
        make_line(family)


def test_a_line_for_the_school_is_for_the_school_it_was_chosen_for_and_not_for_the_next_one(family):
    make_line(family, "For skolen.", Kind.HELPS, "school")
    today, new = timezone.localdate(), make_school()
    family.pupil.enrolments.update(end=today - DAY)
    make_enrolment(new, family.pupil, start=today)
    for school in (family.school, new):
        assert words_for(actor_of(make_user_in(Role.TEACHER, school)), Purpose.FOLLOW_UP, family) == []


def test_nothing_is_written_when_skoleporten_follows_up_no_longer_and_what_stands_is_read(family):
    make_line(family, "Står.")
    Involvement.objects.filter(pupil=family.pupil).update(end=timezone.localdate() - DAY)
    with pytest.raises(RefusedError):
        make_line(family, "Nytt.")
    assert order_of(family) == ["Står."]


def test_each_change_is_in_the_log_without_a_word_of_it(family):
    row = make_line(family, "En hemmelig setning.")
    lists.change(by=family.actor, support=row, said=Said("En annen."), seen_version=1)
    lists.take_back(by=family.actor, support=row)
    events = Event.objects.filter(action__startswith="supports.line")
    assert list(events.order_by("seq").values_list("action", "purpose")) == [
        ("supports.line_added", "own"),
        ("supports.line_changed", "own"),
        ("supports.line_taken_back", "own"),
    ]
    assert "setning" not in "".join(map(str, events.values_list("details", flat=True)))


def test_a_barred_guardian_is_shown_nothing(family):
    make_line(family, "For hjemme.", Kind.HELPS, "guardians")
    relation = family.pupil.guardianships.get()
    relation.barred_from, relation.barred_source = timezone.localdate() - DAY, "Vedtak"
    relation.save()
    actor = family_actor(family.guardian.user, Role.GUARDIAN)
    assert words_for(actor, Purpose.OWN_CHILD, family) == []
