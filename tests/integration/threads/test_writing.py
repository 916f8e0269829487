"""Messages between a family and the team: what becomes of each, and that nobody but those it is for is told."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.audit.models import Event
from skoleporten.audit.queries import looks_at
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.notices.models import Notice
from skoleporten.rig.models import Away
from skoleporten.rules.errors import RefusedError
from skoleporten.threads import queries, writing
from skoleporten.threads.models import Message, Thread
from tests.factories import make_guardian, make_guardianship, make_pupil
from tests.intake_factories import make_lead, make_team_member
from tests.rig_factories import make_away
from tests.thread_factories import acting, make_answer, make_deciding_guardian, make_family, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


def notices_to(user) -> list[tuple[str, str]]:
    return [(one.kind, one.link) for one in Notice.objects.filter(user=user).order_by("pk")]


def thread_now(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def test_a_guardian_writes_and_the_owner_of_the_follow_up_is_told_that_something_came(family):
    thread = make_thread(family.mother.user, family.pupil, heading="Møtet", text="Kan vi flytte møtet?")
    assert (thread.guardian, thread.assigned_to, thread.audiences) == (family.mother, family.siri, {"team"})
    assert thread.heading == "Møtet"
    assert [one.text for one in thread.messages.all()] == ["Kan vi flytte møtet?"]
    assert notices_to(family.siri) == [("arrived", f"/threads/{thread.public_id}/")]
    assert [one.kind for one in thread.turns.all()] == ["opened"]


def test_what_is_written_is_sealed_in_the_row_and_no_column_holds_it(family):
    make_thread(family.mother.user, family.pupil, heading="Hemmelig overskrift", text="Hemmelig tekst")
    with connection.cursor() as cursor:
        for table in ("threads_thread", "threads_message", "audit_event", "notices_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "emmelig" not in repr(cursor.fetchall())


def test_a_message_is_never_changed(family):
    thread = make_thread(family.mother.user, family.pupil)
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(thread=thread).update(by_family=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.turns.all().delete()


def test_the_promise_is_made_with_the_first_word_and_stands_until_somebody_answers(family):
    thread = make_thread(family.mother.user, family.pupil)
    promised = thread.answer_by
    assert promised > timezone.localdate()
    Thread.objects.filter(pk=thread.pk).update(answer_by=dt.date(2026, 1, 7))
    make_answer(family.mother.user, thread_now(thread), "Hører dere meg?")
    assert thread_now(thread).answer_by == dt.date(2026, 1, 7)
    make_answer(family.siri, thread)
    assert (thread_now(thread).answer_by, thread_now(thread).waits_since) == (None, None)


def test_the_one_it_is_with_is_told_of_an_answer_and_the_mail_names_nobody(family, django_capture_on_commit_callbacks):
    thread = make_thread(family.mother.user, family.pupil)
    make_answer(family.siri, thread, "Onsdag passer for Ane.")
    link = f"/mine/{family.pupil.public_id}/messages/{thread.public_id}/"
    assert notices_to(family.mother.user) == [("message", link)]
    assert notices_to(family.father.user) == notices_to(family.ane) == []
    assert not any("Ane" in one.body + one.subject for one in mail.outbox)


def test_a_form_sent_twice_is_one_thread_and_one_answer(family):
    same = uuid.uuid4()
    first, second = (make_thread(family.mother.user, family.pupil, client_id=same) for _time in range(2))
    assert first == second
    assert Message.objects.count() == 1
    again = uuid.uuid4()
    for _time in range(2):
        writing.answer(by=acting(family.siri), thread=first, text="Ja.", client_id=again)
    assert Message.objects.count() == 2


def test_the_id_of_another_persons_thread_is_refused_in_words(family):
    same = uuid.uuid4()
    make_thread(family.mother.user, family.pupil, client_id=same)
    with pytest.raises(RefusedError):
        make_thread(family.father.user, family.pupil, client_id=same)
    thread = make_thread(family.father.user, family.pupil)
    with pytest.raises(RefusedError):
        writing.answer(by=acting(family.father.user), thread=thread, text="Ja.", client_id=same)


def test_nothing_and_too_much_are_refused(family):
    for text in ("  ", "a" * (writing.LONGEST + 1)):
        with pytest.raises(RefusedError):
            make_thread(family.mother.user, family.pupil, text=text)
    assert not Thread.objects.exists()


def test_one_who_reads_along_does_not_write_in_it(family):
    thread = make_thread(family.mother.user, family.pupil, read_along=frozenset({"guardian", "pupil"}))
    for user in (family.father.user, family.ane):
        with pytest.raises(RefusedError):
            make_answer(user, thread)
        with pytest.raises(RefusedError):
            writing.close(by=acting(user), thread=thread)


def test_only_whoever_it_is_with_chooses_who_reads_along_and_may_take_it_back(family):
    thread = make_thread(family.mother.user, family.pupil)
    for user in (family.siri, family.father.user, family.ane):
        with pytest.raises(RefusedError):
            writing.choose_readers(by=acting(user), thread=thread, read_along=frozenset({"guardian"}))
    for chosen, readers in ((frozenset({"guardian", "pupil"}), [family.father]), (frozenset(), [])):
        writing.choose_readers(by=acting(family.mother.user), thread=thread, read_along=chosen)
        assert thread_now(thread).audiences == {"team"} | chosen
        assert list(thread.readers.all()) == readers
    assert [one.kind for one in thread.turns.all()] == ["opened", "readers", "readers"]


def test_the_team_never_opens_a_thread_to_another_in_the_family(family):
    with pytest.raises(RefusedError):
        make_thread(family.siri, family.pupil, guardian=family.mother, read_along=frozenset({"guardian"}))
    thread = make_thread(family.siri, family.pupil, guardian=family.mother)
    assert thread.audiences == {"team"}
    assert thread.waits_since is None
    assert [kind for kind, _link in notices_to(family.mother.user)] == ["message"]


def test_a_pupil_can_not_choose_herself_and_nobody_chooses_the_school(family):
    for user, chosen in ((family.ane, "pupil"), (family.ane, "school"), (family.mother.user, "school")):
        with pytest.raises(RefusedError):
            make_thread(user, family.pupil, read_along=frozenset({chosen}))


def test_a_pupil_names_the_guardian_whom_she_lets_read_along(family):
    thread = make_thread(family.ane, family.pupil, read_along=frozenset({"guardian"}), readers=[family.mother])
    today = timezone.localdate()
    seen = {
        guardian: Thread.objects.visible_to(acting(guardian.user), "own_child", today).exists()
        for guardian in (family.mother, family.father)
    }  # fmt: skip
    assert seen == {family.mother: True, family.father: False}
    assert [thread.is_for(acting(one.user)) for one in (family.mother, family.father)] == [True, False]
    for readers in ([], [make_guardian()]):
        with pytest.raises(RefusedError):
            make_thread(family.ane, family.pupil, read_along=frozenset({"guardian"}), readers=readers)


def test_a_closed_thread_is_opened_again_by_a_word_of_either_side(family):
    thread = make_thread(family.mother.user, family.pupil)
    make_answer(family.siri, thread)
    for user in (family.mother.user, family.siri):
        writing.close(by=acting(family.siri), thread=thread_now(thread))
        assert thread_now(thread).closed_by == family.siri
        make_answer(user, thread)
        assert thread_now(thread).closed_at is None
        if user == family.mother.user:
            make_answer(family.siri, thread)
    assert [one.kind for one in thread.turns.all()] == ["opened", "closed", "reopened", "closed", "reopened"]


def test_the_team_does_not_close_what_the_family_waits_for_and_the_family_may(family):
    thread = make_thread(family.mother.user, family.pupil)
    with pytest.raises(RefusedError):
        writing.close(by=acting(family.siri), thread=thread)
    for _time in range(2):
        writing.close(by=acting(family.mother.user), thread=thread)
    assert thread_now(thread).waits_since is None
    assert [one.kind for one in thread.turns.all()] == ["opened", "closed"]


def test_a_word_of_thanks_needs_no_answer_but_one_that_nobody_has_read_does(family):
    thread = make_thread(family.mother.user, family.pupil)
    seen = thread.messages.get().public_id
    make_answer(family.mother.user, thread, "En ting til: hun sover dårlig.")
    with pytest.raises(RefusedError):
        writing.needs_no_answer(by=acting(family.siri), thread=thread, seen_message=seen)
    newest = thread.messages.last().public_id
    with pytest.raises(RefusedError):
        writing.needs_no_answer(by=acting(family.mother.user), thread=thread, seen_message=newest)
    for _time in range(2):
        writing.needs_no_answer(by=acting(family.siri), thread=thread, seen_message=newest)
    assert thread_now(thread).waits_since is None
    assert [one.kind for one in thread.turns.all()] == ["opened", "no_answer_needed"]


def test_a_thread_is_given_to_somebody_who_may_read_it_and_nobody_is_overwritten(family):
    thread, bo = make_thread(family.mother.user, family.pupil), make_team_member()
    writing.assign(by=acting(family.siri), thread=thread, to=bo, seen_version=1)
    assert thread_now(thread).assigned_to == bo
    assert notices_to(bo) == [("arrived", f"/threads/{thread.public_id}/")]
    with pytest.raises(ChangedMeanwhileError):
        writing.assign(by=acting(family.lead), thread=thread, to=family.siri, seen_version=1)
    aunt = make_team_member()
    make_guardianship(family.pupil, make_guardian(aunt))
    with pytest.raises(RefusedError):
        writing.assign(by=acting(family.siri), thread=thread, to=aunt, seen_version=2)


def test_whoever_steps_in_gets_it_while_the_person_in_charge_is_away(family):
    bo, today = make_team_member(), timezone.localdate()
    make_away(family.siri, bo, first=today, last=today)
    thread = make_thread(family.mother.user, family.pupil)
    assert notices_to(family.siri) == []
    assert len(notices_to(bo)) == 1
    assert list(queries.mine_to_answer(acting(bo), today)) == [thread]
    Away.objects.update(stand_in=None)
    make_answer(family.mother.user, thread, "Er noen der?")
    assert len(notices_to(bo)) + len(notices_to(family.lead)) == 2


def test_nobody_writes_where_nobody_can_read(family):
    """The case has ended: a promise of an answer would not be true."""
    thread = make_thread(family.mother.user, family.pupil)
    family.pupil.involvements.update(end=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(RefusedError):
        make_thread(family.mother.user, family.pupil)
    with pytest.raises(RefusedError):
        make_answer(family.mother.user, thread)


def test_a_guardian_who_is_barred_is_not_told_and_can_not_write(family):
    thread = make_thread(family.mother.user, family.pupil)
    today = timezone.localdate()
    family.mother.guardianships.update(barred_from=today, barred_source="court")
    make_answer(family.siri, thread)
    assert notices_to(family.mother.user) == []
    with pytest.raises(RefusedError):
        make_answer(family.mother.user, thread)
    with pytest.raises(RefusedError):
        make_thread(family.siri, family.pupil, guardian=family.mother)


@pytest.mark.parametrize("fields", [{"verified_at": None}, {"decides": "none"}, {"decides": "suspended"}])
def test_nobody_writes_to_a_guardian_who_does_not_see_the_child(family, fields):
    other = make_deciding_guardian(family.pupil, "Odd", **fields)
    with pytest.raises(RefusedError):
        make_thread(family.siri, family.pupil, guardian=other)
    with pytest.raises(RefusedError):
        make_thread(family.siri, make_pupil(), guardian=family.mother)


def test_nobody_in_the_family_learns_from_the_list_of_looks_that_another_has_written(family):
    thread = make_thread(family.ane, family.pupil)
    make_answer(family.siri, thread)
    writing.mark_read(by=acting(family.siri), thread=thread, at=timezone.now())
    assert not looks_at(family.pupil.public_id).exists()
    written = Event.objects.filter(action__startswith="threads.").order_by("seq")
    assert [one.action for one in written] == ["threads.opened_new", "threads.written", "threads.written"]


def test_what_the_team_has_written_is_new_until_that_person_has_read_it(family):
    thread = make_thread(family.mother.user, family.pupil, read_along=frozenset({"pupil"}))
    mother, ane, today = acting(family.mother.user), acting(family.ane), timezone.localdate()
    assert queries.new_for(mother, family.pupil, today) == 0
    make_answer(family.siri, thread)
    assert queries.new_for(mother, family.pupil, today) == queries.new_for(ane, family.pupil, today) == 1
    writing.mark_read(by=mother, thread=thread, at=timezone.now())
    assert (queries.new_for(mother, family.pupil, today), queries.new_for(ane, family.pupil, today)) == (0, 1)
    assert queries.new_for(acting(family.father.user), family.pupil, today) == 0


def test_whoever_wrote_sees_when_it_is_read(family):
    thread = make_thread(family.ane, family.pupil)
    (message,) = queries.standing(thread).messages
    assert queries.standing(thread).read == {message.pk: False}
    for _time in range(2):
        writing.mark_read(by=acting(family.siri), thread=thread, at=timezone.now())
    assert queries.standing(thread).read == {message.pk: True}
    assert thread.readings.count() == 1


def test_an_actor_of_another_role_writes_nothing(family):
    for actor in (acting(make_lead()), Actor(None, "", "nobody", "software")):
        if actor.role == "software":
            with pytest.raises(RefusedError):
                writing.open_thread(
                    by=actor, pupil=family.pupil, opened=writing.Opened("plan", "Hei"), client_id=uuid.uuid4()
                )


def test_what_somebody_had_who_has_left_is_everybodys_and_of_one_away_without_a_stand_in_the_leads(family):
    thread, bo, today = make_thread(family.mother.user, family.pupil), make_team_member(), timezone.localdate()
    assert not queries.mine_to_answer(acting(bo), today).exists()
    make_away(family.siri)
    who = {user: queries.mine_to_answer(acting(user), today).exists() for user in (bo, family.lead)}
    assert who == {bo: False, family.lead: True}
    family.siri.grants.update(end=today - dt.timedelta(days=1))
    assert list(queries.mine_to_answer(acting(bo), today)) == [thread]


def test_a_promise_is_late_from_the_day_after_it(family):
    make_thread(family.mother.user, family.pupil)
    lead, today = acting(family.lead), timezone.localdate()
    for days, is_late in ((0, False), (1, True)):
        Thread.objects.update(answer_by=today - dt.timedelta(days=days))
        assert queries.late(lead, today).exists() is is_late
