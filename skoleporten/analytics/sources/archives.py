"""Zip files from outside: nothing is read beyond what was promised and allowed."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from skoleporten.analytics.sources.watched import unchanged
from skoleporten.rules.errors import Place, RefusedError

LARGEST_TOTAL = 2_000_000_000
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 10_000_000
MOST_FILES = 1_000
PIECE = 1 << 20


@dataclass(frozen=True)
class Archive:
    """`names` maps a file's own name (without folders) to its place in the archive."""

    file: str
    names: dict[str, zipfile.ZipInfo]
    _zip: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """Raises RefusedError when there is more in the file than its heading says, or when it is damaged."""
        info = self.names[name]
        try:
            with self._zip.open(info) as opened:
                data = opened.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as error:
            raise refused(self.file, f"{name} in the zip file can not be read") from error
        if len(data) != info.file_size:
            raise refused(self.file, f"{name} is not as long as the zip file says")
        return data

    def copy(self, name: str, target: Path) -> None:
        """As `read`, to a new file and piece by piece."""
        info = self.names[name]
        size = 0
        try:
            with self._zip.open(info) as source, target.open("xb") as file:
                while piece := source.read(PIECE):
                    size += file.write(piece)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
            raise refused(self.file, f"{name} in the zip file can not be read") from error
        if size != info.file_size:
            raise refused(self.file, f"{name} is not as long as the zip file says")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Raises RefusedError for bombs, paths that lead outside, links, encryption and damage."""
    with unchanged(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise refused(path.name, "The zip file is damaged") from error
        with archive:
            yield Archive(path.name, _checked(path.name, archive.infolist()), archive)


def _checked(file: str, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > MOST_FILES:
        raise refused(file, f"The zip file holds more than {MOST_FILES} files")
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > LARGEST_TOTAL or (total > RATIO_COUNTS_FROM and total > LARGEST_RATIO * max(packed, 1)):
        raise refused(file, f"The zip file would grow to {total // 1_000_000} MB; it is not opened")
    names: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_entry(file, info)
        name = PurePosixPath(info.filename).name
        if not info.is_dir() and name in names:
            raise refused(file, f"The zip file holds {name} twice")
        if not info.is_dir():
            names[name] = info
    return names


def _check_entry(file: str, info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
        raise refused(file, "The zip file holds a path that leads outside it")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise refused(file, "The zip file holds a link")
    if info.flag_bits & 0x1:
        raise refused(file, "The zip file is encrypted")


def refused(file: str, what: str) -> RefusedError:
    return RefusedError(f"{what}.", place=Place(file), do="Make the export again, as a plain zip file of CSV files.")
