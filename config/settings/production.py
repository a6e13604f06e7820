"""Settings of a server behind HTTPS."""

from __future__ import annotations

from caunoi.core.logs import configuration
from config.safety import refuse_unsafe
from config.settings.base import *
from config.settings.base import ENV, KEYS, SECRET_KEY, STORAGES

refuse_unsafe(ENV, keys=KEYS, secret_key=SECRET_KEY)

DEBUG = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# By these names a browser takes them over HTTPS alone, for this host alone, and from no neighbour of its domain.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# HTTPS ends at a proxy, so there is one unless the installation says how many.
TRUSTED_PROXIES = 1 if ENV.proxies is None else ENV.proxies
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
LOGGING = configuration()
