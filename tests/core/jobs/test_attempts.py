from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.jobs import attempts
from caunoi.core.jobs.registry import job, policy_of
from caunoi.core.jobs.sweeping import Sweeper, beat
from caunoi.core.models import WorkerBeat
from caunoi.core.tasks import apply_retention
from tests.core.jobs.sample import fails, long_job, once_only

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
MINUTES = dt.timedelta(minutes=2)


def work():
    call_command("worker", batch=True, verbosity=0)


def test_failing_job_is_tried_again_after_its_pauses_and_at_most_so_often(caplog):
    caplog.set_level(logging.DEBUG)
    fails.enqueue()
    seen = []
    for _round in range(5):
        work()
        run = DBTaskResult.objects.get()
        later = (run.run_after - timezone.now()).total_seconds() if run.status == "READY" else 0
        seen.append((run.status, round(later / 60), len(run.worker_ids)))
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert seen == [("READY", 1, 1), ("READY", 5, 2), *[("FAILED", 0, 3)] * 3]
    assert run.exception_class_path == "builtins.ValueError"
    assert "in fails" in run.traceback
    assert "Zxqvung" not in run.traceback + caplog.text


def test_job_that_succeeds_keeps_its_answer(tmp_path):
    (tmp_path / "go").touch()
    long_job.enqueue(str(tmp_path / "log"), str(tmp_path / "go"))
    work()
    run = DBTaskResult.objects.get()
    assert (run.status, run.return_value) == ("SUCCESSFUL", 7)


def running(task, worker="gone", made=1):
    task.enqueue("x", "y")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids=[worker] * made)
    return DBTaskResult.objects.get()


def beating(worker, minutes_ago):
    WorkerBeat.objects.create(worker_id=worker, seen_at=timezone.now() - dt.timedelta(minutes=minutes_ago))


@pytest.mark.parametrize(
    ("task", "made", "status"),
    [(long_job, 1, "READY"), (long_job, 3, "FAILED"), (once_only, 1, "FAILED")],
)
def test_job_of_a_worker_that_is_gone_is_tried_again_where_it_may(task, made, status):
    running(task, made=made)
    beating("gone", 10)
    sweeper = Sweeper(worker_id="here", stale_after=MINUTES)
    assert [sweeper.sweep(), sweeper.sweep(), sweeper.sweep()] == [0, 1, 0]
    run = DBTaskResult.objects.get()
    assert (run.status, run.exception_class_path) == (status, attempts.WORKER_GONE)
    assert not WorkerBeat.objects.exists()


def test_worker_that_slept_and_beats_again_loses_nothing():
    running(long_job)
    beating("gone", 10)
    sweeper = Sweeper(worker_id="here", stale_after=MINUTES)
    sweeper.sweep()
    beat("gone")
    assert (sweeper.sweep(), sweeper.sweep()) == (0, 0)
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_sweeper_never_takes_its_own_worker_for_gone():
    running(long_job, worker="here")
    beating("here", 10)
    sweeper = Sweeper(worker_id="here", stale_after=MINUTES)
    assert (sweeper.sweep(), sweeper.sweep()) == (0, 0)


def test_worker_that_was_taken_for_dead_marks_nothing_of_the_next_run():
    old = running(long_job)
    attempts.abandon(old)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids=["gone", "next"])
    assert attempts.finish(old, 1) is False
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_old_rows_of_jobs_are_cleared_away_failed_ones_later():
    for status, days in (("SUCCESSFUL", 2), ("SUCCESSFUL", 4), ("FAILED", 59), ("FAILED", 61)):
        fails.enqueue()
        newest = DBTaskResult.objects.filter(finished_at__isnull=True)
        newest.update(status=status, finished_at=timezone.now() - dt.timedelta(days=days))
    assert apply_retention.func() == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_policy_that_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="once at least"):
        job(label="x", attempts=0)
    assert policy_of("somebody.elses.task").may_repeat(0) is False


def test_postman_that_fails_takes_no_change_along(django_capture_on_commit_callbacks, monkeypatch, caplog):
    def broken():
        raise RuntimeError

    monkeypatch.setattr(outbox, "_POSTMEN", [broken])
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue(recipient="a@b.vn", template="account", context={}, organisation_id=None)
