"""What a file of people changes in teaching groups: how many pupils come into view of which teachers. Numbers only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from skoleporten.access.models import Grant
from skoleporten.imports.people.difference import Difference, Gain
from skoleporten.imports.people.groups import Group, Key
from skoleporten.people.models import SchoolClass
from skoleporten.people.teaching_groups import TeachingGroup
from skoleporten.rules.calendar import school_year
from skoleporten.schools.models import School
from skoleporten.web import words
from skoleporten.web.tables import Column, Table


def group_table(found: Difference, schools: Collection[int] | None, today: dt.date, most: int) -> Table | None:
    """A teacher of a group sees everybody who joins it, and nobody who has left it."""
    joins = Counter(one.group.key for one in found.groups.joins)
    leaves = Counter(_key(row.group) for row, _end in found.groups.leaves)
    names = {one.group.key: where(one.group.school, one.group) for one in found.groups.joins}
    names |= {_key(row.group): where(row.group.school, row.group) for row, _end in found.groups.leaves}
    shown = sorted((key for key in names if schools is None or key[0] in schools), key=lambda key: names[key])[:most]
    teachers = _teachers(found, shown, today)
    rows = [
        [names[key], words.number(joins[key]), words.number(leaves[key]), ", ".join(teachers[key]) or words.NOTHING]
        for key in shown
    ]
    columns = [
        Column(_("Teaching group")),
        Column(_("Join"), is_number=True),
        Column(_("Leave"), is_number=True),
        Column(_("Teachers who see them")),
    ]
    return Table(caption=_("Teaching groups that change"), columns=columns, rows=rows, stacks=True) if rows else None


def where(school: School | None, within: SchoolClass | TeachingGroup | Group | None) -> str:
    return f"{school or ''}{f', {within.name}' if within else ''}"


def pupils_gained(found: Difference, gain: Gain, today: dt.date) -> int:
    """How many are in the group once the file is applied."""
    assert gain.group is not None
    leaving = {row.pupil_id for row, _end in found.groups.leaves if _key(row.group) == gain.group.key}
    here = pupils_in(gain.group.standing, today) - leaving
    joining = [one.pupil for one in found.groups.joins if one.group.key == gain.group.key]
    return len(here | {pupil.pk for pupil in joining if not pupil.protected})


def pupils_in(group: TeachingGroup | None, today: dt.date) -> set[int]:
    """A protected pupil opens to nobody by this, and is not counted."""
    if group is None:
        return set()
    rows = group.members.filter(Q(end__isnull=True) | Q(end__gte=today), start__lte=today, pupil__protected=False)
    return set(rows.values_list("pupil", flat=True))


def _key(group: TeachingGroup) -> Key:
    return group.school_id, group.source_id


def _teachers(found: Difference, groups: Collection[Key], today: dt.date) -> dict[Key, list[str]]:
    """As it would be once the file is applied."""
    named: dict[Key, set[str]] = {key: set() for key in groups}
    grants = Grant.objects.in_force(today).filter(
        teaching_group__source_id__in={name for _school, name in groups},
        teaching_group__school_year=school_year(today),
    )
    for grant in grants.exclude(pk__in=[one.pk for one in found.losses]).select_related("user", "teaching_group"):
        if grant.teaching_group and _key(grant.teaching_group) in named:
            named[_key(grant.teaching_group)].add(str(grant.user))
    for gain in found.gains:
        if gain.group and gain.group.key in named:
            named[gain.group.key].add(gain.staff.name)
    return {key: sorted(names) for key, names in named.items()}
