"""Keeps the web server and the job worker alive, gives back what a killed worker left, and asks for nightly work."""

from __future__ import annotations

import ctypes
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_END = 15
LONGEST_PAUSE = 30
SECONDS_OF_A_GOOD_START = 10
# A job that a worker died of this often is not tried again: it would kill every worker to come.
MOST_TRIES = 3
INTERRUPTIONS = ("builtins.SystemExit", "builtins.KeyboardInterrupt")
PARENT_DEATH_SIGNAL = 1


@dataclass(frozen=True)
class Command:
    """`arguments` are made anew at each start; with `is_worker` the last one is its id."""

    name: str
    arguments: Callable[[], list[str]]
    is_worker: bool = False


@dataclass
class Child:
    command: Command
    process: subprocess.Popen[bytes] | None = None
    worker_id: str = ""
    started_at: float = 0
    pause: float = 0
    start_at: float = field(default=0)


def web_command(host: str, port: int, workers: int) -> Command:
    """One thread a worker: rendering holds the interpreter's lock, and more threads only wait."""
    options = {"--interface": "wsgi", "--host": host, "--port": port, "--workers": workers, "--blocking-threads": 1}
    words = [str(word) for option in options.items() for word in option]
    flags = ["--respawn-failed-workers", "--no-ws", "--no-access-log", "--log-level", "warning"]
    arguments = [sys.executable, "-m", "granian", *words, *flags, "skoleporten.config.wsgi:application"]
    return Command("web", lambda: list(arguments))


def worker_command() -> Command:
    arguments = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--no-startup-delay", "--no-reload"]
    return Command("worker", lambda: [*arguments, "--worker-id", f"{_host()}.{secrets.token_hex(8)}"], is_worker=True)


class Supervisor:
    def __init__(self, commands: list[Command]) -> None:
        self.children = [Child(command) for command in commands]
        self.is_ending = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        quietly(lambda: give_back(lambda worker: worker.startswith(f"{_host()}.")))
        try:
            while not self.is_ending:
                for child in self.children:
                    self._keep_alive(child)
                quietly(enqueue_nightly_work)
                quietly(anchor_the_log)
                connection.close()
                time.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            self._stop_all()
        return 0

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.is_ending = True

    def _keep_alive(self, child: Child) -> None:
        if child.process is not None and child.process.poll() is None:
            return
        now = time.monotonic()
        if child.process is not None:
            self._has_died(child, now)
        if now >= child.start_at:
            _start(child, now)

    def _has_died(self, child: Child, now: float) -> None:
        """Waits a little longer each time it dies soon after its start."""
        process, child.process = child.process, None
        lived = now - child.started_at
        child.pause = 0 if lived > SECONDS_OF_A_GOOD_START else min(LONGEST_PAUSE, child.pause * 2 or 1)
        child.start_at = now + child.pause
        log.error("%s ended with %s and is started again", child.command.name, process and process.returncode)
        if process is not None:
            _end_what_it_left(process)
        if child.command.is_worker:
            quietly(lambda: give_back(lambda worker: worker == child.worker_id))

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        quietly(lambda: give_back(lambda worker: worker in {child.worker_id for child in self.children}))


def _start(child: Child, now: float) -> None:
    arguments = child.command.arguments()
    child.worker_id = arguments[-1] if child.command.is_worker else ""
    child.started_at = now
    # In a session of its own: Ctrl-C reaches this process only, which then ends the children once and in peace.
    # The arguments are ours, and this process has no threads that preexec_fn could find with a lock held.
    child.process = subprocess.Popen(  # noqa: S603
        arguments,
        env=_environment(),
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509
    )


def _end_what_it_left(process: subprocess.Popen[bytes]) -> None:
    """A web server that was killed leaves its workers behind, with the port; they are in its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """The children use the folder of this process wherever they are started, and no pager or browser of it."""
    return {**os.environ, "SKOLEPORTEN_VAR": str(settings.VAR), "PYTHONUNBUFFERED": "1"}


def _end_with_parent() -> None:
    """Linux: a child of a killed parent ends too, so that nothing holds the port or works on unseen."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _host() -> str:
    return socket.gethostname()[:40]


def quietly(work: Callable[[], object]) -> None:
    """A locked or restarting database must not end the supervisor: the next round tries again."""
    try:
        work()
    except DatabaseError:
        log.exception("The database did not answer; trying again")
        connection.close()


def anchor_the_log() -> None:
    """A folder that can not be written is said aloud each hour and stops nothing else."""
    from skoleporten.audit.jobs import anchor_when_due

    now = timezone.now()
    try:
        anchor_when_due(now)
    except OSError as error:
        _say_once_an_hour(now.strftime("%Y-%m-%dT%H"), str(error))


@lru_cache(maxsize=1)
def _say_once_an_hour(hour: str, error: str) -> None:
    log.error("The log of reads and writes could not be anchored in the hour %s: %s", hour, error)


@transaction.atomic
def give_back(is_dead: Callable[[str], bool]) -> int:
    """Puts back in the queue what dead workers left; every job may be run again. Returns how many.

    A worker that is told twice to end writes its job down as failed, which it did not do by itself.
    """
    from django.db.models import Q
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    interrupted = Q(status=TaskResultStatus.FAILED, exception_class_path__in=INTERRUPTIONS)
    left = [
        job
        for job in DBTaskResult.objects.select_for_update().filter(Q(status=TaskResultStatus.RUNNING) | interrupted)
        if job.worker_ids and len(job.worker_ids) <= MOST_TRIES and is_dead(job.worker_ids[-1])
    ]
    for job in left:
        too_often = len(job.worker_ids) >= MOST_TRIES
        job.status = TaskResultStatus.FAILED if too_often else TaskResultStatus.READY
        job.finished_at = timezone.now() if too_often else None
        job.exception_class_path = ""
        job.save(update_fields=["status", "finished_at", "exception_class_path"])
    return len(left)


def enqueue_nightly_work() -> None:
    """Asked twice a second; the table lets it through once a date. What nobody needs any more is cleared away then."""
    from django.core.management import call_command

    from skoleporten.access.actor import software
    from skoleporten.cases.jobs import ask_again, find_owners
    from skoleporten.climate.jobs import seal_anew
    from skoleporten.concerns.jobs import enqueue_nightly
    from skoleporten.concerns.models import NightlyWork
    from skoleporten.consents.jobs import keep_consents_up
    from skoleporten.development.jobs import remind_of_trials
    from skoleporten.documents import drafts
    from skoleporten.imports.people.actions import withdraw_undecided
    from skoleporten.judgement.jobs import remind_of_measures
    from skoleporten.meetings.jobs import keep_meetings_up
    from skoleporten.minutes.jobs import remind_of_decisions
    from skoleporten.notices.clearing import clear_notices
    from skoleporten.notices.jobs import send_what_waits
    from skoleporten.panels.jobs import end_panel_members
    from skoleporten.presence.jobs import tell_the_schools
    from skoleporten.voices.jobs import remind_of_words
    from skoleporten.week.jobs import keep_calendars_up

    now = timezone.localtime()
    if now.hour < settings.NIGHTLY_HOUR or NightlyWork.objects.filter(name="check", date=now.date()).exists():
        return
    if enqueue_nightly(now.date()):
        call_command("clearsessions")
        withdraw_undecided(by=software("nightly"), now=now)
        keep_consents_up.enqueue()
        find_owners.enqueue()
        ask_again.enqueue(now.date().isoformat())
        tell_the_schools.enqueue(now.date().isoformat())
        remind_of_measures.enqueue(now.date().isoformat())
        remind_of_decisions.enqueue(now.date().isoformat())
        remind_of_words.enqueue(now.date().isoformat())
        keep_meetings_up.enqueue(now.date().isoformat())
        keep_calendars_up.enqueue(now.date().isoformat())
        seal_anew.enqueue()
        remind_of_trials.enqueue(now.date().isoformat())
        end_panel_members.enqueue(now.date().isoformat())
        drafts.drop_old(now)
        send_what_waits(now)
        clear_notices.enqueue(now.isoformat())
        call_command("prune_db_task_results", queue_name="*", verbosity=0)
