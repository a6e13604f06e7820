"""Django's registration of this face."""

from django.apps import AppConfig


class WebSendersConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.senders"
    label = "web_senders"
