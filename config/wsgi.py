"""The WSGI entry that gunicorn loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from caunoi.web.command import hold_or_leave
from config.gate import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = only_utf8(get_wsgi_application())
hold_or_leave()
