"""From the picture before the camera to the verdict on the screen, on a phone four times slower than this machine.

A film of signed codes feeds the browser's camera; every other picture of it is nothing new to the reader. The frame of
a code waits until the look at the frame before is over, so both are told.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Row, row

DATABASES = ("sqlite",)
PEOPLE, CODES, SLOWER, ENOUGH_MS = 300, 30, 4, 150
_OBSERVE = """() => {
    globalThis.told = { "door:verdict": [], "door:look": [] };
    new PerformanceObserver((list) => list.getEntries().forEach((one) => globalThis.told[one.name]?.push(one.duration)))
        .observe({ entryTypes: ["measure"] });
}"""


def rows() -> Iterator[Row]:
    """Median and 95th percentile over the codes, at full speed and with the processor throttled."""
    for slower in (1, SLOWER):
        verdicts, looks = _measured(slower)
        size = f"{len(verdicts)} codes of {PEOPLE} people, processor 1/{slower}"
        yardstick = f"at most {ENOUGH_MS} ms"
        for name, found in (("median", statistics.median(verdicts)), ("95 %", _p95(verdicts))):
            yield row(f"scan to verdict, {name}", size, found, "ms", yardstick=yardstick, against=ENOUGH_MS)
        yield row("one look at a picture, median", f"{len(looks)} pictures, 1/{slower}", statistics.median(looks), "ms")


def _p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]


def _measured(slower: int) -> tuple[list[float], list[float]]:
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by the runner
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this measurement needs a browser

    from caunoi.directory.enums import RoleKind  # noqa: PLC0415 - as the first
    from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory  # noqa: PLC0415 - as the first
    from tests.journeys import door  # noqa: PLC0415 - as the first

    office = OrganisationFactory()
    training_class: Any = TrainingClassFactory(keeper=office)
    door.sitting_at(training_class, timezone.now())
    people = door.people_of(training_class, PEOPLE)
    codes = door.codes_of(training_class)
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER)
    with tempfile.TemporaryDirectory() as folder, _server() as address, sync_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-cn-door")
        film = door.film(Path(folder) / "codes.mjpeg", [codes[one.pk] for one in people[:CODES]], frames=15)
        device = door.Device(playwright, address, Path(folder) / "phone", door.Times(), film=film)
        with door.running(device):
            page = device.pair(door.link_of(clerk, training_class, "Cửa đo"))
            device.close()
            page = device.start("about:blank")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            page.add_init_script(f"({_OBSERVE})()")
            page.goto(door.DOOR)
            door.until(lambda: len(page.evaluate("told['door:verdict']")) >= CODES, seconds=120, what="all are read")
            told = page.evaluate("told")
    return told["door:verdict"][:CODES], told["door:look"]


class _server:  # noqa: N801 - used as a function is
    """The office on a free port of this machine, with its static files."""

    def __enter__(self) -> str:
        """Start it; returns its address."""
        from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415 - after Django is set up
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: PLC0415 - as above
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - as above

        class Quiet(WSGIRequestHandler):
            def log_message(self, *_said: object) -> None:
                pass

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()
