"""The way of a file into the database. Each function is one use case; the slow ones run in a job (imports/jobs.py)."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.concerns.tables import Fingerprint, fingerprint, read_tables
from skoleporten.imports import applying, preview, queries, reach, reading, receiving
from skoleporten.imports.difference import Difference, difference, rows_of_same_span
from skoleporten.imports.models import Import, RejectedRow
from skoleporten.imports.reading import Known, Staged
from skoleporten.rules.errors import RefusedError

log = logging.getLogger(__name__)

MOST_REJECTED_ROWS = 1000
# Under this share of the rows that stand from the same source for the same dates, a person must look first.
LEAST_SHARE_PERCENT = 70
TRIES = 3
State = Import.State


def receive(
    *, by: Actor, file_name: str, pieces: Iterable[bytes], profile: str = "", is_complete: bool = False,
    most_bytes: int | None = None,
) -> Import:  # fmt: skip
    """A web upload: written to disk piece by piece. A job reads it."""
    imported = Import(profile=profile, is_complete=is_complete)
    received = receiving.keep_upload(imported.folder, file_name, pieces, most_bytes)
    return _received(by, imported, received)


def receive_paths(
    *, by: Actor, paths: Sequence[Path], profile: str = "", is_complete: bool = False, with_job: bool = True
) -> Import:
    """Files or folders on this machine. Without a job the caller reads it."""
    imported = Import(profile=profile, is_complete=is_complete)
    return _received(by, imported, receiving.keep_paths(imported.folder, paths), with_job=with_job)


@transaction.atomic
def _received(by: Actor, imported: Import, received: receiving.Received, *, with_job: bool = True) -> Import:
    from skoleporten.imports import jobs

    imported.file_name, imported.sha256, imported.size = received.name, received.sha256, received.size
    imported.uploaded_by_id, imported.received_at = by.user_id, timezone.now()
    imported.save()
    _record(by, "imports.received", imported)
    if with_job:
        jobs.read.enqueue(imported.pk)
    return imported


def read(*, by: Actor, imported: Import) -> Import:
    """Reads the file, works out what it would change and who would come on the list. Ends ready, held or refused."""
    if imported.state not in {State.RECEIVED, State.READING}:
        return imported
    _set(imported, state=State.READING)
    try:
        known = read_tables()
        staged = reading.read(imported, Known(known, queries.has_roster(), queries.has_calendar()))
        diff = difference(imported, staged, known)
        as_of = max((date for date in (staged.last_date, queries.last_date()) if date), default=None)
        made = preview.make(imported, diff, known, as_of)
    except RefusedError as error:
        return _end(by=by, imported=imported, state=State.REFUSED, message=str(error))
    except Exception:
        _set(imported, state=State.FAILED, message=gettext_noop("The file could not be read through a fault of ours."))
        raise
    preview.save(imported, made)
    given, standing = rows_of_same_span(staged, known)
    counts = {**_counts(staged, diff, made), reach.BY_SCHOOL: reach.rows_by_school(diff, known)}
    return _read_done(by, imported, staged, counts, held=_is_too_short(given, standing))


def _is_too_short(given: int, standing: int) -> bool:
    return given * 100 < standing * LEAST_SHARE_PERCENT


def _counts(staged: Staged, diff: Difference, made: preview.Preview) -> dict[str, object]:
    return {
        "rows": staged.rows,
        "format": staged.format,
        "calendar_from": staged.calendar_from,
        "concerns": {"newly_on_list": len(made.newly_on_list), "no_longer": len(made.no_longer)},
        "changes_anything": diff.changes_anything(),
        **diff.counts(),
    }


@transaction.atomic
def _read_done(by: Actor, imported: Import, staged: Staged, counts: dict[str, object], *, held: bool) -> Import:
    absences = staged.table("absences")
    first = absences["date"].min()
    imported.profile = staged.profile or imported.profile
    imported.counts, imported.warnings = counts, _warnings(imported, staged, counts)
    imported.denominator, imported.enrolments_from = staged.denominator, staged.enrolments_from
    imported.span_start, imported.span_end = first or staged.last_date, staged.last_date  # type: ignore[assignment]
    imported.state = State.HELD if held else State.READY
    imported.message = _HELD if held else ""
    imported.read_at = timezone.now()
    imported.save()
    RejectedRow.objects.filter(imported=imported).delete()
    RejectedRow.objects.bulk_create(_rejected_rows(imported, staged), batch_size=500)
    _record(by, "imports.held" if held else "imports.read", imported)
    return imported


_HELD = gettext_noop(
    "The file has far fewer rows than stand for the same dates from the same source. Look before you release it."
)


def _warnings(imported: Import, staged: Staged, counts: dict[str, object]) -> list[str]:
    warnings = list(staged.warnings)
    earlier = queries.same_file(imported)
    if earlier and earlier.applied_at:
        warnings.insert(0, f"The same file was imported on {earlier.applied_at:%d.%m.%Y}.")
    if not staged.calendar_from and staged.last_date:
        warnings.insert(0, "There are no school days with dates yet: make or import the calendar to see rates.")
    if not counts["changes_anything"]:
        warnings.insert(0, "Nothing in the file is new: it changes nothing.")
    return warnings


def _rejected_rows(imported: Import, staged: Staged) -> list[RejectedRow]:
    with staged.rejected.open(encoding="utf-8-sig", newline="") as file:
        rows = list(islice(csv.DictReader(file), MOST_REJECTED_ROWS))
    return [
        RejectedRow(
            imported=imported,
            file=row["file"][:255],
            line=int(row["line"]) if row["line"].isdigit() else None,
            column=row["column"][:128],
            value=row["value"][:200],
            reason=row["reason"][:300],
            what_to_do=row["what_to_do"][:300],
        )
        for row in rows
    ]


@transaction.atomic
def release(*, by: Actor, imported: Import, reason: str) -> None:
    """A person has looked at a file that was held, and takes it."""
    _lock(imported)
    if imported.state != State.HELD:
        raise RefusedError(_("The file is not held."))
    if not reason.strip():
        raise RefusedError(_("Say why the file is right although it is so short."))
    _set(imported, state=State.READY, released_by_id=by.user_id, release_reason=reason.strip()[:300], message="")
    _record(by, "imports.released", imported)


@transaction.atomic
def withdraw(*, by: Actor, imported: Import) -> None:
    """A file that should not be applied after all. What was applied stays applied."""
    _lock(imported)
    if imported.state not in {State.READY, State.HELD, State.RECEIVED, State.FAILED}:
        raise RefusedError(_("The file can not be withdrawn now."))
    _set(imported, state=State.REFUSED, message=gettext_noop("Withdrawn by a person before it was applied."))
    _record(by, "imports.withdrawn", imported)


@transaction.atomic
def request_apply(*, by: Actor, imported: Import) -> None:
    """From the web: a job applies it, within the schools that the person may change."""
    from skoleporten.imports import jobs

    _lock(imported)
    _refuse_unless_ready(imported)
    limit = _refuse_beyond(by, imported)
    counts = {**imported.counts, reach.WITHIN: None if limit is None else sorted(limit)}
    _set(imported, state=State.APPLYING, applied_by_id=by.user_id, counts=counts)
    _record(by, "imports.apply_asked", imported)
    jobs.apply.enqueue(imported.pk)


def apply(*, by: Actor, imported: Import, with_check: bool = True) -> Import:
    """Compares once more with what stands now, and writes the difference in one transaction. Safe to run again.

    Without `with_check` the caller runs the check; else a job does.
    """
    imported.refresh_from_db()
    if imported.state == State.APPLIED:
        return imported
    if imported.state != State.APPLYING:
        _refuse_unless_ready(imported)
        limit = _refuse_beyond(by, imported)
    else:
        limit = imported.counts.get(reach.WITHIN)
    staged = Staged.load(imported)
    try:
        for _attempt in range(TRIES):
            read_at = fingerprint()
            known = read_tables()
            diff = difference(imported, staged, known)
            # What stands may have changed since the preview, and the file reach further now.
            if limit is not None and reach.beyond(reach.rows_by_school(diff, known), limit):
                _set(imported, state=State.READY, message=ONLY_AN_ADMINISTRATOR)
                return imported
            if _apply(by, imported, staged, diff, read_at, with_check=with_check):
                return imported
    except Exception:
        _set(imported, state=State.READY, message=gettext_noop("It could not be applied, and nothing was. Try again."))
        raise
    _set(imported, state=State.READY, message=gettext_noop("Other imports were applied at the same time. Try again."))
    return imported


@transaction.atomic
def _apply(
    by: Actor, imported: Import, staged: Staged, diff: Difference, read_at: Fingerprint, *, with_check: bool
) -> bool:
    """False when something else was written since the difference was worked out."""
    from skoleporten.concerns import jobs

    _lock(imported)
    if fingerprint() != read_at:
        return False
    if imported.state == State.APPLIED:
        return True
    applying.write(imported, staged, diff)
    imported.state, imported.applied_at, imported.message = State.APPLIED, timezone.now(), ""
    imported.applied_by_id = imported.applied_by_id or by.user_id
    imported.counts = {**imported.counts, **diff.counts()}
    imported.save()
    _record(by, "imports.applied", imported)
    if with_check:
        last = queries.last_date()
        jobs.check_after_import.enqueue(last.isoformat() if last else None)
    return True


def _refuse_unless_ready(imported: Import) -> None:
    if imported.state == State.HELD:
        raise RefusedError(_("The file is held."), do=_("Look at it, and release it with a reason first."))
    if imported.state != State.READY:
        raise RefusedError(_("The file is not ready to be applied."), do=imported.message)


ONLY_AN_ADMINISTRATOR = gettext_noop(
    "The file would change rows about other schools. Only an administrator can apply it."
)


def _refuse_beyond(by: Actor, imported: Import) -> frozenset[int] | None:
    """The schools that the actor is limited to, when the file keeps within them; None without a limit."""
    limit = reach.limit_of(by)
    if reach.outside(imported, limit):
        raise RefusedError(
            _(ONLY_AN_ADMINISTRATOR), do=_("Ask an administrator, or hand in a file with your own school alone.")
        )
    return limit


def _lock(imported: Import) -> None:
    """One at a time, and as it stands now."""
    Import.objects.select_for_update().get(pk=imported.pk)
    imported.refresh_from_db()


def _set(imported: Import, **values: object) -> None:
    for name, value in values.items():
        setattr(imported, name, value)
    imported.save(update_fields=[name.removesuffix("_id") for name in values])


@transaction.atomic
def _end(*, by: Actor, imported: Import, state: str, message: str) -> Import:
    _set(imported, state=state, message=message, read_at=timezone.now())
    _record(by, f"imports.{state}", imported)
    return imported


def _record(by: Actor, action: str, imported: Import) -> None:
    record(by=by, action=action, purpose="import", object_type="import", object_id=imported.public_id)
