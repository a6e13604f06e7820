"""The real ``caunoi worker``, killed and stopped, on a real database."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases
from tests.core.jobs.waiting import until

pytestmark = pytest.mark.data
ROOT = Path(__file__).parents[3]
ASK = """
import sys, django
django.setup()
from django_tasks_db.models import DBTaskResult
from caunoi.core.models import WorkerBeat
from tests.core.jobs import sample
if sys.argv[1:]:
    getattr(sample, sys.argv[1]).enqueue(*sys.argv[2:])
mine = DBTaskResult.objects.filter(task_path__startswith="tests.").order_by("enqueued_at")
print([(each.status, len(each.worker_ids)) for each in mine], WorkerBeat.objects.count())
"""


class Workers:
    def __init__(self, environment, folder):
        self.environment = {**environment, "PYTHONPATH": str(ROOT)}
        self.log, self.go = folder / "log", folder / "go"
        self.log.touch()
        self.started = []

    def start(self):
        # The jobs of the tests are known to this worker, as those of the domains are.
        code = (
            "import sys, django; django.setup(); import tests.core.jobs.sample; "
            "from django.core.management import call_command; "
            "call_command('worker', '--interval=0.1', '--stale-after=3')"
        )
        worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=self.environment)
        self.started.append(worker)
        return worker

    def ask(self, *words):
        done = subprocess.run(
            [sys.executable, "-c", ASK, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def put(self, name):
        self.ask(name, str(self.log), str(self.go))

    def noted(self, word):
        return [line for line in self.log.read_text().splitlines() if line.startswith(word)]


@pytest.fixture
def workers(tmp_path):
    with databases.own(tmp_path) as environment:
        made = Workers(environment, tmp_path)
        yield made
        for worker in made.started:
            if worker.poll() is None:
                worker.kill()
            worker.wait()


def test_job_of_a_killed_worker_is_done_by_another_one(workers):
    workers.put("long_job")
    first = workers.start()
    until(lambda: workers.noted("begin"))
    second = workers.start()
    first.kill()
    until(lambda: len(workers.noted("begin")) == 2)
    workers.go.touch()
    until(lambda: workers.noted("end"))
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0
    assert [line.split()[1] for line in workers.noted("begin")] == [str(first.pid), str(second.pid)]
    assert workers.ask() == "[('SUCCESSFUL', 2)] 0"


def test_worker_told_to_stop_finishes_its_job_and_takes_no_other(workers):
    workers.put("long_job")
    worker = workers.start()
    until(lambda: workers.noted("begin"))
    workers.put("once_only")
    worker.send_signal(signal.SIGTERM)
    assert worker.poll() is None
    workers.go.touch()
    assert worker.wait(timeout=60) == 0
    assert len(workers.noted("end")) == 1
    assert workers.ask() == "[('SUCCESSFUL', 1), ('READY', 0)] 0"
