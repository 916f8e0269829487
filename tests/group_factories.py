"""Plain functions that make one valid teaching group, or put one pupil in it."""

from __future__ import annotations

import datetime as dt

from skoleporten.people.models import Pupil
from skoleporten.people.teaching_groups import TeachingGroup, TeachingGroupMember
from skoleporten.schools.models import School


def make_teaching_group(school: School, name: str = "8 English", school_year: int = 2025) -> TeachingGroup:
    return TeachingGroup.objects.create(school=school, source_id=name, name=name, school_year=school_year)


def make_group_member(
    group: TeachingGroup, pupil: Pupil, start: dt.date = dt.date(2025, 8, 1), end: dt.date | None = None
) -> TeachingGroupMember:
    return TeachingGroupMember.objects.create(group=group, pupil=pupil, start=start, end=end)
