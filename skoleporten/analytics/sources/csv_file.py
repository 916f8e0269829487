"""Delimited text with a mapping profile: any system that can export a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import polars as pl

from skoleporten.analytics.sources import delimited, remarks
from skoleporten.analytics.sources.ahead import ahead
from skoleporten.analytics.sources.context import Context
from skoleporten.analytics.sources.delimited import DELIMITERS, Block, Dialect
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.lengths import NOMINAL_DAY, NOMINAL_LESSON
from skoleporten.analytics.sources.mapped import Mapped
from skoleporten.analytics.sources.output import RejectedRow, rejected_frame
from skoleporten.analytics.sources.profile import Profile, load_profile, shipped_profiles
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.sources.validation import checked
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.rules.errors import Place, RefusedError

SAMPLED_BYTES, SAMPLED_ROWS = 64 * 1024, 200


def read(paths: Iterable[Path], profile: Profile, staging: Staging, known: Context) -> Intake:
    """Stages every row of the files that can be used, and tells the others in rejected.csv."""
    intake = Intake("csv", profile.id, profile.source, profile.day_minutes)
    assumed: dict[int, int] = {}
    for path in paths:
        _read_file(path, profile, staging, known, intake.warnings, assumed)
    intake.warnings += _said(profile, assumed)
    return intake


def fitting_profile(path: Path) -> Profile | None:
    """The shipped profile whose codes and headings fit best; None when none finds the columns that it needs."""
    profiles = [profile for name in shipped_profiles() if (profile := load_profile(name)).format == "csv"]
    with path.open("rb") as file:
        dialects = [delimited.sniff(file, path.name, delimiter) for delimiter in DELIMITERS]
        file.seek(dialects[0].starts_at)
        lines = file.read(SAMPLED_BYTES).decode(dialects[0].encoding, errors="replace").splitlines()[:SAMPLED_ROWS]
    fits = [(profile, dialect) for profile in profiles for dialect in dialects if not _missing(profile, dialect)]
    return max(fits, key=lambda fit: _fit(fit[0], fit[1], lines))[0] if fits else None


def _fit(profile: Profile, dialect: Dialect, lines: list[str]) -> tuple[int, int]:
    """Sampled rows with a code that the profile knows, and columns that it finds."""
    columns = _columns(profile, dialect)
    known, place = {code.casefold() for code in profile.codes}, columns["code"]
    rows = csv.reader(lines, delimiter=dialect.delimiter)
    return sum(len(row) > place and row[place].strip().casefold() in known for row in rows), len(columns)


def _read_file(
    path: Path, profile: Profile, staging: Staging, known: Context, warnings: list[str], assumed: dict[int, int]
) -> None:
    with unchanged(path) as file:
        dialect = _dialect(file, path.name, profile, warnings)
        columns = _columns(profile, dialect)
        mapped: Mapped | None = None
        for block in ahead(delimited.frames(file, dialect, sorted(set(columns.values())))):
            mapped = mapped or _mapped(profile, columns, dialect, block)
            _stage(block, mapped, dialect.file, staging, known, assumed)


def _stage(block: Block, mapped: Mapped, file: str, staging: Staging, known: Context, assumed: dict[int, int]) -> None:
    found = checked(block, mapped, known)
    staging.reject(
        file, rejected_frame(RejectedRow(line, "", text, Fault.BROKEN_QUOTES) for line, text in block.broken)
    )
    staging.reject(file, found.faulty)
    for kind, count in found.assumed.items():
        assumed[kind] = assumed.get(kind, 0) + count
    staging.stage(file, found.sound)


def _dialect(file: BinaryIO, name: str, profile: Profile, warnings: list[str]) -> Dialect:
    """The profile's delimiter, or the one that the headings show to be right."""
    tried = [delimited.sniff(file, name, delimiter, profile.encoding) for delimiter in (profile.delimiter, *DELIMITERS)]
    dialect = next((dialect for dialect in tried if not _missing(profile, dialect)), None)
    if dialect is None:
        raise _refused_headings(profile, max(tried, key=lambda dialect: len(dialect.headings)))
    if dialect.delimiter != profile.delimiter:
        told = {"found": dialect.delimiter, "expected": profile.delimiter, "profile": profile.id}
        warnings.append(remarks.OTHER_DELIMITER(file=name, **told))
    if profile.encoding == "auto":
        dialect = replace(dialect, encoding=delimited.encoding_of_all(file))
    if dialect.encoding != "utf-8" and profile.encoding == "auto":
        warnings.append(remarks.NOT_UTF_8(file=name, encoding=dialect.encoding))
    return dialect


def _refused_headings(profile: Profile, dialect: Dialect) -> RefusedError:
    wanted = ", ".join(
        f"{name} ({' or '.join(profile.columns.get(name, ('–',)))})" for name in _missing(profile, dialect)
    )
    found = ", ".join(dialect.headings[:30])
    return RefusedError(
        f"The headings do not fit the profile {profile.id}: there is no {wanted}. The headings are: {found}.",
        place=Place(dialect.file, line=1),
        do="Check the delimiter, or make a profile (docs/how-to/own-profile.md) and give it with --profile.",
    )


def _columns(profile: Profile, dialect: Dialect) -> dict[str, int]:
    places = {heading.casefold(): number for number, heading in reversed(list(enumerate(dialect.headings)))}
    found = {
        name: [places[text.casefold()] for text in texts if text.casefold() in places]
        for name, texts in profile.columns.items()
    }
    return {name: numbers[0] for name, numbers in found.items() if numbers}


def _missing(profile: Profile, dialect: Dialect) -> list[str]:
    columns = _columns(profile, dialect)
    return [name for name in profile.required_columns if name not in columns]


def _mapped(profile: Profile, columns: dict[str, int], dialect: Dialect, block: Block) -> Mapped:
    headings = {name: dialect.headings[number] for name, number in columns.items()}
    return Mapped(profile, columns, headings, _date_format(profile, block.frame[f"c{columns['date']}"]))


def _date_format(profile: Profile, dates: pl.Series) -> str:
    """Of the profile's formats the one that reads most of the first block; dates in another are then rejected."""
    sample = dates.head(10_000).str.strip_chars()
    return max(profile.date_formats, key=lambda text: sample.str.to_date(text, strict=False).count())


def _said(profile: Profile, assumed: dict[int, int]) -> list[str]:
    said = []
    if count := assumed.get(NOMINAL_DAY):
        said.append(remarks.NOMINAL_DAYS(count=count, minutes=profile.day_minutes))
    if count := assumed.get(NOMINAL_LESSON):
        said.append(remarks.NOMINAL_LESSONS(count=count, minutes=profile.lesson_minutes))
    return said
