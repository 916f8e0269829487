from __future__ import annotations

from typing import Any

import duckdb
import pytest

from skoleporten.analytics.engines.duckdb import connect, connection, spilled_bytes

TOO_MUCH = "CREATE TEMP TABLE too_much AS SELECT range AS n, hash(range) AS h FROM range(5_000_000) ORDER BY h"


def settings_of(backend: Any) -> dict[str, str]:
    return dict(backend.con.execute("SELECT name, value FROM duckdb_settings()").fetchall())


def test_memory_and_spilling_are_always_bounded():
    with connection() as backend:
        assert settings_of(backend)["memory_limit"] == "1.8 GiB"
        assert settings_of(backend)["max_temp_directory_size"] == "0 bytes"


def test_no_extension_is_fetched_or_loaded():
    with connection() as backend:
        assert settings_of(backend)["autoinstall_known_extensions"] == "false"
        assert settings_of(backend)["autoload_known_extensions"] == "false"


def test_too_little_memory_is_an_error_and_never_a_spill():
    with connection(memory_limit="40MB") as backend, pytest.raises(duckdb.OutOfMemoryException):
        backend.con.execute(TOO_MUCH)


def test_what_is_spilled_into_a_directory_that_was_given_for_it_is_counted(tmp_path):
    with connection(memory_limit="60MB", temp_directory=tmp_path) as backend:
        backend.con.execute(TOO_MUCH)
        assert spilled_bytes(backend) > 0
        assert settings_of(backend)["max_temp_directory_size"] == "7.4 GiB"


def test_fewer_threads_can_be_asked_for():
    backend = connect(threads=1)
    assert settings_of(backend)["threads"] == "1"
    backend.disconnect()
