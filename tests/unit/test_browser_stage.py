"""A build server without a browser is red; a developer's machine says what it left out."""

import pytest

from tests.lacking import do_without


def test_what_a_build_server_lacks_is_a_failure(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Chromium"):
        do_without("There is no Chromium on this machine.")


def test_what_another_machine_lacks_is_left_out(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        do_without("There is no Chromium on this machine.")
