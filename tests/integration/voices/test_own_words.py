"""A pupil and two guardians apart write: who reads what, what is kept, and what is told to whom."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.access.reasons import purpose_of
from skoleporten.audit.models import Event
from skoleporten.audit.queries import looks_at
from skoleporten.documents.models import Attachment
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.stories import Picture
from skoleporten.notices.models import Notice
from skoleporten.people.family import guardians_in_view
from skoleporten.rules.errors import RefusedError
from skoleporten.voices import actions, queries, reading
from skoleporten.voices.actions import Written
from skoleporten.voices.models import EarlierWord, Word, WordRead
from tests.factories import make_pupil, make_pupil_account
from tests.rig_factories import make_away
from tests.voices_factories import (
    Cast,
    acting,
    by_guardian,
    by_pupil,
    drawing,
    make_cast,
    make_related,
    seen_by,
)

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset({"guardian", "school", "specialist"})
SECRET = "Onkel roper om natta"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def changed(**fields) -> Word:
    return actions.change(**{"client_id": uuid.uuid4()} | fields)


# Who reads --------------------------------------------------------------------------------------------------------
def test_only_the_adults_here_read_what_a_pupil_lets_nobody_else_read(cast: Cast):
    word = by_pupil(cast)
    assert word.audiences == {"team", "pupil"}
    assert seen_by(cast.ane) == seen_by(cast.siri) == seen_by(cast.lead) == [word]
    for user in (cast.mother.user, cast.father.user, cast.nurse, cast.leader, cast.teacher):
        assert seen_by(user) == []


def test_a_pupil_lets_one_of_two_guardians_read(cast: Cast):
    word = by_pupil(cast, chosen=frozenset({"guardian"}), readers=[cast.mother])
    assert seen_by(cast.mother.user) == [word]
    assert seen_by(cast.father.user) == []


def test_what_one_guardian_writes_the_other_reads_only_where_she_chose_it(cast: Cast):
    mine = by_guardian(cast, cast.mother)
    shared = by_guardian(cast, cast.mother, "Det gikk fint i dag.", "worked", chosen=frozenset({"guardian"}))
    assert set(seen_by(cast.mother.user)) == {mine, shared}
    assert seen_by(cast.father.user) == [shared]
    assert seen_by(cast.ane) == []
    with_the_child = by_guardian(cast, cast.father, chosen=frozenset({"pupil"}))
    assert seen_by(cast.ane) == [with_the_child]
    assert with_the_child not in seen_by(cast.mother.user)


def test_a_barred_parent_and_one_without_the_right_read_nothing_whatever_is_chosen(cast: Cast):
    by_guardian(cast, cast.mother, chosen=frozenset({"guardian"}))
    for guardian in (cast.uncle, cast.barred):
        word = by_pupil(cast)
        word.readers.add(guardian)  # as if it had been chosen before the bar
        assert seen_by(guardian.user) == []
    assert guardians_in_view(cast.pupil, timezone.localdate()) == [cast.father, cast.mother]


def test_a_guardian_who_came_later_does_not_read_what_the_others_were_let_read_before(cast: Cast):
    word = by_guardian(cast, cast.mother, chosen=frozenset({"guardian"}))
    later = make_related(cast.pupil, "Sven")
    corrected = Written("Hun sov litt.", "sleep", chosen=frozenset({"guardian"}))
    changed(by=acting(cast.mother.user), word=word, written=corrected, seen_version=1)
    assert seen_by(later.user) == []
    assert seen_by(cast.father.user) == [word]


def test_the_leader_of_the_school_and_named_specialists_read_where_they_are_chosen(cast: Cast):
    word = by_pupil(cast, chosen=EVERYBODY, readers=[cast.mother, cast.father])
    assert seen_by(cast.leader) == seen_by(cast.nurse) == [word]
    assert seen_by(cast.teacher) == []


@pytest.mark.parametrize("chosen", [frozenset(), EVERYBODY])
def test_a_word_and_the_database_agree_on_who_reads_it(cast: Cast, chosen: frozenset[str]):
    word = by_pupil(cast, chosen=chosen, readers=[cast.mother])
    taken_back = by_pupil(cast, "Glem det", chosen=chosen, readers=[cast.mother])
    actions.take_back(by=acting(cast.ane), word=taken_back)
    taken_back.refresh_from_db()
    today = timezone.localdate()
    people = [cast.ane, cast.mother.user, cast.father.user, cast.siri, cast.lead, cast.nurse, cast.leader, cast.teacher]
    for one in (word, taken_back):
        for user in people:
            assert (one in seen_by(user)) == one.is_for(acting(user), today), (one, user)


def test_a_sibling_with_another_father_is_another_child(cast: Cast):
    half_sister = make_pupil("Lise", "Dal")
    other_father = make_related(half_sister, "Odd")
    make_related_again = make_related(half_sister, "Kai")
    by_guardian(cast, cast.mother, chosen=frozenset({"guardian"}))
    assert seen_by(other_father.user) == seen_by(make_related_again.user) == []


def test_a_guardian_reads_nothing_from_the_eighteenth_birthday():
    cast = make_cast(age=18)
    assert guardians_in_view(cast.pupil, timezone.localdate()) == []
    with pytest.raises(RefusedError):
        by_pupil(cast, chosen=frozenset({"guardian"}), readers=[cast.mother])
    with pytest.raises(RefusedError):
        by_guardian(cast, cast.mother)
    word = by_pupil(cast)
    assert seen_by(cast.ane) == [word]
    assert seen_by(cast.mother.user) == []


# What is kept -----------------------------------------------------------------------------------------------------
def test_what_is_written_is_sealed_in_the_row_and_bound_to_it(cast: Cast):
    word, other = by_pupil(cast, SECRET), by_pupil(cast, "Noe annet")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words_encrypted FROM voices_word")
        assert not any(SECRET in stored for (stored,) in cursor.fetchall())
    assert Word.objects.get(pk=word.pk).words == SECRET
    Word.objects.filter(pk=other.pk).update(words_encrypted=word.words_encrypted)
    with pytest.raises(Exception, match=r".*"):
        _ = Word.objects.get(pk=other.pk).words


def test_a_form_sent_twice_is_one_word_and_anothers_form_is_refused(cast: Cast):
    client_id, by = uuid.uuid4(), acting(cast.ane)
    first = actions.write(by=by, pupil=cast.pupil, written=Written("Hei"), client_id=client_id)
    assert actions.write(by=by, pupil=cast.pupil, written=Written("Hei"), client_id=client_id) == first
    with pytest.raises(RefusedError):
        actions.write(
            by=acting(cast.mother.user), pupil=cast.pupil, written=Written("Hei", "story"), client_id=client_id
        )
    assert Word.objects.count() == 1


def test_how_it_stood_is_kept_when_it_is_corrected_and_cannot_be_changed(cast: Cast):
    word = by_pupil(cast, "Jeg likte mate", faces=["glad"], chosen=frozenset({"guardian"}), readers=[cast.mother])
    by = acting(cast.ane)
    now = changed(by=by, word=word, written=Written("Jeg likte matte"), seen_version=1)
    assert (now.words, now.version, now.faces, now.audiences) == ("Jeg likte matte", 2, [], {"team", "pupil"})
    [earlier] = now.earlier.all()
    assert (earlier.words, earlier.faces, earlier.version) == ("Jeg likte mate", ["glad"], 1)
    assert earlier.audience == {"chosen": ["guardian"], "readers": [str(cast.mother.public_id)]}
    assert seen_by(cast.mother.user) == []
    with pytest.raises(TypeError):
        earlier.save()
    for rows in (EarlierWord.objects.all(), WordRead.objects.all()):
        reading.mark_read(by=acting(cast.siri), word=now, seen_version=2)
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            rows.update(version=9)


def test_two_devices_never_overwrite_each_other(cast: Cast):
    word, by = by_pupil(cast), acting(cast.ane)
    changed(by=by, word=word, written=Written("Fra nettbrettet"), seen_version=1)
    changed(by=by, word=word, written=Written("Fra nettbrettet"), seen_version=1)  # a double click
    with pytest.raises(ChangedMeanwhileError) as refused:
        changed(by=by, word=word, written=Written("Fra telefonen"), seen_version=1)
    assert refused.value.now.words == "Fra nettbrettet"


def test_a_change_sent_twice_with_a_drawing_is_one_change(cast: Cast):
    word, once = by_pupil(cast), uuid.uuid4()
    given = {
        "by": acting(cast.ane),
        "written": Written("Ny", pictures=[drawing()]),
        "seen_version": 1,
        "client_id": once,
    }
    for _ in range(2):
        assert changed(word=word, **given).version == 2
    assert word.attachments.count() == word.earlier.count() == 1
    with pytest.raises(RefusedError):
        changed(word=by_pupil(cast, "En annen"), **given)


def test_nobody_else_changes_or_takes_back_ones_words(cast: Cast):
    word = by_pupil(cast, chosen=frozenset({"guardian"}), readers=[cast.mother])
    mine = by_guardian(cast, cast.mother, chosen=frozenset({"guardian", "pupil"}))
    for by, of in ((cast.mother.user, word), (cast.siri, word), (cast.father.user, mine), (cast.ane, mine)):
        with pytest.raises(RefusedError):
            actions.take_back(by=acting(by), word=of)
        with pytest.raises(RefusedError):
            changed(by=acting(by), word=of, written=Written("Nei", of.kind), seen_version=1)


def test_what_is_taken_back_is_a_leads_alone_and_its_writer_sees_that_it_was_there(cast: Cast):
    word = by_pupil(cast, chosen=EVERYBODY, readers=[cast.mother])
    actions.take_back(by=acting(cast.ane), word=word)
    actions.take_back(by=acting(cast.ane), word=word)
    assert seen_by(cast.ane) == seen_by(cast.lead) == [word]
    for user in (cast.siri, cast.mother.user, cast.nurse, cast.leader):
        assert seen_by(user) == []
    assert Event.objects.filter(action="voices.taken_back").count() == 1
    with pytest.raises(RefusedError):
        changed(by=acting(cast.ane), word=word, written=Written("Igjen"), seen_version=1)
    assert not queries.to_read(acting(cast.lead), timezone.localdate()).exists()


def test_a_drawing_is_made_anew_shown_by_no_other_page_and_can_be_taken_away(cast: Cast):
    word = by_pupil(cast, "", pictures=[drawing()], chosen=EVERYBODY, readers=[cast.mother])
    [kept] = word.attachments.all()
    for user in (cast.ane, cast.mother.user, cast.siri, cast.leader):
        actor = acting(user)
        rows = Attachment.objects.visible_to(actor, purpose_of(actor.role), timezone.localdate())
        assert not any(row.is_for(actor.role) for row in rows)
    by = acting(cast.ane)
    with pytest.raises(RefusedError):
        changed(by=by, word=word, written=Written(), seen_version=1, without=[kept.public_id])
    now = changed(by=by, word=word, written=Written("Uten"), seen_version=1, without=[kept.public_id])
    kept.refresh_from_db()
    assert kept.file is None
    assert now.earlier.get().pictures == 1


@pytest.mark.parametrize("name", ["brev.pdf", "film.mp4", "side.svg", "uten"])
def test_only_pictures_come_with_own_words(cast: Cast, name: str):
    with pytest.raises(RefusedError):
        by_pupil(cast, pictures=[dataclasses.replace(drawing(), name=name)])


def test_a_file_that_only_says_it_is_a_picture_leaves_nothing(cast: Cast):
    with pytest.raises(RefusedError):
        by_pupil(cast, pictures=[Picture("tegning.png", b"<svg onload=alert(1)>")])
    assert not Word.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        Written(""),
        Written("Hei", kind="sleep"),
        Written("Hei", faces=["rank-1"]),
        Written("Hei", chosen=frozenset({"pupil"})),
        Written("a" * 20_001),
        Written("Hei", pictures=[Picture("a.png", b"x")] * 4),
    ],
    ids=["nothing", "kind of a guardian", "no such face", "herself", "too long", "four pictures"],
)
def test_what_a_pupil_can_not_write_is_refused_in_words(cast: Cast, written: Written):
    with pytest.raises(RefusedError):
        actions.write(by=acting(cast.ane), pupil=cast.pupil, written=written, client_id=uuid.uuid4())


def test_where_nobody_is_here_to_read_it_is_refused_and_what_stands_can_still_be_taken_back(cast: Cast):
    word = by_pupil(cast)
    cast.pupil.involvements.update(end=timezone.localdate().replace(year=timezone.localdate().year - 1))
    with pytest.raises(RefusedError, match="ingen her ville lest det"):
        by_pupil(cast)
    actions.take_back(by=acting(cast.ane), word=word)
    stranger = make_pupil_account(make_pupil()).user
    with pytest.raises(RefusedError):
        actions.write(by=acting(stranger), pupil=cast.pupil, written=Written("Hei"), client_id=uuid.uuid4())


# What is told -----------------------------------------------------------------------------------------------------
def test_whoever_is_in_charge_is_told_once_while_something_waits_and_again_after_it_is_read(cast: Cast):
    word = by_pupil(cast)
    by_guardian(cast, cast.mother)
    [told] = Notice.objects.all()
    assert (told.user, told.kind, told.link) == (cast.siri, "words", f"/voices/{word.public_id}/")
    for one in Word.objects.all():
        reading.mark_read(by=acting(cast.siri), word=one, seen_version=1)
    by_pupil(cast, "Noe mer")
    assert Notice.objects.filter(user=cast.siri).count() == 2


def test_the_stand_in_is_told_where_whoever_is_in_charge_is_away(cast: Cast):
    make_away(cast.siri, stand_in=cast.lead)
    by_pupil(cast)
    assert list(Notice.objects.values_list("user", flat=True)) == [cast.lead.pk]


def test_a_family_is_told_of_what_it_is_let_read_and_only_once(cast: Cast):
    word = by_pupil(cast, chosen=frozenset({"guardian"}), readers=[cast.mother])
    told = Notice.objects.get(user=cast.mother.user)
    assert (told.role, told.link) == (Role.GUARDIAN, f"/mine/{cast.pupil.public_id}/words/{word.public_id}/")
    by = acting(cast.ane)
    changed(by=by, word=word, written=Written("Bare dere"), seen_version=1)
    again = Written("Bare dere", chosen=frozenset({"guardian"}), readers=[cast.mother, cast.father])
    changed(by=by, word=word, written=again, seen_version=2)
    assert Notice.objects.filter(user=cast.mother.user).count() == 1
    assert Notice.objects.filter(user=cast.father.user).count() == 1


def test_somebody_has_read_it_and_a_new_text_is_to_be_read_anew(cast: Cast):
    word, today = by_pupil(cast), timezone.localdate()
    by = acting(cast.siri)
    reading.mark_read(by=by, word=word, seen_version=1)
    reading.mark_read(by=by, word=word, seen_version=1)
    assert word.reads.count() == 1
    assert not queries.to_read(by, today).exists()
    wider = Written(word.words, chosen=frozenset({"guardian"}), readers=[cast.mother])
    changed(by=acting(cast.ane), word=word, written=wider, seen_version=1)
    assert not queries.to_read(by, today).exists()  # the text is the same
    corrected = dataclasses.replace(wider, words="Det er stille nå.")
    changed(by=acting(cast.ane), word=word, written=corrected, seen_version=2)
    assert list(queries.to_read(by, today)) == [word]
    with pytest.raises(ChangedMeanwhileError):
        reading.mark_read(by=by, word=word, seen_version=2)
    with pytest.raises(RefusedError):
        reading.mark_read(by=acting(cast.nurse), word=word, seen_version=3)


def test_what_a_family_writes_is_in_the_log_and_is_nobodys_look_at_the_pupil(cast: Cast):
    word = by_pupil(cast, SECRET)
    actions.take_back(by=acting(cast.ane), word=word)
    written = Event.objects.filter(action__startswith="voices.")
    assert [event.action for event in written.order_by("seq")] == ["voices.written", "voices.taken_back"]
    assert SECRET not in str([event.details for event in written])
    assert not looks_at(cast.pupil.public_id).filter(action__startswith="voices.").exists()
