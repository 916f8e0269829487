"""Which format the given files and folders have, by what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from skoleporten.analytics.sources import archives, contract, csv_file, oneroster
from skoleporten.analytics.sources.profile import Profile, load_profile
from skoleporten.rules.errors import Place, RefusedError, UsageError

Format = Literal["csv", "contract", "edfi", "fint", "oneroster"]
FIRST_BYTES = 4096
TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
FORMATS = "CSV with a profile, Ed-Fi XML, FINT JSON, OneRoster CSV (folder or zip), or our own tables as Parquet or CSV"


@dataclass(frozen=True)
class Recognised:
    """`files` are all of one format; `profile` is the name of the shipped profile that a CSV's headings fit."""

    format: Format
    files: tuple[Path, ...]
    profile: str | None = None


def recognise(paths: Sequence[Path], profile: str | Path | None) -> Recognised:
    """Raises UsageError for a path that is not there, RefusedError for files of no known format or of several."""
    rosters = tuple(path for path in paths if is_roster(path))
    if rosters:
        return _rosters(rosters, paths)
    files = tuple(file for path in paths for file in _files(path))
    if not files:
        raise RefusedError(
            "There are no files to read.",
            place=Place(", ".join(str(path) for path in paths)),
            do="Give a file or a folder with files.",
        )
    if profile is not None:
        return _forced(files, load_profile(profile))
    found = {file: _recognised(file) for file in files}
    known = [recognised for recognised in found.values() if recognised]
    if not known:
        raise _unknown(files)
    return _joined(known)


def is_roster(path: Path) -> bool:
    """Whether a folder or zip file holds OneRoster."""
    if path.is_dir():
        return oneroster.is_oneroster([file.name for file in path.iterdir()])
    return path.suffix.lower() == ".zip" and path.is_file() and _is_oneroster_zip(path)


def _rosters(rosters: tuple[Path, ...], paths: Sequence[Path]) -> Recognised:
    if len(paths) > 1:
        raise RefusedError(
            "OneRoster holds rosters and no absence, so it is read by itself.",
            do="Give it with --enrolments beside the source.",
        )
    return Recognised("oneroster", rosters)


def _forced(files: tuple[Path, ...], profile: Profile) -> Recognised:
    fitting = {".json"} if profile.format == "fint" else TEXT_SUFFIXES
    chosen = tuple(file for file in files if file.suffix.lower() in fitting)
    return Recognised("fint" if profile.format == "fint" else "csv", chosen or files, str(profile.id))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    if not path.exists():
        raise UsageError("There is no such file or folder.", place=Place(str(path)), do="Check the path.")
    return [path]


def _recognised(file: Path) -> Recognised | None:
    """None for a file that tells nothing of absence or rosters (a licence, a list of marks)."""
    suffix = file.suffix.lower()
    if suffix == ".xml":
        return Recognised("edfi", (file,)) if b"ed-fi.org" in _head(file) else None
    if suffix == ".json":
        return Recognised("fint", (file,), "fint") if _is_fint(file) else None
    if suffix == ".parquet":
        return Recognised("contract", (file,)) if contract.table_of(file) else None
    if suffix in TEXT_SUFFIXES:
        return _recognised_text(file)
    return None


def _recognised_text(file: Path) -> Recognised | None:
    if contract.table_of(file):
        return Recognised("contract", (file,))
    profile = csv_file.fitting_profile(file)
    return Recognised("csv", (file,), profile.id) if profile else None


def _is_oneroster_zip(file: Path) -> bool:
    with archives.opened(file) as archive:
        return oneroster.is_oneroster(list(archive.names))


def _is_fint(file: Path) -> bool:
    head = _head(file).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"{", b"[") and any(
        word in head for word in (b"_embedded", b"_entries", b"systemId", b"_links")
    )


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(FIRST_BYTES)


def _joined(known: list[Recognised]) -> Recognised:
    formats = sorted({(recognised.format, recognised.profile) for recognised in known}, key=str)
    if len(formats) > 1:
        names = ", ".join(profile or name for name, profile in formats)
        raise RefusedError(
            f"The files are of several formats: {names}.",
            do="Give one format at a time, or force a profile with --profile.",
        )
    ((name, profile),) = formats
    return Recognised(name, tuple(file for recognised in known for file in recognised.files), profile)


def _unknown(files: Sequence[Path]) -> RefusedError:
    names = ", ".join(file.name for file in files[:5])
    return RefusedError(
        f"The format of {names} is not known.",
        do=f"Known are {FORMATS}. For others make a profile (docs/how-to/own-profile.md) and give it with --profile.",
    )
