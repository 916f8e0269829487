"""Discussing a concern, giving advice, and choosing rules by what they cost: the pages."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.concerns import discussion_actions, jobs
from skoleporten.concerns.chosen import Choice, RuleSetCost
from skoleporten.concerns.discussions import Advice, Discussion
from tests.factories import make_administrator, make_user_in
from tests.follow_up_factories import MONDAY, at, days_after, make_followed, make_teacher
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
BY_LAW = {"basis": "law", "law": "opplæringslova § 24-1", "explained": "Fortalt på møtet."}


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


@pytest.fixture
def adviser():
    return make_user_in(Role.SPECIALIST, username="ppt")


def ask(followed, **sent: str):
    given = {"service": "ppt", "basis": "anonymous", "question": "Hva kan vi prøve?", "until": "2026-11-20", **sent}
    return signed_in(followed.teacher).post(reverse("concern_discuss", args=[followed.concern.public_id]), given)


def shown_to(followed, user, **sent: str) -> Discussion:
    assert ask(followed, **sent).status_code == 302
    discussion = Discussion.objects.get()
    address = reverse("concern_show_discussion", args=[followed.concern.public_id, discussion.public_id])
    signed_in(followed.teacher).post(address, {"consultant": str(user.public_id)})
    return discussion


def test_the_school_reads_the_sheet_and_what_was_taken_out_before_it_is_shown(followed, adviser):
    ask(followed, question=f"{followed.pupil.given_name} var borte 14. oktober.")
    discussion = Discussion.objects.get()
    address = reverse("concern_discussion", args=[followed.concern.public_id, discussion.public_id])
    page = signed_in(followed.teacher).get(address).content.decode()
    assert "Les det før du viser det" in page
    assert "navn: 1" in page
    assert "eleven var borte oktober" in page.lower()
    assert signed_in(adviser).get(reverse("advice_one", args=[discussion.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"basis": "law"}, "Skriv hvilken paragraf i loven."),
        ({"basis": "consent"}, "Det er ikke gitt samtykke til å dele med en tjeneste."),
        ({"basis": ""}, "Velg om det er uten navn"),
        ({"until": "2027-11-20"}, "Velg en siste dag"),
    ],
)
def test_what_is_missing_is_told_and_the_question_is_kept(followed, sent, said):
    answer = ask(followed, **sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Hva kan vi prøve?" in answer.content.decode()


def test_the_one_who_is_asked_answers_on_a_page_of_its_own(followed, adviser):
    discussion = shown_to(followed, adviser, **BY_LAW)
    client = signed_in(adviser)
    assert followed.pupil.full_name in client.get(reverse("advice")).content.decode()
    client.post(reverse("advice_one", args=[discussion.public_id]), {"text": "Begynn med én time."})
    assert Advice.objects.get().by == adviser
    concern = signed_in(followed.teacher).get(reverse("concern", args=[followed.concern.public_id]))
    assert "Begynn med én time." in concern.content.decode()


@pytest.mark.parametrize("page", ["pupil", "concern"])
def test_the_one_who_is_asked_never_opens_the_file(followed, adviser, page):
    shown_to(followed, adviser, **BY_LAW)
    key = followed.pupil.public_id if page == "pupil" else followed.concern.public_id
    assert signed_in(adviser).get(reverse(page, args=[key])).status_code == 404


def test_a_sheet_without_a_name_names_nobody_on_the_page_and_in_the_log(followed, adviser):
    discussion = shown_to(followed, adviser)
    page = signed_in(adviser).get(reverse("advice_one", args=[discussion.public_id])).content.decode()
    for word in (followed.pupil.given_name, followed.pupil.family_name, str(followed.pupil.public_id)):
        assert word not in page
    assert followed.school.name not in page
    assert not Event.objects.get(action="advice.opened").pupils.exists()


def test_who_has_read_a_sheet_by_name_is_in_the_log(followed, adviser):
    discussion = shown_to(followed, adviser, **BY_LAW)
    signed_in(adviser).get(reverse("advice_one", args=[discussion.public_id]))
    event = Event.objects.get(action="advice.opened")
    assert [row.pupil for row in event.pupils.all()] == [followed.pupil.public_id]
    assert event.purpose == "consultation"


def test_other_specialists_and_the_day_after_get_nothing(followed, adviser):
    discussion = shown_to(followed, adviser, **BY_LAW)
    address = reverse("advice_one", args=[discussion.public_id])
    stranger = make_user_in(Role.SPECIALIST, username="abup")
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address, {"text": "x"}).status_code == 404
    assert followed.pupil.full_name not in signed_in(stranger).get(reverse("advice")).content.decode()
    with time_machine.travel(at(dt.date(2026, 11, 21)), tick=False):
        assert signed_in(adviser).get(address).status_code == 404


def test_a_discussion_that_is_ended_is_closed_at_once(followed, adviser):
    discussion = shown_to(followed, adviser)
    address = reverse("concern_end_discussion", args=[followed.concern.public_id, discussion.public_id])
    signed_in(followed.teacher).post(address)
    assert signed_in(adviser).get(reverse("advice_one", args=[discussion.public_id])).status_code == 404


def test_a_discussion_is_for_the_owner_and_the_leader(followed):
    discussion = discussion_actions.ask(
        by=followed.by, concern=followed.concern, service="ppt", basis="anonymous", question="?", until=days_after(7)
    )
    colleague = make_teacher(followed.school, followed.school_class)
    elsewhere = make_followed("Nordnes skole")
    pages = [reverse("concern_discuss", args=[followed.concern.public_id])]
    pages.append(reverse("concern_discussion", args=[followed.concern.public_id, discussion.public_id]))
    for page in pages:
        allowed = [signed_in(user).get(page).status_code for user in (followed.teacher, followed.leader)]
        refused = [signed_in(user).get(page).status_code for user in (colleague, elsewhere.teacher, elsewhere.leader)]
        assert (allowed, refused) == ([200, 200], [404, 404, 404])


def test_advice_from_a_talk_is_written_down_with_who_gave_it(followed):
    ask(followed)
    address = reverse("concern_discussion", args=[followed.concern.public_id, Discussion.objects.get().public_id])
    signed_in(followed.leader).post(address, {"text": "Vent litt.", "given_by": "Nora, helsesykepleier"})
    page = signed_in(followed.leader).get(address).content.decode()
    assert "Nora, helsesykepleier" in page


# Choosing -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def counted(followed) -> RuleSetCost:
    from skoleporten.rules.concern import load_rule_set

    chosen = load_rule_set("ten-percent")
    schools = {
        str(followed.school.pk): {"pupils": 400, "weeks": [2, 70, 8]},
        "999999": {"pupils": 100, "weeks": [1, 1, 1]},
    }
    return RuleSetCost.objects.create(
        set_id=chosen.id, version=chosen.version, sha256=chosen.sha256, school_year=2026, as_of=MONDAY,
        computed_at=at(MONDAY), weeks=["2026-08-17", "2026-08-24", "2026-08-31"], schools=schools,
    )  # fmt: skip


def row_of(client: Client) -> list[str]:
    table = client.get(reverse("rule_costs")).context["table"]
    return [str(getattr(cell, "text", cell)) for cell in table.rows[0]][1:]


def test_a_leader_sees_what_a_set_costs_at_her_own_school(followed, counted):
    assert row_of(signed_in(followed.leader)) == ["80", "400", "20\u00a0%", "8", "70 (24. august)"]


def test_an_administrator_sees_the_whole_municipality(counted):
    assert row_of(signed_in(make_administrator()))[:2] == ["83", "500"]


def test_a_leader_neither_counts_nor_chooses(followed):
    leader = signed_in(followed.leader)
    assert leader.post(reverse("rule_costs_count")).status_code == 404
    assert leader.get(reverse("rules_choose")).status_code == 404


def test_counting_is_given_to_the_worker(followed, monkeypatch):
    client = signed_in(make_administrator())
    for _ in range(2):
        assert client.post(reverse("rule_costs_count")).status_code == 302
    from django_tasks_db.models import DBTaskResult

    assert DBTaskResult.objects.filter(task_path__endswith="count_costs").count() == 1
    assert jobs.count_costs.call(2026) == 0, "no absence is known"


def test_an_administrator_chooses_with_a_reason(counted):
    client = signed_in(make_administrator())
    page = client.get(reverse("rules_choose")).content.decode()
    assert "Vollebekk" in page
    sent = {"rule_set_names": ["ten-percent"], "routine_id": "ringsaker"}
    assert client.post(reverse("rules_choose"), sent).status_code == 200, "without a reason"
    client.post(reverse("rules_choose"), {**sent, "reason": "Vedtak i kommunen."})
    chosen = Choice.objects.get()
    assert (chosen.routine_id, chosen.rule_set_ids) == ("ringsaker", ["ten-percent"])
    assert "Vedtak i kommunen." in client.get(reverse("rules_choose")).content.decode()
