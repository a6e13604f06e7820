"""Settings of an office, with an empty view and a bare Wagtail page beside it to be measured against."""

from config.settings.dev import *  # noqa: F403 - settings are one flat list of names
from config.settings.dev import INSTALLED_APPS

ROOT_URLCONF = "bench._portal_urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench._bare"]
