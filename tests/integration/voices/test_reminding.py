"""Where nobody has read by the promised day, the leads are told; the promise follows the school's own calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.notices.models import Notice
from skoleporten.voices import queries, reading
from skoleporten.voices.jobs import remind
from tests.factories import make_calendar_day
from tests.voices_factories import acting, by_pupil, make_cast

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_leads_are_told_the_day_after_the_promise_and_once():
    cast = make_cast()
    word = by_pupil(cast)
    assert remind(word.read_by) == 0
    Notice.objects.all().delete()
    for _ in range(2):
        assert remind(word.read_by + DAY) == 1
    [told] = Notice.objects.all()
    assert (told.user, told.role, told.pupil) == (cast.lead, "lead", cast.pupil)
    reading.mark_read(by=acting(cast.siri), word=word, seen_version=1)
    assert remind(word.read_by + DAY) == 0


def test_nobody_is_told_of_a_pupil_whom_nobody_follows_up_any_more():
    cast = make_cast()
    word = by_pupil(cast)
    cast.pupil.involvements.update(end=word.read_by)
    assert remind(word.read_by + DAY) == 0


def test_the_promise_is_the_second_school_day_of_the_pupils_own_school():
    cast, today = make_cast(), timezone.localdate()
    open_on = [today, today + 4 * DAY, today + 9 * DAY, today + 10 * DAY]
    for day in open_on:
        make_calendar_day(cast.school, day)
    assert queries.read_by(cast.pupil, today) == open_on[2]
    assert by_pupil(cast).read_by == open_on[2]
