"""What a dead worker left running goes back into the queue, but not for ever."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skoleporten.cli.supervisor import MOST_TRIES, enqueue_nightly_work, give_back
from skoleporten.concerns.jobs import check_nightly

pytestmark = pytest.mark.django_db


def running(*workers: str) -> DBTaskResult:
    check_nightly.enqueue()
    job = DBTaskResult.objects.latest("enqueued_at")
    job.status, job.worker_ids = TaskResultStatus.RUNNING, list(workers)
    job.save()
    return job


def status(job: DBTaskResult) -> str:
    job.refresh_from_db()
    return job.status


def test_a_job_of_a_dead_worker_is_ready_again():
    job = running("here.1")
    assert give_back(lambda worker: worker == "here.1") == 1
    assert status(job) == TaskResultStatus.READY


def test_a_job_of_a_living_worker_is_left_alone():
    job = running("here.1", "there.2")
    assert give_back(lambda worker: worker == "here.1") == 0
    assert status(job) == TaskResultStatus.RUNNING


def test_a_job_that_workers_keep_dying_of_is_given_up():
    job = running(*(f"here.{number}" for number in range(MOST_TRIES)))
    give_back(lambda worker: worker.startswith("here."))
    assert status(job) == TaskResultStatus.FAILED


def test_a_job_whose_worker_was_told_twice_to_end_is_ready_again():
    job = running("here.1")
    job.status, job.exception_class_path = TaskResultStatus.FAILED, "builtins.SystemExit"
    job.save()
    give_back(lambda worker: worker == "here.1")
    assert status(job) == TaskResultStatus.READY


def test_a_job_that_failed_by_itself_is_not_tried_again():
    job = running("here.1")
    job.status, job.exception_class_path = TaskResultStatus.FAILED, "builtins.ValueError"
    job.save()
    give_back(lambda worker: worker == "here.1")
    assert status(job) == TaskResultStatus.FAILED


def test_nightly_work_is_asked_for_once_and_clears_away_old_sessions(settings):
    settings.NIGHTLY_HOUR = 0
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timezone.timedelta(days=1))
    enqueue_nightly_work()
    asked = sorted(DBTaskResult.objects.values_list("task_path", flat=True))
    assert asked == sorted(set(asked)) != []
    enqueue_nightly_work()
    assert DBTaskResult.objects.count() == len(asked)
    assert not Session.objects.exists()


def test_nightly_work_waits_for_its_hour(settings):
    settings.NIGHTLY_HOUR = 24
    enqueue_nightly_work()
    assert not DBTaskResult.objects.exists()
