"""What a file would change in teaching groups: who is in one from now on, and who no longer is. Changes nothing.

A teacher of the group sees whoever joins it, so nobody who applies a file lets pupils into a group of her own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skoleporten.access.models import Grant
from skoleporten.imports.people.told import GroupTold, MemberTold, Told
from skoleporten.people.models import Pupil
from skoleporten.people.teaching_groups import TeachingGroup, TeachingGroupMember
from skoleporten.rules import calendar
from skoleporten.schools.models import School

MOST_AT_ONCE = 500
ONE_DAY = dt.timedelta(days=1)
Key = tuple[int, str]


@dataclass(frozen=True)
class Group:
    """A teaching group as the file tells of it; `standing` is the row that stands now."""

    source_id: str
    name: str
    school: School
    standing: TeachingGroup | None

    @property
    def key(self) -> Key:
        return self.school.pk, self.source_id


@dataclass(frozen=True)
class Join:
    """`standing` is the row whose last day would be moved to a later one."""

    group: Group
    pupil: Pupil
    start: dt.date
    end: dt.date | None
    standing: TeachingGroupMember | None = None


@dataclass
class GroupDifference:
    joins: list[Join] = field(default_factory=list)
    # With the new last day.
    leaves: list[tuple[TeachingGroupMember, dt.date]] = field(default_factory=list)
    unknown_pupils: int = 0
    unknown_places: int = 0
    own: int = 0

    def lines(self) -> Iterable[str]:
        for one in self.joins:
            yield f"join {one.group.key} {one.pupil.pk} {one.start} {one.end}"
        yield from (f"leave {row.pk} {end}" for row, end in self.leaves)


def groups_of(told: Told, schools: Mapping[str, School], today: dt.date) -> dict[tuple[str, str], Group]:
    """By the file's ids of school and group: those it tells of, and those of this school year that stand."""
    names = {one.source_id: key for key, one in schools.items()}
    year = calendar.school_year(today)
    rows = TeachingGroup.objects.filter(school__in=schools.values(), school_year=year).select_related("school")
    found = {
        (names[row.school.source_id], row.source_id): Group(row.source_id, row.name, row.school, row) for row in rows
    }
    for key, one in told.groups.items():
        if one.school in schools and key not in found:
            found[key] = _new(one, schools[one.school])
    return found


def _new(told: GroupTold, school: School) -> Group:
    longest = TeachingGroup._meta.get_field("name").max_length
    return Group(told.key, (told.name or told.key)[:longest], school, None)


def compare(
    told: Told,
    groups: Mapping[tuple[str, str], Group],
    pupils: Mapping[str, Pupil],
    today: dt.date,
    *,
    is_complete: bool,
    applied_by: int | None,
) -> GroupDifference:
    found = GroupDifference()
    standing = _standing(groups.values(), today)
    own = _groups_taught_by(applied_by, today)
    seen: set[int] = set()
    for one in _last_to_end(told.members):
        group, pupil = groups.get((one.school, one.group)), pupils.get(one.pupil)
        if group is None:
            found.unknown_places += 1
        elif pupil is None:
            found.unknown_pupils += 1
        elif group.standing is not None and group.standing.pk in own:
            found.own += 1
            seen.update(row.pk for row in standing.get((*group.key, pupil.pk), ()))
        else:
            rows = standing.get((*group.key, pupil.pk), [])
            seen.update(row.pk for row in rows)
            _settle(found, told.source, one, group, pupil, rows, today)
    if is_complete:
        mentioned = {groups[key].school.pk for key in told.groups if key in groups}
        found.leaves += [
            (row, max(row.start, today - ONE_DAY))
            for rows in standing.values() for row in rows
            if row.pk not in seen and row.source == told.source and row.group.school_id in mentioned
            and _lasts(row, today)
        ]  # fmt: skip
    return found


def _last_to_end(members: Iterable[MemberTold]) -> Iterable[MemberTold]:
    """One for each pupil and group: of several spans the one that lasts longest."""
    merged: dict[tuple[str, str, str], MemberTold] = {}
    for one in members:
        key = (one.school, one.group, one.pupil)
        merged[key] = max(merged.get(key, one), one, key=lambda each: each.end or dt.date.max)
    return merged.values()


def _standing(groups: Iterable[Group], today: dt.date) -> dict[tuple[int, str, int], list[TeachingGroupMember]]:
    """The memberships of this school year by school, group and pupil, also those that are over."""
    keys = [group.standing.pk for group in groups if group.standing is not None]
    found: dict[tuple[int, str, int], list[TeachingGroupMember]] = {}
    for at in range(0, len(keys), MOST_AT_ONCE):
        rows = TeachingGroupMember.objects.filter(group__in=keys[at : at + MOST_AT_ONCE])
        for row in rows.select_related("group__school", "pupil").order_by("start", "id"):
            found.setdefault((row.group.school_id, row.group.source_id, row.pupil_id), []).append(row)
    return found


def _groups_taught_by(user: int | None, today: dt.date) -> set[int]:
    if user is None:
        return set()
    lasting = Grant.objects.filter(user=user, teaching_group__isnull=False, ended_at=None, end__gte=today)
    return set(lasting.values_list("teaching_group", flat=True))


def _lasts(row: TeachingGroupMember, today: dt.date) -> bool:
    return row.end is None or row.end >= today


def _settle(
    found: GroupDifference,
    source: str,
    one: MemberTold,
    group: Group,
    pupil: Pupil,
    rows: list[TeachingGroupMember],
    today: dt.date,
) -> None:
    """A row that still lasts gets the last day that the file tells; else the pupil gets a row from today or later."""
    lasting = [row for row in rows if _lasts(row, today)]
    if not lasting:
        if one.end is None or one.end >= max(one.start or today, today):
            found.joins.append(Join(group, pupil, _first_day(one, rows, today), one.end))
        return
    row = lasting[-1]
    if row.source != source or row.end == one.end:
        return
    if one.end is not None and (row.end is None or one.end < row.end):
        found.leaves.append((row, max(row.start, one.end)))
    elif one.end is not None or row.end is not None:
        found.joins.append(Join(group, pupil, row.start, one.end, row))


def _first_day(one: MemberTold, rows: list[TeachingGroupMember], today: dt.date) -> dt.date:
    """As the file tells, within the school year; whoever was in the group before comes back today at the earliest."""
    start = max(one.start or today, calendar.school_year_start(calendar.school_year(today)))
    return max(start, today) if rows else start


def pupils_by_id(keys: Iterable[str]) -> dict[str, Pupil]:
    wanted, pupils = sorted(set(keys)), {}
    for at in range(0, len(wanted), MOST_AT_ONCE):
        some = Pupil.objects.filter(source_id__in=wanted[at : at + MOST_AT_ONCE])
        pupils.update({one.source_id: one for one in some})
    return pupils
