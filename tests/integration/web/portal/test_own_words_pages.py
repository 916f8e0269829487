"""A pupil and two guardians apart write at their own doors, and each reads what is meant for them."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from skoleporten.front.models import PageFacts
from skoleporten.intake.models import Story
from skoleporten.rules.readability import lix
from skoleporten.voices import opening, reading
from skoleporten.voices.models import Word
from tests.factories import make_enrolment, make_pupil
from tests.pages import signed_in
from tests.voices_factories import Cast, acting, by_guardian, by_pupil, drawing, make_cast
from tests.voices_pages import page, paragraphs_of, seen_on, sent, words_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


# The pupil's own door ---------------------------------------------------------------------------------------------
def test_a_pupil_writes_chooses_one_reader_and_is_told_who_can_read_it_and_who_has(cast: Cast):
    client = signed_in(cast.ane)
    form = page(client, words_url(cast.pupil, "new"))
    assert "checked" not in form.split('id="id_audiences"')[1]
    picture = SimpleUploadedFile("t.png", drawing().content, "image/png")
    answer = sent(
        client, words_url(cast.pupil, "new"), words="Det er bråkete.", faces=["tired"], pictures=[picture],
        was_spoken="on", audiences=[f"guardian:{cast.mother.public_id}"],
    )  # fmt: skip
    word = Word.objects.get()
    told = seen_on(html.unescape(answer.content.decode()))
    assert answer.redirect_chain == [(words_url(cast.pupil, word.public_id), 302)]
    for line in ("Det er sendt.", "Det er bråkete.", "Sliten", "sagt høyt", "Mona", "Ingen har lest det ennå"):
        assert line in told
    assert "Frode" not in told
    reading.mark_read(by=acting(cast.siri), word=word, seen_version=1)
    told = seen_on(page(client, words_url(cast.pupil)))
    assert "En som jobber her, har lest det" in told
    assert str(cast.siri) not in told


def test_what_she_wrote_is_there_again_when_something_is_missing(cast: Cast):
    answer = sent(signed_in(cast.ane), words_url(cast.pupil, "new"), words="", audiences=["school"])
    told = html.unescape(answer.content.decode())
    assert "Skriv noe, velg et ansikt, eller legg ved et bilde." in told
    assert re.search(r'value="school"[^>]*checked', told)
    assert not Word.objects.exists()


def test_a_form_sent_twice_is_one_and_two_devices_are_both_shown(cast: Cast):
    client, once = signed_in(cast.ane), str(uuid.uuid4())
    for _ in range(2):
        sent(client, words_url(cast.pupil, "new"), words="Hei", client_id=once)
    word = Word.objects.get()
    change = words_url(cast.pupil, word.public_id, "change")
    sent(client, change, words="Fra telefonen", seen_version=1)
    answer = client.post(change, {"client_id": once, "words": "Fra nettbrettet", "seen_version": 1})
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Fra telefonen" in told
    assert "Fra nettbrettet" in told
    of_another = client.post(words_url(cast.pupil, "new"), {"client_id": once, "words": "Nytt"}, follow=True)
    assert of_another.status_code == 200
    assert Word.objects.count() == 1


def test_how_it_stood_before_is_there_for_whoever_wrote_it(cast: Cast):
    word = by_pupil(cast, "Jeg likte mate", pictures=[drawing()])
    client = signed_in(cast.ane)
    [picture] = word.attachments.all()
    sent(
        client, words_url(cast.pupil, word.public_id, "change"), words="Jeg likte matte", seen_version=1,
        without=[str(picture.public_id)],
    )  # fmt: skip
    told = page(client, words_url(cast.pupil, word.public_id))
    assert "Jeg likte matte" in told
    assert "Jeg likte mate<" in told
    page(client, words_url(cast.pupil, word.public_id, "pictures", picture.public_id), 404)


def test_what_is_taken_back_is_shown_to_nobody_and_said_to_its_writer(cast: Cast):
    word = by_pupil(cast, "Glem dette", chosen=frozenset({"guardian"}), readers=[cast.mother], pictures=[drawing()])
    client, address = signed_in(cast.ane), words_url(cast.pupil, word.public_id)
    assert "Bare lederen kan åpne det" in page(client, f"{address}take-back/")
    client.post(f"{address}take-back/")
    for text in (page(client, words_url(cast.pupil)), page(client, address)):
        assert "Du har tatt dette tilbake." in text
        assert "Glem dette" not in text
    picture = word.attachments.get().public_id
    page(client, f"{address}pictures/{picture}/", 404)
    page(client, f"{address}change/", 404)
    page(signed_in(cast.mother.user), address, 404)
    page(signed_in(cast.siri), f"/voices/{word.public_id}/", 404)
    assert "Glem dette" in page(signed_in(cast.lead), f"/voices/{word.public_id}/")


def test_a_drawing_is_shown_to_whom_the_words_are_shown(cast: Cast):
    word = by_pupil(cast, "", pictures=[drawing()], chosen=frozenset({"guardian"}), readers=[cast.mother])
    address = words_url(cast.pupil, word.public_id, "pictures", word.attachments.get().public_id)
    for user in (cast.ane, cast.mother.user):
        answer = signed_in(user).get(address)
        assert answer.headers["Content-Type"] == "image/png"
        assert "no-store" in answer.headers["Cache-Control"]
    page(signed_in(cast.father.user), address, 404)
    other = by_pupil(cast, "Et annet")
    page(signed_in(cast.ane), address.replace(str(word.public_id), str(other.public_id)), 404)


# Two doors --------------------------------------------------------------------------------------------------------
def test_each_guardian_has_her_own_door_and_reads_no_name_of_the_other(cast: Cast):
    client = signed_in(cast.mother.user)
    answer = sent(
        client, words_url(cast.pupil, "new"), words="Hun sov fire timer.", kind="sleep",
        about_on=timezone.localdate().isoformat(), audiences=["guardian"],
    )  # fmt: skip
    told = seen_on(html.unescape(answer.content.decode()))
    assert "andre foresatte" in told
    assert "Frode" not in told
    by_guardian(cast, cast.mother, "Bare mitt", "morning")
    his = seen_on(page(signed_in(cast.father.user), words_url(cast.pupil)))
    assert "Hun sov fire timer." in his
    assert "En annen foresatt" in his
    assert "Bare mitt" not in his
    assert "Mona" not in his
    assert "Ingen har lest det" not in his  # who has read it is told to whoever wrote it


def test_nobody_learns_from_the_form_whether_there_is_another_guardian(cast: Cast):
    with_two = page(signed_in(cast.mother.user), words_url(cast.pupil, "new"))
    cast.father.guardianships.all().delete()
    with_one = page(signed_in(cast.mother.user), words_url(cast.pupil, "new"))
    label = 'value="guardian"'
    assert label in with_two
    assert label in with_one
    word = by_guardian(cast, cast.mother, chosen=frozenset({"guardian"}))
    assert "andre foresatte" in seen_on(page(signed_in(cast.mother.user), words_url(cast.pupil, word.public_id)))


def test_the_other_parent_a_barred_one_and_one_without_the_right_find_no_such_page(cast: Cast):
    word = by_guardian(cast, cast.mother)
    word.readers.add(cast.barred, cast.uncle)
    for address in (words_url(cast.pupil, word.public_id), words_url(cast.pupil, word.public_id, "change")):
        for guardian in (cast.father, cast.barred, cast.uncle):
            page(signed_in(guardian.user), address, 404)
    for guardian in (cast.barred, cast.uncle):
        page(signed_in(guardian.user), words_url(cast.pupil), 404)
    page(signed_in(cast.mother.user), words_url(make_pupil(), word.public_id), 404)


def test_another_childs_name_is_taken_out_for_other_readers_and_stays_for_whoever_wrote_it(cast: Cast):
    friend = make_pupil("Theodor", "Vik")
    make_enrolment(cast.school, friend)
    said = "Theodor Vik dytter meg."
    word = by_pupil(cast, said, chosen=frozenset({"guardian", "school"}), readers=[cast.mother])
    assert "Theodor" in page(signed_in(cast.ane), words_url(cast.pupil, word.public_id))
    assert "Theodor" in page(signed_in(cast.siri), f"/voices/{word.public_id}/")
    for user, address in (
        (cast.mother.user, words_url(cast.pupil)),
        (cast.mother.user, words_url(cast.pupil, word.public_id)),
        (cast.leader, f"/voices/{word.public_id}/"),
        (cast.leader, f"/voices/pupils/{cast.pupil.public_id}/"),
    ):
        told = page(signed_in(user), address)
        assert "Theodor" not in told
        assert "dytter meg." in told


def test_the_school_is_chosen_without_its_name_which_could_tell_where_a_protected_child_is(cast: Cast):
    word = by_pupil(cast, chosen=frozenset({"school"}))
    for further in ((), ("new",), (word.public_id,), (word.public_id, "change")):
        assert "Solvik" not in page(signed_in(cast.ane), words_url(cast.pupil, *further))
    assert "Solvik" not in page(signed_in(cast.mother.user), words_url(cast.pupil, "new"))


def test_what_was_told_in_the_talk_stands_in_the_same_list(cast: Cast):
    Story.objects.create(
        intake=cast.case.intake, client_id=uuid.uuid4(), part="childs_story", teller="pupil", telling="told",
        words="Jeg fortalte det i samtalen.", told_on=timezone.localdate(), written_by=cast.siri,
    )  # fmt: skip
    by_pupil(cast, "Jeg skrev det selv.")
    told = seen_on(page(signed_in(cast.ane), words_url(cast.pupil)))
    assert "Jeg fortalte det i samtalen." in told
    assert "fortalt i inntakssamtalen" in told
    assert "Jeg skrev det selv." in told
    assert "Jeg fortalte" not in page(signed_in(cast.mother.user), words_url(cast.pupil))


def test_a_long_list_comes_page_by_page(cast: Cast):
    for number in range(23):
        by_pupil(cast, f"Nummer {number:02}")
    client = signed_in(cast.ane)
    first, second = (seen_on(page(client, f"{words_url(cast.pupil)}?page={number}")) for number in (1, 2))
    assert "Nummer 22" in first
    assert "Nummer 02" not in first
    assert "Nummer 02" in second


# Honest words -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "told"),
    [(11, "Da sier vi hvorfor."), (13, "Da spør vi deg først."), (15, "Du bestemmer dette alene.")],
)
def test_what_the_choice_is_worth_is_said_at_each_age(age: int, told: str):
    cast = make_cast(age)
    assert told in page(signed_in(cast.ane), words_url(cast.pupil, "new"))


def test_every_writing_page_says_who_reads_it_when_that_danger_is_told_on_and_whom_to_call(cast: Cast):
    word, mine = by_pupil(cast), by_guardian(cast, cast.mother)
    pages = [
        (cast.ane, words_url(cast.pupil, "new")),
        (cast.ane, words_url(cast.pupil, word.public_id, "change")),
        (cast.mother.user, words_url(cast.pupil, "new")),
        (cast.mother.user, words_url(cast.pupil, mine.public_id, "change")),
    ]
    for user, address in pages:
        told = page(signed_in(user), address)
        assert "Vi leser det innen to skoledager." in told
        assert "De voksne i Skoleporten leser det. Ingen maskin gjør det." in told
        assert "hemmelig" in told or "må vi si fra" in told
        for number in ("tel:112", "tel:113", "tel:116111"):
            assert number in told
        assert "Nummeret er ikke lagt inn her" in told
    PageFacts.objects.create(
        version=1, municipality="Kristiansand", emergency_phone="38 07 60 00", words={}, written_at=timezone.now(),
        written_by=cast.lead,
    )  # fmt: skip
    told = page(signed_in(cast.ane), words_url(cast.pupil, "new"))
    assert 'href="tel:38076000"' in told
    assert "Nummeret er ikke lagt inn" not in told


def test_where_nobody_reads_the_page_says_so_and_asks_for_nothing(cast: Cast):
    by_pupil(cast)
    cast.pupil.involvements.update(end=timezone.localdate().replace(day=1).replace(year=2025, month=12))
    told = page(signed_in(cast.ane), words_url(cast.pupil, "new"))
    assert "<textarea" not in told
    assert "Derfor ville ingen her lese noe nytt." in told
    assert "Ingen her leser det lenger" in page(signed_in(cast.ane), words_url(cast.pupil))


def test_a_promise_that_was_not_kept_is_said_plainly(cast: Cast):
    word = by_pupil(cast)
    Word.objects.filter(pk=word.pk).update(read_by=timezone.localdate().replace(year=2025))
    assert "Det har vi ikke gjort. Det er vi lei for." in page(signed_in(cast.ane), words_url(cast.pupil))
    assert "1 av dem skulle vært lest nå" in page(signed_in(cast.siri), "/")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pages_are_easy_to_read_and_light(cast: Cast, language: str):
    word, mine = by_pupil(cast, "Hei."), by_guardian(cast, cast.mother, "Hei.")
    opening.open_to(
        by=acting(cast.siri), word=word, guardian=cast.mother, reason="Hei.", pupils_view="Hei.", client_id=uuid.uuid4()
    )
    for user, own, most in ((cast.ane, word, 35), (cast.mother.user, mine, 40)):
        client = signed_in(user)
        client.cookies["language"] = language
        for further in ((), ("new",), (own.public_id,), (own.public_id, "change"), (own.public_id, "take-back")):
            answer = client.get(words_url(cast.pupil, *further))
            text = html.unescape(answer.content.decode())
            said = "\n\n".join(paragraphs_of(text.split("<h1", 1)[1].split("</main>")[0]))
            assert lix(said) < most, (further, lix(said), said)
            assert len(answer.content) < 100_000
