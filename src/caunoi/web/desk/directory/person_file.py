"""All that is held about a person as one file: a page to read and print, and the same for machines."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.web.desk.jobs.rows import SUBJECTS

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?")
_STYLE = "caunoi/css/export.css"


def packed(held: dict[str, Any]) -> bytes:
    """Return a ZIP with ``du-lieu.html``, its style and ``du-lieu.json``."""
    parts = [
        {
            "title": part["title"],
            "purpose": part["purpose"],
            "labels": list(part["columns"].values()),
            "rows": [[shown(key, row.get(key)) for key in part["columns"]] for row in part["rows"]],
        }
        for part in held["parts"]
    ]
    page = render_to_string(
        "desk/directory/person_file.html",
        {"parts": parts, "made_at": dt.datetime.fromisoformat(held["made_at"])},
    )
    style = finders.find(_STYLE)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("du-lieu.html", page)
        archive.writestr("trinh-bay.css", Path(str(style)).read_bytes())
        archive.writestr("du-lieu.json", json.dumps(held, ensure_ascii=False, indent=1))
    return out.getvalue()


def shown(key: str, value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(shown(key, each) for each in value) or "–"
    if key == "subject":
        return str(SUBJECTS.get(value, value))
    text = str(value)
    if not _ISO.fullmatch(text):
        return text
    if "T" not in text:
        return f"{dt.date.fromisoformat(text):%d/%m/%Y}"
    return f"{timezone.localtime(dt.datetime.fromisoformat(text)):%H:%M, %d/%m/%Y}"
