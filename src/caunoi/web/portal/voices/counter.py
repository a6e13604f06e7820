"""Views wait in the memory of their process for some seconds; then, or at a clean end, they are counted together."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import close_old_connections
from django.http import HttpRequest

from caunoi.publishing.services.counts import View, count_views
from caunoi.web.base.lockout import counted_address
from caunoi.web.portal.voices.robots import agent_of, reads

_log = logging.getLogger(__name__)
# While the database is away, views beyond so many are lost.
_MOST = 200_000


class Counter:
    """The views of one process that are not counted yet.

    They are written by a thread of its own, ``seconds`` after the first of them, so that a kill loses no more than
    that; with 0 only :meth:`flush` writes. The thread is begun with the first view: a process that is forked before
    has its own.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self._waiting: dict[View, int] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, request: HttpRequest, what: str) -> None:
        """Note that ``what`` was shown to whoever asked, if a person reads it."""
        if not reads(request):
            return
        view = View(what, counted_address(request), agent_of(request))
        with self._lock:
            if len(self._waiting) < _MOST:
                self._waiting[view] = int(time.time())
        if self.seconds and not self._wake.is_set():
            self._wake.set()
            self._begin_writing()

    def _begin_writing(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="views", daemon=True)
                self._thread.start()

    def flush(self) -> int:
        """Count what waits; returns how many views were counted. What could not be written waits on."""
        with self._writing:
            with self._lock:
                batch, self._waiting = self._waiting, {}
            try:
                return count_views(views=batch)
            except BaseException:
                with self._lock:
                    self._waiting = {**batch, **self._waiting}
                raise

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(self.seconds)
            self._wake.clear()
            close_old_connections()
            try:
                self.flush()
            except DatabaseFault:
                _log.warning("views could not be counted; they wait", exc_info=True)
                self._wake.set()
            close_old_connections()


counter = Counter(settings.VIEWS_WAIT)


def count_last_views() -> None:
    """Count what waits when the process ends; a database that is away then loses these views."""
    try:
        counter.flush()
    except DatabaseFault:
        _log.warning("the last views could not be counted", exc_info=True)


if settings.VIEWS_WAIT:
    atexit.register(count_last_views)
