"""Asking, answering and withdrawing: who may, what it does, and that twice is once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone, translation

from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.consents import actions, queries, standing
from skoleporten.consents.actions import Question
from skoleporten.consents.models import Answer, AskAgain, Consent, ConsentText
from skoleporten.people import guardian_actions
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import (
    account_of,
    acting,
    consent_in_force,
    guardian_of,
    make_consent,
    say,
    team_member,
    today,
    years_ago,
)
from tests.factories import make_grant, make_guardian, make_guardianship, make_pupil, make_school, make_user

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    """As the texts stand in the code, whatever becomes of a translation."""
    with translation.override("en"):
        yield


def state(consent: Consent) -> str:
    """As it is told now; what is stored must say the same."""
    consent.refresh_from_db()
    told = standing.of(consent, today()).state
    assert consent.state == told
    return told


@pytest.fixture
def pupil():
    return make_pupil(birth_date=years_ago(10))


def test_nothing_is_in_force_before_somebody_has_said_yes(pupil):
    guardian_of(pupil)
    consent = make_consent(pupil)
    assert state(consent) == "awaiting"
    assert queries.in_force(pupil, "join_skoleporten", today()) is None


def test_it_is_in_force_when_both_guardians_have_said_yes_and_not_before(pupil):
    one, other = guardian_of(pupil)[0], guardian_of(pupil)[0]
    consent = make_consent(pupil)
    say(one, consent)
    assert state(consent) == "awaiting"
    say(other, consent)
    assert state(consent) == "in_force"
    assert queries.in_force(pupil, "join_skoleporten", today()) == consent
    assert consent.in_force_until == consent.valid_until


def test_two_guardians_may_disagree_and_both_answers_stand(pupil):
    one, other = guardian_of(pupil)[0], guardian_of(pupil)[0]
    consent = make_consent(pupil)
    say(one, consent)
    say(other, consent, "no")
    assert state(consent) == "refused"
    found = standing.of(consent, today())
    assert found.differ
    assert sorted(party.answer.says for party in found.parties) == ["no", "yes"]


def test_a_withdrawal_counts_at_once_and_for_good(pupil):
    one, other = guardian_of(pupil)[0], guardian_of(pupil)[0]
    consent = make_consent(pupil)
    given = say(one, consent)
    say(other, consent)
    actions.withdraw(by=one, answer=given, today=today())
    assert queries.in_force(pupil, "join_skoleporten", today()) is None
    assert not Consent.objects.in_force(today()).exists()
    assert state(consent) == "withdrawn"
    actions.withdraw(by=one, answer=given, today=today())
    assert Event.objects.filter(action="consents.withdrawn").count() == 1


def test_the_staff_write_down_a_withdrawal_that_they_are_told(pupil):
    given = say(guardian_of(pupil)[0], make_consent(pupil))
    member = team_member()
    actions.withdraw(by=member, answer=given, today=today())
    given.refresh_from_db()
    assert given.withdrawn_by_id == member.user_id


def test_nobody_withdraws_for_another(pupil):
    one, other = guardian_of(pupil)[0], guardian_of(pupil)[0]
    given = say(one, make_consent(pupil))
    for by in (other, account_of(pupil)):
        with pytest.raises(RefusedError, match="Only the one who said yes"):
            actions.withdraw(by=by, answer=given, today=today())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"decides": "none"}, "no right to decide"),
        ({"decides": "suspended"}, "suspended"),
        ({"decides": "unknown"}, "not known"),
        ({"verified_at": None}, "nobody has verified"),
        ({"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}, "bar is recorded"),
        ({"end": YESTERDAY}, "has ended"),
        ({"kind": "child_welfare", "decides": "none"}, "no right to decide"),
    ],
)
def test_whoever_has_no_right_is_refused_with_the_reason_and_is_never_one_who_must_agree(pupil, fields, reason):
    yes, _relation = guardian_of(pupil)
    _no, relation = guardian_of(pupil, **fields)
    consent, member = make_consent(pupil), team_member()
    key = str(relation.guardian.public_id)
    assert key not in standing.of(consent, today()).must
    with pytest.raises(RefusedError, match=reason):
        actions.record_paper(
            by=member, consent=consent, giver_key=key, says="no", signed_on=today(), client_id=uuid.uuid4(),
            today=today(),
        )  # fmt: skip
    with pytest.raises(RefusedError):
        say(_no, consent)
    say(yes, consent)
    assert state(consent) == "in_force"


def test_foster_parents_and_child_welfare_decide_where_care_is_taken_over(pupil):
    guardian_of(pupil, decides="suspended")
    foster, _relation = guardian_of(pupil, kind="foster_parent", decides="care_taken_over")
    consent = make_consent(pupil)
    assert say(foster, consent).capacity == "care_taken_over"
    assert state(consent) == "in_force"


def test_nobody_can_say_yes_where_nobody_holds_the_right(pupil):
    guardian_of(pupil, decides="none")
    assert state(make_consent(pupil)) == "awaiting"
    assert standing.of(make_consent(pupil, "research"), today()).parties == ()


@pytest.mark.parametrize(
    ("purpose", "age", "must"),
    [
        ("expert_assessment", 14, {"guardian"}),
        ("expert_assessment", 15, {"pupil"}),
        ("ito_decision", 15, {"pupil"}),
        ("join_skoleporten", 14, {"guardian"}),
        ("join_skoleporten", 15, {"guardian", "pupil"}),
        ("share_with_service", 15, {"guardian"}),
        ("share_with_service", 16, {"guardian", "pupil"}),
        ("research", 18, {"pupil"}),
    ],
)
def test_who_must_agree_by_purpose_and_age(purpose, age, must):
    pupil = make_pupil(birth_date=years_ago(age, days=3))
    guardian_of(pupil)
    consent = make_consent(pupil, purpose)
    found = {"pupil" if key == "pupil" else "guardian" for key in standing.of(consent, today()).must}
    assert found == must


def test_a_pupil_who_is_too_young_does_not_answer_and_from_fifteen_the_guardians_do_not():
    young, grown = make_pupil(birth_date=years_ago(14)), make_pupil(birth_date=years_ago(15, days=2))
    guardian_of(young)
    with pytest.raises(RefusedError, match="too young"):
        say(account_of(young), make_consent(young, "expert_assessment"))
    with pytest.raises(RefusedError, match="old enough"):
        say(guardian_of(grown)[0], make_consent(grown, "expert_assessment"))


def test_a_form_sent_twice_asks_once_and_answers_once(pupil):
    by, (giver, _relation), key = team_member(), guardian_of(pupil), uuid.uuid4()
    question = Question(purpose="join_skoleporten", valid_until=today())
    asked = [actions.ask(by=by, pupil=pupil, question=question, client_id=key, today=today()) for _ in range(2)]
    assert asked[0] == asked[1]
    answers = {actions.answer(by=giver, consent=asked[0], says="yes", client_id=key, today=today()) for _ in range(2)}
    assert len(answers) == Answer.objects.count() == 1
    assert Event.objects.filter(action="consents.answered").count() == 1


def test_a_form_of_another_page_is_refused_and_changes_nothing(pupil):
    giver, _relation = guardian_of(pupil)
    other = make_pupil()
    by, key, question = team_member(), uuid.uuid4(), Question(purpose="research", valid_until=today())
    first = actions.ask(by=by, pupil=pupil, question=question, client_id=key, today=today())
    with pytest.raises(RefusedError, match="sent already"):
        actions.ask(by=by, pupil=other, question=question, client_id=key, today=today())
    actions.answer(by=giver, consent=first, says="yes", client_id=key, today=today())
    with pytest.raises(RefusedError, match="sent already"):
        actions.answer(by=giver, consent=make_consent(pupil), says="yes", client_id=key, today=today())
    assert (Consent.objects.count(), Answer.objects.count()) == (2, 1)


def test_a_no_is_not_turned_by_a_second_answer(pupil):
    giver, _relation = guardian_of(pupil)
    consent = make_consent(pupil)
    say(giver, consent, "no")
    with pytest.raises(RefusedError, match="ask again"):
        say(giver, consent, "yes")
    assert state(consent) == "refused"


def test_the_same_is_not_asked_twice_while_it_waits_and_is_asked_anew_after_a_no(pupil):
    giver, _relation = guardian_of(pupil)
    first = make_consent(pupil)
    with pytest.raises(RefusedError, match="waits for answers"):
        make_consent(pupil)
    say(giver, first, "no")
    second = make_consent(pupil)
    first.refresh_from_db()
    assert (second.replaces, first.closed_because) == (first, "replaced")
    say(giver, second)
    assert state(second) == "in_force"


def test_a_renewal_takes_over_when_it_is_answered_and_not_before(pupil):
    giver, _relation = guardian_of(pupil)
    first = consent_in_force(pupil)
    second = make_consent(pupil)
    assert queries.in_force(pupil, "join_skoleporten", today()) == first
    say(giver, second)
    assert queries.in_force(pupil, "join_skoleporten", today()) == second
    first.refresh_from_db()
    assert first.closed_because == "replaced"


def test_a_no_to_the_renewal_ends_what_was_in_force(pupil):
    giver, _relation = guardian_of(pupil)
    consent_in_force(pupil)
    say(giver, make_consent(pupil), "no")
    assert queries.in_force(pupil, "join_skoleporten", today()) is None


def test_what_is_shared_with_one_service_is_not_shared_with_another(pupil):
    consent_in_force(pupil, "share_with_service", service="ABUP")
    assert queries.in_force(pupil, "share_with_service", today(), service=" ABUP ")
    assert queries.in_force(pupil, "share_with_service", today(), service="PPT") is None
    assert queries.in_force(pupil, "share_with_service", today()) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"purpose": "share_with_service", "service": " "},
        {"purpose": "share_with_service", "scope": ""},
        {"purpose": "join_skoleporten", "service": "ABUP"},
        {"valid_until": YESTERDAY},
        {"purpose": "everything"},
    ],
)
def test_a_question_that_says_too_little_or_too_much_is_refused(pupil, fields):
    with pytest.raises(RefusedError):
        make_consent(pupil, **fields)
    assert not Consent.objects.exists()


def test_a_school_asks_only_for_what_a_school_asks_for(pupil):
    user = make_user()
    make_grant(user, Role.SCHOOL_LEADER, make_school())
    leader = acting(user, Role.SCHOOL_LEADER)
    assert make_consent(pupil, "expert_assessment", by=leader)
    for by in (leader, guardian_of(pupil)[0], account_of(pupil)):
        with pytest.raises(RefusedError):
            make_consent(pupil, "research", by=by)


def test_paper_is_signed_between_the_question_and_today(pupil):
    _giver, relation = guardian_of(pupil)
    consent = make_consent(pupil)
    for day in (YESTERDAY, today() + dt.timedelta(days=1)):
        with pytest.raises(RefusedError, match="signed between"):
            actions.record_paper(
                by=team_member(), consent=consent, giver_key=str(relation.guardian.public_id), says="yes",
                signed_on=day, client_id=uuid.uuid4(), today=today(),
            )  # fmt: skip


def test_a_question_taken_back_waits_for_nobody(pupil):
    giver, _relation = guardian_of(pupil)
    consent = make_consent(pupil)
    actions.take_back(by=team_member(), consent=consent, today=today())
    with pytest.raises(RefusedError):
        say(giver, consent)
    assert queries.newest(pupil, "join_skoleporten") is None


# Time and relations ---------------------------------------------------------------------------------------------------
def test_it_ends_by_itself_after_its_last_day(pupil):
    consent = consent_in_force(pupil, valid_until=today())
    tomorrow = today() + dt.timedelta(days=1)
    assert queries.in_force(pupil, "join_skoleporten", today())
    assert queries.in_force(pupil, "join_skoleporten", tomorrow) is None
    assert not Consent.objects.in_force(tomorrow).filter(pk=consent.pk).exists()


@pytest.mark.parametrize(("purpose", "age"), [("join_skoleporten", 15), ("ito_decision", 15), ("bti_log", 16)])
def test_on_the_birthday_it_waits_for_the_pupil(purpose, age):
    now = today()
    pupil = make_pupil(birth_date=(now + dt.timedelta(days=2)).replace(year=now.year - age))
    consent = consent_in_force(pupil, purpose)
    birthday = now + dt.timedelta(days=2)
    assert consent.in_force_until == now + dt.timedelta(days=1)
    assert queries.in_force(pupil, purpose, birthday) is None
    assert not Consent.objects.in_force(birthday).exists()
    assert standing.refresh(consent, birthday).state == "awaiting"
    assert AskAgain.objects.get(consent=consent).why == "birthday"


def test_a_right_that_is_lost_or_found_changes_it_in_the_same_transaction(pupil):
    by = team_member()
    consent = consent_in_force(pupil)
    newcomer = make_guardianship(pupil, make_guardian(make_user()))
    assert state(consent) == "awaiting"
    assert AskAgain.objects.get(consent=consent).why == "relations"
    guardian_actions.bar(by=by, relation=newcomer, first=today(), last=None, source="Court")
    assert state(consent) == "in_force"
    assert AskAgain.objects.get(consent=consent).done_at is not None


def test_the_yes_of_one_who_is_barred_afterwards_no_longer_counts(pupil):
    _giver, relation = guardian_of(pupil)
    consent = consent_in_force(pupil)
    guardian_actions.bar(by=team_member(), relation=relation, first=today(), last=None, source="Court")
    assert state(consent) == "awaiting"
    assert standing.of(consent, today()).parties == ()


def test_a_birth_date_that_is_put_right_counts_at_once(pupil):
    consent = consent_in_force(pupil)
    pupil.birth_date = years_ago(17)
    pupil.save()
    assert state(consent) == "awaiting"


# The texts ------------------------------------------------------------------------------------------------------------
def test_a_text_is_kept_once_and_never_changed(pupil):
    first, second = make_consent(pupil), make_consent(make_pupil())
    assert first.text == second.text
    for statement in ("UPDATE consents_consenttext SET text = 'x'", "DELETE FROM consents_consenttext"):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ConsentText.objects.count() == 1


def test_a_municipality_asks_in_its_own_words_and_what_was_asked_before_stays(pupil, settings, tmp_path):
    from skoleporten.consents import texts

    before = make_consent(pupil, "research")
    own = texts.in_use("source_panel").text.replace("2026.2", "own.1")
    (tmp_path / "source_panel.toml").write_text(own, encoding="utf-8")
    settings.CONSENT_TEXTS = str(tmp_path)
    after = make_consent(pupil, "source_panel")
    assert (before.text.version, after.text.version) == ("2026.1", "own.1")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[nn]", "[xx]", "'xx'"),
        ("withdraw =", "wthdraw =", "'wthdraw'"),
        ('version = "2026.1"', "", "'version'"),
        ('purpose = "research"', 'purpose = "join_skoleporten"', "about join_skoleporten"),
    ],
)
def test_a_municipalitys_text_that_lacks_something_is_refused_with_the_place(settings, tmp_path, old, new, what):
    from skoleporten.consents import texts

    text = texts.in_use("research").text
    assert old in text
    (tmp_path / "research.toml").write_text(text.replace(old, new), encoding="utf-8")
    settings.CONSENT_TEXTS = str(tmp_path)
    with pytest.raises(RefusedError, match=what) as refused:
        texts.in_use("research")
    assert "research.toml" in str(refused.value)


def test_the_purposes_are_those_of_the_rules():
    from skoleporten.consents.models import Purpose
    from skoleporten.rules import consent as rules

    assert Purpose.values == [one.value for one in rules.Purpose]
    assert Consent.State.values == [one.value for one in rules.State]
