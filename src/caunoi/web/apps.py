"""Django's registration of what the faces share: management commands."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The management commands."""

    name = "caunoi.web"
    label = "web"
