"""Django's registration of the core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Models and services without a domain."""

    name = "caunoi.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Teach the trail what it says of itself."""
        from caunoi.core.audit import Action, register_actions  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
