"""Settings of `make office`: a real office on one machine, plain HTTP on the loopback address."""

from __future__ import annotations

from config.safety import refuse_demonstration
from config.settings.base import *
from config.settings.base import ENV

DEBUG = False
WHITENOISE_USE_FINDERS = True
refuse_demonstration(ENV)
