"""Fixtures of the import's tests. Django is imported inside them: this file is read before it is set up."""

import pytest

from tests.integration.imports import files


@pytest.fixture(autouse=True)
def imports_folder(settings, tmp_path):
    settings.IMPORTS_FOLDER = tmp_path / "imports"
    return settings.IMPORTS_FOLDER


@pytest.fixture
def by():
    from skoleporten.access.actor import software

    return software("test")


@pytest.fixture
def hand_over(by):
    """Receives and reads files without the worker, and applies them when they are ready."""
    from skoleporten.imports import actions

    def give(*paths, apply: bool = True, **fields):
        imported = actions.receive_paths(by=by, paths=list(paths), with_job=False, **fields)
        actions.read(by=by, imported=imported)
        if apply and imported.state == "ready":
            actions.apply(by=by, imported=imported)
        return imported

    return give


@pytest.fixture
def with_roster(hand_over, tmp_path):
    """Three pupils of class 5A at school S1."""
    return hand_over(files.roster(tmp_path / "roster"))
