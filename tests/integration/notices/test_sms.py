"""An SMS through the municipality's gateway: what is asked of it, what it may answer, and that it reveals nothing."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Language, Role
from skoleporten.notices.actions import notify
from skoleporten.notices.jobs import URGENT_WAITS, WAITS, send
from skoleporten.notices.models import Notice, Reach, Way
from skoleporten.notices.reach import ways_to
from skoleporten.notices.sms import SmsError, phone_of, send_sms
from skoleporten.notices.texts import Kind, code_in_sms, in_sms
from tests.factories import (
    make_guardian,
    make_guardianship,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.integration.notices.test_notices import REVEALING
from tests.sms_gateway import SECRET

pytestmark = pytest.mark.django_db
NotSent = Notice.NotSent
PHONE = "+4740000000"
ADDRESS = "https://skoleporten.langekommune.example.no"
# The signs of the alphabet that an SMS has 160 of (3GPP TS 23.038), of those that we write.
GSM = set("@£$¥èéùìòÇØøÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà\n")
GSM |= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")


@pytest.fixture
def mother(pupil):
    user = make_user(email="mor@example.no", display_name="Kanarimor")
    make_guardianship(pupil, make_guardian(user))
    told_by(user, Reach.Choice.SMS)
    return user


def told_by(user, choice, phone=PHONE) -> Reach:
    return Reach.objects.create(user=user, choice=choice, phone=phone, changed_at=timezone.now())


def told(user, pupil=None, role="", **values) -> Notice:
    values = {"kind": Kind.LETTER, "link": f"/pupils/{pupil.public_id}/" if pupil else "/", **values}
    return notify(by=software("test"), to=user, role=role, pupil_id=pupil and pupil.pk, **values)


def sent(notice) -> str:
    done = send.call(str(notice.public_id))
    notice.refresh_from_db()
    return done


def test_the_sms_names_no_child_no_school_and_no_matter(gate, mother, pupil):
    notice = told(mother, pupil, Role.GUARDIAN)
    assert (sent(notice), notice.sent_by) == ("sent", "sms")
    (asked,) = gate.asked
    assert asked.path == "/v1/messages?from=us"
    assert asked.headers["Authorization"] == f"Bearer {SECRET}"
    text = (
        f"Du har en ny melding. Logg inn for å lese den: https://logg-inn.example.no/notices/{notice.public_id}/ "
        "Eksempel kommune"
    )
    assert asked.body == {"to": PHONE, "from": "Kommunen", "text": text, "reference": str(notice.public_id)}
    for canary in ("Kanari", str(pupil.public_id), "pupils", "brev"):
        assert canary not in str(asked.body)


@pytest.mark.parametrize("language", Language.values)
def test_no_sms_reveals_anything_and_each_is_one_sms_long(settings, language):
    settings.MAIL_SIGNATURE = "Lange kommune"
    link = f"{ADDRESS}/notices/6e1b0d3e-0000-4000-8000-000000000000/"
    texts = [in_sms(kind, language, link) for kind in Kind.values] + [code_in_sms(language, "012345", 15)]
    for text in texts:
        assert not REVEALING.search(text.replace(ADDRESS, ""))
        assert len(text) <= 160
        assert set(text) <= GSM, set(text) - GSM


def test_only_what_somebody_on_duty_must_know_stands_in_the_sms_itself():
    texts = {in_sms(kind, "nb", ADDRESS) for kind in Kind.values if kind != Kind.ADULT_NOW}
    assert len(texts) == 1
    assert in_sms(Kind.ADULT_NOW, "nb", ADDRESS).startswith("Noen trenger deg nå. Ring så snart du kan.")


def test_a_parent_barred_between_the_writing_and_the_sending_is_sent_nothing(gate, mother, pupil):
    """Abuse case 23: the address is looked at against the relation when it is sent."""
    notice = told(mother, pupil, Role.GUARDIAN)
    pupil.guardianships.update(barred_from=dt.date(2026, 1, 1), barred_source="court")
    assert sent(notice) == NotSent.NOT_IN_VIEW
    assert gate.asked == []


def test_a_number_confirmed_since_is_the_one_that_is_used(gate, mother, pupil):
    notice = told(mother, pupil, Role.GUARDIAN)
    Reach.objects.update(phone="+4741111111")
    sent(notice)
    assert gate.asked[0].body["to"] == "+4741111111"


def test_whoever_chose_sms_is_never_told_by_e_mail_instead(gate, sink, mother, pupil):
    """Another may read her e-mail."""
    gate.answers = [422]
    notice = told(mother, pupil, Role.GUARDIAN)
    assert (sent(notice), notice.not_sent_because) == ("failed", NotSent.BAD_ADDRESS)
    assert (notice.last_error, sink.messages) == ("SmsError 422", [])


def test_where_sms_was_switched_off_nothing_is_sent_and_the_list_has_it(settings, sink, mother, pupil, signed_in):
    settings.SMS_GATEWAY = None
    assert sent(told(mother, pupil, Role.GUARDIAN)) == NotSent.NO_ADDRESS
    assert sink.messages == []
    client = signed_in(mother)
    assert "Det er et brev til deg" in client.get("/notices/").content.decode()
    assert "Vi sender ikke SMS lenger" in client.get("/settings/reach/").content.decode()


def test_neither_is_neither(gate, sink, mother, pupil):
    Reach.objects.update(choice=Reach.Choice.NONE)
    assert sent(told(mother, pupil, Role.GUARDIAN)) == NotSent.NOT_WANTED
    assert gate.asked == sink.messages == []


def test_a_gateway_that_is_down_is_asked_again_later_with_the_same_reference(gate, mother):
    gate.answers = [503, 0, 302]
    notice = told(mother)
    assert [sent(notice) for _ in range(4)] == ["failed", "failed", "failed", "sent"]
    assert {asked.path for asked in gate.asked} == {"/v1/messages?from=us"}
    assert len({asked.body["reference"] for asked in gate.asked}) == 1


def test_what_the_gateway_answers_is_neither_kept_nor_logged(gate, mother, caplog):
    gate.answers = [500]
    with caplog.at_level(logging.DEBUG):
        notice = told(mother)
        sent(notice)
    assert PHONE not in notice.last_error + caplog.text
    assert SECRET not in notice.last_error + caplog.text


def test_a_gateway_that_nobody_answers_at_is_no_fault_of_the_page(gate, settings, mother):
    settings.SMS_GATEWAY = gate.as_gateway(address="http://127.0.0.1:1/")
    notice = told(mother)
    assert (sent(notice), notice.last_error) == ("failed", "SmsError")


def test_a_form_is_sent_as_a_form(gate, settings):
    settings.SMS_GATEWAY = gate.as_gateway(format="form", body={"To": "{to}", "Body": "{text}"})
    send_sms(to=PHONE, text="Hei {secret} & {to}", reference="1")
    (asked,) = gate.asked
    assert asked.body == {"To": PHONE, "Body": "Hei {secret} & {to}"}


def test_lists_and_tables_are_filled_too(gate, settings):
    settings.SMS_GATEWAY = gate.as_gateway(body={"messages": [{"to": ["{to}"], "n": 1}], "text": "{text}"})
    send_sms(to=PHONE, text="Hei", reference="1")
    assert gate.asked[0].body == {"messages": [{"to": [PHONE], "n": 1}], "text": "Hei"}


def test_without_a_gateway_nothing_is_sent():
    with pytest.raises(SmsError) as error:
        send_sms(to=PHONE, text="Hei", reference="1")
    assert error.value.for_good


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("400 00 000", PHONE),
        ("+47 400 00 000", PHONE),
        ("0047 40000000", PHONE),
        ("(+46) 70-123 45 67", "+46701234567"),
        ("40\u00a000\u00a000\u00a000", PHONE),
        ("112", ""),
        ("ikke noe", ""),
        ("٤٠٠٠٠٠٠٠", ""),
        ("+0040000000", ""),
        ("40000000; 41111111", ""),
        ("+4740000000\nBcc: x", ""),
    ],
)
def test_a_phone_is_one_number_with_its_country(gate, written, phone):
    assert phone_of(written) == phone


@pytest.fixture
def on_duty():
    user = make_user_in(Role.TEAM)
    user.email = "vakt@example.no"
    user.save()
    return user


def test_what_can_not_wait_goes_in_every_way_at_any_hour_whatever_was_chosen(gate, sink, on_duty):
    told_by(on_duty, Reach.Choice.NONE)
    Reach.objects.update(quiet_from=dt.time(0, 0), quiet_to=dt.time(23, 59))
    notice = told(on_duty, kind=Kind.ADULT_NOW, urgent=True)
    assert ways_to(on_duty, urgent=True) == (Way.SMS, Way.EMAIL)
    assert (sent(notice), notice.sent_by) == ("sent", "sms email")
    assert (len(gate.asked), len(sink.messages)) == (1, 1)
    assert "Noen trenger deg" in gate.asked[0].body["text"]


def test_one_way_that_works_is_enough_for_what_can_not_wait(gate, sink, on_duty):
    told_by(on_duty, Reach.Choice.SMS)
    gate.answers = [500]
    notice = told(on_duty, kind=Kind.ADULT_NOW, urgent=True)
    assert (sent(notice), notice.sent_by, notice.last_error) == ("sent", "email", "SmsError 500")


def test_what_can_not_wait_is_tried_within_minutes_and_then_given_up(gate, on_duty):
    assert sum(URGENT_WAITS, dt.timedelta()) < dt.timedelta(minutes=5) < sum(WAITS, dt.timedelta())
    told_by(on_duty, Reach.Choice.SMS)
    on_duty.email = ""
    on_duty.save()
    gate.answers = [500] * 9
    notice = told(on_duty, kind=Kind.ADULT_NOW, urgent=True)
    while notice.not_sent_because != NotSent.GIVEN_UP:
        assert sent(notice) == "failed"
    assert len(gate.asked) == len(URGENT_WAITS) + 1


def test_nobody_in_a_family_is_on_duty(mother):
    for role in (Role.GUARDIAN, Role.PUPIL):
        with pytest.raises(ValueError, match="a duty"):
            told(mother, role=role, urgent=True)


def test_it_can_be_said_beforehand_that_nobody_is_reached(settings, gate):
    leader = make_school_leader(make_school())
    assert ways_to(leader, urgent=True) == ()
    told_by(leader, Reach.Choice.EMAIL)
    assert ways_to(leader, urgent=True) == (Way.SMS,)
    assert ways_to(leader) == ()
    settings.SMS_GATEWAY = None
    assert ways_to(leader, urgent=True) == ()


class TestQuietHours:
    @pytest.fixture(autouse=True)
    def at_night(self, settings):
        from skoleporten.rules.quiet_hours import parse

        settings.QUIET_HOURS = parse("20:00-07:00")

    def test_by_default_nobody_is_told_at_night(self, gate, mother):
        Reach.objects.update(quiet_from=dt.time(20), quiet_to=dt.time(7))
        with time_machine.travel("2026-01-12T23:30:00+01:00", tick=False):
            notice = told(mother)
            assert sent(notice) == "held"
            assert timezone.localtime(notice.held_until).isoformat() == "2026-01-13T07:00:00+01:00"
            assert sent(notice) == "nothing to do"
        with time_machine.travel("2026-01-13T07:00:01+01:00", tick=False):
            assert (sent(notice), len(gate.asked)) == ("sent", 1)

    def test_nor_is_somebody_who_has_chosen_nothing(self, sink):
        leader = make_school_leader(make_school())
        leader.email = "rektor@example.no"
        leader.save()
        with time_machine.travel("2026-01-12T23:30:00+01:00", tick=False):
            assert sent(told(leader)) == "held"

    def test_at_any_hour_where_that_is_chosen(self, gate, mother):
        with time_machine.travel("2026-01-12T23:30:00+01:00", tick=False):
            assert sent(told(mother)) == "sent"

    def test_what_waits_at_night_stands_in_the_list_at_once(self, gate, mother, signed_in):
        Reach.objects.update(quiet_from=dt.time(20), quiet_to=dt.time(7))
        with time_machine.travel("2026-01-12T23:30:00+01:00", tick=False):
            sent(told(mother))
            assert "Det er et brev til deg" in signed_in(mother).get("/notices/").content.decode()
