"""How gunicorn serves an office: ``gunicorn --config python:config.gunicorn config.wsgi``.

How many processes answer says ``WEB_CONCURRENCY``, gunicorn's own variable. Where it listens says the socket that
systemd hands over, or ``--bind``.
"""

from __future__ import annotations

import gc
import os
import shutil
from typing import Any

from caunoi.core.logs import configuration
from config.env import read_environment

_ENV = read_environment()
# A folder for the measures of each server on this machine: caunoi-web@1 and caunoi-web@2 of deploy/systemd.
_MEASURES = _ENV.metrics / _ENV.instance
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_MEASURES)

# The office is loaded before systemd hears that the server is ready, and before a process is made to answer.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
timeout = 60
graceful_timeout = 30
control_socket_disable = True
logconfig_dict = configuration()

# Measures of an earlier run of this server would be added to those of this one.
shutil.rmtree(_MEASURES, ignore_errors=True)
_MEASURES.mkdir(mode=0o700, parents=True)


def when_ready(_server: Any) -> None:
    """Look through what was loaded at the start no more: each full search of it for rubbish costs an answer 0.1 s."""
    gc.collect()
    gc.freeze()


def worker_exit(_server: Any, _worker: Any) -> None:
    """Count the views that wait in the memory of a process that ends."""
    from caunoi.web.portal.voices.counter import count_last_views  # noqa: PLC0415 - Django is loaded by the application

    count_last_views()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what a process that ended measured of the moment; its counts stay."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it looks for the folder when it is imported

    multiprocess.mark_process_dead(worker.pid, path=str(_MEASURES))  # type: ignore[no-untyped-call]
