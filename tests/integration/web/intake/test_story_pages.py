"""Stories in the talk, asked as a browser does: in small steps, by several at once, and by those left out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skoleporten.documents.models import Attachment
from skoleporten.intake.models import Story
from skoleporten.people.models import Enrolment
from tests.factories import make_enrolment, make_guardianship, make_pupil
from tests.files import png
from tests.intake_factories import make_team_member
from tests.integration.web.intake.talking import BARRED, field_in, of, said, tell_url, text_of
from tests.pages import signed_in
from tests.talk_factories import make_guardians_story, make_story

pytestmark = pytest.mark.django_db
ARABIC = "المدرسة صاخبة وأنا متعب"


# Stories --------------------------------------------------------------------------------------------------------------
def test_the_childs_story_is_written_down_and_nothing_is_chosen_beforehand(member, intake):
    form = text_of(member.get(tell_url(intake)))
    assert "checked" not in form
    answer = member.post(tell_url(intake), said(audiences=["guardian", "school"]))
    assert answer.url == of(intake, "talk_part", "childs_story")
    story = Story.objects.get()
    assert (story.for_guardians, story.for_school, story.for_specialists) == (True, True, False)
    assert "Foresatte" in text_of(member.get(answer.url))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"audiences": []}, "hvem som kan lese"),
        ({"audiences": ["only_here", "school"]}, "Bare de voksne i Skoleporten"),
        ({"words": " "}, "Skriv ned"),
        ({"telling": "not_yet"}, "hvorfor"),
        ({"telling": ""}, "Velg hvordan"),
        ({"words": "a\x00b"}, "Null"),
        ({"words": "x" * 100_001}, "100"),
    ],
)
def test_a_mistake_is_told_and_the_text_stands(member, intake, wrong, told):
    page = text_of(member.post(tell_url(intake), said(**wrong)))
    assert told in page
    assert not Story.objects.exists()


def test_a_very_long_story_and_one_from_right_to_left_are_kept_whole(member, intake):
    long = (ARABIC + " ") * 4000
    member.post(tell_url(intake), said(words=long[:99_000]))
    assert Story.objects.get().words == long[:99_000].strip()
    assert 'dir="auto"' in text_of(member.get(of(intake, "talk_part", "childs_story")))


def test_markup_in_a_story_is_text(member, intake):
    make_story(intake, words="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(member.get(of(intake, "talk_part", "childs_story")))


def test_a_drawing_comes_along_and_needs_no_words(member, intake):
    drawing = SimpleUploadedFile("huset.png", png(), "image/png")
    member.post(tell_url(intake), said(telling="drawn", words="", pictures=[drawing]))
    assert Story.objects.get().attachments.count() == 1
    assert reverse("attachment", args=[Attachment.objects.get().public_id]) in text_of(
        member.get(of(intake, "talk_part", "childs_story"))
    )


def test_a_file_that_is_no_picture_is_refused_and_no_half_story_stands(member, intake):
    bad = SimpleUploadedFile("huset.png", b"MZ not a picture", "image/png")
    answer = member.post(tell_url(intake), said(pictures=[bad]))
    assert answer.status_code == 200
    assert not Story.objects.exists()
    assert not Attachment.objects.exists()


def test_each_guardian_tells_by_own_name_and_a_barred_one_not(member, intake):
    mother = make_guardianship(intake.pupil).guardian
    barred = make_guardianship(intake.pupil, **BARRED).guardian
    page = text_of(member.get(of(intake, "talk_part", "guardians_story")))
    assert str(mother) in page
    assert str(barred) not in page
    member.post(tell_url(intake, "guardians_story", mother.public_id), said(audiences=["pupil"]))
    assert Story.objects.get().teller_name.startswith(str(mother))
    assert member.get(tell_url(intake, "guardians_story", barred.public_id)).status_code == 404
    assert member.get(tell_url(intake, "childs_story", mother.public_id)).status_code == 404
    assert member.get(tell_url(intake, "guardians_story", "guardian")).status_code == 404


def test_a_double_click_makes_one_story(member, intake):
    sent = said()
    assert [member.post(tell_url(intake), sent).status_code for _ in range(2)] == [302, 302]
    assert Story.objects.count() == 1


def test_two_who_change_the_same_story_see_both_texts_and_nothing_is_lost(member, intake):
    story = make_story(intake, words="Før")
    url, other = of(intake, "talk_story", story.public_id), signed_in(make_team_member())
    assert member.post(url, said(words="Min", seen_version="1")).status_code == 302
    answer = other.post(url, said(words="Hennes", seen_version="1"))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Min" in page and "Hennes" in page  # noqa: PT018
    story.refresh_from_db()
    assert story.words == "Min"
    seen = field_in(page, "seen_version")
    assert other.post(url, said(words="Begge", seen_version=seen)).status_code == 302
    story.refresh_from_db()
    assert story.words == "Begge"


def test_what_was_sent_after_the_session_ended_stands_in_the_form_again(intake):
    user = make_team_member()
    client = signed_in(user)
    ticket = field_in(text_of(client.get(tell_url(intake))), "draft")
    client.logout()
    client.post(tell_url(intake), said(words="Skrevet i bilen", draft=ticket))
    assert not Story.objects.exists()
    assert "Skrevet i bilen" in text_of(signed_in(user).get(tell_url(intake)))


def test_another_pupil_who_is_named_is_asked_about_and_kept_after_a_yes(member, intake):
    school = Enrolment.objects.get(pupil=intake.pupil).school
    make_enrolment(school, make_pupil("Sunniva", "Berg"))
    sent = said(words="Sunniva slo meg")
    page = text_of(member.post(tell_url(intake), sent))
    assert "Sunniva" in page and "names_are_meant" in page  # noqa: PT018
    assert not Story.objects.exists()
    member.post(tell_url(intake), sent | {"names_are_meant": "on"})
    assert Story.objects.get().words == "Sunniva slo meg"


def test_a_story_in_the_wrong_place_is_taken_away(member, intake):
    story = make_story(intake, words="Feil elev")
    member.post(of(intake, "talk_story", story.public_id), {"remove": "1"})
    assert "Feil elev" not in text_of(member.get(of(intake, "talk_part", "childs_story")))


def test_a_guardians_story_is_hidden_from_nobody_on_the_team(member, intake):
    make_guardians_story(intake, make_guardianship(intake.pupil).guardian, words="Hun gråter om kvelden")
    assert "Hun gråter" in text_of(member.get(of(intake, "talk_part", "guardians_story")))
