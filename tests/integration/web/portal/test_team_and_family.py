"""The team's side of the family's door: telling of a meeting, answering wishes, and seeing what each of them sees."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.agendas import telling, wishes
from skoleporten.agendas.models import Item, ToldItem, Wish
from skoleporten.audit.models import Event
from skoleporten.people.models import Guardianship
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.factories import actor_of, make_grant, make_guardian, make_guardianship, make_user
from tests.family_factories import Family, guardian_actor, make_family, make_plan, pupil_actor
from tests.intake_factories import make_team_member
from tests.judgement_factories import make_goal
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OF_THE_PUPIL = ("today", "way", "meetings", "complaint")


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def meeting():
    return make_agenda_meeting(day=TODAY + dt.timedelta(days=3))


def shown(user, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def item_page(name: str, item: Item) -> str:
    what, _colon, about = item.key.partition(":")
    return reverse(name, args=[item.meeting.public_id, what, about])


def wished(family: Family, words: str = "Kan dere snakke om svømming?", meeting=None) -> Wish:
    return wishes.wish(
        by=guardian_actor(family.mother), pupil=family.pupil, words=words, client_id=uuid.uuid4(), today=TODAY,
        meeting=meeting,
    )  # fmt: skip


# Telling -----------------------------------------------------------------------------------------------------------
def test_the_case_leads_to_how_the_family_logs_in(family):
    for user in (family.lead, make_team_member("tor")):
        page = shown(user, reverse("case", args=[family.case.public_id]))
        assert f'href="{reverse("family_ways_in", args=[family.pupil.public_id])}"' in page


def test_telling_the_family_is_one_form_from_the_item_and_can_be_changed(family, meeting):
    item = make_item(meeting, family.case.intake, words="Intern sak")
    client, address = signed_in(family.lead), item_page("agenda_tell", item)
    assert "Familien får ikke vite noe om dette." in shown(family.lead, item_page("agenda_item", item))
    sent = {"seen_version": 0, "words": "Vi snakker om bussen.", "readers": ["guardians"]}
    assert client.post(address, sent).status_code == 302
    page = shown(family.lead, item_page("agenda_item", item))
    assert "Vi snakker om bussen." in page
    assert "De foresatte" in page
    theirs = shown(family.mother.user, family.page("my_meetings"))
    assert "Vi snakker om bussen." in theirs
    assert "Intern sak" not in theirs
    assert client.post(address, sent | {"words": "Noe annet"}).status_code == 409
    assert client.post(address, {"seen_version": 1, "words": "Vi snakker om bussen."}).status_code == 302
    assert "Vi snakker om bussen." not in shown(family.mother.user, family.page("my_meetings"))


def test_an_item_about_nobody_has_no_form_and_empty_words_are_asked_for_again(family, meeting):
    client = signed_in(family.lead)
    assert client.get(item_page("agenda_tell", make_item(meeting))).status_code == 404
    answer = client.post(item_page("agenda_tell", make_item(meeting, family.case.intake)), {"seen_version": 0})
    assert answer.status_code == 200
    assert ToldItem.objects.count() == 0


# Wishes ------------------------------------------------------------------------------------------------------------
def test_the_team_is_told_on_its_start_page_the_case_and_the_agenda(family, meeting):
    made = wished(family)
    address = reverse("agenda_wish", args=[made.public_id])
    assert address in shown(family.lead, reverse("start"))
    assert address in shown(family.lead, reverse("case", args=[family.case.public_id]))
    assert address in shown(family.lead, reverse("agenda", args=[meeting.public_id]))
    assert "svømming" in shown(family.lead, reverse("agenda_wishes"))
    wishes.answer(by=actor_of(family.lead), wish=made, words="Ja.", seen_version=1, today=TODAY)
    assert address not in shown(family.lead, reverse("start"))


def test_a_wish_for_one_meeting_does_not_stand_on_another_ones_agenda(family, meeting):
    item = make_item(meeting, family.case.intake)
    telling.tell(
        by=actor_of(family.lead), meeting=meeting, key=item.key, words="Bussen", for_guardians=True, for_pupil=False,
        seen_version=0, today=TODAY,
    )  # fmt: skip
    wished(family, meeting=meeting)
    other = make_agenda_meeting("coordination", day=TODAY + dt.timedelta(days=4))
    assert "svømming" in shown(family.lead, reverse("agenda", args=[meeting.public_id]))
    assert "svømming" not in shown(family.lead, reverse("agenda", args=[other.public_id]))


def test_a_wish_is_put_up_with_one_form_or_answered_with_the_other(family, meeting):
    first, second = wished(family), wished(family, words="Hvem kjører?")
    client = signed_in(family.lead)
    put_up = {"seen_version": 1, "meeting": str(meeting.public_id), "words": "Svømming i gymmen"}
    assert client.post(reverse("agenda_wish", args=[first.public_id]), put_up).status_code == 302
    assert Item.objects.get().words == "Svømming i gymmen"
    page = shown(family.mother.user, family.page("my_meetings"))
    assert "Vi snakker om det i et møte" in page
    answer = {"seen_version": 1, "answer": "Ada kjører."}
    assert client.post(reverse("agenda_wish", args=[second.public_id]), answer).status_code == 302
    assert "Ada kjører." in shown(family.mother.user, family.page("my_meetings"))
    late = client.post(reverse("agenda_wish", args=[second.public_id]), answer | {"answer": "Nei."})
    assert late.status_code == 409


def test_wishes_are_not_for_a_specialist_a_teacher_or_a_leader(family):
    made = wished(family)
    for role in ("specialist", "administrator"):
        user = make_user()
        make_grant(user, role)
        assert signed_in(user).get(reverse("agenda_wish", args=[made.public_id])).status_code == 404
        assert signed_in(user).get(reverse("agenda_wishes")).status_code == 404


def test_a_wish_about_a_pupil_out_of_view_is_nobodys_to_open(family):
    made = wished(family)
    family.pupil.protected = True
    family.pupil.save()
    assert signed_in(make_team_member()).get(reverse("agenda_wish", args=[made.public_id])).status_code == 404


# What the family sees ----------------------------------------------------------------------------------------------
def as_guardian(family: Family, guardian, section: str = "plan") -> str:
    relation = Guardianship.objects.get(pupil=family.pupil, guardian=guardian)
    return reverse("as_guardian", args=[family.case.public_id, relation.public_id, section])


def test_staff_see_what_each_guardian_sees_and_only_that(family):
    make_plan(family)
    make_goal(family.case, readers=frozenset({"guardian"}))
    make_goal(family.case, words="Bare til eleven selv.")
    page = shown(family.lead, as_guardian(family, family.mother))
    theirs = shown(family.mother.user, family.page("my_plan"))
    for words in ("hver dag", "Jeg vil bli med på turen."):
        assert words in page
        assert words in theirs
    assert "Bare til eleven selv." not in page + theirs


def test_every_page_is_shown_without_forms_or_links_of_theirs(family, meeting):
    make_plan(family)
    for section in ("home", "plan", "people", "letters", "meetings", "complaint"):
        page = shown(family.lead, as_guardian(family, family.mother, section))
        assert f"/mine/{family.pupil.public_id}/" not in page
        assert page.count('method="post"') == shown(family.lead, reverse("agenda_wishes")).count('method="post"')


def test_a_barred_an_unverified_and_a_guardian_without_an_account_are_shown_nothing(family):
    make_plan(family)
    Guardianship.objects.filter(guardian=family.mother).update(barred_from=TODAY, barred_source="Vedtak")
    Guardianship.objects.filter(guardian=family.father).update(verified_at=None)
    nobody = make_guardianship(family.pupil, make_guardian()).guardian
    for guardian in (family.mother, family.father, nobody):
        assert "Leiligheten" not in shown(family.lead, as_guardian(family, guardian))
    listed = shown(family.lead, reverse("as_family", args=[family.case.public_id]))
    assert listed.count("ser ingenting her nå") == 2
    assert "har ingen konto ennå" in listed


def test_as_the_pupil_staff_see_what_the_pupil_is_told(family, meeting):
    pupil_actor(family.pupil)
    item = make_item(meeting, family.case.intake)
    telling.tell(
        by=actor_of(family.lead), meeting=meeting, key=item.key, words="Bussen", for_guardians=False, for_pupil=True,
        seen_version=0, today=TODAY,
    )  # fmt: skip
    make_plan(family)
    own = {name: shown(family.lead, reverse("as_pupil", args=[family.case.public_id, name])) for name in OF_THE_PUPIL}
    assert "Bussen" in own["meetings"]
    assert "Dette er din egen vei." in own["way"]
    assert "Leiligheten" in own["today"] + own["way"]
    assert not any(f"/mine/{family.pupil.public_id}/" in page for page in own.values())
    assert "Bussen" not in shown(family.lead, as_guardian(family, family.mother, "meetings"))


def test_the_look_is_logged_as_the_staffs_own_and_told_to_the_family(family):
    shown(family.lead, as_guardian(family, family.mother))
    event = Event.objects.filter(action="portal.seen_as_family").get()
    assert (event.role, event.purpose) == ("lead", "follow_up")
    looked = shown(family.mother.user, reverse("who_has_looked", args=[family.pupil.public_id]))
    assert "Så på det familien ser" in looked


def test_nobody_but_the_team_sees_as_the_family_and_another_childs_relation_is_not_found(family):
    other = make_family()
    relation = Guardianship.objects.get(guardian=other.mother)
    address = reverse("as_guardian", args=[family.case.public_id, relation.public_id, "plan"])
    assert signed_in(family.lead).get(address).status_code == 404
    specialist = make_user()
    make_grant(specialist, "specialist")
    for user in (specialist, family.mother.user):
        assert signed_in(user).get(as_guardian(family, family.mother)).status_code == 404
