"""A guardian's pages: the plan, the people, the letters, the meetings, how to complain; and what is nobody else's."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Grant
from skoleporten.agendas import telling, wishes
from skoleporten.agendas.models import Wish
from skoleporten.audit.models import Event
from skoleporten.people.models import Enrolment, Guardianship
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.case_factories import make_part
from tests.decision_factories import decide
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_enrolment,
    make_grant,
    make_guardianship,
    make_pupil,
    make_user,
)
from tests.family_factories import guardian_actor, make_family, make_plan, pupil_actor
from tests.intake_factories import make_team_member
from tests.judgement_factories import make_goal, make_measure, make_round
from tests.pages import signed_in
from tests.rig_factories import make_away, make_service
from tests.thread_factories import make_answer, make_thread

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGES = ("my_child", "my_plan", "my_people", "my_letters", "my_meetings", "how_to_complain")


def shown(user, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def told(family, words="Vi snakker om friminuttene.", days=3, **fields):
    meeting = make_agenda_meeting(day=TODAY + dt.timedelta(days=days))
    item = make_item(meeting, family.case.intake)
    readers = {"for_guardians": True, "for_pupil": False} | fields
    return telling.tell(
        by=actor_of(family.lead), meeting=meeting, key=item.key, words=words, seen_version=0, today=TODAY, **readers
    )


def wish(family, words="Kan dere snakke om svømming?", by=None) -> Wish:
    by = by or guardian_actor(family.mother)
    return wishes.wish(by=by, pupil=family.pupil, words=words, client_id=uuid.uuid4(), today=TODAY)


# Home --------------------------------------------------------------------------------------------------------------
def test_the_first_page_says_what_is_next_and_what_is_new():
    family = make_family()
    make_plan(family)
    told(family)
    page = shown(family.mother.user, reverse("start"))
    assert "08.30–09.00, Leiligheten, med Ada" in page
    assert "Vi snakker om friminuttene." in page
    assert page.count("Et nytt steg i planen") == 1
    assert "Hva vi snakker om i et møte" in page


def test_an_answer_that_is_new_waits_to_be_read_and_asks_for_no_answer():
    family = make_family()
    make_answer(family.lead, make_thread(family.mother.user, family.pupil))
    page = shown(family.mother.user, reverse("start"))
    waits = page.partition('id="waits"')[2].partition("</section>")[0]
    assert "Meldinger" in waits
    assert ">Venter på deg<" in waits
    assert "svar fra deg" not in waits


def test_without_a_plan_it_says_so_and_not_that_nothing_happens():
    guardianship = make_guardianship(make_pupil())
    assert "Det er ingen plan i Skoleporten nå." in shown(guardianship.guardian.user, reverse("start"))


# The plan ----------------------------------------------------------------------------------------------------------
def test_the_plan_shows_the_week_goals_and_what_we_do_together():
    family = make_family()
    make_plan(family)
    make_goal(family.case, readers=frozenset({"guardian"}))
    make_goal(family.case, words="Bare til meg selv.")
    make_measure(make_round(family.case), readers=frozenset({"guardian"}), what="Vi møtes ved benken.")
    make_measure(make_round(family.case), what="Noe bare teamet leser.")
    page = shown(family.mother.user, family.page("my_plan"))
    for words in ("hver dag", "Jeg vil bli med på turen.", "Vi møtes ved benken.", "Av den avtalte planen"):
        assert words in page
    assert "Bare til meg selv." not in page
    assert "Noe bare teamet leser." not in page


def test_a_step_that_is_not_for_guardians_is_not_told_of_at_all():
    family = make_family()
    make_plan(family, audiences=frozenset())
    with_hidden = shown(family.mother.user, family.page("my_plan"))
    other = make_family()
    assert "Ingen avtale blir vist til deg nå." in with_hidden
    assert "Leiligheten" not in with_hidden + shown(family.mother.user, family.page())
    assert "Ingen avtale blir vist til deg nå." in shown(other.mother.user, other.page("my_plan"))


def test_another_childs_name_in_the_plan_is_masked_but_for_that_childs_own_guardian():
    family = make_family()
    other = make_pupil("Torleif", "Kvamsdal")
    make_enrolment(Enrolment.objects.get(pupil=family.pupil).school, other)
    make_plan(family, why="Torleif Kvamsdal er ikke der da.")
    assert "Kvamsdal" not in shown(family.mother.user, family.page("my_plan"))
    make_guardianship(other, family.father)
    assert "Kvamsdal" in shown(family.father.user, family.page("my_plan"))


# The people --------------------------------------------------------------------------------------------------------
def test_who_is_who_tells_parts_stand_ins_and_work_numbers_only():
    family = make_family()
    ada, bo = make_user("ada"), make_team_member()
    make_grant(ada, "team")
    ada.display_name, ada.email = "Ada Lie", "ada@hjemme.example"
    ada.save()
    make_part(family.case, ada)
    make_away(ada, bo)
    make_case_team_member(family.pupil, make_user())
    make_service("Helsesykepleier", is_for_families=True, phone="38 07 50 00")
    page = shown(family.mother.user, family.page("my_people"))
    assert "møter barnet i døra" in page
    assert f"Borte i dag. {bo} er her i stedet." in page
    assert "er med etter loven: opplæringslova § 24-1" in page
    assert "38 07 50 00" in page
    assert "ada@hjemme.example" not in page


def test_where_a_child_is_protected_no_page_names_the_school():
    family = make_family(protected=True)
    Grant.objects.create(
        user=family.mother.user,
        role="guardian",
        pupil=family.pupil,
        start=dt.date(2025, 8, 1),
        end=dt.date(2099, 7, 31),
    )
    make_plan(family)
    school = Enrolment.objects.get(pupil=family.pupil).school.name
    pages = [shown(family.mother.user, family.page(name)) for name in PAGES]
    assert not any(school in page for page in pages)
    assert "Vi viser ikke hvilken skole det er." in pages[PAGES.index("my_people")]
    assert signed_in(family.father.user).get(family.page()).status_code == 404  # not named


# Letters and complaints --------------------------------------------------------------------------------------------
def test_letters_and_decisions_are_the_readers_own():
    decision = decide()
    pupil = decision.intake.pupil
    guardian = pupil.guardianships.get().guardian
    page = shown(guardian.user, reverse("my_letters", args=[pupil.public_id]))
    assert reverse("my_decision", args=[decision.public_id]) in page
    assert "Det er ikke noe brev til deg ennå." in page


def test_how_to_complain_says_where_and_by_when():
    family = make_family()
    page = shown(family.mother.user, family.page("how_to_complain"))
    for where in ("statsforvalteren.no", "datatilsynet.no", "barneombudet.no"):
        assert where in page
    own = shown_to_pupil(family, "how_to_complain")
    assert "Si det til en av oss" in own
    assert "barnet ditt" not in own


def shown_to_pupil(family, name: str) -> str:
    pupil_actor(family.pupil)
    return shown(family.pupil.account.user, family.page(name))


# Meetings ----------------------------------------------------------------------------------------------------------
def test_meetings_show_what_is_told_ahead_and_in_the_last_two_months():
    family = make_family()
    told(family)
    before = told(family, words="Vi snakket om bussen.")
    before.item.meeting.date = TODAY - dt.timedelta(days=10)
    before.item.meeting.state = "held"
    before.item.meeting.save()
    told(family, words="Bare til eleven.", for_guardians=False, for_pupil=True)
    page = shown(family.mother.user, family.page("my_meetings"))
    assert page.index("Vi snakker om friminuttene.") < page.index("Vi snakket om bussen.")
    assert "Bare til eleven." not in page
    assert "Bare til eleven." in shown_to_pupil(family, "my_meetings")


def post_wish(family, **fields):
    values = {"client_id": str(uuid.uuid4()), "words": "Svømming"} | fields
    return signed_in(family.mother.user).post(family.page("my_meetings"), values)


def test_a_wish_is_sent_once_answered_here_and_is_not_the_other_guardians():
    family = make_family()
    values = {"client_id": str(uuid.uuid4())}
    assert [post_wish(family, **values).status_code for _time in range(2)] == [302, 302]
    made = Wish.objects.get()
    assert "Vi har ikke svart ennå." in shown(family.mother.user, family.page("my_meetings"))
    assert "Svømming" not in shown(family.father.user, family.page("my_meetings"))
    wishes.answer(by=actor_of(family.lead), wish=made, words="Vi ringer deg.", seen_version=1, today=TODAY)
    assert "Vi ringer deg." in shown(family.mother.user, family.page("my_meetings"))


def test_a_wish_for_a_told_meeting_names_it_and_an_empty_one_is_asked_for_again():
    family = make_family()
    meeting = told(family).item.meeting
    assert "Skriv hva du vil snakke om." in post_wish(family, words="").content.decode()
    assert post_wish(family, meeting=str(meeting.public_id)).status_code == 302
    assert Wish.objects.get().meeting == meeting


def test_a_form_of_another_childs_page_is_refused_in_words():
    family, values = make_family(), {"client_id": str(uuid.uuid4())}
    other = make_family()
    make_guardianship(other.pupil, family.mother)
    post_wish(family, **values)
    values["words"] = "Svømming"
    answer = signed_in(family.mother.user).post(other.page("my_meetings"), values)
    assert answer.status_code == 200
    assert "om noe annet" in answer.content.decode()
    assert Wish.objects.count() == 1


def test_a_wish_is_taken_back_by_its_writer_alone():
    family = make_family()
    address = family.page("my_wish_take_back", wish(family).public_id)
    assert signed_in(family.father.user).post(address).status_code == 404
    assert signed_in(family.mother.user).post(address).status_code == 302
    assert "Du tok det tilbake." in shown(family.mother.user, family.page("my_meetings"))


def test_a_child_whom_nobody_follows_up_has_no_form_and_takes_none():
    guardianship = make_guardianship(make_pupil())
    address = reverse("my_meetings", args=[guardianship.pupil.public_id])
    assert "Send det til oss" not in shown(guardianship.guardian.user, address)
    answer = signed_in(guardianship.guardian.user).post(address, {"client_id": str(uuid.uuid4()), "words": "Hei"})
    assert answer.status_code == 404


# Who reads them ----------------------------------------------------------------------------------------------------
def test_a_guardian_without_the_right_a_barred_one_and_a_stranger_find_no_page():
    family = make_family()
    pupil = family.pupil
    without = make_guardianship(pupil, decides=Guardianship.Decides.NONE).guardian
    barred = make_guardianship(pupil, barred_from=TODAY, barred_source="Vedtak").guardian
    stranger = make_guardianship(make_pupil()).guardian
    for guardian in (without, barred, stranger):
        client = signed_in(guardian.user)
        assert [client.get(family.page(name)).status_code for name in PAGES] == [404] * len(PAGES)


def test_foster_parents_who_decide_read_it_and_the_parent_whose_right_is_suspended_does_not():
    family = make_family()
    foster = make_guardianship(
        family.pupil, kind=Guardianship.Kind.FOSTER_PARENT, decides=Guardianship.Decides.CARE_TAKEN_OVER
    )
    Guardianship.objects.filter(guardian=family.mother).update(decides=Guardianship.Decides.SUSPENDED)
    make_plan(family)
    assert "Leiligheten" in shown(foster.guardian.user, family.page("my_plan"))
    assert signed_in(family.mother.user).get(family.page("my_plan")).status_code == 404
    page = shown(foster.guardian.user, family.page("my_people"))
    assert family.mother.family_name not in page


def test_a_guardian_who_is_also_a_teacher_at_the_school_reads_as_a_guardian_only_as_one():
    family = make_family()
    school = Enrolment.objects.get(pupil=family.pupil).school
    make_grant(family.mother.user, "teacher", school)
    client = signed_in(family.mother.user)
    client.post(reverse("choose_role"), {"role": f"teacher:{school.public_id}"})
    assert client.get(family.page("my_plan")).status_code == 404
    client.post(reverse("choose_role"), {"role": "guardian"})
    assert client.get(family.page("my_plan")).status_code == 200


def test_at_eighteen_the_door_is_the_pupils_alone():
    family = make_family(birth_date=TODAY.replace(year=TODAY.year - 18))
    assert signed_in(family.mother.user).get(family.page()).status_code == 404
    assert "Møter" in shown_to_pupil(family, "my_meetings")


def test_staff_have_no_door_here():
    family = make_family()
    client = signed_in(family.lead)
    assert [client.get(family.page(name)).status_code for name in PAGES] == [404] * len(PAGES)


def test_each_page_is_in_the_read_log_in_words():
    family = make_family()
    for name in PAGES:
        shown(family.mother.user, family.page(name))
    actions = {event.action for event in Event.objects.filter(purpose="own_child")}
    from skoleporten.web.looks.presenters import WHAT

    assert {action for action in actions if action.startswith("portal.")} <= set(WHAT)
    assert len(actions) == len(PAGES)


def test_a_page_asks_the_database_the_same_however_many_children_there_are(django_assert_max_num_queries):
    family = make_family()
    make_plan(family)
    for _number in range(3):
        make_guardianship(make_pupil(), family.mother)
    client = signed_in(family.mother.user)
    for name in PAGES:
        with django_assert_max_num_queries(75):
            client.get(family.page(name))
