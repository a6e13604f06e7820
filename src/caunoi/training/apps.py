"""Django's registration of training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """From the plan of a class to its frozen report."""

    name = "caunoi.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Teach the trail the words of this domain."""
        from caunoi.core.audit import register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.training.enums import Action  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
