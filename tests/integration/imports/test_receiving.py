"""Taking a file in: nothing but the file itself gets onto the disk, and a bad one leaves nothing."""

import errno

import pytest

from skoleporten.audit.models import Event
from skoleporten.imports import actions
from skoleporten.imports.models import Import
from skoleporten.imports.receiving import safe_name
from skoleporten.rules.errors import RefusedError, UsageError

pytestmark = pytest.mark.django_db


def upload(by, *pieces: bytes, name: str = "fravær.csv", **fields) -> Import:
    return actions.receive(by=by, file_name=name, pieces=iter(pieces), **fields)


def test_an_upload_is_written_piece_by_piece_and_read_by_a_job(by):
    from django_tasks_db.models import DBTaskResult

    imported = upload(by, b"a;b\n", b"1;2\n")
    (kept,) = (imported.folder / "received").iterdir()
    assert kept.read_bytes() == b"a;b\n1;2\n"
    assert (imported.state, imported.size) == (Import.State.RECEIVED, 8)
    job = DBTaskResult.objects.get()
    assert (job.task_path, job.args_kwargs["args"]) == ("skoleporten.imports.jobs.read", [imported.pk])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("fravær uke 34.csv", "fravær_uke_34.csv"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b.csv", "a_b.csv"),
        ("=cmd|'/c'!A1.csv", "c_A1.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_leads_nowhere_else(given, kept):
    assert safe_name(given) == kept


def test_an_empty_file_is_refused_and_leaves_nothing(by, imports_folder):
    with pytest.raises(RefusedError, match="tom"):
        upload(by)
    assert not any(imports_folder.iterdir())
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read_to_its_end(by, imports_folder):
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            yield b"x" * 1000

    with pytest.raises(RefusedError):
        actions.receive(by=by, file_name="a.csv", pieces=pieces(), most_bytes=5000)
    assert len(taken) == 6
    assert not any(imports_folder.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing(by, imports_folder):
    def pieces():
        yield b"x"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(RefusedError, match="Disken"):
        actions.receive(by=by, file_name="a.csv", pieces=pieces())
    assert not any(imports_folder.iterdir())


def test_a_folder_is_one_import_and_its_hash_follows_names_and_contents(by, tmp_path):
    def folder(name: str, **files: bytes):
        made = tmp_path / name
        made.mkdir()
        for file, content in files.items():
            (made / file).write_bytes(content)
        return actions.receive_paths(by=by, paths=[made], with_job=False)

    first, same = folder("one", a=b"1", b=b"2"), folder("two", b=b"2", a=b"1")
    other = folder("three", a=b"2", b=b"1")
    assert first.sha256 == same.sha256 != other.sha256
    assert {path.name for path in (first.folder / "received").iterdir()} == {"a", "b"}


def test_a_path_that_is_not_there_is_wrong_use(by, tmp_path):
    with pytest.raises(UsageError):
        actions.receive_paths(by=by, paths=[tmp_path / "nothing.csv"], with_job=False)


def test_who_handed_over_is_logged(by):
    imported = upload(by, b"x")
    event = Event.objects.get(action="imports.received")
    assert (event.object_id, event.actor_name) == (str(imported.public_id), "test")
