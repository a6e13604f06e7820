"""Django's registration of this face."""

from django.apps import AppConfig


class WebMailConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.mail"
    label = "web_mail"
