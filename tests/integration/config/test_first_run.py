"""The first run makes a private folder and secrets, once; the environment goes before them."""

import multiprocessing

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from skoleporten.config import first_run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for key in first_run.KEYS:
        monkeypatch.delenv(f"SKOLEPORTEN_{key.upper()}", raising=False)
    monkeypatch.setenv("SKOLEPORTEN_VAR", str(tmp_path / "var"))
    return first_run.var_folder()


def test_the_folder_and_the_secrets_are_private(folder):
    first_run.load_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_secrets_are_long_and_all_different(folder):
    made = first_run.load_secrets(folder)
    keys = {made.secret_key, made.log_key, made.field_key}
    assert len(keys) == 3
    assert all(len(key) >= 50 for key in keys)


def test_the_second_run_reads_what_the_first_one_made(folder):
    assert first_run.load_secrets(folder) == first_run.load_secrets(folder)


def test_the_environment_goes_before_the_file(folder, monkeypatch):
    made = first_run.load_secrets(folder)
    monkeypatch.setenv("SKOLEPORTEN_LOG_KEY", "from outside")
    assert first_run.load_secrets(folder).log_key == "from outside"
    assert first_run.load_secrets(folder).secret_key == made.secret_key


def test_with_all_secrets_in_the_environment_no_file_is_made(folder, monkeypatch):
    for key in first_run.KEYS:
        monkeypatch.setenv(f"SKOLEPORTEN_{key.upper()}", key)
    assert first_run.load_secrets(folder).field_key == "field_key"
    assert list(folder.iterdir()) == []


def test_processes_that_start_at_once_get_the_same_secrets(folder):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        made = pool.map(first_run.load_secrets, [folder] * 8)
    assert len(set(made)) == 1
    assert [path.name for path in folder.iterdir()] == ["secrets.toml"]


def test_sqlite_is_set_up_to_lose_nothing():
    options = settings.SQLITE_OPTIONS
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 30
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        assert pragma in options["init_command"]
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


@pytest.mark.django_db
# PostgreSQL has no pragmas; each engine has a stage of its own, so this runs in every build.
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="pragmas are SQLite's")
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)]
)
def test_the_pragmas_are_in_force(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


@pytest.mark.django_db
def test_no_model_was_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_user_is_above_the_gate():
    from skoleporten.access.models import User

    fields = {field.name for field in User._meta.get_fields()}
    assert not fields & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not hasattr(User(), "has_perm")
