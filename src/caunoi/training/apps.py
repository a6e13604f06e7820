"""Django's registration of training."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """From the plan of a class to its frozen report."""

    name = "caunoi.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Teach the trail the words of this domain, search how to write its documents anew, and what is checked."""
        from caunoi.core import search  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions, register_places  # noqa: PLC0415 - models are ready only now
        from caunoi.core.jobs import Daily, Every, schedule  # noqa: PLC0415 - models are ready only now
        from caunoi.training import checks, tasks  # noqa: PLC0415 - models are ready only now
        from caunoi.training.enums import Action  # noqa: PLC0415 - models are ready only now
        from caunoi.training.queries.trail import places_of_person  # noqa: PLC0415 - models are ready only now
        from caunoi.training.services import holdings, indexing, periods  # noqa: PLC0415 - models are ready only now
        from caunoi.training.services.money import holdings as money_holdings  # noqa: PLC0415 - models are ready only now
        from caunoi.training.services.plans import names  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        register_places(places_of_person)
        search.register("class", indexing.index_all_classes)
        search.register("topic", indexing.index_all_topics)
        search.register("plan", indexing.index_all_plans)
        checks.register()
        holdings.register()
        names.register()
        money_holdings.register()
        periods.register()
        schedule(tasks.hand_in_quizzes, Every(minutes=5))
        schedule(tasks.serve_the_line, Daily(at=time(0, 20)))
        schedule(tasks.run_surveys, Daily(at=time(7, 30)))
        schedule(tasks.forget_who_asked, Daily(at=time(2, 40)))
        schedule(tasks.count_scans, Every(minutes=1))
        # When the office has come to work and answers the telephone.
        schedule(tasks.remind_units, Daily(at=time(8, 0)))
