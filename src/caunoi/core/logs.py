"""What a server writes down of itself: one JSON object a line, without a word of what anybody typed.

A line holds what is named here and nothing else. Words of this project's own messages are written by people who know
that; of other packages only the pattern of a message is kept, never what was put into it, because it may be an
address, a name or a form. Of a fault its kind and the places in the code are kept, never its words.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OWN = "caunoi"
_DEEPEST = 30
# What a line may say beside its message; anything else that a message carries is left out.
FIELDS = ("route", "method", "status", "ms", "queries", "query_ms", "user")
# Which request is being answered: "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class Lines(JsonFormatter):
    """Makes one line of a record."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: Mapping[str, Any]) -> None:  # noqa: ARG002 - the library's signature
        """Fill the line; the library would take over everything that the record carries."""
        log_data["time"] = dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["event"] = _event(record)
        if named := request_id.get():
            log_data["request"] = named
        for name in FIELDS if _is_own(record) else ():
            if (value := getattr(record, name, None)) is not None and isinstance(value, str | int | float):
                log_data[name] = value
        kind, _fault, trace = record.exc_info or (None, None, None)
        if kind:
            log_data["fault"] = f"{kind.__module__}.{kind.__qualname__}"
            log_data["at"] = _places(trace)


def _is_own(record: logging.LogRecord) -> bool:
    return record.name == OWN or record.name.startswith(f"{OWN}.")


def _event(record: logging.LogRecord) -> str:
    if _is_own(record):
        return record.getMessage()
    if record.args and isinstance(record.msg, str):
        return record.msg
    # A message without arguments may have been put together before: nobody knows from what.
    return f"{Path(record.pathname).name}:{record.lineno}"


def _places(trace: TracebackType | None) -> list[str]:
    walked = [
        f"{'/'.join(Path(frame.f_code.co_filename).parts[-3:])}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    ]
    return walked[-_DEEPEST:]


def configuration(level: str = "INFO") -> dict[str, Any]:
    """Return the logging of a server: everything to the error output, as lines, and no mail to anybody."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "caunoi.core.logs.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            OWN: {"level": level},
            # Django would mail whole requests to the administrators, and the server of `runserver` names addresses.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # The middleware says what became of a request; this would repeat each refusal.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
