"""What helps, a talk, and what the class may know: on the pages of pupil, guardian, team and teacher."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.rules.supports import PUPIL, Kind
from skoleporten.supports.models import ClassText, Support, TalkWish
from tests.factories import actor_of, make_enrolment, make_pupil, make_school, make_user_in
from tests.intake_factories import make_team_member
from tests.pages import signed_in
from tests.support_factories import (
    DAY,
    answer_text,
    make_class_text,
    make_family,
    make_line,
    make_week,
    make_wish,
    timezone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


@pytest.fixture
def me(family):
    return signed_in(family.user)


@pytest.fixture
def team():
    return signed_in(make_team_member())


def line(**fields) -> dict:
    return {"client_id": str(uuid.uuid4()), "words": "At noen venter ute."} | fields


# What helps -----------------------------------------------------------------------------------------------------------
def test_the_pupil_writes_orders_changes_and_takes_away_a_line_without_a_script(family, me):
    new = family.mine("what-helps/new/helps/")
    assert "checked" not in me.get(new).content.decode()
    assert "At noen venter ute." in me.post(new, line(), follow=True).content.decode()
    me.post(new, line(words="Å sitte ved døra.", readers=["school", "guardians"]))
    second = Support.objects.get(position=2)
    address = family.mine(f"what-helps/{second.public_id}/")
    page = me.post(f"{address}move/", {"to": "up"}, follow=True).content.decode()
    assert page.index("Å sitte ved døra.") < page.index("At noen venter ute.")
    assert "De voksne i Skoleporten, de voksne hjemme, de voksne på skolen min." in page
    me.post(address, line(words="Å sitte bakerst.", seen_version=1))
    assert "Å sitte bakerst." in me.get(family.mine("what-helps/")).content.decode()
    assert "Å sitte bakerst." not in me.post(f"{address}take-back/", follow=True).content.decode()


def test_whoever_changes_what_was_changed_meanwhile_sees_both_texts(family, me):
    row = make_line(family, "Først.")
    address = family.mine(f"what-helps/{row.public_id}/")
    me.post(address, line(words="På mobilen.", seen_version=1))
    answer = me.post(address, line(words="På nettbrettet.", seen_version=1))
    assert answer.status_code == 409
    assert "På mobilen." in answer.content.decode()
    assert "På nettbrettet." in answer.content.decode()


def test_a_guardian_reads_the_lines_for_her_and_another_child_in_them_is_not_named(family):
    make_line(family, "Bare de voksne her.", Kind.HARD)
    other = make_pupil(given_name="Sigurd", family_name="Solberg")
    make_enrolment(family.school, other)
    make_line(family, "At Sigurd Solberg venter på meg.", Kind.HELPS, "guardians")
    page = signed_in(family.guardian.user).get(family.mine("what-helps/")).content.decode()
    assert "venter på meg" in page
    assert "Sigurd" not in page
    assert "Bare de voksne her." not in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("tail", ["", "take-back/", "move/"])
def test_another_pupil_and_a_guardian_write_in_nobodys_list(family, tail):
    row = make_line(family, "Min.", Kind.HELPS, "guardians")
    address = family.mine(f"what-helps/{row.public_id}/{tail}")
    for user in (make_family().user, family.guardian.user):
        assert signed_in(user).post(address, line(seen_version=1)).status_code == 404
    row.refresh_from_db()
    assert (row.taken_back_at, row.words) == (None, "Min.")


def test_what_helps_stands_where_the_pupil_is_met(family, team):
    make_line(family, "At noen venter ute.")
    for address in (
        f"/today/{family.case.public_id}/",
        f"/today/home-visits/?case={family.case.public_id}",
        family.cases(),
        family.cases("what-helps/"),
    ):
        found = team.get(address)
        assert found.status_code == 200, address
        assert "At noen venter ute." in found.content.decode(), address


def test_the_team_writes_down_what_a_pupil_says_and_takes_away_only_what_it_wrote(family, team):
    mine = make_line(family, "Min egen.")
    team.post(family.cases("what-helps/"), line(kind="hard", words="Store rom."))
    theirs = Support.objects.get(kind="hard")
    page = signed_in(family.user).get(family.mine("what-helps/")).content.decode()
    assert "Store rom." in page
    assert "skrev det ned for deg" in page
    assert team.post(family.cases(f"what-helps/{mine.public_id}/take-back/")).status_code == 404
    team.post(family.cases(f"what-helps/{theirs.public_id}/take-back/"))
    theirs.refresh_from_db()
    assert theirs.taken_back_at is not None


# A talk ---------------------------------------------------------------------------------------------------------------
def test_the_pupil_asks_for_a_talk_and_reads_the_answer(family, me, team):
    address = family.mine("talk/")
    page = me.get(f"{address}?when=today").content.decode()
    assert page.count("checked") == 1  # what she chose herself on the page before
    for text in ("Bare de voksne i Skoleporten leser det.", "116 111", "Du trenger ikke si det."):
        assert text in page
    sent = {"client_id": str(uuid.uuid4()), "adult": "anybody", "how": "walk", "when": "today", "words": "Om natta."}
    assert "Vi svarer deg innen" in me.post(address, sent, follow=True).content.decode()
    assert "1 elev ber om en samtale" in team.get("/").content.decode()
    wish = TalkWish.objects.get()
    page = team.get(family.cases("talks/")).content.decode()
    assert "Om natta." in page
    assert "Meldeplikten er din" in page
    assert "<p>En voksen her, " in page
    form = team.get(f"/supports/talks/{wish.public_id}/").content.decode()
    assert '<button class="ds-button">Send</button>' in form
    assert "Gi ikke løfte om å holde på en hemmelighet." in form
    assert 'href="/"' in team.get("/supports/talks/").content.decode().split("<main")[1]
    team.post(f"/supports/talks/{wish.public_id}/", {"words": "Klokka ti, ute.", "seen_version": 1})
    assert "Klokka ti, ute." in me.get(address).content.decode()
    assert "ber om en samtale" not in team.get("/").content.decode()
    team.post(f"/supports/talks/{wish.public_id}/had/")
    assert "Dere har snakket sammen." in me.get(address).content.decode()


def test_when_we_are_late_we_say_so(family, me):
    make_wish(family)
    TalkWish.objects.update(asked_at=timezone.now() - 14 * DAY)
    assert "Det er vi lei for." in me.get(family.mine("talk/")).content.decode()


def test_no_guardian_and_no_school_finds_a_talk_anywhere(family):
    make_wish(family, "Om natta.")
    guardian = signed_in(family.guardian.user)
    assert guardian.get(family.mine("talk/")).status_code == 404
    for client, addresses in (
        (guardian, ("/", family.mine(), family.mine("what-helps/"))),
        (signed_in(make_user_in(Role.TEACHER, family.school)), (f"/pupils/{family.pupil.public_id}/",)),
    ):
        for address in addresses:
            page = client.get(address).content.decode()
            assert "Om natta." not in page
            assert "ber om en samtale" not in page


def test_the_pupil_takes_a_wish_back_and_another_can_not(family, me):
    address = family.mine(f"talk/{make_wish(family).public_id}/take-back/")
    assert signed_in(make_family().user).post(address).status_code == 404
    assert "Du har spurt" not in me.post(address, follow=True).content.decode()


# What the class may know ----------------------------------------------------------------------------------------------
def test_the_class_text_from_the_proposal_to_the_lesson(family, me, team):
    guardian = signed_in(family.guardian.user)
    teacher = signed_in(make_user_in(Role.TEACHER, family.school))
    lesson, address = f"/supports/{family.pupil.public_id}/", family.mine("class/")
    assert "Si ikke noe til klassen" in teacher.get(lesson).content.decode()
    team.post(
        family.cases("class/new/"),
        {"client_id": str(uuid.uuid4()), "words": "Kari er hos oss noen timer.", "who_tells": "Kontaktlærer"},
    )
    assert "Kari er hos oss" not in teacher.get(lesson).content.decode()
    assert "Vi vil gjerne høre hva du tenker" in me.get(family.mine()).content.decode()
    for client in (me, guardian):
        client.post(address, {"client_id": str(uuid.uuid4()), "says": "yes", "words": ""})
    page = teacher.get(lesson).content.decode()
    assert "Kari er hos oss noen timer." in page
    assert "Familien har sagt ja til disse ordene." in page
    assert "Avtalt" in team.get(family.cases("class/")).content.decode()
    guardian.post(address, {"client_id": str(uuid.uuid4()), "says": "takes_back", "words": "Ikke nå."})
    assert "Kari er hos oss" not in teacher.get(lesson).content.decode()


def test_a_guardian_of_one_who_is_15_reads_it_and_is_not_asked(team):
    family = make_family(15)
    make_class_text(family, actor_of(make_team_member()))
    guardian = signed_in(family.guardian.user)
    page = guardian.get(family.mine("class/")).content.decode()
    assert "Fra 15 år bestemmer ungdommen dette alene." in page
    assert "Det blir ikke sagt før barnet har sagt ja." in page
    assert "de som bestemmer for barnet" not in page
    assert guardian.post(family.mine("class/"), {"says": "yes"}).status_code == 404


def test_the_team_writes_down_an_answer_that_was_given_aloud(family, team):
    text = make_class_text(family, actor_of(make_team_member()))
    sent = {"client_id": str(uuid.uuid4()), "who": PUPIL, "says": "yes", "answer_words": "Ok."}
    page = team.post(family.cases("class/"), sent, follow=True).content.decode()
    assert "Eleven: ja" in page
    team.post(family.cases("class/withdraw/"))
    text.refresh_from_db()
    assert text.ended_because == "withdrawn"


# The teacher ----------------------------------------------------------------------------------------------------------
def test_a_teacher_gets_plan_door_and_class_and_nothing_else(family):
    make_week(family, fallback="Da går vi en tur.")
    make_line(family, "At noen venter ute.", Kind.HELPS, "school")
    make_line(family, "Bare de voksne her.", Kind.HARD)
    text = make_class_text(family, actor_of(make_team_member()), "Hun kommer tilbake.")
    answer_text(text, family.actor, PUPIL)
    answer_text(text, family.guardians_actor, str(family.guardian.public_id))
    teacher = signed_in(make_user_in(Role.TEACHER, family.school))
    page = teacher.get(f"/supports/{family.pupil.public_id}/").content.decode()
    for shown in ("At noen venter ute.", "Hun kommer tilbake.", "Da går vi en tur.", "30\u00a0min"):
        assert shown in page
    assert "Bare de voksne her." not in page
    assert f"/supports/{family.pupil.public_id}/" in teacher.get(f"/pupils/{family.pupil.public_id}/").content.decode()
    assert Event.objects.filter(action="supports.lesson_opened").count() == 1


@pytest.mark.parametrize("role", [Role.TEAM, Role.SPECIALIST, Role.ADMINISTRATOR, Role.GUARDIAN, Role.PUPIL])
def test_the_page_of_the_lesson_is_the_schools_alone(family, role):
    assert signed_in(make_user_in(role)).get(f"/supports/{family.pupil.public_id}/").status_code == 404


def test_a_guardian_who_is_also_a_teacher_at_the_school_is_no_teacher_of_her_own_child(family):
    teacher = make_user_in(Role.TEACHER, family.school)
    family.guardian.user = teacher
    family.guardian.save()
    make_line(family, "For skolen.", Kind.HELPS, "school")
    assert signed_in(teacher).get(f"/supports/{family.pupil.public_id}/").status_code == 404


def test_another_schools_teacher_and_one_after_the_move_get_what_a_stranger_gets(family):
    elsewhere = signed_in(make_user_in(Role.TEACHER, make_school()))
    here = signed_in(make_user_in(Role.TEACHER, family.school))
    assert elsewhere.get(f"/supports/{family.pupil.public_id}/").status_code == 404
    family.pupil.enrolments.update(end=timezone.localdate() - DAY)
    assert here.get(f"/supports/{family.pupil.public_id}/").status_code == 404
    assert ClassText.objects.count() == 0
