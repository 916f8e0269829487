"""The way of a file of people into the database. Nothing is applied without a person, and nobody is written to."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import actions as access
from skoleporten.access import grant_actions
from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.audit.actions import record
from skoleporten.imports import receiving, unpacking
from skoleporten.imports.models import PeopleImport
from skoleporten.imports.people.difference import Difference, Relation, difference, guardians_known
from skoleporten.imports.people.groups import Key
from skoleporten.imports.people.reading import read
from skoleporten.imports.people.told import Staff, Told
from skoleporten.people.models import FamilyTie, Guardian, Guardianship
from skoleporten.people.teaching_groups import TeachingGroup, TeachingGroupMember
from skoleporten.rules import calendar
from skoleporten.rules.errors import RefusedError

log = logging.getLogger(__name__)

State = PeopleImport.State
DAYS_TO_DECIDE = 14


def receive(
    *, by: Actor, file_name: str, pieces: Iterable[bytes], is_complete: bool = False, most_bytes: int | None = None
) -> PeopleImport:
    """Raises RefusedError, and keeps nothing, for what can not be read."""
    imported = PeopleImport(is_complete=is_complete)
    return _received(by, imported, receiving.keep_upload(imported.folder, file_name, pieces, most_bytes))


def receive_paths(*, by: Actor, paths: Sequence[Path], is_complete: bool = False) -> PeopleImport:
    """A OneRoster folder is given by its files, as they lie."""
    imported = PeopleImport(is_complete=is_complete)
    return _received(by, imported, receiving.keep_paths(imported.folder, paths))


def _received(by: Actor, imported: PeopleImport, received: receiving.Received) -> PeopleImport:
    imported.file_name, imported.sha256 = received.name, received.sha256
    try:
        told = _told(imported)
    except RefusedError:
        shutil.rmtree(imported.folder, ignore_errors=True)
        raise
    with transaction.atomic():
        imported.source, imported.uploaded_by_id = told.source, by.user_id
        imported.save()
        record(by=by, action="imports.people_received", object_type="people_import", object_id=imported.public_id)
    return imported


def looked_at(*, by: Actor, imported: PeopleImport, today: dt.date) -> tuple[Told, Difference]:
    """What it would change today if `by` applied it. Changes nothing."""
    told = _told(imported)
    return told, difference(told, today, is_complete=imported.is_complete, applied_by=by.user_id)


def _told(imported: PeopleImport) -> Told:
    folder = imported.folder / receiving.RECEIVED
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise RefusedError(_("The file is not here any more."), do=_("Hand it in again."))
    return read(unpacking.unpacked(files) if len(files) == 1 else [folder])


def apply(*, by: Actor, imported: PeopleImport, today: dt.date, fingerprint: str) -> Difference:
    """All of it or nothing, and only what was looked at: `fingerprint` is of the difference that the person saw."""
    with transaction.atomic():
        _end(by, imported, State.APPLIED)
        told, found = looked_at(by=by, imported=imported, today=today)
        if found.fingerprint() != fingerprint:
            raise RefusedError(
                _("Something has changed since you looked."), do=_("Look through the changes again, and apply them.")
            )
        _apply(by, imported, found, told, today)
        imported.counts = found.counts() | {"unusable": len(told.unusable)}
        imported.save(update_fields=["counts"])
        record(
            by=by, action="imports.people_applied", object_type="people_import", object_id=imported.public_id,
            details=imported.counts, pupils=_pupils(found),
        )  # fmt: skip
    shutil.rmtree(imported.folder, ignore_errors=True)
    return found


def withdraw(*, by: Actor, imported: PeopleImport) -> None:
    with transaction.atomic():
        _end(by, imported, State.WITHDRAWN)
        record(by=by, action="imports.people_withdrawn", object_type="people_import", object_id=imported.public_id)
    shutil.rmtree(imported.folder, ignore_errors=True)


def withdraw_undecided(*, by: Actor, now: dt.datetime) -> int:
    """Files that nobody has applied or withdrawn in time, as they may hold national ids. How many there were."""
    late = PeopleImport.objects.filter(state=State.READY, received_at__lt=now - dt.timedelta(days=DAYS_TO_DECIDE))
    for imported in late:
        try:
            withdraw(by=by, imported=imported)
        except RefusedError:  # somebody decided just now
            log.info("A file of people was decided while it was to be withdrawn.")
    return len(late)


def _end(by: Actor, imported: PeopleImport, state: str) -> None:
    """Once, whoever comes first."""
    ready = PeopleImport.objects.filter(pk=imported.pk, state=State.READY)
    if not ready.update(state=state, ended_at=timezone.now(), ended_by_id=by.user_id):
        raise RefusedError(_("The file is applied or withdrawn already."))
    imported.refresh_from_db()


def _apply(by: Actor, imported: PeopleImport, found: Difference, told: Told, today: dt.date) -> None:
    users: dict[str, User] = {}
    groups = _teaching_groups(found, today)
    for gain in found.gains:
        user = gain.user or users.get(gain.staff.username) or _new_user(by, gain.staff)
        users[gain.staff.username] = user
        if not user.is_active:
            continue
        grant_actions.give(
            by=by, user=user, role=gain.role, start=gain.start, end=gain.end, school_id=gain.school.pk,
            school_class_id=gain.school_class.pk if gain.school_class else None,
            teaching_group_id=groups[gain.group.key].pk if gain.group else None, source=found.source,
        )  # fmt: skip
    for grant in found.losses:
        _end_grant(by, grant, today)
    for grant, end in found.shortened:
        grant_actions.shorten_grant(by=by, grant=grant, end=end, at_once=True)
    _change_memberships(found, groups)
    _relate(imported, found, today)
    _end_relations(found.ended_relations, today)
    for staff, pupil in found.family:
        known = users.get(staff.username) or User.objects.filter(username=staff.username).first()
        if known is not None:
            FamilyTie.objects.get_or_create(user=known, pupil=pupil, defaults={"source": found.source})


def _new_user(by: Actor, staff: Staff) -> User:
    """Without a password: the way in is a provider of log-in, or an invitation that a person makes."""
    return access.create_user(
        by=by, username=staff.username, display_name=staff.name[:150], password=None, email=staff.email
    )


def _end_grant(by: Actor, grant: Grant, today: dt.date) -> None:
    """Its last day is moved too, which tells it from one that a person ended: that one no file gives again."""
    access.end_grant(by=by, grant=grant, at_once=True)
    grant.end = max(grant.start, today - dt.timedelta(days=1))
    grant.save(update_fields=["end"])


def _teaching_groups(found: Difference, today: dt.date) -> dict[Key, TeachingGroup]:
    """Those that somebody is in or teaches; a new one is made, and a name that stands is left."""
    year, made = calendar.school_year(today), {}
    wanted = [one.group for one in found.groups.joins] + [gain.group for gain in found.gains if gain.group]
    for group in {one.key: one for one in wanted}.values():
        values = {"school": group.school, "school_year": year, "source_id": group.source_id}
        made[group.key], _is_new = TeachingGroup.objects.get_or_create(**values, defaults={"name": group.name})
    return made


def _change_memberships(found: Difference, groups: Mapping[Key, TeachingGroup]) -> None:
    for one in found.groups.joins:
        row = one.standing or TeachingGroupMember(
            group=groups[one.group.key], pupil=one.pupil, start=one.start, source=found.source
        )
        row.end = one.end
        row.save()
    for row, end in found.groups.leaves:
        row.end = end
        row.save()


def _relate(imported: PeopleImport, found: Difference, today: dt.date) -> None:
    known = guardians_known(one.guardian_key for one in found.new_relations)
    for one in found.new_relations:
        guardian = known.get(one.guardian_key) or _new_guardian(one)
        known[one.guardian_key] = guardian
        Guardianship.objects.create(
            pupil=one.pupil, guardian=guardian, kind=one.kind, decides=one.decides, source=found.source,
            imported_by=imported, start=today,
        )  # fmt: skip
    for one in found.changed_relations:
        row = one.standing
        assert row is not None
        row.kind, row.decides, row.source, row.imported_by = one.kind, one.decides, found.source, imported
        row.verified_at, row.verified_by = None, None
        row.save()


def _new_guardian(one: Relation) -> Guardian:
    told = one.guardian
    return Guardian.objects.create(
        source_id=one.guardian_key,
        given_name=told.given_name[:120],
        family_name=told.family_name[:120],
        email=told.email[:254],
        phone=told.phone[:32],
    )


def _end_relations(rows: Iterable[Guardianship], today: dt.date) -> None:
    for row in rows:
        row.end = max(row.start, today - dt.timedelta(days=1))
        row.verified_at, row.verified_by = None, None
        row.save()


def _pupils(found: Difference) -> set[str]:
    changed = [one.pupil for one in (*found.new_relations, *found.changed_relations)]
    changed += [one.pupil for one in found.ended_relations] + [pupil for _staff, pupil in found.family]
    changed += [one.pupil for one in found.groups.joins] + [row.pupil for row, _end in found.groups.leaves]
    return {str(pupil.public_id) for pupil in changed}
