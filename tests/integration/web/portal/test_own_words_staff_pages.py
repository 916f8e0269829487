"""Whoever works with the pupil reads own words, what they ask, and no more than they were let read."""

from __future__ import annotations

import html
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skoleporten.access.models import User
from skoleporten.audit.models import Event
from skoleporten.voices import opening
from tests.factories import make_enrolment, make_pupil
from tests.pages import signed_in
from tests.voices_factories import Cast, acting, by_guardian, by_pupil, make_cast
from tests.voices_pages import page, seen_on, words_url

pytestmark = pytest.mark.django_db
CHILD_WELFARE = ("child-welfare", "/duties/")
ABUSE = "Pappa slår meg når han er sint."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_story_that_tells_of_abuse_shows_staff_the_duty_at_once_and_the_family_nothing_of_it(cast: Cast):
    word = by_pupil(cast, ABUSE, chosen=frozenset({"guardian", "school", "specialist"}), readers=[cast.mother])
    report = f"/duties/pupils/{cast.pupil.public_id}/child-welfare/"
    staff = [
        (cast.siri, f"/voices/{word.public_id}/"),
        (cast.siri, f"/voices/pupils/{cast.pupil.public_id}/"),
        (cast.siri, f"/cases/{cast.case.public_id}/"),
        (cast.nurse, f"/voices/{word.public_id}/"),
        (cast.leader, f"/voices/{word.public_id}/"),
        (cast.leader, f"/pupils/{cast.pupil.public_id}/"),
    ]
    for user, address in staff:
        client = signed_in(user)
        told = page(client, address)
        assert ABUSE in told, address
        assert report in told, address
        assert page(client, report)
    # As the staff's look is tied to child welfare, it is told to nobody in the family.
    for user in (cast.ane, cast.mother.user):
        client = signed_in(user)
        addresses = [
            words_url(cast.pupil), words_url(cast.pupil, word.public_id), f"/mine/{cast.pupil.public_id}/",
            f"/pupils/{cast.pupil.public_id}/who-has-looked/",
        ]  # fmt: skip
        for address in addresses:
            told = seen_on(page(client, address)).lower()
            for hidden in ("barnevernet", "meldeplikt", "duties", "meld fra"):
                assert hidden not in told, (address, hidden)


def test_duty_stands_beside_what_is_harmless_too_as_no_machine_reads_it(cast: Cast):
    word = by_guardian(cast, cast.father, "Vi spiste frokost.", "morning")
    assert "Meldeplikten er din egen" in page(signed_in(cast.siri), f"/voices/{word.public_id}/")


def test_the_team_sees_what_waits_says_that_it_is_read_and_it_waits_no_more(cast: Cast):
    word = by_pupil(cast, "Hei")
    client = signed_in(cast.siri)
    assert f"/voices/{word.public_id}/" in page(client, "/")
    listed = page(client, "/voices/")
    assert "Ane Holm" in listed
    assert "Hei" not in seen_on(listed)
    assert "Skal leses" in page(client, f"/cases/{cast.case.public_id}/")
    button = page(client, f"/voices/{word.public_id}/")
    assert "Jeg har lest det" in button or "I have read it" in button
    told = client.post(f"/voices/{word.public_id}/read/", {"seen_version": 1}, follow=True)
    assert "Den som skrev det, får vite" in html.unescape(told.content.decode())
    assert "Egne ord å lese" not in page(client, "/")
    assert "Ingenting venter" in page(client, "/voices/")
    for sent_wrongly in ("7", "", "x"):
        answer = client.post(f"/voices/{word.public_id}/read/", {"seen_version": sent_wrongly}, follow=True)
        assert "Det er endret siden du åpnet siden." in html.unescape(answer.content.decode())


def test_specialists_and_the_school_read_only_what_they_were_let_read(cast: Cast):
    kept = by_pupil(cast, "Bare dere")
    shared = by_pupil(cast, "Alle kan lese", chosen=frozenset({"school", "specialist"}))
    for user in (cast.nurse, cast.leader):
        client = signed_in(user)
        page(client, f"/voices/{kept.public_id}/", 404)
        told = page(client, f"/voices/{shared.public_id}/")
        assert "Alle kan lese" in told
        assert "Jeg har lest det" not in told
        assert "Mona" not in told
        page(client, f"/voices/{shared.public_id}/open/", 404)
        page(client, "/voices/", 404)
        assert client.post(f"/voices/{shared.public_id}/read/", {"seen_version": 1}).status_code == 404
        assert "Bare dere" not in page(client, f"/voices/pupils/{cast.pupil.public_id}/")
    teacher = signed_in(cast.teacher)
    for address in (f"/voices/{shared.public_id}/", f"/voices/pupils/{cast.pupil.public_id}/"):
        page(teacher, address, 404)
    assert "Alle kan lese" not in page(teacher, f"/pupils/{cast.pupil.public_id}/")
    assert "Bare dere" not in page(signed_in(cast.nurse), f"/cases/{cast.case.public_id}/")


def test_the_team_lets_a_guardian_read_and_the_pupil_reads_why(cast: Cast):
    word = by_pupil(cast, "Jeg vil ikke hjem.")
    client, address = signed_in(cast.siri), f"/voices/{word.public_id}/open/"
    told = page(client, address)
    assert "Bo Etternavn" not in told
    assert "Ulrik" not in told
    missing = client.post(address, {"client_id": str(uuid.uuid4()), "guardian": str(cast.mother.public_id)})
    assert "Fra 12 år blir eleven spurt først." in html.unescape(missing.content.decode())
    values = {
        "client_id": str(uuid.uuid4()), "guardian": str(cast.mother.public_id), "pupils_view": "Greit for meg.",
        "reason": "Mamma kan hente deg.",
    }  # fmt: skip
    for _ in range(2):
        client.post(address, values)
    hers = seen_on(page(signed_in(cast.mother.user), words_url(cast.pupil)))
    assert "Jeg vil ikke hjem." in hers
    assert "Ane har fått vite det" in hers
    assert "Mamma kan hente deg." not in hers
    childs = seen_on(page(signed_in(cast.ane), words_url(cast.pupil)))
    for line in ("Vi lot Mona", "Mamma kan hente deg.", "Greit for meg."):
        assert line in childs
    opened = word.openings.get()
    other = by_pupil(cast, "Noe annet")
    assert client.post(f"/voices/{other.public_id}/openings/{opened.public_id}/end/").status_code == 404
    client.post(f"/voices/{word.public_id}/openings/{opened.public_id}/end/")
    assert "Jeg vil ikke hjem." not in page(signed_in(cast.mother.user), words_url(cast.pupil))
    assert "Det er slutt nå." in page(signed_in(cast.ane), words_url(cast.pupil))


def test_from_fifteen_the_page_says_that_only_the_pupil_decides():
    cast = make_cast(15)
    word = by_pupil(cast)
    told = page(signed_in(cast.siri), f"/voices/{word.public_id}/open/")
    assert "bestemmer dette alene" in told
    assert "<textarea" not in told


def test_another_childs_name_in_the_reason_is_taken_out_for_the_pupil(cast: Cast):
    make_enrolment(cast.school, make_pupil("Theodor", "Vik"))
    word = by_pupil(cast)
    opening.open_to(
        by=acting(cast.siri), word=word, guardian=cast.mother, reason="Theodor Vik må få vite det.", pupils_view="Ja",
        client_id=uuid.uuid4(),
    )  # fmt: skip
    told = page(signed_in(cast.ane), words_url(cast.pupil))
    assert "må få vite det." in told
    assert "Theodor" not in told


def test_every_reading_is_in_the_log_and_the_family_reads_nothing_from_it(cast: Cast):
    word = by_pupil(cast, "Hemmelig")
    reads = [
        (cast.siri, f"/voices/{word.public_id}/"),
        (cast.siri, "/voices/"),
        (cast.siri, f"/voices/pupils/{cast.pupil.public_id}/"),
        (cast.ane, words_url(cast.pupil, word.public_id)),
    ]
    for user, address in reads:
        before = Event.objects.count()
        page(signed_in(user), address)
        event = Event.objects.order_by("-seq").first()
        assert Event.objects.count() == before + 1
        assert list(event.pupils.values_list("pupil", flat=True)) == [cast.pupil.public_id]
    hers = page(signed_in(cast.mother.user), f"/pupils/{cast.pupil.public_id}/who-has-looked/")
    looks = hers.split("<tbody", 1)[1].split("</tbody>")[0]
    assert "Så eleven på en side" in looks
    assert "egne ord" not in looks


def test_the_page_of_many_words_asks_the_database_no_more_than_that_of_one(cast: Cast):
    pages = [(cast.siri, f"/voices/pupils/{cast.pupil.public_id}/"), (cast.siri, f"/cases/{cast.case.public_id}/")]
    by_guardian(cast, cast.mother)
    few = [queries_of(*one) for one in pages]
    for _ in range(5):
        by_guardian(cast, cast.mother)
    assert [queries_of(*one) for one in pages] == few


def queries_of(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
