"""Django's registration of questionnaires."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    """Quizzes and surveys: what is asked, in which order, and what was answered. Knows no class and no case."""

    name = "caunoi.questionnaires"
    label = "questionnaires"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        """Teach the trail the words of this domain, and name what is checked."""
        from caunoi.core import search  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.questionnaires import checks  # noqa: PLC0415 - models are ready only now
        from caunoi.questionnaires.enums import Action  # noqa: PLC0415 - models are ready only now
        from caunoi.questionnaires.services import indexing  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        search.register(indexing.KIND, indexing.index_all_questionnaires)
        checks.register()
