from __future__ import annotations

from pathlib import Path

import pytest

from skoleporten.analytics.simulate import simulate


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """The folder of a small simulated municipality, as of 15 January 2026."""
    out = tmp_path_factory.mktemp("municipality")
    simulate(pupils=1500, schools=8, years=1.5, seed=7, out=out)
    return out
