"""Django's registration of this domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Articles from frozen facts: approval, correction, portal sites."""

    name = "caunoi.publishing"
    label = "publishing"
    verbose_name = _("Publishing")
