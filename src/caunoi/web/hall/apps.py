"""Django's registration of this face."""

from django.apps import AppConfig


class WebHallConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.hall"
    label = "web_hall"
