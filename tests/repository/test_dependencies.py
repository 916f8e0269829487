"""What the project stands on is little, explained and locked."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tests.repository.tree import ROOT

MOST_DIRECT = 40
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct(*groups: list[str]) -> set[str]:
    return {normalised(re.split(r"[\[<>=;~ ]", wanted)[0]) for group in groups for wanted in group}


def locked(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {normalised(line.split("==")[0]) for line in lines if "==" in line and not line.startswith(" ")}


RUNTIME = PROJECT["project"]["dependencies"]
DEV = PROJECT["project"]["optional-dependencies"]["dev"]


def test_there_are_at_most_40_direct_ones():
    assert len(direct(RUNTIME)) <= MOST_DIRECT


def test_each_has_a_comment_that_says_what_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if re.match(r'    "[A-Za-z][\w.\-\[\],]*[<>=]', line)]
    assert len(wanted) == len(RUNTIME) + len(DEV)
    assert [line for line in wanted if not re.search(r"#\s+\w{2,}.*\w", line)] == []


def test_the_locks_hold_every_direct_one():
    assert direct(RUNTIME) <= locked("base.txt")
    assert direct(RUNTIME, DEV) <= locked("dev.txt")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_is_versions_and_hashes_only(lock):
    line = re.compile(r"([a-z0-9][\w.\-]*==[\w.+!]+( ; [^:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?)")
    strange = [text for text in lock.read_text(encoding="utf-8").splitlines() if not line.fullmatch(text)]
    assert strange == []


def test_the_lock_of_the_assets_is_hashes_without_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    foreign = {name: package for name, package in packages.items() if name}
    assert foreign
    assert all(package["integrity"].startswith("sha512-") for package in foreign.values())
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_the_assets_are_pinned_to_a_version():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
