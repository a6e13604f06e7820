"""The closed lists of questionnaires."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    """What a questionnaire is for. Answers to an evaluation belong to nobody."""

    QUIZ = "quiz", pgettext_lazy("questionnaire", "quiz")
    EVALUATION = "evaluation", pgettext_lazy("questionnaire", "evaluation")
    SURVEY = "survey", pgettext_lazy("questionnaire", "survey")


class ItemKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", pgettext_lazy("kind of question", "one choice")
    MULTIPLE = "multiple", pgettext_lazy("kind of question", "several choices")
    ORDERING = "ordering", pgettext_lazy("kind of question", "put in order")
    SCALE = "scale", pgettext_lazy("kind of question", "scale")
    NUMBER = "number", pgettext_lazy("kind of question", "number")
    TEXT = "text", pgettext_lazy("kind of question", "short text")
    MATRIX = "matrix", pgettext_lazy("kind of question", "matrix")


class Form(models.TextChoices):
    """The two sheets of a questionnaire that asks the same in two ways. A question without one stands on both."""

    A = "A", pgettext_lazy("form of a questionnaire", "form A")
    B = "B", pgettext_lazy("form of a questionnaire", "form B")


class Action(models.TextChoices):
    """What the trail says of questionnaires."""

    MADE = "questionnaires.made", _("made the questionnaire")
    CHANGED = "questionnaires.changed", _("changed the questionnaire")
    COPIED = "questionnaires.copied", _("made the questionnaire from another one")
    RETIRED = "questionnaires.retired", _("took the questionnaire out of use")
    TAKEN_UP = "questionnaires.taken_up", _("took the questionnaire into use again")
    REMOVED = "questionnaires.removed", _("removed the questionnaire")
    ITEM_SAVED = "questionnaires.item_saved", _("saved a question of the questionnaire")
    ITEM_MOVED = "questionnaires.item_moved", _("moved a question of the questionnaire")
    ITEM_REMOVED = "questionnaires.item_removed", _("removed a question of the questionnaire")
    ITEM_RESTORED = "questionnaires.item_restored", _("put a removed question back")
    ITEMS_ADDED = "questionnaires.items_added", _("added questions to the questionnaire")
    VERSION_FROZEN = "questionnaires.version_frozen", _("put a version of the questionnaire to use")
    VERSION_BEGUN = "questionnaires.version_begun", _("began the next version of the questionnaire")
    KEY_CORRECTED = "questionnaires.key_corrected", _("corrected the right answer of a question")
    TEXTS_MARKED = "questionnaires.texts_marked", _("marked short texts by hand")
    BANK_SAVED = "questionnaires.bank_saved", _("kept the question in the bank")
    BANK_REMOVED = "questionnaires.bank_removed", _("removed the question from the bank")
