"""Settings of `make run`: one machine, one clerk, plain HTTP on the loopback address."""

from config.settings.base import *

WHITENOISE_USE_FINDERS = True
DEMO = True
