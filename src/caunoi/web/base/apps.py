"""Django's registration of this face."""

from django.apps import AppConfig


class WebBaseConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.base"
    label = "web_base"
