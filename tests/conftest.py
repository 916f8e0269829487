"""What every test stands on: a folder var/ of its own, the database that SKOLEPORTEN_TEST_DATABASE names, no network.

The controlling process of a run makes both and its workers inherit them through the environment.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytest_django.plugin import blocking_manager_key

from skoleporten.config.garbage import keep_what_is_loaded
from tests.frames import in_one_piece
from tests.once import RUN
from tests.postgres import PostgresMissingError, postgres_server

DATABASE = os.environ.get("SKOLEPORTEN_TEST_DATABASE", "sqlite")
OF_THE_RUN = ExitStack()
ROOT = Path(__file__).resolve().parents[1]


# The same examples each time, so that a run is red for its own change; HYPOTHESIS_PROFILE=deep looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None, print_blob=True)
hypothesis.settings.register_profile("deep", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        prepare_run()
    prepare_django()


def pytest_unconfigure() -> None:
    OF_THE_RUN.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """In one piece of memory, which is quicker (frames.py)."""
    in_one_piece(pyfuncitem.obj)(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames})
    return True


def prepare_run() -> None:
    run = OF_THE_RUN.enter_context(tempfile.TemporaryDirectory(prefix="skole-test-", ignore_cleanup_errors=True))
    os.environ[RUN], os.environ["SKOLEPORTEN_VAR"] = run, str(Path(run) / "var")
    os.environ["SKOLEPORTEN_QUIET_HOURS"] = "none"  # else what is sent would hang on the hour of the run
    if DATABASE == "postgres":
        os.environ["DATABASE_URL"] = start_postgres()
    elif DATABASE == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    else:
        pytest.exit(f"SKOLEPORTEN_TEST_DATABASE is {DATABASE!r}; it is sqlite or postgres.", returncode=2)


def start_postgres() -> str:
    try:
        return OF_THE_RUN.enter_context(postgres_server())
    except PostgresMissingError as error:
        in_ci = os.environ.get("CI") == "true"
        reason = f"No PostgreSQL for the tests: {error}."
        pytest.exit(reason if in_ci else f"SKIPPED, all of this stage. {reason}", returncode=3 if in_ci else 0)


def prepare_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "skoleporten.config.settings"
    # Playwright's own loop runs in the main thread of the browser tests, which makes Django take them for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django
    from django.conf import settings

    # A file as in use, and not in memory: locks, triggers and a second process behave as they will.
    if DATABASE == "sqlite":
        name = str(Path(os.environ["SKOLEPORTEN_VAR"]) / "test.sqlite3")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    list_static_files_once()
    keep_what_is_loaded()


def list_static_files_once() -> None:
    """Each test client makes the chain of middleware anew, and WhiteNoise then looks at every static file again."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    add_files = WhiteNoiseMiddleware.add_files_from_finders
    listed: dict[str, Any] = {}

    def add_listed_files(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            add_files(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add_listed_files


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Made from the models at once, with the triggers: tests/migrations shows that the migrations make the same."""
    with django_db_blocker.unblock():
        protect_all()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page asked for in another language leaves it behind in the thread, for the next test to find."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def second_factor_of_a_forced_log_in() -> Iterator[None]:
    """`client.force_login` stands for a whole log-in. A log-in through our pages is a request with an address."""
    from django.contrib.auth.signals import user_logged_in

    from skoleporten.web.sign_in.sessions import SECOND_FACTOR

    def mark(sender, request, **signal) -> None:
        if "REQUEST_METHOD" not in request.META:
            request.session[SECOND_FACTOR] = "own"

    user_logged_in.connect(mark)
    yield
    user_logged_in.disconnect(mark)


TRANSACTIONAL = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def has_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or bool(TRANSACTIONAL & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def append_only_tables_that_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions ends by emptying every table, which the triggers of the log refuse."""
    if not has_real_transactions(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")  # set up before this, so that this is taken down before it
    from django.db import connection

    from skoleporten.audit.append_only import APPEND_ONLY_TABLES, unprotect

    yield
    for table in APPEND_ONLY_TABLES:
        unprotect(connection, table)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """When all is emptied the triggers come back: the next test may be another kind's, taken from the other worker."""
    yield
    if nextitem is not None and has_real_transactions(item):
        with item.config.stash[blocking_manager_key].unblock():
            protect_all()


def protect_all() -> None:
    from django.db import connection

    from skoleporten.audit.append_only import APPEND_ONLY_TABLES, protect

    for table in APPEND_ONLY_TABLES:
        protect(connection, table)
