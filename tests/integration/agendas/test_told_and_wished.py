"""What of an agenda a family is told, and what it wishes to have on it: who reads which, and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.agendas import telling, wishes
from skoleporten.agendas.models import Item, ToldItem, Wish
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.meetings.models import Meeting
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.factories import actor_of, make_guardianship, make_pupil
from tests.family_factories import guardian_actor, pupil_actor
from tests.intake_factories import make_case, make_lead, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def lead():
    return make_lead()


@pytest.fixture
def case(lead):
    return make_case(owner=lead)


@pytest.fixture
def mother(case):
    return guardian_actor(make_guardianship(case.pupil).guardian)


@pytest.fixture
def meeting(lead):
    return make_agenda_meeting(day=TODAY + dt.timedelta(days=3))


def told(lead, meeting, item, **fields) -> ToldItem:
    values = {"words": "Vi snakker om friminuttene.", "for_guardians": True, "for_pupil": False, "seen_version": 0}
    return telling.tell(by=actor_of(lead), meeting=meeting, key=item.key, today=TODAY, **values | fields)


def seen_by(actor) -> list[ToldItem]:
    purpose = Purpose.OWN if actor.role == Role.PUPIL else Purpose.OWN_CHILD
    return list(ToldItem.objects.visible_to(actor, purpose, TODAY))


def wished(by, case, words="Kan dere snakke om svømming?", **fields) -> Wish:
    values = {"client_id": uuid.uuid4(), "today": TODAY} | fields
    return wishes.wish(by=by, pupil=case.pupil, words=words, **values)


# Told --------------------------------------------------------------------------------------------------------------
def test_a_family_is_told_nothing_until_somebody_says_so(lead, case, mother, meeting):
    item = make_item(meeting, case.intake)
    assert seen_by(mother) == []
    assert [one.words for one in [told(lead, meeting, item)]] == [one.words for one in seen_by(mother)]


def test_what_is_for_the_guardians_is_not_the_pupils_and_the_other_way_round(lead, case, mother, meeting):
    pupil = pupil_actor(case.pupil)
    to_guardians, to_pupil = (make_item(meeting, case.intake, words) for words in ("En", "To"))
    one = told(lead, meeting, to_guardians)
    two = told(lead, meeting, to_pupil, for_guardians=False, for_pupil=True)
    assert seen_by(mother) == [one]
    assert seen_by(pupil) == [two]


def test_a_guardian_who_is_barred_or_has_no_right_is_told_nothing(lead, case, meeting):
    told(lead, meeting, make_item(meeting, case.intake))
    barred = make_guardianship(case.pupil, barred_from=TODAY, barred_source="Vedtak").guardian
    without = make_guardianship(case.pupil, decides="none").guardian
    stranger = make_guardianship(make_pupil()).guardian
    actors = [guardian_actor(one) for one in (barred, without, stranger)]
    assert [seen_by(actor) for actor in actors] == [[], [], []]


def test_what_is_dropped_or_of_a_cancelled_meeting_is_told_no_more(lead, case, mother, meeting):
    item = make_item(meeting, case.intake)
    told(lead, meeting, item)
    Item.objects.filter(pk=item.pk).update(dropped_at=timezone.now(), dropped_by=lead, dropped_why="Senere")
    assert seen_by(mother) == []
    Item.objects.filter(pk=item.pk).update(dropped_at=None, dropped_by=None, dropped_why="")
    assert len(seen_by(mother)) == 1
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", because="person", why="Snø")
    assert seen_by(mother) == []


def test_it_can_be_told_to_nobody_again_and_both_texts_are_kept(lead, case, mother, meeting):
    item = make_item(meeting, case.intake)
    first = told(lead, meeting, item)
    told(lead, meeting, item, words="Annet", for_guardians=False, seen_version=first.version)
    assert seen_by(mother) == []
    assert {row.words for row in first.history.all()} == {"Annet", "Vi snakker om friminuttene."}


def test_two_who_tell_at_once_do_not_write_over_each_other(lead, case, meeting):
    item = make_item(meeting, case.intake)
    told(lead, meeting, item)
    with pytest.raises(ChangedMeanwhileError):
        told(lead, meeting, item, words="Noe annet")
    assert told(lead, meeting, item) == ToldItem.objects.get()  # the same pressed twice


def test_an_item_about_nobody_and_a_meeting_that_is_over_are_refused(lead, case, meeting):
    with pytest.raises(RefusedError, match="ingen elev"):
        told(lead, meeting, make_item(meeting))
    item = make_item(meeting, case.intake)
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    meeting.refresh_from_db()
    with pytest.raises(RefusedError, match="før det blir holdt"):
        told(lead, meeting, item)


# Wished ------------------------------------------------------------------------------------------------------------
def test_a_wish_is_the_writers_and_the_teams_alone(lead, case, mother):
    father = guardian_actor(make_guardianship(case.pupil).guardian)
    pupil = pupil_actor(case.pupil)
    made = wished(mother, case)
    assert list(Wish.objects.visible_to(mother, Purpose.OWN_CHILD, TODAY)) == [made]
    assert list(Wish.objects.visible_to(father, Purpose.OWN_CHILD, TODAY)) == []
    assert list(Wish.objects.visible_to(pupil, Purpose.OWN, TODAY)) == []
    assert list(Wish.objects.visible_to(actor_of(lead), Purpose.FOLLOW_UP, TODAY)) == [made]


def test_what_is_wished_is_sealed_in_the_row(case, mother):
    made = wished(mother, case, words="Svømming er vanskelig")
    assert "vømming" not in made.words_encrypted
    assert Wish.objects.get().words == "Svømming er vanskelig"


def test_the_one_in_charge_is_told_without_words(lead, case, mother):
    wished(mother, case)
    notice = Notice.objects.get(user=lead)
    assert notice.kind == "arrived"
    assert notice.link == wishes.page_for_team(Wish.objects.get())


def test_the_same_wish_sent_twice_is_one_and_its_id_used_for_another_child_is_refused(lead, case, mother):
    client_id = uuid.uuid4()
    assert wished(mother, case, client_id=client_id) == wished(mother, case, client_id=client_id)
    father = guardian_actor(make_guardianship(case.pupil).guardian)
    with pytest.raises(RefusedError, match="noe annet"):
        wished(father, case, client_id=client_id)


def test_nobody_wishes_for_a_child_who_is_not_in_view_or_not_followed_up(case):
    stranger = guardian_actor(make_guardianship(make_pupil()).guardian)
    with pytest.raises(RefusedError):
        wished(stranger, case)
    alone = make_guardianship(make_pupil())
    with pytest.raises(RefusedError, match="følger ikke opp"):
        wishes.wish(
            by=guardian_actor(alone.guardian), pupil=alone.pupil, words="Hei", client_id=uuid.uuid4(),
            today=TODAY,
        )  # fmt: skip


def test_only_a_meeting_that_one_is_told_of_can_be_chosen(lead, case, mother, meeting):
    with pytest.raises(RefusedError, match="ikke lenger"):
        wished(mother, case, meeting=meeting)
    told(lead, meeting, make_item(meeting, case.intake))
    assert wished(mother, case, meeting=meeting).meeting == meeting


def test_a_wish_that_is_put_up_stands_on_the_agenda_and_the_writer_is_told(lead, case, mother, meeting):
    made = wished(mother, case)
    done = put_up(lead, made, meeting)
    assert (done.item.meeting, done.item.words, done.item.intake) == (meeting, "Svømming", case.intake)
    assert Notice.objects.filter(user_id=mother.user_id, kind="answered", role="guardian").count() == 1
    assert put_up(lead, made, meeting).item == done.item
    assert Item.objects.count() == 1


def put_up(user, made, meeting) -> Wish:
    return wishes.put_up(by=actor_of(user), wish=made, meeting=meeting, words="Svømming", seen_version=1, today=TODAY)


def test_a_wish_is_answered_in_words_once_and_nobody_answers_over_another(lead, case, mother):
    made = wished(mother, case)
    say = {"by": actor_of(lead), "wish": made, "seen_version": 1, "today": TODAY}
    assert wishes.answer(words="Vi ringer deg.", **say).answer == "Vi ringer deg."
    assert wishes.answer(words="Vi ringer deg.", **say).version == 2
    with pytest.raises(ChangedMeanwhileError):
        wishes.answer(words="Noe annet", **say)


def test_a_wish_is_taken_back_until_it_is_answered(lead, case, mother):
    made = wished(mother, case)
    wishes.take_back(by=mother, wish=made)
    assert list(Wish.objects.visible_to(actor_of(lead), Purpose.FOLLOW_UP, TODAY)) == []
    with pytest.raises(RefusedError, match="tatt tilbake"):
        wishes.answer(by=actor_of(lead), wish=made, words="Hei", seen_version=1, today=TODAY)
    other = wished(mother, case, words="Noe annet")
    wishes.answer(by=actor_of(lead), wish=other, words="Ja.", seen_version=1, today=TODAY)
    with pytest.raises(RefusedError, match="besvart"):
        wishes.take_back(by=mother, wish=other)


def test_a_team_member_who_does_not_see_the_pupil_answers_nothing(case, mother):
    case.pupil.protected = True
    made = wished(mother, case)
    case.pupil.save()
    with pytest.raises(RefusedError, match="teamet"):
        wishes.answer(by=actor_of(make_team_member()), wish=made, words="Hei", seen_version=1, today=TODAY)


def test_each_step_is_in_the_log_without_words(lead, case, mother):
    made = wished(mother, case, words="Hemmelig")
    wishes.answer(by=actor_of(lead), wish=made, words="Også hemmelig", seen_version=1, today=TODAY)
    events = Event.objects.filter(object_type="wish").order_by("seq")
    assert [event.action for event in events] == ["agendas.wished", "agendas.wish_answered"]
    assert not any("emmelig" in str(event.details) for event in events)
