"""Models of questionnaires."""

from caunoi.questionnaires.models.questionnaire import BankItem, Item, Questionnaire, Version
from caunoi.questionnaires.models.response import AnonymousAnswer, Response

__all__ = ["AnonymousAnswer", "BankItem", "Item", "Questionnaire", "Response", "Version"]
