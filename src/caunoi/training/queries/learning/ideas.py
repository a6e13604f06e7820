"""Ideas of a topic as questions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from caunoi.directory.queries.scope import AnyUser
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.bodies import Draft
from caunoi.training.enums import IdeaKind
from caunoi.training.models import TopicIdea
from caunoi.training.queries.topics import readable_topics

# A longer hint tells what an answer should hold, not what it is.
_SHORT = 60


def quiz_ideas(user: AnyUser) -> QuerySet[TopicIdea]:
    """Return the ideas for a quiz of all topics that the user may read, by topic."""
    return (
        TopicIdea.objects.filter(kind=IdeaKind.QUIZ, topic__in=readable_topics(user).order_by().values("pk"))
        .select_related("topic")
        .order_by("topic__folded_title", "topic_id", "position", "id")
    )


def drafts_of_ideas(ideas: Iterable[TopicIdea]) -> list[Draft]:
    """Return ideas as questions for a short text; a short hint is its accepted answer."""
    return [
        Draft(
            kind=ItemKind.TEXT,
            text=idea.text,
            body={"right": [idea.hint] if idea.hint and len(idea.hint) <= _SHORT else [], "most": 500},
        )
        for idea in ideas
    ]
