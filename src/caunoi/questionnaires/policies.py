"""Who may do what with questionnaires."""

from __future__ import annotations

import rules

from caunoi.directory.policies import ORGANISERS, holds_role
from caunoi.directory.queries.scope import AnyUser
from caunoi.questionnaires.models import BankItem, Questionnaire


@rules.predicate
def keeps_questionnaire(user: AnyUser, questionnaire: Questionnaire) -> bool:
    """An organiser where the questionnaire is kept."""
    return holds_role(user, questionnaire.owner.path, *ORGANISERS)


@rules.predicate
def keeps_bank_item(user: AnyUser, item: BankItem) -> bool:
    """An organiser where the question is kept."""
    return holds_role(user, item.owner.path, *ORGANISERS)
