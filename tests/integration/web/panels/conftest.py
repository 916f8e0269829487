"""A panel with a session. The import is inside: this is read before Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def world():
    from tests.integration.web.panels.asking import World

    return World()
