"""Files of people, of whichever format they are."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from skoleporten.imports.people import csv_files, fint, oneroster
from skoleporten.imports.people.told import Told
from skoleporten.rules.errors import Place, RefusedError, UsageError


def read(paths: Sequence[Path]) -> Told:
    """Raises RefusedError for what can not be used, and where nothing at all is told of people."""
    files = _files_of(paths)
    told = _read(list(paths), files)
    if not told.staff and not told.relations and not told.members and not told.unusable:
        raise RefusedError(
            "The files tell of no staff, no guardians and no teaching groups.",
            place=Place(", ".join(path.name for path in paths[:3])),
            do="Check that the export was not empty.",
        )
    return told


def _read(paths: list[Path], files: list[Path]) -> Told:
    if len(paths) == 1 and (paths[0].is_dir() or zipfile.is_zipfile(paths[0])) and oneroster.is_roster(paths[0]):
        return oneroster.read(paths[0])
    if files and all(path.suffix.lower() == ".json" for path in files):
        return fint.read(files)
    if files and all(path.suffix.lower() == ".csv" for path in files):
        return csv_files.read(files)
    raise RefusedError(
        "The files are not OneRoster, FINT or our own CSV.",
        place=Place(", ".join(path.name for path in files[:3])),
        do="Hand in a OneRoster zip file, FINT collections as .json, or CSV as docs/reference/people-files.md tells.",
    )


def _files_of(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError("There is no such file or folder.", place=Place(str(path)), do="Check the path.")
        inside = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
        files.extend(file for file in inside if not file.name.startswith("."))
    return files
