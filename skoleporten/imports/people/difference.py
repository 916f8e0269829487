"""What a file of people would change: who gains access, who loses it, and what is left as it is. Changes nothing.

A relation that comes in by a file is never verified by it, so no guardian gains access before a person has verified
the relation. A bar stays as it stands, whatever a file says; a right that a person recorded is never raised by a file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from skoleporten.access import encryption
from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.models import Grant, User
from skoleporten.imports.people import groups
from skoleporten.imports.people.groups import Group, GroupDifference
from skoleporten.imports.people.told import Decides, GuardianTold, Post, RelationTold, Staff, Told
from skoleporten.people.models import FamilyTie, Guardian, Guardianship, Pupil, SchoolClass
from skoleporten.people.teaching_groups import TeachingGroup
from skoleporten.rules import calendar
from skoleporten.schools.models import School

MOST_AT_ONCE = 500
DECIDING = {Guardianship.Decides.PARENTAL_RESPONSIBILITY, Guardianship.Decides.CARE_TAKEN_OVER}
STATED = {
    Decides.HOLDS: Guardianship.Decides.PARENTAL_RESPONSIBILITY,
    Decides.NONE: Guardianship.Decides.NONE,
    Decides.SUSPENDED: Guardianship.Decides.SUSPENDED,
    Decides.UNKNOWN: Guardianship.Decides.UNKNOWN,
}
# User name, role, school, and the class or teaching group there.
GrantKey = tuple[str, str, int, str]
# Where a file contradicts itself, what gives least stands.
LEAST_FIRST = (Decides.SUSPENDED, Decides.NONE, Decides.HOLDS, Decides.UNKNOWN)


@dataclass(frozen=True)
class Gain:
    """A grant that the file would give; the user is made with it where there is none of that name."""

    staff: Staff
    user: User | None
    role: str
    school: School
    school_class: SchoolClass | None
    group: Group | None
    start: dt.date
    end: dt.date

    @property
    def key(self) -> GrantKey:
        return _key(self.staff.username, self.role, self.school, _scope(self.school_class, self.group))


@dataclass(frozen=True)
class Relation:
    """A relation as it would be; `standing` is the row that stands now."""

    guardian: GuardianTold
    guardian_key: str
    pupil: Pupil
    kind: str
    decides: str
    standing: Guardianship | None = None

    @property
    def loses_access(self) -> bool:
        return self.standing is not None and opens(self.standing)


@dataclass
class Difference:
    source: str
    gains: list[Gain] = field(default_factory=list)
    losses: list[Grant] = field(default_factory=list)
    shortened: list[tuple[Grant, dt.date]] = field(default_factory=list)
    new_relations: list[Relation] = field(default_factory=list)
    changed_relations: list[Relation] = field(default_factory=list)
    ended_relations: list[Guardianship] = field(default_factory=list)
    family: list[tuple[Staff, Pupil]] = field(default_factory=list)
    groups: GroupDifference = field(default_factory=GroupDifference)
    barred: int = 0
    kept: int = 0
    unknown_places: int = 0
    unknown_pupils: int = 0
    ended_by_hand: int = 0
    own: int = 0

    def losing_guardians(self) -> list[Guardianship]:
        changed = [one.standing for one in self.changed_relations if one.loses_access and one.standing]
        return changed + [one for one in self.ended_relations if opens(one)]

    def new_users(self) -> list[Staff]:
        return list({one.staff.username: one.staff for one in self.gains if one.user is None}.values())

    def changes_anything(self) -> bool:
        return any((self.gains, self.losses, self.shortened, self.new_relations, self.changed_relations,
                    self.ended_relations, self.family, self.groups.joins, self.groups.leaves))  # fmt: skip

    def counts(self) -> dict[str, int]:
        return {
            "gain": len(self.gains),
            "new_users": len(self.new_users()),
            "lose": len(self.losses),
            "shortened": len(self.shortened),
            "new_relations": len(self.new_relations),
            "to_verify": sum(one.decides in DECIDING for one in (*self.new_relations, *self.changed_relations)),
            "changed_relations": len(self.changed_relations),
            "ended_relations": len(self.ended_relations),
            "guardians_lose": len(self.losing_guardians()),
            "family": len(self.family),
            "joins": len(self.groups.joins),
            "leaves": len(self.groups.leaves),
            "barred": self.barred,
            "kept": self.kept,
            "unknown_places": self.unknown_places + self.groups.unknown_places,
            "unknown_pupils": self.unknown_pupils + self.groups.unknown_pupils,
            "ended_by_hand": self.ended_by_hand,
            "own": self.own + self.groups.own,
        }

    def fingerprint(self) -> str:
        """Equal for equal changes: what is applied is what was looked at."""
        return hashlib.sha256("\n".join(sorted(self._lines())).encode()).hexdigest()

    def _lines(self) -> Iterator[str]:
        for gain in self.gains:
            yield f"gain {gain.key} {gain.start} {gain.end}"
        yield from (f"lose {grant.pk}" for grant in self.losses)
        yield from (f"shorten {grant.pk} {end}" for grant, end in self.shortened)
        for one in (*self.new_relations, *self.changed_relations):
            yield f"relate {one.guardian_key} {one.pupil.pk} {one.kind} {one.decides}"
        yield from (f"end {one.pk}" for one in self.ended_relations)
        yield from (f"family {staff.username} {pupil.pk}" for staff, pupil in self.family)
        yield from self.groups.lines()


def opens(relation: Guardianship) -> bool:
    """Whether it is one that may give a guardian access today."""
    return bool(relation.verified_at) and relation.decides in DECIDING and relation.barred_from is None


def guardian_key(source: str, key: str) -> str:
    """The national id, or whatever a file knows the person by, is not kept; the same person gives the same key."""
    return encryption.keyed_hash(f"{source} {key}", purpose="guardian")


def difference(told: Told, today: dt.date, *, is_complete: bool = False, applied_by: int | None = None) -> Difference:
    """`applied_by` is the user who would apply it: nobody gives herself a role with pupils."""
    found, places = Difference(told.source), _places(told, today)
    _compare_posts(found, told, places, today, applied_by, is_complete=is_complete)
    pupils = groups.pupils_by_id({one.pupil for one in told.members})
    found.groups = groups.compare(told, places.groups, pupils, today, is_complete=is_complete, applied_by=applied_by)
    _compare_relations(found, told, today, is_complete=is_complete)
    _compare_family(found, told)
    return found


@dataclass(frozen=True)
class _Places:
    """What the file's ids of schools, classes and teaching groups stand for this school year."""

    schools: dict[str, School]
    classes: dict[tuple[int, str], SchoolClass]
    groups: dict[tuple[str, str], Group]


def _places(told: Told, today: dt.date) -> _Places:
    named = {post.school for post in told.posts} | {one.school for one in told.groups.values()}
    schools = {one.source_id: one for one in School.objects.filter(source_id__in=named)}
    rows = SchoolClass.objects.filter(school__in=schools.values(), school_year=calendar.school_year(today))
    classes = {(one.school_id, one.source_id): one for one in rows}
    return _Places(schools, classes, groups.groups_of(told, schools, today))


def _compare_posts(
    found: Difference, told: Told, places: _Places, today: dt.date, applied_by: int | None, *, is_complete: bool
) -> None:
    wanted, standing = _wanted(found, told, places, today), _standing(told.source, today)
    for key, gain in wanted.items():
        _settle(found, gain, standing.get(key, []), applied_by, told_end=_has_told_end(told, gain))
    if is_complete:
        mentioned = {places.schools[post.school].pk for post in told.posts if post.school in places.schools}
        found.losses = [
            grant for key, grants in standing.items() for grant in grants
            if key not in wanted and key[2] in mentioned and grant.source == told.source and grant.ended_at is None
        ]  # fmt: skip


def _wanted(found: Difference, told: Told, places: _Places, today: dt.date) -> dict[GrantKey, Gain]:
    users = _users(one.username for one in told.staff.values())
    wanted: dict[GrantKey, Gain] = {}
    for post in told.posts:
        school = places.schools.get(post.school)
        school_class = places.classes.get((school.pk, post.school_class)) if school else None
        group = places.groups.get((post.school, post.group))
        if school is None or (post.school_class and school_class is None) or (post.group and group is None):
            found.unknown_places += 1
            continue
        staff, dates = told.staff[post.staff], _dates(post, today)
        if dates is not None:
            gain = Gain(staff, users.get(staff.username), post.role, school, school_class, group, *dates)
            wanted[gain.key] = max(wanted.get(gain.key, gain), gain, key=lambda one: one.end)
    return wanted


def _users(names: Iterable[str]) -> dict[str, User]:
    wanted, users = sorted(set(names)), {}
    for at in range(0, len(wanted), MOST_AT_ONCE):
        users.update({one.username: one for one in User.objects.filter(username__in=wanted[at : at + MOST_AT_ONCE])})
    return users


def _standing(source: str, today: dt.date) -> dict[GrantKey, list[Grant]]:
    """Grants for a school, class or group that have not run out, and those of this source that a person ended."""
    grants = Grant.objects.filter(
        Q(ended_at__isnull=True, end__gte=today) | Q(ended_at__isnull=False, source=source, end__gt=today),
        school__isnull=False,
        pupil=None,
        grade=None,
    ).select_related("user", "school", "school_class", "teaching_group")
    found: dict[GrantKey, list[Grant]] = {}
    for grant in grants:
        assert grant.school is not None
        scope = _scope(grant.school_class, grant.teaching_group)
        found.setdefault(_key(grant.user.username, grant.role, grant.school, scope), []).append(grant)
    return found


def _key(username: str, role: str, school: School, scope: str) -> GrantKey:
    return username, role, school.pk, scope


def _scope(school_class: SchoolClass | None, group: Group | TeachingGroup | None) -> str:
    if group is not None:
        return f"group {group.source_id}"
    return f"class {school_class.pk}" if school_class else ""


def _dates(post: Post, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """None for a post that is over, or that ends before it begins. No grant outlives the school year."""
    start = max(post.start or today, today)
    end = min(post.end or last_day_of_school_year(start), last_day_of_school_year(start))
    return None if end < start or (post.end and post.end < today) else (start, end)


def _has_told_end(told: Told, gain: Gain) -> bool:
    within = (gain.school_class.source_id if gain.school_class else "", gain.group.source_id if gain.group else "")
    return all(
        post.end is not None
        for post in told.posts
        if (post.staff, post.role, post.school, post.school_class, post.group)
        == (gain.staff.key, gain.role, gain.school.source_id, *within)
    )


def _settle(found: Difference, gain: Gain, grants: list[Grant], applied_by: int | None, *, told_end: bool) -> None:
    in_force = [grant for grant in grants if grant.ended_at is None]
    if not in_force and grants:
        found.ended_by_hand += 1
    elif not in_force and gain.user is not None and gain.user.pk == applied_by:
        found.own += 1
    elif not in_force:
        found.gains.append(gain)
    elif told_end:
        found.shortened += [
            (grant, gain.end) for grant in in_force if grant.source == found.source and gain.end < grant.end
        ]


def _compare_relations(found: Difference, told: Told, today: dt.date, *, is_complete: bool) -> None:
    pupils = groups.pupils_by_id({one.pupil for one in told.relations} | (told.pupils if is_complete else set()))
    merged: dict[tuple[str, str], RelationTold] = {}
    for one in told.relations:
        if one.pupil in pupils:
            merged[one.guardian, one.pupil] = _least(merged.get((one.guardian, one.pupil)), one)
        else:
            found.unknown_pupils += 1
    standing = _standing_relations(pupils.values(), today)
    seen: set[int] = set()
    for (guardian, pupil), one in merged.items():
        key = guardian_key(told.source, guardian)
        now = standing.get((key, pupils[pupil].pk))
        wanted = Relation(told.guardians[guardian], key, pupils[pupil], one.kind, STATED[one.decides], now)
        seen.update({now.pk} if now else ())
        _settle_relation(found, wanted)
    if is_complete:
        found.ended_relations = [
            one
            for one in standing.values()
            if one.pk not in seen and one.source == told.source and one.barred_from is None
        ]


def _least(first: RelationTold | None, second: RelationTold) -> RelationTold:
    return min((first or second, second), key=lambda one: LEAST_FIRST.index(one.decides))


def _standing_relations(pupils: Iterable[Pupil], today: dt.date) -> dict[tuple[str, int], Guardianship]:
    """By guardian and pupil. A bar that was recorded on any row of the pair stands before a newer row."""
    keys, found = [one.pk for one in pupils], {}
    for at in range(0, len(keys), MOST_AT_ONCE):
        rows = Guardianship.objects.filter(
            Q(end__isnull=True) | Q(end__gte=today) | Q(barred_from__isnull=False),
            pupil__in=keys[at : at + MOST_AT_ONCE],
            guardian__source_id__isnull=False,
        ).select_related("guardian", "pupil")
        for row in sorted(rows, key=lambda one: (one.barred_from is not None, one.start)):
            found[str(row.guardian.source_id), row.pupil_id] = row
    return found


def _settle_relation(found: Difference, wanted: Relation) -> None:
    now = wanted.standing
    if now is None:
        found.new_relations.append(wanted)
    elif now.barred_from is not None:
        found.barred += 1
    elif (now.kind, now.decides) == (wanted.kind, wanted.decides):
        return
    elif now.source == found.source or _is_taken_away(now, wanted):
        found.changed_relations.append(wanted)
    else:
        found.kept += 1


def _is_taken_away(now: Guardianship, wanted: Relation) -> bool:
    """A file may take away a right that a person recorded, and never give one."""
    return now.decides in DECIDING and wanted.decides in {Guardianship.Decides.NONE, Guardianship.Decides.SUSPENDED}


def _compare_family(found: Difference, told: Told) -> None:
    pupils = groups.pupils_by_id({pupil for _staff, pupil in told.family})
    known = set(FamilyTie.objects.filter(pupil__in=pupils.values()).values_list("user__username", "pupil__source_id"))
    found.family = [
        (told.staff[staff], pupils[pupil])
        for staff, pupil in sorted(told.family)
        if staff in told.staff and pupil in pupils and (told.staff[staff].username, pupil) not in known
    ]


def guardians_known(keys: Iterable[str]) -> dict[str, Guardian]:
    wanted, known = sorted(set(keys)), {}
    for at in range(0, len(wanted), MOST_AT_ONCE):
        rows = Guardian.objects.filter(source_id__in=wanted[at : at + MOST_AT_ONCE])
        known.update({str(one.source_id): one for one in rows})
    return known
