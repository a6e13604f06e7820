"""Django's registration of the core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Models and services without a domain."""

    name = "caunoi.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Teach the trail what it says of itself; put the core's jobs on the schedule."""
        from datetime import time  # noqa: PLC0415 - beside its only use

        from caunoi.core import tasks  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import Action, register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.core.jobs import Daily, Every, schedule  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        schedule(tasks.seal_audit_trail, Every(minutes=1), only_if=tasks.has_unsealed_rows)
        schedule(tasks.delete_old_jobs, Daily(at=time(2, 10)))
        schedule(tasks.delete_old_mails, Daily(at=time(2, 20)))
        schedule(tasks.delete_old_sessions, Daily(at=time(2, 30)))
        schedule(tasks.sweep_files, Daily(at=time(2, 40)))
