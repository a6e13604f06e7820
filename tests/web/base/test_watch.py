"""One line a request: what stands in it, and what never does."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from caunoi.core.logs import Lines, configuration
from caunoi.web.base import watch


@pytest.fixture
def lines():
    """Everything that anybody logs, as a server writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_request_is_one_line_with_the_name_of_its_page(desk, lines, training_class):
    answer = desk.get(reverse("desk:class", args=[training_class.code]), {"q": "bi-mat-7731"})
    (line,) = [one for one in lines() if one["logger"] == "caunoi.web.base.watch"]

    assert set(line) == {
        "time", "level", "logger", "event", "request", "route", "method", "status", "ms", "queries",
    }  # fmt: skip
    assert (line["route"], line["method"], line["status"]) == ("desk:class", "GET", 200)
    assert line["queries"] > 3
    assert line["request"] == answer["X-Request-ID"]
    assert training_class.code not in json.dumps(line)


@pytest.mark.django_db
def test_slow_request_says_how_often_it_asked_and_who(settings, desk, organiser, lines):
    settings.SLOW_MS = 0
    desk.get(reverse("desk:person_list"))
    (line,) = [one for one in lines() if one["event"] == "slow request"]

    assert (line["level"], line["route"], line["user"]) == ("WARNING", "desk:person_list", str(organiser.pk))
    assert line["queries"] > 2
    assert 0 <= line["query_ms"] <= line["ms"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "told", "taken"),
    [(1, "0" * 32, True), (0, "0" * 32, False), (1, "bi-mat-7731\n", False), (1, "A" * 32, False), (1, "", False)],
)
def test_only_a_proxy_names_requests(settings, proxies, told, taken):
    settings.TRUSTED_PROXIES = proxies
    answer = Client().get("/", headers={"X-Request-ID": told})
    assert (answer["X-Request-ID"] == told) is taken
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


def test_method_that_nobody_knows_names_no_series(db):
    request = RequestFactory().generic("BI-MAT", "/")
    watch.Watch(lambda _request: HttpResponse())(request)
    samples = {sample.labels.get("method") for metric in watch.measures.REQUESTS.collect() for sample in metric.samples}
    assert "other" in samples
    assert "BI-MAT" not in samples


def said(name, message, *args, **more):
    """What becomes of one message."""
    record = logging.LogRecord(name, logging.ERROR, "/x/thu.py", 7, message, args, None)
    record.__dict__.update(more)
    return json.loads(Lines().format(record))


def test_words_of_others_are_kept_as_patterns_only():
    assert said("django.request", "Not Found: %s", "/loi-moi/bi-mat")["event"] == "Not Found: %s"
    assert said("axes.helpers", "login failed for bi-mat")["event"] == "thu.py:7"
    assert said("caunoi.core.jobs", "Job %s failed", "seal")["event"] == "Job seal failed"
    # Not ours, however it is called.
    assert said("caunoix", "bi-mat")["event"] == "thu.py:7"


def test_what_else_a_record_carries_is_left_out():
    carried = {"request": "GET /bi-mat", "status": "bi-mat", "dump": {"phone": "0905"}}
    assert set(said("django.request", "%s", "x", **carried)) == {"time", "level", "logger", "event"}


def test_fault_keeps_its_kind_and_places_only():
    phone = "0905 731 846"
    try:
        raise ValueError(f"bad phone {phone}")  # noqa: TRY301 - the fault is the thing
    except ValueError:
        record = logging.getLogger("caunoi.thu").makeRecord(
            "caunoi.thu", logging.ERROR, "/x/thu.py", 7, "It failed", (), __import__("sys").exc_info()
        )
    line = json.loads(Lines().format(record))
    assert line["fault"] == "builtins.ValueError"
    assert line["at"][-1].endswith(" test_fault_keeps_its_kind_and_places_only")
    assert "731" not in json.dumps(line)


def test_nobody_gets_mail_about_a_fault(settings):
    """The server's configuration, as it is when Django's own came first."""
    import logging.config

    from django.utils.log import DEFAULT_LOGGING

    before = {name: logging.getLogger(name).handlers[:] for name in ("", "django", "django.server")}
    try:
        logging.config.dictConfig(DEFAULT_LOGGING)
        logging.config.dictConfig(configuration())
        kinds = {
            type(handler).__name__
            for name in ("", "django", "django.server", "django.request", "gunicorn.error", "gunicorn.access")
            for handler in logging.getLogger(name).handlers
        }
        assert "AdminEmailHandler" not in kinds
        assert not logging.getLogger("django.server").handlers
        assert settings.ADMINS == []
    finally:
        for name, handlers in before.items():
            logging.getLogger(name).handlers = handlers
