"""A week after it was due nothing is left of what a notice was about; that it was told once is still known."""

from __future__ import annotations

import datetime as dt
import os
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.cli.supervisor import enqueue_nightly_work
from skoleporten.notices import clearing
from skoleporten.notices.clearing import clear_notices
from skoleporten.notices.jobs import send
from skoleporten.notices.models import Confirmation, Notice, Way
from skoleporten.notices.texts import Kind
from skoleporten.week.models import Invitation
from tests.factories import make_user, make_user_in
from tests.integration.notices.test_notices import told
from tests.meeting_factories import make_team_meeting

pytestmark = pytest.mark.django_db


def days(number: float) -> dt.timedelta:
    return dt.timedelta(days=number)


def cleared(after: dt.timedelta) -> int:
    return clear_notices.call((timezone.now() + after).isoformat())


def test_after_seven_days_it_is_gone_and_before_it_is_not(leader, pupil, signed_in):
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER)
    assert cleared(days(6.9)) == 0
    assert Notice.objects.filter(pk=notice.pk).exists()
    assert cleared(days(7.1)) == 1
    assert not Notice.objects.exists()
    client = signed_in(leader)
    assert client.get(f"/notices/{notice.public_id}/").status_code == 404


def test_what_was_told_once_is_not_told_again_and_points_to_nobody(leader, pupil):
    notice = told(leader, pupil, role=Role.SCHOOL_LEADER, once="step 17 due")
    cleared(days(8))
    notice.refresh_from_db()
    assert (notice.link, notice.pupil_id, notice.role, notice.last_error) == ("/notices/", None, "", "")
    assert "step" not in notice.once
    again = told(leader, pupil, role=Role.SCHOOL_LEADER, once="step 17 due")
    assert again == notice
    assert Notice.objects.count() == 1
    assert told(make_user(), once="step 17 due") != notice
    assert cleared(days(9)) == 1
    assert send.call(str(notice.public_id)) == "nothing to do"


def test_an_emptied_notice_stands_in_no_list_and_opens_nothing(leader, pupil, signed_in):
    notice = told(leader, pupil, once="x")
    cleared(days(8))
    client = signed_in(leader)
    assert "Noe du følger opp" not in client.get("/notices/").content.decode()
    assert client.get(f"/notices/{notice.public_id}/").status_code == 404


def test_what_something_points_to_is_emptied_and_kept(leader):
    """An invitation remembers that it was sent, so that the next is a change and not a new one."""
    meeting = make_team_meeting()
    notice = told(leader, kind=Kind.MEETING)
    now = timezone.now()
    invitation = Invitation.objects.create(
        notice=notice, user=leader, meeting=meeting, method="REQUEST", sequence=0, starts=now, ends=now + days(1)
    )
    cleared(days(8))
    invitation.refresh_from_db()
    assert invitation.notice.link == "/notices/"
    assert invitation.notice.cleared_at is not None


def test_what_waits_for_its_day_is_not_old(leader):
    told(leader, not_before=timezone.now() + days(20))
    assert cleared(days(8)) == 0
    assert cleared(days(28)) == 1


def test_the_addresses_that_were_to_be_confirmed_go_too():
    user = make_user_in(Role.GUARDIAN)
    now = timezone.now()
    made = Confirmation(user=user, way=Way.SMS, made_at=now, expires_at=now)
    made.write(address="+4740000000")
    made.save()
    cleared(days(6))
    assert Confirmation.objects.exists()
    cleared(days(8))
    assert not Confirmation.objects.exists()


def test_so_do_the_files_that_stand_for_a_mail_server(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    old, new = tmp_path / "20260101-1.log", tmp_path / "20260109-1.log"
    for path in (old, new):
        path.write_text("To: mor@example.no", encoding="utf-8")
    then = timezone.now() - days(8)
    os.utime(old, (then.timestamp(), then.timestamp()))
    cleared(days(0))
    assert (old.exists(), new.exists()) == (False, True)


def test_the_night_does_it(monkeypatch, leader):
    """Not before the hour of the night's work."""
    told(leader)
    enqueued = []
    monkeypatch.setattr(clearing, "clear_notices", SimpleNamespace(enqueue=enqueued.append))
    with time_machine.travel(timezone.localtime().replace(hour=4) + days(8)):
        enqueue_nightly_work()
    assert len(enqueued) == 1
    clear_notices.call(enqueued[0])
    assert not Notice.objects.filter(user=leader).exists()
