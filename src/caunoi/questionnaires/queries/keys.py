"""Right answers of questions that are in use: what a correction would change, and which short texts wait for a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from uuid import UUID

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.models import Item, Questionnaire, Response
from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.questionnaires.shape.bodies import asked_part, folded_text, text_mark
from caunoi.questionnaires.shape.order import of_form
from caunoi.questionnaires.shape.scoring import Score, score


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Of how many handed in the points are counted anew, and for how many of them they rise or fall."""

    responses: int = 0
    up: int = 0
    down: int = 0

    @property
    def same(self) -> int:
        """For how many nothing changes."""
        return self.responses - self.up - self.down


class TextState(Enum):
    """How a short text that somebody wrote is taken."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class WrittenText:
    """A short text as it was written, by how many, and how it is taken; capitals and marks don't part two texts."""

    text: str
    count: int
    state: TextState

    @property
    def mark(self) -> str:
        """What stands for the text where the words themselves must not stand."""
        return text_mark(self.text)


def used_items(questionnaire: Questionnaire, key: UUID) -> list[Item]:
    """Return a question in the versions that ask it as the newest one in use does; the newest first, drafts too.

    Empty where it is not in use. A version that asked it in other words or with other choices is left alone.
    """
    items = list(
        Item.objects.filter(version__questionnaire=questionnaire, key=key)
        .select_related("version__questionnaire__owner")
        .order_by("-version__number")
    )
    newest = next((item for item in items if not item.version.is_draft), None)
    if newest is None:
        return []
    same = [item for item in items if item.kind == newest.kind and asked_part(item.body) == asked_part(newest.body)]
    return sorted(same, key=lambda item: item.pk != newest.pk)


def used_keys(questionnaire: Questionnaire) -> set[UUID]:
    """Return the keys of the questions that are in use and can have a right answer; one query."""
    rows = Item.objects.filter(version__questionnaire=questionnaire, version__frozen_at__isnull=False)
    return set(rows.exclude(kind=ItemKind.SCALE).order_by().values_list("key", flat=True))


def recounted(
    items: Sequence[Item], body: Mapping[str, Any], *, lock: bool = False
) -> Iterator[tuple[Response, Score]]:
    """Yield what was handed in for these questions with its points, were ``body`` theirs; three queries a version."""
    for item in items:
        questions = tuple(
            replace(each, body=body) if each.key == str(item.key) else each for each in questions_of(item.version)
        )
        found = Response.objects.filter(version=item.version_id, submitted_at__isnull=False)
        if item.form:
            found = found.filter(form=item.form)
        if lock:
            found = found.select_for_update(of=("self",))
        for response in found.order_by("pk"):
            yield response, score(of_form(questions, response.form), response.answers)


def effect_of(items: Sequence[Item], body: Mapping[str, Any]) -> Effect:
    """Return what another right answer would change; nothing is written."""
    return summed((response.percent, counted) for response, counted in recounted(items, body))


def summed(pairs: Iterator[tuple[Any, Score]]) -> Effect:
    """Return the effect of percents before, each with the score after."""
    count, up, down = 0, 0, 0
    for before, counted in pairs:
        after = counted.percent or 0
        count += 1
        up += after > (before or 0)
        down += after < (before or 0)
    return Effect(responses=count, up=up, down=down)


def written_texts(items: Sequence[Item]) -> list[WrittenText]:
    """Return what was written to a short-text question: what waits for a mark first, the most frequent first."""
    if not items:
        return []
    body = items[0].body
    accepted = {folded_text(text) for text in body.get("right", ())}
    refused = set(body.get("refused", ()))
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    key = str(items[0].key)
    rows = Response.objects.filter(version__in=[item.version_id for item in items], submitted_at__isnull=False)
    for answers in rows.order_by("pk").values_list("answers", flat=True):
        text = answers.get(key)
        if not isinstance(text, str) or not (folded := folded_text(text)):
            continue
        counts[folded] += 1
        words.setdefault(folded, text)
    found = [
        WrittenText(
            text=words[folded],
            count=count,
            state=TextState.ACCEPTED
            if folded in accepted
            else TextState.REFUSED
            if text_mark(words[folded]) in refused
            else TextState.WAITING,
        )
        for folded, count in counts.items()
    ]
    return sorted(found, key=lambda one: (one.state != TextState.WAITING, -one.count, one.text))


def waiting_texts(questionnaire: Questionnaire) -> dict[UUID, int]:
    """Return how many short texts wait for a mark, by the key of each question that was answered with any."""
    used = Item.objects.filter(version__questionnaire=questionnaire, version__frozen_at__isnull=False)
    asked = used.filter(kind=ItemKind.TEXT)
    found = {}
    for key in asked.order_by().values_list("key", flat=True).distinct():
        texts = written_texts(used_items(questionnaire, key))
        if texts:
            found[key] = sum(one.state == TextState.WAITING for one in texts)
    return found
