"""The pages of the intake talk, asked as a browser does: in small steps, by several at once, and by those left out."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.documents.models import Attachment
from skoleporten.intake import factors, own_questions
from skoleporten.intake.models import (
    FinishedPart,
    Hypothesis,
    Informant,
    InstrumentScore,
    Intake,
    NearPerson,
    OwnAnswer,
    Story,
)
from skoleporten.intake.talk import parts_asked
from skoleporten.people.models import Enrolment
from tests.consent_factories import make_consent
from tests.factories import (
    make_administrator,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.files import png
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.talk_factories import (
    QUESTIONS,
    make_guardians_story,
    make_informant,
    make_near,
    make_story,
    make_talk,
    team_actor,
    today,
    use_questions,
)

pytestmark = pytest.mark.django_db
BARRED = {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}
ARABIC = "المدرسة صاخبة وأنا متعب"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def intake():
    return make_talk(given_name="Kari", family_name="Vik")


@pytest.fixture
def member():
    return signed_in(make_team_member())


def of(intake, name: str, *more: object) -> str:
    return reverse(name, args=[intake.public_id, *more])


def said(**fields) -> dict[str, object]:
    given = {
        "client_id": str(uuid.uuid4()), "seen_version": "0", "telling": "told", "words": "Det er bråk i garderoben.",
        "told_on": today().isoformat(), "audiences": ["only_here"],
    }  # fmt: skip
    return given | fields


def tell_url(intake, part="childs_story", who="pupil") -> str:
    return of(intake, "talk_tell", part, who)


def text_of(answer) -> str:
    return answer.content.decode()


def field_in(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page).group(1)


# The talk and its parts -----------------------------------------------------------------------------------------------
def test_the_talk_shows_every_part_and_how_far_it_is(member, intake):
    make_story(intake)
    page = text_of(member.get(of(intake, "talk")))
    assert page.count("Ikke begynt") == len(parts_asked(has_own_questions=False)) - 1
    assert page.count("Begynt<") == 1
    assert page.index("Elevens fortelling") < page.index("De foresattes fortelling") < page.index("Samtykke</a>")


def test_every_part_has_a_page_of_its_own_and_leads_to_the_next(member, intake):
    make_guardianship(intake.pupil)
    use_questions()
    for part in parts_asked(has_own_questions=True):
        answer = member.get(of(intake, "talk_part", part))
        assert answer.status_code == 200, part
    assert member.get(of(intake, "talk_part", "no-such")).status_code == 404
    done = member.post(of(intake, "talk_part_done", "welcome"))
    assert done.url == of(intake, "talk_part", "childs_story")
    member.post(of(intake, "talk_part_done", "welcome"))
    assert FinishedPart.objects.count() == 1
    member.post(of(intake, "talk_part_done", "welcome"), {"reopen": "1"})
    assert not FinishedPart.objects.exists()


def test_every_form_of_the_talk_opens(member, intake):
    use_questions(hypotheses=True)
    mother = make_guardianship(intake.pupil).guardian
    made = factors.suppose(by=team_actor(), intake=intake, kind="elsewhere", words="Hesten", client_id=uuid.uuid4())
    informant = make_informant(intake)
    urls = [tell_url(intake), tell_url(intake, "hopes", mother.public_id), tell_url(intake, "schools_story", "school")]
    urls += [tell_url(intake, "welcome", "team"), of(intake, "talk_near"), of(intake, "talk_answers")]
    urls += [of(intake, "talk_scores"), of(intake, "talk_hypotheses"), of(intake, "talk_squeeze")]
    urls += [of(intake, "talk_story", make_story(intake).public_id)]
    urls += [of(intake, "talk_near_one", make_near(intake).public_id)]
    urls += [of(intake, "talk_account", informant.public_id), of(intake, "talk_hypothesis", made.public_id)]
    for url in urls:
        assert member.get(url).status_code == 200, url


def test_the_team_writes_down_who_was_there_for_itself(member, intake):
    assert member.post(tell_url(intake, "welcome", "team"), said(words="Kari, mor og hunden")).status_code == 302
    story = Story.objects.get()
    assert (story.telling, story.for_guardians, story.for_pupil) == ("written", False, False)
    assert "Kari, mor og hunden" in text_of(member.get(of(intake, "talk_part", "welcome")))
    assert member.post(tell_url(intake, "offer", "team"), said(words=" ")).status_code == 200


def test_each_look_at_the_talk_is_in_the_read_log(member, intake):
    member.get(of(intake, "talk"))
    member.get(of(intake, "talk_part", "hopes"))
    logged = Event.objects.filter(action__in=["intake.talk_opened", "intake.talk_part_opened"])
    assert [str(row.pupil) for event in logged for row in event.pupils.all()] == [str(intake.pupil.public_id)] * 2


def test_what_has_ended_is_read_and_not_written_in(member, intake):
    story = make_story(intake, words="Det var en gang")
    type(intake).objects.filter(pk=intake.pk).update(ended_at=intake.opened_at)
    assert "Det var en gang" in text_of(member.get(of(intake, "talk_part", "childs_story")))
    assert member.post(tell_url(intake), said()).status_code == 404
    assert member.get(of(intake, "talk_story", story.public_id)).status_code == 404


def test_there_is_no_talk_about_a_pupil_whom_nobody_has_found():
    unknown = make_intake(None, pupil_is_known=False)
    assert signed_in(make_lead()).get(of(unknown, "talk")).status_code == 404


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


# Who is near ----------------------------------------------------------------------------------------------------------
def test_the_map_says_the_same_as_the_list_and_is_changed_by_plain_forms(member, intake):
    near = {"client_id": str(uuid.uuid4()), "seen_version": "0", "name": "Farmor Ragnhild Synnøve", "place": "family"}
    near |= {"ring": "1", "said_by": "pupil", "words": "Vi baker"}
    member.post(of(intake, "talk_near"), near)
    person = NearPerson.objects.get()
    page = text_of(member.get(of(intake, "talk_part", "relations")))
    assert "Farmor Ragnhild Synnøve" in page
    assert "Farmor Ragnhi…" in page
    url = of(intake, "talk_near_one", person.public_id)
    assert member.post(url, near | {"name": "Besta", "seen_version": "1"}).status_code == 302
    assert member.post(url, near | {"name": "Bestefar", "seen_version": "1"}).status_code == 409
    member.post(url, {"remove": "1"})
    assert "Besta" not in text_of(member.get(of(intake, "talk_part", "relations")))


# Factors --------------------------------------------------------------------------------------------------------------
def test_accounts_stand_side_by_side_and_are_not_added_up(member, intake):
    mother = make_guardianship(intake.pupil).guardian
    for who, name in (("pupil", ""), (str(mother.public_id), ""), ("teacher", "Lærer Å")):
        sent = {"client_id": str(uuid.uuid4()), "who": who, "name": name}
        page = member.post(of(intake, "talk_accounts"), sent)
        account = {"client_id": str(uuid.uuid4()), "seen_version": "1", "somatic-complaints-basis": "observed"}
        account |= {"somatic-complaints-evidence": f"Sett av {who[:7]}", "somatic-complaints-strength": "Sover godt"}
        assert member.post(page.url, account).status_code == 302
    page = text_of(member.get(of(intake, "talk_part", "factors")))
    assert all(name in page for name in ("Eleven", str(mother), "Lærer Å", "Sett av pupil", "Sett av teacher"))
    assert page.count("Sover godt") == 3
    assert not re.search(r"\b3 (av|faktor)", page)


def test_half_of_a_factor_is_told_at_its_field(member, intake):
    account = make_informant(intake)
    url = of(intake, "talk_account", account.public_id)
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "1", "transitions-basis": "assumed"}
    assert "Skriv hva det bygger på" in text_of(member.post(url, sent))
    assert member.post(url, sent | {"transitions-evidence": "x"}).status_code == 302
    assert member.post(url, sent | {"transitions-evidence": "y"}).status_code == 409
    member.post(url, {"remove": "1"})
    assert Informant.objects.get().removed_at is not None


def test_somebody_else_tells_by_name_only(member, intake):
    answer = member.post(of(intake, "talk_accounts"), {"client_id": str(uuid.uuid4()), "who": "teacher"}, follow=True)
    assert "med navn" in text_of(answer)
    assert not Informant.objects.exists()


def test_scores_are_entered_by_subscale_and_taken_away(member, intake):
    account = make_informant(intake)
    url = of(intake, "talk_scores")
    sent = {
        "client_id": str(uuid.uuid4()), "informant": str(account.public_id), "instrument": "SRAS-R", "licensed": "Psyk",
        "instrument_version": "C", "filled_in_on": today().isoformat(), "subscale_1": "Unngår", "score_1": "3,5",
        "subscale_2": "Søker", "score_2": "1",
    }  # fmt: skip
    assert [member.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert InstrumentScore.objects.count() == 2
    score = InstrumentScore.objects.get(subscale="Unngår")
    assert str(score.score) == "3.500"
    member.post(of(intake, "talk_score", score.public_id))
    page = text_of(member.get(url))
    assert "Søker" in page and "Unngår" not in page  # noqa: PT018
    assert "Skriv skåren" in text_of(member.post(url, sent | {"client_id": str(uuid.uuid4()), "score_2": ""}))


def test_the_squeeze_is_for_the_staff_and_blames_nobody(member, intake):
    page = text_of(member.get(of(intake, "talk_squeeze")))
    assert "skvis" in page.lower()
    assert "medskyldig" not in page.lower()


def test_hypotheses_are_there_only_where_they_are_turned_on(member, intake):
    url = of(intake, "talk_hypotheses")
    assert member.get(url).status_code == 404
    use_questions(hypotheses=True)
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "kind": "kept_away", "words": "Mangler en voksen"}
    member.post(url, sent)
    one = of(intake, "talk_hypothesis", Hypothesis.objects.get().public_id)
    member.post(one, {"client_id": str(uuid.uuid4()), "seen_version": "1", "words": "Mangler to voksne"})
    assert "Mangler to voksne" in text_of(member.get(url))
    member.post(one, {"remove": "1"})
    assert "Mangler to voksne" in text_of(member.get(url))
    assert member.get(one).status_code == 404
    assert "Mangler to" not in text_of(member.get(reverse("intakes")))


# Own questions --------------------------------------------------------------------------------------------------------
def test_the_administrator_looks_a_file_over_before_it_is_asked():
    admin = signed_in(make_administrator())
    url = reverse("talk_setup")
    page = text_of(admin.post(url, {"file": SimpleUploadedFile("q.toml", QUESTIONS.encode())}))
    assert "How many hours of sleep?" in page
    assert own_questions.in_use() is None
    admin.post(url, {"text": QUESTIONS, "use": "1"})
    assert own_questions.in_use().version == "1"
    assert "kind" in text_of(admin.post(url, {"text": QUESTIONS.replace('kind = "text"', 'kind = "essay"')}))
    assert admin.post(url, {"file": SimpleUploadedFile("q.toml", b"\xff\xfe\x00")}).status_code == 200
    assert admin.post(url, {}).status_code == 200
    admin.post(url, {"hypotheses": "on"})
    assert own_questions.choice_in_force().has_hypotheses
    admin.post(url, {"none": "1"})
    assert own_questions.in_use() is None
    assert own_questions.choice_in_force().has_hypotheses


def test_own_questions_are_answered_in_the_talk_and_shown_with_their_version(member, intake):
    use_questions()
    url = of(intake, "talk_answers")
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "own-way-to-school": "bus", "own-sleep": "8"}
    assert member.post(url, sent).status_code == 302
    page = text_of(member.get(of(intake, "talk_part", "own_questions")))
    assert "Buss" in page and "ours 1" in page  # noqa: PT018
    assert member.post(url, sent | {"own-sleep": "9"}).status_code == 409
    assert member.post(url, sent | {"own-sleep": "99"}).status_code == 200
    assert OwnAnswer.objects.get(question_id="sleep").value == "8"


# The school's account -------------------------------------------------------------------------------------------------
def account_url(intake) -> str:
    return reverse("schools_account", args=[intake.pupil.public_id])


def account(**fields) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()), "seen_version": "0", "seen_answers": "0", "words": "Hun er blid om morgenen.",
        "own-group": "5A", "own-health": "Astma", **fields,
    }  # fmt: skip


def test_the_leader_writes_the_schools_account_and_reads_what_it_was_let_read(intake, member):
    use_questions()
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    make_story(intake, words="Bare for dere")
    make_story(intake, words="Skolen kan lese dette", audiences=frozenset({"school"}))
    assert leader.post(account_url(intake), account()).status_code == 302
    page = text_of(leader.get(account_url(intake)))
    assert "Skolen kan lese dette" in page and "Hun er blid" in page  # noqa: PT018
    assert "Bare for dere" not in page
    assert leader.post(account_url(intake), account(words="Endret")).status_code == 409
    assert leader.post(account_url(intake), account(words="Endret", seen_version="1")).status_code == 302
    assert "Endret" in text_of(member.get(of(intake, "talk_part", "schools_story")))
    assert "Astma" in text_of(member.get(of(intake, "talk_part", "schools_story")))
    assert "Bare for dere" not in text_of(leader.get(account_url(intake)))


def test_what_a_school_answers_about_health_is_kept_and_not_shown_to_it_again(intake):
    use_questions()
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    leader.post(account_url(intake), account())
    page = text_of(leader.get(account_url(intake)))
    assert "Astma" not in page
    seen = {
        name: re.search(rf'name="{name}" value="(\d+)"', page).group(1) for name in ("seen_version", "seen_answers")
    }
    assert leader.post(account_url(intake), account(**seen, **{"own-group": "5C", "own-health": ""})).status_code == 302
    values = dict(OwnAnswer.objects.values_list("question_id", "value"))
    assert values == {"group": "5C", "health": "Astma"}


def test_own_questions_of_the_referral_are_answered_in_it_and_read_in_the_talk():
    use_questions(QUESTIONS.replace('asked_in = "schools_account"', 'asked_in = "referral"'))
    school = make_school()
    pupil = make_enrolment(school, make_pupil()).pupil
    lead = make_lead()
    leader = signed_in(make_school_leader(school))
    url = reverse("refer", args=[pupil.public_id])
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "reason": "Borte", "own-group": "5A"}
    assert leader.post(url, sent | {"own-group": ""}).status_code == 200
    assert leader.post(url, sent | {"own-health": "Migrene"}).status_code == 302
    made = Intake.objects.get()
    page = text_of(signed_in(lead).get(of(made, "talk_part", "own_questions")))
    assert "5A" in page and "Migrene" in page  # noqa: PT018


def test_the_pupils_page_leads_the_school_to_its_account(intake):
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    assert account_url(intake) in text_of(leader.get(reverse("pupil", args=[intake.pupil.public_id])))


def test_a_teacher_writes_an_account_only_where_she_takes_part(intake):
    from skoleporten.concerns.models import Concern

    stay = Enrolment.objects.get(pupil=intake.pupil)
    user = make_user()
    make_grant(user, Role.TEACHER, stay.school)
    teacher = signed_in(user)
    assert teacher.get(account_url(intake)).status_code == 404
    Concern.objects.create(
        pupil=intake.pupil,
        school=stay.school,
        kind="person",
        opened_at=intake.opened_at,
        opening_reason="x",
        owner=user,
        opened_by=user,
    )
    assert teacher.post(account_url(intake), account()).status_code == 302
    leader = signed_in(make_school_leader(stay.school))
    leader.post(account_url(intake), account(words="Lederen ser noe annet"))
    page = text_of(teacher.get(account_url(intake)))
    assert "Hun er blid" in page and "Lederen ser" not in page  # noqa: PT018
    assert "Hun er blid" in text_of(leader.get(account_url(intake)))


# Whoever is left out --------------------------------------------------------------------------------------------------
def test_nobody_else_finds_the_talk(intake):
    story, near = make_story(intake), make_near(intake)
    school = Enrolment.objects.get(pupil=intake.pupil).school
    parent, barred = make_user(), make_user()
    make_guardianship(intake.pupil, make_guardian(parent))
    make_guardianship(intake.pupil, make_guardian(barred), **BARRED)
    own_family = make_team_member()
    make_guardianship(intake.pupil, make_guardian(own_family))
    left_out = [make_user_in(role) for role in (Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER, Role.PUPIL)]
    left_out += [make_school_leader(school), make_school_leader(make_school()), make_administrator(), own_family]
    left_out += [parent, barred, make_pupil_account(intake.pupil).user]
    urls = [of(intake, "talk"), of(intake, "talk_part", "childs_story"), tell_url(intake), of(intake, "talk_squeeze")]
    urls += [of(intake, "talk_story", story.public_id), of(intake, "talk_near_one", near.public_id)]
    for user in left_out:
        client = signed_in(user)
        assert {client.get(url).status_code for url in urls} == {404}, user
    colleague = signed_in(make_team_member())
    assert {colleague.get(url).status_code for url in urls} == {200}


def test_another_intakes_rows_are_not_found_under_this_one(member, intake):
    other = make_talk()
    rows = {
        "talk_story": make_story(other), "talk_near_one": make_near(other), "talk_account": make_informant(other),
    }  # fmt: skip
    for name, row in rows.items():
        assert member.get(of(intake, name, row.public_id)).status_code == 404


def test_the_consent_is_asked_on_its_own_page_and_shown_here(member, intake):
    url = of(intake, "talk_part", "consent")
    assert reverse("ask_consent", args=[intake.pupil.public_id]) in text_of(member.get(url))
    consent = make_consent(intake.pupil)
    assert reverse("consent", args=[consent.public_id]) in text_of(member.get(url))


def test_a_guardians_story_is_hidden_from_nobody_on_the_team(member, intake):
    make_guardians_story(intake, make_guardianship(intake.pupil).guardian, words="Hun gråter om kvelden")
    assert "Hun gråter" in text_of(member.get(of(intake, "talk_part", "guardians_story")))
