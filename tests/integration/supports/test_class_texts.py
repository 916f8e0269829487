"""What the class may know: nothing is said before all who must have agreed, and nothing after one takes it back."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.notices.models import Notice
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import PUPIL, Says, Standing
from skoleporten.supports import class_texts
from skoleporten.supports.models import ClassText, ClassTextAnswer
from skoleporten.supports.queries import agreed_text, newest_text
from tests.factories import actor_of, make_guardian, make_guardianship, make_school, make_user, make_user_in
from tests.intake_factories import make_team_member
from tests.support_factories import (
    DAY,
    answer_text,
    born,
    family_actor,
    make_class_text,
    make_family,
    timezone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family(14)


@pytest.fixture
def ada():
    return actor_of(make_team_member())


def key_of(guardian) -> str:
    return str(guardian.public_id)


def told_to(actor, family) -> str:
    text = agreed_text(actor, Purpose.FOLLOW_UP, timezone.localdate(), family.pupil)
    return text.words if text else ""


def teacher_of(family):
    return actor_of(make_user_in(Role.TEACHER, family.school))


def agree(text, family) -> None:
    answer_text(text, family.actor, PUPIL)
    answer_text(text, family.guardians_actor, key_of(family.guardian))


def test_below_15_the_teacher_reads_it_first_when_both_the_pupil_and_the_guardian_have_said_yes(family, ada):
    text, teacher = make_class_text(family, ada), teacher_of(family)
    assert told_to(teacher, family) == ""
    answer_text(text, family.actor, PUPIL)
    assert told_to(teacher, family) == ""
    answer_text(text, family.guardians_actor, key_of(family.guardian))
    assert told_to(teacher, family) == text.words


def test_from_15_the_pupil_alone_decides_and_the_guardian_is_not_asked(ada):
    family = make_family(15)
    text = make_class_text(family, ada)
    with pytest.raises(RefusedError):
        answer_text(text, family.guardians_actor, key_of(family.guardian))
    answer_text(text, family.actor, PUPIL)
    assert told_to(teacher_of(family), family) == text.words


def test_parents_apart_must_both_say_yes(family, ada):
    other = make_guardianship(family.pupil, make_guardian(make_user())).guardian
    text = make_class_text(family, ada)
    agree(text, family)
    text.refresh_from_db()
    assert text.standing == Standing.AWAITING
    answer_text(text, family_actor(other.user, Role.GUARDIAN), key_of(other))
    text.refresh_from_db()
    assert text.standing == Standing.AGREED


@pytest.mark.parametrize(
    "fields",
    [
        {"decides": Guardianship.Decides.NONE},
        {"decides": Guardianship.Decides.SUSPENDED},
        {"verified_at": None},
        {"barred_from": timezone.localdate() - DAY, "barred_source": "Vedtak"},
    ],
    ids=["no responsibility", "suspended", "not verified", "barred"],
)
def test_a_parent_who_does_not_decide_is_not_asked_and_can_not_answer(family, ada, fields):
    other = make_guardianship(family.pupil, make_guardian(make_user()), **fields).guardian
    text = make_class_text(family, ada)
    with pytest.raises(RefusedError):
        answer_text(text, family_actor(other.user, Role.GUARDIAN), key_of(other))
    agree(text, family)
    text.refresh_from_db()
    assert text.standing == Standing.AGREED
    assert not Notice.objects.filter(user=other.user).exists()


def test_foster_parents_decide_where_care_is_taken_over(family, ada):
    relation = family.pupil.guardianships.get()
    relation.decides = Guardianship.Decides.SUSPENDED
    relation.save()
    foster = make_guardianship(
        family.pupil, make_guardian(make_user()), kind=Guardianship.Kind.FOSTER_PARENT,
        decides=Guardianship.Decides.CARE_TAKEN_OVER,
    ).guardian  # fmt: skip
    text = make_class_text(family, ada)
    answer_text(text, family.actor, PUPIL)
    answer_text(text, family_actor(foster.user, Role.GUARDIAN), key_of(foster))
    assert told_to(teacher_of(family), family) == text.words


@pytest.mark.parametrize("says", [Says.NOT_THIS, Says.TAKES_BACK])
def test_one_who_does_not_agree_ends_it_at_once(family, ada, says):
    text, teacher = make_class_text(family, ada), teacher_of(family)
    agree(text, family)
    answer_text(text, family.actor, PUPIL, says)
    assert told_to(teacher, family) == ""
    with pytest.raises(RefusedError):
        answer_text(text, family.actor, PUPIL)


def test_one_that_is_agreed_stands_until_the_next_one_is(family, ada):
    first = make_class_text(family, ada, "Det første.")
    agree(first, family)
    second, teacher = make_class_text(family, ada, "Det andre."), teacher_of(family)
    assert told_to(teacher, family) == "Det første."
    agree(second, family)
    assert told_to(teacher, family) == "Det andre."
    first.refresh_from_db()
    assert first.ended_because == "newer"


def test_one_that_nobody_agreed_to_gives_way_to_a_new_one(family, ada):
    first, second = make_class_text(family, ada, "Det første."), make_class_text(family, ada, "Det andre.")
    first.refresh_from_db()
    assert first.standing == Standing.ENDED
    assert newest_text(ada, Purpose.FOLLOW_UP, timezone.localdate(), family.pupil) == second


def test_a_guardian_of_a_pupil_who_has_turned_15_reads_it_and_takes_nothing_back(family, ada):
    text = make_class_text(family, ada)
    agree(text, family)
    family.pupil.birth_date = born(15)
    family.pupil.save()
    with pytest.raises(RefusedError):
        answer_text(text, family.guardians_actor, key_of(family.guardian), Says.TAKES_BACK)
    visible = ClassText.objects.visible_to(family.guardians_actor, Purpose.OWN_CHILD, timezone.localdate())
    assert visible.count() == 1


def test_another_school_and_a_school_after_a_move_read_nothing(family, ada):
    agree(make_class_text(family, ada), family)
    assert told_to(actor_of(make_user_in(Role.TEACHER, make_school())), family) == ""
    teacher = teacher_of(family)
    family.pupil.enrolments.update(end=timezone.localdate() - DAY)
    assert told_to(teacher, family) == ""


def test_one_guardians_words_are_not_the_others_to_read(family, ada):
    other = make_guardianship(family.pupil, make_guardian(make_user())).guardian
    text = make_class_text(family, ada)
    answer_text(text, family.guardians_actor, key_of(family.guardian), words="Faren hans vet ingenting.")
    today = timezone.localdate()
    others = ClassTextAnswer.objects.visible_to(family_actor(other.user, Role.GUARDIAN), Purpose.OWN_CHILD, today)
    assert not others.exists()
    assert not ClassTextAnswer.objects.visible_to(family.actor, Purpose.OWN, today).exists()
    assert ClassTextAnswer.objects.visible_to(ada, Purpose.FOLLOW_UP, today).get().words == "Faren hans vet ingenting."


def test_those_who_must_agree_are_asked_and_whoever_proposed_is_told(family, ada):
    text = make_class_text(family, ada)
    assert {one.user_id for one in Notice.objects.all()} == {family.user.pk, family.guardian.user_id}
    agree(text, family)
    assert Notice.objects.filter(user=ada.user_id).count() == 2


def test_an_answer_sent_twice_is_one_and_one_about_something_else_is_refused(family, ada):
    text, client_id = make_class_text(family, ada), uuid.uuid4()
    for _time in range(2):
        class_texts.answer(by=family.actor, text=text, key=PUPIL, says=Says.YES, client_id=client_id)
    assert ClassTextAnswer.objects.count() == 1
    other = make_family()
    theirs = make_class_text(other, ada)
    with pytest.raises(RefusedError):
        class_texts.answer(by=other.actor, text=theirs, key=PUPIL, says=Says.YES, client_id=client_id)


def test_the_team_withdraws_what_is_not_right_any_more(family, ada):
    text = make_class_text(family, ada)
    agree(text, family)
    class_texts.withdraw(by=ada, text=text)
    class_texts.withdraw(by=ada, text=text)
    assert told_to(teacher_of(family), family) == ""
