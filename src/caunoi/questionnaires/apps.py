"""Django's registration of questionnaires."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    """Quizzes and surveys: what is asked, in which order, and what was answered. Knows no class and no case."""

    name = "caunoi.questionnaires"
    label = "questionnaires"
    verbose_name = _("Questionnaires")
