"""The wheel holds all that a user needs: translations, assets, templates, rule sets and profiles."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import assets
from tests.repository.tree import PACKAGE, ROOT, is_migration, tracked_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Of the files in a wheel built now, in bytes."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.file_size for entry in archive.infolist()}


@pytest.fixture(scope="module")
def packed(sizes: dict[str, int]) -> set[str]:
    return set(sizes)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_translations_are_in_it(packed: set[str], language: str):
    assert f"skoleporten/web/locale/{language}/LC_MESSAGES/django.mo" in packed


def test_no_translation_is_an_empty_file_that_would_fall_when_it_is_read(sizes: dict[str, int]):
    assert {name: size for name, size in sizes.items() if name.endswith(".mo") and size < 100} == {}


def test_the_assets_are_in_it(packed: set[str]):
    assert {f"skoleporten/web/static/vendor/{name}" for name in assets.WANTED} <= packed


def test_the_fonts_of_the_letters_are_in_it(packed: set[str]):
    fonts = {name for name in packed if name.startswith("skoleporten/documents/fonts/")}
    assert len(fonts) == len(assets.PARTS) * len(assets.WEIGHTS) + 1  # and their licence


def test_everything_tracked_in_the_package_is_in_it(packed: set[str]):
    wanted = {str(path.relative_to(ROOT)) for path in tracked_files() if path.is_relative_to(PACKAGE)}
    assert wanted
    assert wanted - packed == set()
    assert any(is_migration(Path(name)) for name in packed)


def test_nothing_else_is_in_it(packed: set[str]):
    assert {name.split("/")[0] for name in packed if ".dist-info/" not in name} == {"skoleporten"}
