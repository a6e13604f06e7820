"""Django's registration of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Who and where."""

    name = "caunoi.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Teach the trail the words of this domain."""
        from caunoi.core.audit import register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.directory.enums import Action  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
