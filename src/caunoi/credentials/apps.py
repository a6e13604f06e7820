"""Django's registration of credentials."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    """The ledger of awards, the keys that sign them, and what anybody can verify. Fed with frozen facts."""

    name = "caunoi.credentials"
    label = "credentials"
    verbose_name = _("Certificates")
