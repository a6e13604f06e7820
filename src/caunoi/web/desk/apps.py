"""Django's registration of this face."""

from django.apps import AppConfig


class WebDeskConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.desk"
    label = "web_desk"
