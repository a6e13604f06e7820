"""What ``caunoi check`` looks at in questionnaires."""

from __future__ import annotations

from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.searching import register_expected
from caunoi.core.text import fold
from caunoi.questionnaires.models import BankItem, Questionnaire


def register() -> None:
    """Name the folded columns of this domain, and what search has to know."""
    register_expected("questionnaire", lambda: map(str, Questionnaire.objects.order_by().values_list("pk", flat=True)))
    register_folded(Questionnaire, "folded_title", "title", make=lambda title: fold(title)[:300])
    register_folded(BankItem, "folded_text", "text", make=lambda text: fold(text)[:500])
