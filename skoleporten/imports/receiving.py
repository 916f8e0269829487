"""Taking a file in: to disk piece by piece, with its hash, under a name that can not lead anywhere else."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from skoleporten.analytics.sources.output import is_disk_full
from skoleporten.rules.errors import Place, RefusedError, UsageError

PIECE = 1 << 20
LONGEST_NAME = 120
RECEIVED = "received"
PRIVATE = 0o700


@dataclass(frozen=True)
class Received:
    """`sha256` is of the file, or of the names and hashes of all files where a folder was given."""

    name: str
    sha256: str
    size: int


def safe_name(name: str) -> str:
    """The last part of the name, with letters, digits, dots and dashes only."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = re.sub(r"[^\w.-]+", "_", last).lstrip(".")
    return cleaned[-LONGEST_NAME:] or "file"


def keep_upload(folder: Path, name: str, pieces: Iterable[bytes], most_bytes: int | None = None) -> Received:
    """Raises RefusedError, and leaves nothing behind, when it is empty, too large, or the disk is full."""
    kept = safe_name(name)
    with _removed_on_error(folder):
        sha256, size = _write(_received(folder) / kept, pieces, most_bytes)
    return Received(kept, sha256, size)


def keep_paths(folder: Path, paths: Sequence[Path]) -> Received:
    """Files, and folders with their files (not folders within them), as the command line gives them."""
    files = [file for path in paths for file in _files_of(path)]
    if not files:
        raise UsageError("There is no file to import.", place=Place(", ".join(map(str, paths))), do="Check the path.")
    with _removed_on_error(folder):
        target = _received(folder)
        written = {file.name: _write(target / safe_name(file.name), _pieces(file)) for file in files}
    if len(written) < len(files):
        raise UsageError("Two of the files have the same name.", do="Give them one at a time.")
    name = paths[0].resolve().name if len(paths) == 1 else f"{files[0].name} + {len(files) - 1}"
    size = sum(size for _, size in written.values())
    if len(files) == 1:
        return Received(safe_name(name), written[files[0].name][0], size)
    together = "".join(f"{file}\0{sha256}\n" for file, (sha256, _size) in sorted(written.items()))
    return Received(safe_name(name), hashlib.sha256(together.encode()).hexdigest(), size)


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    if not path.is_file():
        raise UsageError("There is no such file or folder.", place=Place(str(path)), do="Check the path.")
    return [path]


def _received(folder: Path) -> Path:
    folder.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    target = folder / RECEIVED
    target.mkdir(mode=PRIVATE)
    return target


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def _write(target: Path, pieces: Iterable[bytes], most_bytes: int | None = None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            if most_bytes is not None and size > most_bytes:
                raise RefusedError(
                    _("The file is larger than %(megabytes)d MB.") % {"megabytes": most_bytes // 1_000_000},
                    do=_("Import it with the command line: skoleporten import FILE."),
                )
            digest.update(piece)
            file.write(piece)
    if not size:
        raise RefusedError(_("The file is empty."), place=Place(target.name), do=_("Export it again."))
    return digest.hexdigest(), size


@contextmanager
def _removed_on_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not is_disk_full(error):
            raise
        raise RefusedError(
            _("The disk is full; nothing was kept."), do=_("Free some room, and hand the file over again.")
        ) from error
