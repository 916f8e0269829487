"""A zip file with a source's files is laid out once, and only when it is safe."""

import zipfile

import pytest

from skoleporten.imports.unpacking import UNPACKED, unpacked
from skoleporten.rules.errors import RefusedError


def make_zip(folder, members, name="kilde.zip"):
    received = folder / "received"
    received.mkdir()
    path = received / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def test_a_file_that_is_no_zip_is_left_alone(tmp_path):
    file = tmp_path / "a.csv"
    assert unpacked([file]) == [file]


def test_the_files_of_a_zip_are_laid_out_beside_it_without_its_folders(tmp_path):
    path = make_zip(tmp_path, {"eksport/Student.xml": "<a/>", "eksport/Calendar.xml": "<b/>"})
    files = unpacked([path])
    assert [file.name for file in files] == ["Calendar.xml", "Student.xml"]
    assert files[0].parent == tmp_path / UNPACKED
    assert files[1].read_text() == "<a/>"


def test_unpacking_again_after_it_was_interrupted_begins_anew(tmp_path):
    path = make_zip(tmp_path, {"a.json": "{}"})
    half = tmp_path / f"{UNPACKED}-half"
    half.mkdir()
    (half / "torn.json").write_text("{")
    assert [file.name for file in unpacked([path])] == ["a.json"]
    assert [file.name for file in unpacked([path])] == ["a.json"]


@pytest.mark.parametrize(
    "members",
    [{"../outside.json": "{}"}, {"/etc/passwd": "x"}, {"bomb.json": b"0" * 300_000_000}],
    ids=["parent", "absolute", "bomb"],
)
def test_a_zip_that_leads_outside_or_is_a_bomb_is_refused_and_leaves_nothing(tmp_path, members):
    path = make_zip(tmp_path, members)
    with pytest.raises(RefusedError):
        unpacked([path])
    assert not (tmp_path / UNPACKED).exists()


def test_a_damaged_zip_is_refused(tmp_path):
    path = make_zip(tmp_path, {"a.json": "{}" * 1000})
    content = bytearray(path.read_bytes())
    content[40] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(RefusedError):
        unpacked([path])


def test_a_oneroster_zip_stays_a_zip(tmp_path):
    path = make_zip(
        tmp_path,
        {"manifest.csv": "propertyName,value\noneroster.version,1.1\n", "users.csv": "a", "enrollments.csv": "a"},
    )
    assert unpacked([path]) == [path]
