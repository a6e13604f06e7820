"""What search knows of questionnaires: their titles, for the office that keeps them."""

from __future__ import annotations

from caunoi.core import search
from caunoi.questionnaires.models import Questionnaire

KIND = "questionnaire"
_PART = 500


def index_questionnaire(questionnaire: Questionnaire) -> None:
    """Write or replace the document of a questionnaire; part of the caller's transaction."""
    search.index_many([document_of(questionnaire)])


def document_of(questionnaire: Questionnaire) -> search.Document:
    """Return what search is told of a questionnaire."""
    return search.Document(
        kind=KIND,
        object_id=str(questionnaire.pk),
        title=questionnaire.title,
        summary=f"{str(questionnaire.get_purpose_display()).capitalize()} · {questionnaire.owner.name}",
        paths=frozenset({questionnaire.owner.path}),
    )


def index_all_questionnaires() -> None:
    """Write the documents of all questionnaires."""
    rows = Questionnaire.objects.select_related("owner").order_by("pk")
    search.index_many(document_of(each) for each in rows.iterator(chunk_size=_PART))
