"""Django's registration of this face."""

from django.apps import AppConfig


class WebPortalConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.portal"
    label = "web_portal"
