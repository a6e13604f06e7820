"""The right answer of a question that is in use is corrected, short texts are marked by hand; points count anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.questionnaires.enums import Action, ItemKind
from caunoi.questionnaires.models import Item, Questionnaire, Response
from caunoi.questionnaires.queries.keys import Effect, TextState, recounted, summed, used_items, written_texts
from caunoi.questionnaires.services.guard import lock_questionnaire, note
from caunoi.questionnaires.shape.bodies import checked_body, text_mark

_BATCH = 500
_KEYED = ("right", "tolerance")


@transaction.atomic
def correct_key(
    *,
    actor: User,
    questionnaire: Questionnaire,
    key: UUID,
    right: Mapping[str, Any],
    reason: str,
    told: Effect | None = None,
) -> Effect:
    """Correct the right answer of a question that is in use, and count the points of all who handed in anew.

    Only ``right`` and ``tolerance`` are taken from ``right``: what was asked stays as it was asked, in every version
    that asks the same. ``told`` is what the actor was told of the effect: raises StaleChange where it is another by
    now. Raises PermissionDenied, NotNow (not in use), ValidationError (field -> words; a reason is asked for). Frozen
    reports and certificates stay as they are.
    """
    locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    why = clean(reason)
    if not why:
        raise ValidationError({"reason": _("Type the reason.")})
    items = _in_use(locked, key)
    before = items[0].body
    body = corrected_body(items[0], right)
    if body == before:
        raise ValidationError(_("This is the right answer already; nothing changes."))
    effect = _write(items, body)
    if told is not None and told != effect:
        raise StaleChange
    note(
        actor=actor,
        action=Action.KEY_CORRECTED,
        questionnaire=locked,
        details={
            "question": items[0].text[:300],
            "right": [str(before.get("right"))[:300], str(body.get("right"))[:300]],
            "responses": effect.responses,
        },
        reason=why[:500],
    )
    return effect


@transaction.atomic
def mark_texts(
    *,
    actor: User,
    questionnaire: Questionnaire,
    key: UUID,
    accepted: Collection[str] = (),
    refused: Collection[str] = (),
    was: Sequence[str] | None = None,
) -> Effect:
    """Take short texts that were written, named by their marks, for right or for wrong, for all who wrote them.

    Points count anew. What was refused is kept as a hash alone, so that nobody's words outlive the answer; the trail
    tells how many, not which. ``was`` are the marks of what the page showed as waiting: raises StaleChange where a
    text was marked meanwhile. Raises PermissionDenied, NotNow (not in use), ValidationError for no short text.
    """
    locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    items = _in_use(locked, key)
    if items[0].kind != ItemKind.TEXT:
        raise ValidationError(_("Only short texts are marked by hand."))
    texts = {one.mark: one for one in written_texts(items)}
    waiting = {mark for mark, one in texts.items() if one.state == TextState.WAITING}
    if was is not None and not (set(was) & set(texts)) <= waiting:
        raise StaleChange
    body = items[0].body
    right = [text for text in body.get("right", ()) if text_mark(text) not in refused]
    known = {text_mark(text) for text in right}
    right += [texts[mark].text for mark in accepted if mark in texts and mark not in known and mark not in refused]
    no = set(body.get("refused", ())) - set(accepted) | set(refused) & set(texts)
    new = checked_body(ItemKind.TEXT, {**body, "right": right, "refused": sorted(no)})
    if new == checked_body(ItemKind.TEXT, body):
        return Effect()
    effect = _write(items, new)
    note(
        actor=actor,
        action=Action.TEXTS_MARKED,
        questionnaire=locked,
        details={
            "question": items[0].text[:300],
            "accepted": len(set(accepted) & set(texts)),
            "refused": len(set(refused) & set(texts)),
            "responses": effect.responses,
        },
    )
    return effect


def corrected_body(item: Item, right: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question's body with another right answer; raises ValidationError (field -> words)."""
    wanted = {name: right[name] for name in _KEYED if name in right}
    return checked_body(ItemKind(item.kind), {**item.body, **wanted})


def _in_use(questionnaire: Questionnaire, key: UUID) -> list[Item]:
    items = used_items(questionnaire, key)
    if not items:
        raise NotNow(_("This question is not in use yet: change it in the questionnaire."))
    return items


def _write(items: Sequence[Item], body: Mapping[str, Any]) -> Effect:
    """Give the questions their body, and everybody who handed in the points that follow."""
    changed: list[Response] = []
    pairs = []
    for response, counted in recounted(items, body, lock=True):
        pairs.append((response.percent, counted))
        result = (counted.points, counted.most, counted.percent) if counted.most else (None, None, None)
        if result != (response.points, response.most, response.percent):
            response.points, response.most, response.percent = result
            changed.append(response)
    Response.objects.bulk_update(changed, ["points", "most", "percent"], batch_size=_BATCH)
    for item in items:
        item.body = dict(body)
    Item.objects.bulk_update(items, ["body"])
    return summed(iter(pairs))
