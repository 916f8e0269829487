"""Each page of the follow-up: the owner and the leader in, a colleague who teaches the pupil too, strangers out."""

import pytest
import time_machine
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.concerns import measure_actions
from skoleporten.concerns.models import Concern, ConcernStep
from tests.factories import make_guardian, make_guardianship, make_school_leader, make_user_in
from tests.follow_up_factories import MONDAY, at, days_after, make_followed, make_teacher
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
# Whoever sees the pupil at school may write these; the others are for the owner and the leaders.
OF_THE_SCHOOL = ("concern_contact", "concern_start_measure", "concern_told")
IN_CHARGE = ("concern_hand_over",)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


@pytest.fixture
def people(followed):
    """By name: who may come in to which pages."""
    elsewhere = make_followed("Nordnes skole")
    return {
        "owner": followed.teacher,
        "leader": followed.leader,
        "colleague": make_teacher(followed.school, followed.school_class),
        "teacher of another class": make_teacher(followed.school, grade=3),
        "teacher elsewhere": elsewhere.teacher,
        "leader elsewhere": elsewhere.leader,
        "administrator": make_user_in(Role.ADMINISTRATOR),
        "team": make_user_in(Role.TEAM),
    }


def answers(people, address: str) -> dict[str, int]:
    return {name: signed_in(user).get(address).status_code for name, user in people.items()}


def let_in(people, address: str) -> set[str]:
    return {name for name, status in answers(people, address).items() if status == 200}


@pytest.mark.parametrize("page", OF_THE_SCHOOL)
def test_whoever_teaches_the_pupil_and_the_leader_write(followed, people, page):
    assert let_in(people, reverse(page, args=[followed.concern.public_id])) == {"owner", "leader", "colleague"}


@pytest.mark.parametrize("page", IN_CHARGE)
def test_the_owner_and_the_leader_are_in_charge(followed, people, page):
    assert let_in(people, reverse(page, args=[followed.concern.public_id])) == {"owner", "leader"}


def test_a_step_is_decided_about_by_the_school(followed, people):
    address = reverse("concern_decide", args=[followed.concern.public_id])
    assert let_in(people, f"{address}?step=meeting") == {"owner", "leader", "colleague"}


def test_a_measure_is_opened_through_its_own_concern_only(followed, people):
    measure = measure_actions.start(
        by=followed.by, concern=followed.concern, problem="P", what="W", who="Tuva", starts_on=MONDAY,
        evaluate_on=days_after(21),
    )  # fmt: skip
    address = reverse("concern_measure", args=[followed.concern.public_id, measure.public_id])
    assert let_in(people, address) == {"owner", "leader", "colleague"}
    others = Concern.objects.exclude(pk=followed.concern.pk).get()
    wrong = reverse("concern_measure", args=[others.public_id, measure.public_id])
    assert set(answers(people, wrong).values()) == {404}


def test_the_figures_of_a_school_are_its_leaders(people):
    assert let_in(people, reverse("concerns_overview")) == {"leader", "leader elsewhere"}


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("concern_contact", {"whom": "pupil", "how": "phone", "at": "2026-11-02T08:00", "result": "reached"}),
        ("concern_act", {"kind": "meeting"}),
        ("concern_start_measure", {"problem": "x", "what": "x", "who": "x"}),
        ("concern_told", {"whom": "pupil", "how": "phone", "language": "nb", "at": "2026-11-02T08:00"}),
        ("concern_hand_over", {"to": "x"}),
        ("concern_answer_hand_over", {"answer": "accept"}),
        ("concern_take", {}),
        ("concern_close", {"decision": "nothing", "reason": "x"}),
    ],
)
def test_a_stranger_of_the_same_role_writes_nothing(followed, people, page, sent):
    address = reverse(page, args=[followed.concern.public_id])
    for name in ("teacher of another class", "teacher elsewhere", "leader elsewhere", "administrator", "team"):
        assert signed_in(people[name]).post(address, sent).status_code == 404, name
    followed.concern.refresh_from_db()
    assert (followed.concern.owner, followed.concern.state) == (followed.teacher, "open")
    assert not ConcernStep.objects.exists()


def test_a_teacher_does_not_close(followed):
    address = reverse("concern_close", args=[followed.concern.public_id])
    assert signed_in(followed.teacher).post(address, {"decision": "nothing", "reason": "x"}).status_code == 404
    followed.concern.refresh_from_db()
    assert followed.concern.state == "open"


def test_whom_to_call_is_told_to_the_owner_and_the_leader_only(followed, people):
    make_guardianship(followed.pupil, make_guardian(phone="90012345"))
    address = reverse("concern_contact", args=[followed.concern.public_id])
    shown = {name for name, user in people.items() if "90012345" in signed_in(user).get(address).content.decode()}
    assert shown == {"owner", "leader"}


def test_what_colleagues_wrote_is_read_by_the_owner_and_not_by_another_teacher(followed, people):
    address = reverse("concern", args=[followed.concern.public_id])
    sent = {"kind": "meeting", "note": "Et ord som bare står her"}
    signed_in(followed.leader).post(reverse("concern_act", args=[followed.concern.public_id]), sent)
    for name, is_read in {"owner": True, "leader": True, "colleague": False}.items():
        assert ("bare står her" in signed_in(people[name]).get(address).content.decode()) == is_read, name


def test_a_teacher_begins_with_her_own_and_may_see_the_rest_she_teaches(followed, people):
    colleague = signed_in(people["colleague"])
    assert followed.pupil.full_name not in colleague.get(reverse("start")).content.decode()
    assert followed.pupil.full_name not in colleague.get(reverse("concerns")).content.decode()
    assert followed.pupil.full_name in colleague.get(reverse("concerns"), {"whose": "all"}).content.decode()
    assert followed.pupil.full_name in signed_in(followed.teacher).get(reverse("start")).content.decode()


def test_whoever_is_offered_a_concern_finds_it_among_her_own(followed, people):
    colleague = people["colleague"]
    address = reverse("concern_hand_over", args=[followed.concern.public_id])
    signed_in(followed.teacher).post(address, {"to": str(colleague.public_id)})
    assert "Du er spurt om å ta over" in signed_in(colleague).get(reverse("start")).content.decode()


def test_a_teacher_of_no_pupils_has_an_empty_page_and_no_names(followed, people):
    shown = signed_in(people["teacher of another class"]).get(reverse("start")).content.decode()
    assert followed.pupil.full_name not in shown
    assert "Ingenting som er ditt akkurat nå" in shown


def test_access_to_the_follow_up_ends_with_the_grant(followed):
    client, address = signed_in(followed.teacher), reverse("concern_contact", args=[followed.concern.public_id])
    assert client.get(address).status_code == 200
    followed.teacher.grants.update(end=days_after(-1))
    assert client.get(address).status_code == 404


def test_opening_a_contact_is_a_row_in_the_read_log(followed):
    signed_in(followed.teacher).get(reverse("concern_contact", args=[followed.concern.public_id]))
    event = Event.objects.get(action="concerns.contact_opened")
    assert [row.pupil for row in event.pupils.all()] == [followed.pupil.public_id]


def test_a_leader_of_two_schools_hands_nothing_over_to_the_other_one(followed):
    other = make_school_leader(make_followed("Nordnes skole").school)
    form = signed_in(followed.leader).get(reverse("concern_hand_over", args=[followed.concern.public_id]))
    assert str(other.public_id) not in form.content.decode()
