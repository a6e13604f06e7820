"""Django's registration of this domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Candidates read from reports and rosters, with provenance."""

    name = "caunoi.intake"
    label = "intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        """Teach trail and search about this domain; name its checks, what it holds of people and how long."""
        from caunoi.core import search  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions, register_places  # noqa: PLC0415 - models are ready only now
        from caunoi.intake import checks  # noqa: PLC0415 - models are ready only now
        from caunoi.intake.enums import Action  # noqa: PLC0415 - models are ready only now
        from caunoi.intake.queries.trail import places_of_person  # noqa: PLC0415 - models are ready only now
        from caunoi.intake.services import holdings, indexing, periods  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        register_places(places_of_person)
        search.register("candidate", indexing.index_all_candidates)
        checks.register()
        holdings.register()
        periods.register()
