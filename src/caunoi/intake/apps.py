"""Django's registration of this domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Candidates read from reports and rosters, with provenance."""

    name = "caunoi.intake"
    label = "intake"
    verbose_name = _("Intake")
