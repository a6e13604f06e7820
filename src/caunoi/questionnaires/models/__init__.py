"""Models of questionnaires."""

from caunoi.questionnaires.models.questionnaire import BankItem, Item, Questionnaire, Version
from caunoi.questionnaires.models.response import Response

__all__ = ["BankItem", "Item", "Questionnaire", "Response", "Version"]
