"""Django's registration of the core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Models and services without a domain."""

    name = "caunoi.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Teach the trail what it says of itself; put the core's jobs on the schedule; name the checks of no domain."""
        from datetime import time  # noqa: PLC0415 - beside its only use

        from caunoi.core import checks, keeping_periods, tasks  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import Action, register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.core.checking import (  # noqa: PLC0415 - models are ready only now
            database,
            files,
            folding,
            keys,
            searching,
            trail,
            waiting,
        )
        from caunoi.core.jobs import Daily, Every, schedule  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        schedule(tasks.seal_audit_trail, Every(minutes=1), only_if=tasks.has_unsealed_rows)
        schedule(tasks.delete_old_tries, Daily(at=time(2, 30)))
        schedule(tasks.apply_retention, Daily(at=time(2, 10)))
        keeping_periods.register()
        schedule(tasks.sweep_files, Daily(at=time(2, 40)))
        schedule(tasks.make_backup, Daily(at=time(1, 30)))

        checks.register("restore", _("No restore stopped half-way"), database.restore_is_whole)
        checks.register("migrations", _("Database and program are of one version"), database.migrations_are_applied)
        checks.register("tables", _("The tables are as they should be"), database.tables_are_as_they_should)
        checks.register("references", _("Nothing points to nothing"), database.nothing_points_to_nothing)
        checks.register("lengths", _("Each text fits its column"), database.texts_are_not_too_long)
        checks.register("keys", _("The keys open what is encrypted"), keys.keys_open_what_is_encrypted)
        checks.register("files", _("Every file is there"), files.files_are_there)
        checks.register("folding", _("Sorting and search by name fit the names"), folding.folded_columns_fit)
        checks.register("search", _("Search is complete"), searching.search_is_complete)
        checks.register("trail", _("The audit trail is whole"), trail.trail_is_whole)
        checks.register("mails", _("Mails leave"), waiting.mails_leave)
        checks.register("jobs", _("Jobs run"), waiting.jobs_run)
