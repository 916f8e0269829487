"""From the files that were given to the four tables of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from skoleporten.analytics.sources import contract, csv_file, edfi, fint, oneroster, settling
from skoleporten.analytics.sources.context import Context, context
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.loaded import Loaded, RowCounts
from skoleporten.analytics.sources.output import RejectedFile, all_or_nothing
from skoleporten.analytics.sources.profile import load_profile
from skoleporten.analytics.sources.recognition import Recognised, is_roster, recognise
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.tables import CALENDAR, ENROLMENTS, Denominator, Table
from skoleporten.rules.errors import Place, RefusedError

REJECTED = "rejected.csv"


def read_sources(
    paths: Sequence[Path | str],
    profile: str | Path | None = None,
    enrolments: Path | None = None,
    calendar: Path | None = None,
    *,
    work_dir: Path,
    needs_denominator: bool = True,
) -> Loaded:
    """Reads files or folders of one format and writes the contract's tables to `work_dir`, all of them or none.

    `profile` forces CSV with that profile. `enrolments` and `calendar` go before what the source has itself.
    With `needs_denominator` False a source without school days is read too (the caller has its own).
    Raises UsageError for a path or profile that is not there, and RefusedError for what can not be used.
    """
    recognised = recognise([Path(path) for path in paths], profile)
    with all_or_nothing(work_dir) as folder:
        inner = folder / "staged"
        inner.mkdir()
        with RejectedFile(folder / REJECTED) as rejected:
            staging = Staging(inner, rejected)
            given = {
                ENROLMENTS.name: _given(enrolments, ENROLMENTS, inner, rejected),
                CALENDAR.name: _given(calendar, CALENDAR, inner, rejected),
            }
            known = context(given[ENROLMENTS.name], given[CALENDAR.name])
            intake = _read(recognised, profile, staging, inner, known)
            intake.enrolments = given[ENROLMENTS.name] or intake.enrolments
            intake.calendar = given[CALENDAR.name] or intake.calendar
            seen = settling.settle(staging, intake, folder)
        _refuse_unusable(staging, seen, intake, recognised)
        how = settling.denominator(seen, intake, folder)
        if how is None and needs_denominator:
            raise _without_school_days(recognised)
        settling.enrol(seen, intake, folder, how)
    return _loaded(work_dir, intake, how, staging, seen)


def _read(recognised: Recognised, profile: str | Path | None, staging: Staging, folder: Path, known: Context) -> Intake:
    files = recognised.files
    if recognised.format == "csv":
        return csv_file.read(files, load_profile(profile or recognised.profile or ""), staging, known)
    if recognised.format == "edfi":
        return edfi.read(files, staging, folder, known)
    if recognised.format == "oneroster":
        return oneroster.read(files[0], folder, staging.rejected)
    if recognised.format == "fint":
        return fint.read(files, load_profile(profile or "fint"), staging, folder, known)
    return contract.read(files, staging, folder, known)


def _given(path: Path | None, table: Table, folder: Path, rejected: RejectedFile) -> Path | None:
    """A table of the contract that was given beside the source."""
    if path is None:
        return None
    if table is ENROLMENTS and is_roster(path):
        return oneroster.read(path, folder, rejected).enrolments
    target = folder / f"beside-{table.name}.parquet"
    contract.refuse_unusable(path, contract.read_table(path, table, target, rejected))
    return target


def _refuse_unusable(staging: Staging, seen: settling.Seen, intake: Intake, recognised: Recognised) -> None:
    if seen.rows or (intake.enrolments and not staging.rows_rejected):
        return
    names = ", ".join(path.name for path in recognised.files[:3])
    if not staging.rows_rejected:
        raise RefusedError(
            "There are no rows of attendance.", place=Place(names), do="Check that the export was not empty."
        )
    raise RefusedError(
        f"None of the {staging.rows_rejected} rows can be used. The first: {'; '.join(staging.first_rejected)}",
        place=Place(names),
        do="Check the profile (delimiter, date format, codes) against the file.",
    )


def _without_school_days(recognised: Recognised) -> RefusedError:
    return RefusedError(
        "The source has absences and no school days; they are never guessed from absences.",
        place=Place(", ".join(path.name for path in recognised.files[:3])),
        do="Give the school calendar with --calendar FILE (school_id, grade, date, minutes_offered).",
    )


def _loaded(folder: Path, intake: Intake, how: Denominator | None, staging: Staging, seen: settling.Seen) -> Loaded:
    read = staging.rows_staged + staging.rows_rejected
    return Loaded(
        enrolments=folder / "enrolments.parquet",
        calendar=folder / "calendar.parquet",
        absences=folder / "absences.parquet",
        unregistered=folder / "unregistered.parquet",
        rejected=folder / REJECTED,
        format=intake.format,
        profile=intake.profile,
        denominator=how,
        rows=RowCounts(read, seen.rows, staging.rows_rejected, staging.rows_duplicate),
        last_date=seen.last_date,
        warnings=intake.warnings,
        session_days=intake.session_days if how == "session_totals" else (),
    )
