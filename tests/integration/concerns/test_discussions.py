"""A concern discussed before any case: without a name nothing names, by name it rests on something that holds."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.utils import timezone

from skoleporten.access import gate, reasons
from skoleporten.access.models import Role
from skoleporten.concerns import actions, discussion_actions
from skoleporten.concerns.discussions import Advice, Discussion
from skoleporten.consents.models import Consent
from skoleporten.notices.models import Notice
from skoleporten.people.models import FamilyTie, Pupil
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import consent_in_force
from tests.factories import (
    actor_of,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_user_in,
)
from tests.follow_up_factories import MONDAY, at, days_after, make_followed

pytestmark = pytest.mark.django_db
BY_LAW = {"basis": "law", "law": "opplæringslova § 24-1", "explained": "Told at the meeting."}


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY, 12), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


@pytest.fixture
def adviser():
    return make_user_in(Role.SPECIALIST, username="ppt")


def ask(followed, **fields) -> Discussion:
    given = {"basis": "anonymous", "service": "ppt", "question": "What can we try?", "until": days_after(14), **fields}
    return discussion_actions.ask(by=followed.by, concern=followed.concern, **given)


def asked_of(user) -> list[Discussion]:
    return list(Discussion.objects.asked_of(actor_of(user), timezone.localdate()))


def test_a_sheet_without_a_name_holds_no_name_class_school_or_day(followed):
    make_guardianship(followed.pupil, make_guardian())
    friend = make_pupil("Torbjørg", "Stubberud")
    make_enrolment(followed.school, friend, start=dt.date(2026, 8, 1))
    pupil = followed.pupil
    question = (
        f"{pupil.given_name} {pupil.family_name} i 8A ved {followed.school.name} kom ikke 14. oktober 2026. "
        f"Torbjørg var også borte. Mor Gro, 90 01 23 45. Hva kan vi prøve?"
    )
    actions.act(by=followed.by, concern=followed.concern, kind="pupil_talk", note="Hemmelig notat")
    told = json.dumps(ask(followed, question=question).sheet, ensure_ascii=False)
    for word in (
        pupil.given_name,
        pupil.family_name,
        "8A",
        "Solvik",
        "14.",
        "2026",
        "Torbjørg",
        "Gro",
        "90 01",
        "notat",
    ):
        assert word not in told, word
    assert "Hva kan vi prøve?" in told
    assert "oktober" in told
    assert "pupil_talk" in told


def test_by_name_the_sheet_holds_who_it_is_and_how_much_and_no_more(followed):
    actions.act(by=followed.by, concern=followed.concern, kind="pupil_talk", note="Hemmelig notat")
    sheet = ask(followed, **BY_LAW).sheet
    assert sheet["name"] == followed.pupil.full_name
    assert "Hemmelig" not in json.dumps(sheet)


@pytest.mark.parametrize(
    "lacking",
    [
        {"basis": "law", "explained": "Told."},
        {"basis": "law", "law": "§ 24-1"},
        {"basis": "consent", "explained": "Told."},
        {"basis": "hearsay"},
        {"question": " "},
        {"until": MONDAY - dt.timedelta(days=1)},
        {"until": MONDAY + dt.timedelta(days=400)},
    ],
    ids=str,
)
def test_a_discussion_needs_its_basis_a_question_and_an_end(followed, lacking):
    with pytest.raises(RefusedError):
        ask(followed, **lacking)
    assert not Discussion.objects.exists()


def test_a_protected_pupil_is_discussed_without_a_name_only(followed):
    Pupil.objects.get(pk=followed.pupil.pk)
    followed.pupil.protected = True
    followed.pupil.save()
    followed.concern.refresh_from_db()
    with pytest.raises(RefusedError):
        ask(followed, **BY_LAW)
    assert ask(followed).basis == "anonymous"


def test_nobody_sees_a_sheet_before_it_is_shown(followed, adviser):
    discussion = ask(followed, **BY_LAW)
    assert asked_of(adviser) == []
    discussion_actions.show_to(by=followed.by, discussion=discussion, consultant=adviser)
    assert asked_of(adviser) == [discussion]
    assert Notice.objects.get(user=adviser).link == f"/advice/{discussion.public_id}/"


def test_the_one_who_is_asked_sees_the_item_and_never_the_file(followed, adviser):
    discussion_actions.show_to(by=followed.by, discussion=ask(followed, **BY_LAW), consultant=adviser)
    actor = actor_of(adviser)
    assert gate.may_see(actor, followed.pupil.pk, gate.Purpose.CONSULTATION, MONDAY)
    assert not gate.may_see(actor, followed.pupil.pk, gate.Purpose.FOLLOW_UP, MONDAY)
    told = reasons.who_can_see(followed.pupil.pk, MONDAY)
    assert [seer.name for seer in told if seer.role == Role.SPECIALIST] == [str(adviser)]


def test_without_a_name_nobody_can_see_the_pupil(followed, adviser):
    discussion_actions.show_to(by=followed.by, discussion=ask(followed), consultant=adviser)
    assert len(asked_of(adviser)) == 1
    assert not gate.may_see(actor_of(adviser), followed.pupil.pk, gate.Purpose.CONSULTATION, MONDAY)


@pytest.mark.parametrize("basis", [{}, BY_LAW], ids=["without a name", "by name"])
def test_it_closes_on_its_last_day_and_at_once_when_it_is_ended(followed, adviser, basis):
    discussion = ask(followed, **basis)
    discussion_actions.show_to(by=followed.by, discussion=discussion, consultant=adviser)
    with time_machine.travel(at(days_after(15))):
        assert asked_of(adviser) == []
        with pytest.raises(RefusedError):
            discussion_actions.advise(by=actor_of(adviser), discussion=discussion, text="Too late.")
    discussion_actions.end(by=followed.by, discussion=discussion)
    assert asked_of(adviser) == []


def test_a_consent_that_ends_closes_it_the_same_minute(followed, adviser):
    consent = consent_in_force(followed.pupil, "share_with_service", service="PPT")
    discussion = ask(followed, basis="consent", consent=consent, explained="Told at the meeting.")
    discussion_actions.show_to(by=followed.by, discussion=discussion, consultant=adviser)
    assert asked_of(adviser) == [discussion]
    consent.state = Consent.State.WITHDRAWN
    consent.save()
    assert asked_of(adviser) == []


def test_nobody_is_asked_about_own_family(followed, adviser):
    discussion_actions.show_to(by=followed.by, discussion=ask(followed, **BY_LAW), consultant=adviser)
    FamilyTie.objects.create(user=adviser, pupil=followed.pupil)
    assert asked_of(adviser) == []


def test_only_a_specialist_can_be_shown_a_sheet(followed):
    with pytest.raises(RefusedError):
        discussion_actions.show_to(by=followed.by, discussion=ask(followed), consultant=make_user_in(Role.TEAM))


def test_advice_stands_in_the_concern_once_and_the_asker_is_told(followed, adviser):
    discussion, once = ask(followed), uuid.uuid4()
    discussion_actions.show_to(by=followed.by, discussion=discussion, consultant=adviser)
    for _ in range(2):
        discussion_actions.advise(by=actor_of(adviser), discussion=discussion, text="Begin small.", client_id=once)
    assert Advice.objects.get().text == "Begin small."
    assert Notice.objects.filter(user=followed.teacher, kind="advice_given").count() == 1


def test_what_was_said_in_a_talk_is_written_down_by_the_school_with_who_said_it(followed):
    advice = discussion_actions.advise(by=followed.by, discussion=ask(followed), text="Wait.", given_by="Nora, nurse")
    assert (advice.given_by, advice.by_id) == ("Nora, nurse", followed.teacher.pk)


def test_a_form_sent_twice_asks_once(followed):
    once = uuid.uuid4()
    assert ask(followed, client_id=once) == ask(followed, client_id=once)
