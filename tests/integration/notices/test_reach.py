"""A person chooses how, when and in which language she is told, and shows that an address is hers."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.notices.codes import send_code
from skoleporten.notices.models import Confirmation, Reach, Way
from skoleporten.notices.reach import quiet_hours_of, reach_of
from skoleporten.notices.reach_actions import (
    MOST_A_DAY,
    MOST_AN_HOUR,
    MOST_TRIES,
    ChangedMeanwhileError,
    ask_to_confirm,
    choose,
    code_of,
    confirm,
    forget_phone,
)
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.quiet_hours import QuietHours, parse
from tests.factories import make_user_in
from tests.integration.notices.test_sms import PHONE

pytestmark = pytest.mark.django_db
PAGE = "/settings/reach/"


@pytest.fixture
def mother():
    user = make_user_in(Role.GUARDIAN)
    user.email = "mor@example.no"
    user.save()
    return user


def acting(user):
    return queries.actor_of(user, timezone.localdate())


def asked(user, way=Way.SMS, address="400 00 000") -> Confirmation:
    return ask_to_confirm(by=acting(user), user=user, way=way, address=address)


def confirmed(user, code) -> Reach:
    return confirm(by=acting(user), user=user, code=code)


def test_a_phone_is_used_once_the_code_that_was_sent_there_comes_back(gate, mother):
    made = asked(mother)
    assert send_code.call(str(made.public_id)) == "sent"
    text = gate.asked[0].body["text"]
    assert gate.asked[0].body["to"] == PHONE
    code = re.search(r"\d{6}", text)[0]
    assert reach_of(mother).phone == ""
    reach = confirmed(mother, f"{code[:3]} {code[3:]}")
    assert (reach.phone, reach.choice) == (PHONE, Reach.Choice.SMS)
    assert Event.objects.filter(action="notices.address_confirmed").count() == 1


def test_so_is_an_e_mail_address_and_the_message_reveals_nothing(sink, mother):
    made = asked(mother, Way.EMAIL, "ny@example.no")
    send_code.call(str(made.public_id))
    (mail,) = sink.messages
    assert mail.to == ["TO:<ny@example.no>"]
    assert mother.username not in mail.text
    confirmed(mother, code_of(made))
    mother.refresh_from_db()
    assert mother.email == "ny@example.no"


def test_neither_code_nor_address_can_be_read_in_the_database(gate, mother):
    made = asked(mother)
    stored = str(Confirmation.objects.values().get())
    assert code_of(made) not in stored
    assert PHONE not in stored


def test_a_wrong_code_is_counted_and_the_right_one_does_not_work_after_five(gate, mother):
    made = asked(mother)
    wrong = f"{(int(code_of(made)) + 1) % 1_000_000:06}"
    for _ in range(MOST_TRIES):
        with pytest.raises(RefusedError):
            confirmed(mother, wrong)
    with pytest.raises(RefusedError, match="virker ikke lenger"):
        confirmed(mother, code_of(made))
    assert reach_of(mother).phone == ""


def test_a_code_works_for_a_quarter_of_an_hour_and_once(gate, mother):
    made = asked(mother)
    with (
        time_machine.travel(timezone.now() + dt.timedelta(minutes=16)),
        pytest.raises(RefusedError, match="virker ikke lenger"),
    ):
        confirmed(mother, code_of(made))
    confirmed(mother, code_of(made))
    with pytest.raises(RefusedError, match="virker ikke lenger"):
        confirmed(mother, code_of(made))


def test_anothers_code_confirms_nothing(gate, mother):
    made = asked(mother)
    other = make_user_in(Role.GUARDIAN)
    with pytest.raises(RefusedError):
        confirmed(other, code_of(made))
    asked(other)
    with pytest.raises(RefusedError):
        confirmed(other, code_of(made))


def test_a_newer_code_takes_the_place_of_an_older(gate, mother):
    first, second = asked(mother), asked(mother)
    with pytest.raises(RefusedError):
        confirmed(mother, code_of(first))
    assert confirmed(mother, code_of(second)).phone == PHONE


def test_nobody_uses_us_to_disturb_a_strangers_phone(gate, mother):
    for _ in range(MOST_AN_HOUR):
        asked(mother)
    with pytest.raises(RefusedError, match="mange koder"):
        asked(mother)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        for _ in range(MOST_A_DAY - MOST_AN_HOUR):
            asked(mother)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=4)), pytest.raises(RefusedError, match="mange koder"):
        asked(mother)


def test_a_code_that_could_not_be_sent_is_said_to_be_so(gate, mother, signed_in):
    gate.answers = [500]
    made = asked(mother)
    assert send_code.call(str(made.public_id)) == "failed"
    page = signed_in(mother).get(f"{PAGE}code/").content.decode()
    assert f"Koden kunne ikke sendes til {PHONE}" in page


def test_a_phone_that_is_deleted_is_told_nothing_and_nothing_else_is_used_instead(gate, mother):
    made = asked(mother)
    confirmed(mother, code_of(made))
    forget_phone(by=acting(mother), user=mother)
    assert (reach_of(mother).phone, reach_of(mother).choice) == ("", Reach.Choice.NONE)
    forget_phone(by=acting(mother), user=mother)
    assert Event.objects.filter(action="notices.phone_forgotten").count() == 1


def test_the_history_of_a_choice_keeps_no_phone(gate, mother):
    confirmed(mother, code_of(asked(mother)))
    assert PHONE not in str(list(Reach.history.values()))


def test_sms_is_not_chosen_without_a_phone_nor_e_mail_without_an_address(gate, mother):
    mother.email = ""
    mother.save()
    for choice in (Reach.Choice.SMS, Reach.Choice.EMAIL):
        with pytest.raises(RefusedError, match="ekreft"):
            choose(by=acting(mother), user=mother, choice=choice, quiet=None, version=0)


def test_two_pages_do_not_overwrite_each_other(mother):
    choose(by=acting(mother), user=mother, choice=Reach.Choice.NONE, quiet=None, version=0)
    with pytest.raises(ChangedMeanwhileError):
        choose(by=acting(mother), user=mother, choice=Reach.Choice.EMAIL, quiet=None, version=0)


class TestThePage:
    def values(self, user, **changes):
        told = {"language": "nb", "choice": "email", "quiet": "never", "version": reach_of(user).version}
        return {**told, **changes}

    def test_it_says_what_is_there_and_offers_no_more(self, mother, signed_in):
        page = signed_in(mother).get(PAGE).content.decode()
        assert "Med e-post til mor@example.no" in page
        assert "Ingen av delene" in page
        assert "Med SMS" not in page
        assert "SMS er ikke satt opp her." in page
        assert signed_in(mother).get(f"{PAGE}phone/").status_code == 404

    def test_a_choice_is_kept_and_the_language_followed_at_once(self, mother, signed_in):
        client = signed_in(mother)
        values = self.values(mother, language="nn", choice="none", quiet="own", quiet_from="21:30", quiet_to="06:00")
        page = client.post(PAGE, values, follow=True).content.decode()
        assert "Det er lagra." in page
        assert 'lang="nn"' in page
        mother.refresh_from_db()
        assert mother.language == "nn"
        reach = reach_of(mother)
        assert (reach.choice, quiet_hours_of(reach)) == ("none", QuietHours(dt.time(21, 30), dt.time(6)))
        assert 'value="21:30"' in page

    @pytest.mark.parametrize(
        "times", [{}, {"quiet_from": "21:00"}, {"quiet_from": "21:00", "quiet_to": "21:00"}, {"quiet_from": "kveld"}]
    )
    def test_own_hours_are_two_different_ones(self, mother, signed_in, times):
        answer = signed_in(mother).post(PAGE, self.values(mother, quiet="own", **times))
        assert answer.status_code == 200
        assert "error-summary" in answer.content.decode()
        assert not Reach.objects.exists()

    def test_the_municipalitys_hours_are_the_first_choice(self, mother, signed_in, settings):
        settings.QUIET_HOURS = parse("20:00-07:00")
        client = signed_in(mother)
        page = client.get(PAGE).content.decode()
        assert "Om natta: fra 20.00 til 07.00" in page
        client.post(PAGE, self.values(mother, quiet="all"))
        assert quiet_hours_of(reach_of(mother)) == settings.QUIET_HOURS

    def test_an_older_page_overwrites_nothing(self, mother, signed_in):
        client = signed_in(mother)
        client.post(PAGE, self.values(mother))
        answer = client.post(PAGE, self.values(mother, choice="none", version=0))
        assert answer.status_code == 409
        assert reach_of(mother).choice == "email"

    @pytest.mark.parametrize("forged", [{"language": "xx"}, {"choice": "sms"}, {"quiet": "x"}, {"version": "x"}])
    def test_what_is_not_offered_is_not_taken(self, mother, signed_in, forged):
        assert signed_in(mother).post(PAGE, self.values(mother, **forged)).status_code == 200
        assert not Reach.objects.exists()

    def test_from_the_number_to_the_code_to_the_choice(self, gate, mother, signed_in):
        client = signed_in(mother)
        assert client.get(f"{PAGE}code/").url == PAGE
        refused = client.post(f"{PAGE}phone/", {"address": "12"}).content.decode()
        assert "Det er ikke et telefonnummer." in refused
        page = client.post(f"{PAGE}phone/", {"address": "40000000"}, follow=True).content.decode()
        assert f"Vi sender en kode til {PHONE}" in page
        assert "Det er ikke koden" in client.post(f"{PAGE}code/", {"code": "x"}).content.decode()
        code = code_of(Confirmation.objects.get())
        page = client.post(f"{PAGE}code/", {"code": code}, follow=True).content.decode()
        assert f"Med SMS til {PHONE}" in page
        page = client.post(f"{PAGE}phone/forget/", follow=True).content.decode()
        assert PHONE not in page

    def test_everybody_has_it_and_a_pupil_finds_it_in_the_menu(self, signed_in):
        for role in (Role.PUPIL, Role.TEAM, Role.ADMINISTRATOR):
            page = signed_in(make_user_in(role)).get(PAGE)
            assert page.status_code == 200
            assert f'href="{PAGE}"' in page.content.decode()
            assert ("Når du har vakt" in page.content.decode()) == (role != Role.PUPIL)
