"""The measures of this process, and those of all web processes of the machine together (Prometheus)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from caunoi.core.running.figures import read_figures

REQUESTS = Counter("caunoi_requests", "Requests by page, method and outcome", ["route", "method", "outcome"])
SLOW = Counter("caunoi_slow_requests", "Requests that took longer than CAUNOI_SLOW_MS", ["route"])
SECONDS = Histogram(
    "caunoi_request_seconds",
    "Seconds until the answer began",
    ["route"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)


class WebCollector(Collector):
    """Adds up the files of the processes of each web server, and tells the servers apart by ``web``.

    A server that starts anew begins at zero: told apart, that is a restart to Prometheus; added up it would look like
    requests that were taken back.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def collect(self) -> Iterator[Metric]:
        """Give the measures of every server that has a folder."""
        found: dict[str, Metric] = {}
        for server in sorted(path for path in self.folder.iterdir() if path.is_dir()):
            for metric in MultiProcessCollector(None, path=str(server)).collect():
                into = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    into.add_sample(sample.name, {**sample.labels, "web": server.name}, sample.value)
        yield from found.values()


class OfficeCollector(Collector):
    """What waits and what failed, read when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        """Ask the database once."""
        figures = read_figures()
        yield _gauge("caunoi_jobs", "Background jobs by state", "state", figures.jobs.items())
        yield _gauge("caunoi_mails", "Mails that are not sent, by state", "state", figures.mails.items())
        yield GaugeMetricFamily("caunoi_workers", "Job workers that gave a sign lately", value=figures.workers)
        ages = {
            (
                "caunoi_trail_unsealed_seconds",
                "Age of the oldest row of the trail without a seal",
            ): figures.unsealed_age,
            ("caunoi_backup_age_seconds", "Age of the newest scheduled backup"): figures.backup_age,
        }
        for (name, words), value in ages.items():
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)


def _gauge(name: str, words: str, label: str, values: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family


def page() -> bytes:
    """Return everything that is measured, as Prometheus reads it."""
    office = CollectorRegistry()
    office.register(OfficeCollector())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        requests.register(WebCollector(Path(settings.METRICS_FOLDER)))
    else:
        requests = REGISTRY
    return generate_latest(requests) + generate_latest(office)
