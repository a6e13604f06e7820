"""Settings of an office whose static files are named and compressed as on a server behind HTTPS."""

from config.settings.dev import *  # noqa: F403 - settings are one flat list of names
from config.settings.dev import STORAGES

WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
