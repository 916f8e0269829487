"""A person is told that something waits, and nobody who sees the e-mail learns of whom or of what."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Language, Role
from skoleporten.audit.models import Event
from skoleporten.notices.actions import notify
from skoleporten.notices.jobs import WAITS, send, send_what_waits
from skoleporten.notices.models import Notice
from skoleporten.notices.texts import Kind, in_words
from tests.factories import (
    make_grant,
    make_guardian,
    make_guardianship,
    make_school,
    make_school_leader,
    make_user,
)
from tests.smtp_sink import Received

pytestmark = pytest.mark.django_db
NotSent = Notice.NotSent
# What would tell somebody who looks over a shoulder that a child is followed up, or where.
REVEALING = re.compile(
    r"skole|skule|elev|barn|fravær|fråvær|foresatt|føresett|bekymring|meldeplikt|samtykke|referral|school|pupil|child|"
    r"absence|concern|welfare|consent|guardian|skoleporten|vedtak|inntak|helse",
    re.IGNORECASE,
)


def told(user, pupil=None, **values) -> Notice:
    values = {"kind": Kind.STEP_DUE, "link": f"/pupils/{pupil.public_id}/" if pupil else "/concerns/", **values}
    return notify(by=software("test"), to=user, pupil_id=pupil and pupil.pk, **values)


def parsed(received: Received) -> EmailMessage:
    return message_from_bytes(received.text.encode(), policy=policy.default)


def sent(notice: Notice) -> str:
    return send.call(str(notice.public_id))


def test_the_e_mail_is_neutral_from_header_to_last_line(sink, leader, pupil):
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER)
    assert sent(notice) == "sent"
    (received,) = sink.messages
    mail = parsed(received)
    assert received.to == ["TO:<rektor@example.no>"]
    assert (mail["From"], mail["Subject"]) == ("ikke-svar@kommune.example.no", "Du har en ny melding")
    assert mail["Message-ID"] == f"<{notice.public_id}@kommune.example.no>"
    body = mail.get_content()
    assert f"https://logg-inn.example.no/notices/{notice.public_id}/" in body
    assert body.rstrip().endswith("Eksempel kommune")
    for canary in ("Kanari", str(pupil.public_id), "pupils/"):
        assert canary not in received.text + body
    assert not REVEALING.search(body)


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_no_kind_in_any_language_has_a_word_that_reveals(kind, language):
    words = in_words(kind, language, "https://x.example.no/notices/1/")
    assert not REVEALING.search(words.subject + words.body)
    assert "\n" not in words.subject


def test_it_is_in_the_language_of_its_reader(sink, leader):
    leader.language = "nn"
    leader.save()
    sent(told(leader))
    mail = parsed(sink.messages[0])
    assert "Noko du følgjer opp, har frist no." in mail.get_content()


def test_a_failed_attempt_is_made_again_later_with_the_same_message_id(sink, leader):
    sink.refuses = [b"451 try later"]
    notice = told(leader)
    assert sent(notice) == "failed"
    notice.refresh_from_db()
    assert (notice.attempts, notice.last_error, notice.sent_at) == (1, "SMTPDataError 451", None)
    assert sent(notice) == "sent"
    assert len(sink.messages) == 1


def test_a_job_that_runs_twice_sends_once(sink, leader):
    notice = told(leader)
    assert [sent(notice), sent(notice)] == ["sent", "nothing to do"]
    assert len(sink.messages) == 1


def test_where_the_line_broke_the_second_copy_has_the_first_ones_id(sink, leader):
    """At least once: whether the server took it is not known."""
    sink.hangs_up = True
    notice = told(leader)
    assert sent(notice) == "failed"
    sink.hangs_up = False
    assert sent(notice) == "sent"
    first, second = (parsed(one)["Message-ID"] for one in sink.messages)
    assert first == second


def test_a_notice_in_a_dead_workers_hands_is_taken_again_after_a_quarter(sink, leader):
    notice = told(leader)
    Notice.objects.update(tried_at=timezone.now(), attempts=1)
    assert sent(notice) == "nothing to do"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert sent(notice) == "sent"


def test_it_is_given_up_in_the_end_and_still_stands_in_the_list(sink, leader, signed_in):
    sink.refuses = [b"550 no"] * 20
    notice = told(leader)
    for _ in range(len(WAITS) + 1):
        sent(notice)
    notice.refresh_from_db()
    assert notice.not_sent_because == NotSent.GIVEN_UP
    assert sent(notice) == "nothing to do"
    assert "Noe du følger opp" in signed_in(leader).get("/notices/").content.decode()


def test_a_dead_mail_server_is_no_fault_of_the_page(settings, leader):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notice = told(leader)
    assert sent(notice) == "failed"
    notice.refresh_from_db()
    assert notice.last_error.startswith("ConnectionRefusedError")


def test_without_an_address_it_stands_in_the_app_alone(sink, leader):
    leader.email = ""
    leader.save()
    assert sent(told(leader)) == NotSent.NO_ADDRESS
    assert sink.messages == []


@pytest.mark.parametrize("address", ["a@b.no\nBcc: alle@example.no", "a@b.no\r\n\r\nHei", "a@b.no, c@d.no", "ingen"])
def test_an_address_that_would_write_headers_of_its_own_is_refused(sink, leader, address):
    leader.email = address
    leader.save()
    assert sent(told(leader)) == NotSent.BAD_ADDRESS
    assert sink.messages == []


def test_a_parent_who_was_barred_since_is_sent_nothing_and_finds_nothing(sink, pupil, signed_in):
    parent = make_user(email="forelder@example.no")
    relation = make_guardianship(pupil, make_guardian(parent))
    notice = told(parent, pupil, role=Role.GUARDIAN, kind=Kind.CONSENT_ASKED)
    relation.barred_from, relation.barred_source = dt.date(2026, 1, 1), "court"
    relation.save()
    assert sent(notice) == NotSent.NOT_IN_VIEW
    assert sink.messages == []
    client = signed_in(parent)
    assert "Vi trenger et svar" not in client.get("/notices/").content.decode()
    assert client.get(reverse("notice", args=[notice.public_id])).status_code == 404


def test_nor_is_somebody_whose_access_has_ended(sink, leader, pupil):
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER)
    pupil.enrolments.update(end=dt.date(2025, 12, 1))
    assert sent(notice) == NotSent.NOT_IN_VIEW


def test_nothing_is_told_of_what_was_rolled_back(leader):
    with transaction.atomic():
        told(leader)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Event.objects.filter(action="notices.made").exists()


def test_what_is_to_be_told_once_is_told_once(leader):
    first, second = (told(leader, once="step 17 due") for _ in range(2))
    other = told(make_user(), once="step 17 due")
    assert first == second != other
    assert Notice.objects.count() == 2


def test_it_waits_until_its_time(sink, leader, signed_in):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    notice = told(leader, not_before=tomorrow)
    assert sent(notice) == "nothing to do"
    assert "Noe du følger opp" not in signed_in(leader).get("/notices/").content.decode()
    with time_machine.travel(tomorrow + dt.timedelta(minutes=1)):
        assert sent(notice) == "sent"


@pytest.mark.parametrize(
    "link", ["https://evil.example", "//evil.example", "/\\evil", "javascript:x", "", "/a\nb", "/ "]
)
def test_a_link_leads_to_a_page_of_ours(leader, link):
    with pytest.raises(ValueError, match="an address of ours"):
        told(leader, link=link)


def test_what_no_job_is_left_for_is_sent_at_night(sink, leader):
    told(leader)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        assert send_what_waits(timezone.now()) == 1
    assert send_what_waits(timezone.now()) == 0


def test_opening_goes_on_in_the_role_that_it_is_for(leader, pupil, signed_in):
    make_grant(leader, Role.ADMINISTRATOR)
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER)
    client = signed_in(leader)
    client.post("/role/", {"role": "administrator"})
    address = reverse("notice", args=[notice.public_id])
    assert "Du fortsetter som: Skoleleder, Kanarifuglskole." in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    assert answer.redirect_chain == [(f"/pupils/{pupil.public_id}/", 302)]
    assert answer.status_code == 200
    notice.refresh_from_db()
    assert notice.opened_at is not None


def test_anothers_notice_does_not_exist(leader, pupil, signed_in):
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER)
    stranger = signed_in(make_school_leader(make_school()))
    for method in (stranger.get, stranger.post):
        assert method(reverse("notice", args=[notice.public_id])).status_code == 404
    assert "Noe du følger opp" not in stranger.get("/notices/").content.decode()
