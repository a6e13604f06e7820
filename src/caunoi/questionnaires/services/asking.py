"""Questions of a questionnaire and of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.questionnaires.enums import Action, Form, ItemKind
from caunoi.questionnaires.models import BankItem, Item, Questionnaire, Version
from caunoi.questionnaires.policies import keeps_bank_item, keeps_questionnaire
from caunoi.questionnaires.services.guard import lock_questionnaire, note, open_draft
from caunoi.questionnaires.services.responses import hand_in
from caunoi.questionnaires.shape.bodies import Draft, checked_body

MOST_ITEMS = 200
_MOST_POINTS = Decimal(100)
_LONGEST_QUESTION = 2000


@transaction.atomic
def save_item(
    *,
    actor: User,
    questionnaire: Questionnaire,
    draft: Draft,
    key: UUID | None = None,
    revision: int | None = None,
) -> Item:
    """Add a question at the end, or change the one with ``key``.

    Where the newest version is in use, the next one is begun: who answers goes on with theirs. Raises
    PermissionDenied, NotNow, StaleChange, ValidationError (field -> words).
    """
    require(keeps_questionnaire(actor, questionnaire))
    checked = _checked(draft)
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    item = _find(version, key) if key else Item(version=version, position=_room(version, 1))
    _fill(item, checked)
    item.save()
    note(
        actor=actor,
        action=Action.ITEM_SAVED,
        questionnaire=version.questionnaire,
        details={"question": item.text[:300]},
    )
    return item


@transaction.atomic
def add_items(
    *, actor: User, questionnaire: Questionnaire, drafts: Sequence[Draft], revision: int | None = None
) -> int:
    """Add questions at the end; returns how many. Raises as :func:`save_item`; with one fault, none is added."""
    require(keeps_questionnaire(actor, questionnaire))
    checked = [_checked(draft) for draft in drafts]
    if not checked:
        raise ValidationError(_("There is no question to add."))
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    first = _room(version, len(checked))
    items = [Item(version=version, position=first + place) for place in range(len(checked))]
    for item, draft in zip(items, checked, strict=True):
        _fill(item, draft)
    Item.objects.bulk_create(items)
    note(
        actor=actor,
        action=Action.ITEMS_ADDED,
        questionnaire=version.questionnaire,
        details={"questions": len(items)},
    )
    return len(items)


@transaction.atomic
def remove_item(*, actor: User, questionnaire: Questionnaire, key: UUID, revision: int | None = None) -> Draft:
    """Take a question out of the draft; returns it, so that it can be put back. Raises as :func:`save_item`."""
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    item = _find(version, key)
    note(
        actor=actor,
        action=Action.ITEM_REMOVED,
        questionnaire=version.questionnaire,
        details={"question": item.text[:300]},
    )
    kept = draft_of(item)
    item.delete()
    return kept


@transaction.atomic
def move_item(
    *, actor: User, questionnaire: Questionnaire, key: UUID, places: int, revision: int | None = None
) -> None:
    """Move a question so many places down, or up for a negative number. Raises as :func:`save_item`."""
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    items = list(version.items.order_by("position", "id"))
    found = _find(version, key)
    place = next(number for number, item in enumerate(items) if item.pk == found.pk)
    item = items.pop(place)
    items.insert(max(0, min(len(items), place + places)), item)
    for number, each in enumerate(items):
        each.position = number
    Item.objects.bulk_update(items, ["position"])
    note(
        actor=actor,
        action=Action.ITEM_MOVED,
        questionnaire=version.questionnaire,
        details={"question": item.text[:300]},
    )


@transaction.atomic
def correct_key(*, actor: User, item: Item, draft: Draft, reason: str) -> int:
    """Correct the right answer of a question that is in use, and count the points of all who handed in anew.

    Only ``right`` and ``tolerance`` are taken from the draft's body: what was asked stays as it was asked. Returns how
    many responses were counted anew. Raises PermissionDenied, ValidationError (field -> words; a reason is asked for).
    """
    questionnaire = lock_questionnaire(actor=actor, questionnaire=item.version.questionnaire)
    why = clean(reason)
    if not why:
        raise ValidationError({"reason": _("Type the reason.")})
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    before = locked.body
    wanted = {name: draft.body[name] for name in ("right", "tolerance") if name in draft.body}
    locked.body = checked_body(draft.kind, {**before, **wanted})
    locked.save(update_fields=["body"])
    note(
        actor=actor,
        action=Action.KEY_CORRECTED,
        questionnaire=questionnaire,
        details={"question": locked.text[:300], "right": [str(before.get("right")), str(locked.body.get("right"))]},
        reason=why[:500],
    )
    done = item.version.responses.select_for_update(of=("self",)).select_related("version")
    count = 0
    for response in done.filter(submitted_at__isnull=False).order_by("pk"):
        hand_in(response=response, at=response.submitted_at)
        count += 1
    return count


@transaction.atomic
def keep_in_bank(
    *, actor: User, owner: Organisation, draft: Draft, topic_key: UUID | None = None, item: BankItem | None = None
) -> BankItem:
    """Keep a question in the bank of an office, or change one that stands there; what used it stays as it was.

    Raises PermissionDenied, ValidationError (field -> words).
    """
    require(keeps_bank_item(actor, item) if item else organises_in(actor, owner))
    checked = _checked(draft)
    kept = item or BankItem(owner=owner)
    kept.kind, kept.text, kept.body = checked.kind, checked.text, dict(checked.body)
    kept.points, kept.topic_key = checked.points, topic_key
    kept.folded_text = fold(kept.text)[:500]
    kept.save()
    audit.record(actor=actor, action=Action.BANK_SAVED, subject=kept, organisation_id=kept.owner_id)
    return kept


@transaction.atomic
def remove_from_bank(*, actor: User, item: BankItem) -> None:
    """Take a question out of the bank; questionnaires that ask it keep it. Raises PermissionDenied."""
    require(keeps_bank_item(actor, item))
    audit.record(actor=actor, action=Action.BANK_REMOVED, subject=item, organisation_id=item.owner_id)
    item.delete()


def draft_of(item: Item | BankItem) -> Draft:
    """Return a question as a draft of the same words."""
    draft = Draft(kind=ItemKind(item.kind), text=item.text, body=item.body, points=item.points)
    if isinstance(item, BankItem):
        return replace(draft, bank_item_id=item.pk)
    return replace(draft, form=item.form, hint=item.hint, required=item.required, bank_item_id=item.bank_item_id)


def _checked(draft: Draft) -> Draft:
    text = clean_lines(draft.text)
    if not text:
        raise ValidationError({"text": _("Type the question.")})
    if len(text) > _LONGEST_QUESTION:
        raise ValidationError({"text": _("At most %(most)s letters, please.") % {"most": _LONGEST_QUESTION}})
    if not 0 <= draft.points <= _MOST_POINTS:
        raise ValidationError(
            {"points": _("Type a number between %(least)s and %(most)s.") % {"least": 0, "most": 100}}
        )
    if draft.form and draft.form not in Form.values:
        raise ValidationError({"form": _("Choose form A, form B or both.")})
    return replace(draft, text=text, hint=clean(draft.hint)[:500], body=checked_body(draft.kind, draft.body))


def _fill(item: Item, draft: Draft) -> None:
    item.kind, item.text, item.body, item.points = draft.kind, draft.text, dict(draft.body), draft.points
    item.form, item.hint, item.required = draft.form, draft.hint, draft.required
    if draft.bank_item_id:
        item.bank_item_id = draft.bank_item_id


def _find(version: Version, key: UUID) -> Item:
    found = version.items.filter(key=key).first()
    if found is None:
        raise NotNow(_("This question was removed meanwhile. Load the page again."))
    return found


def _room(version: Version, more: int) -> int:
    """Return the first free place; raises NotNow where ``more`` questions are too many."""
    places = list(version.items.order_by("position").values_list("position", flat=True))
    if len(places) + more > MOST_ITEMS:
        raise NotNow(_("A questionnaire holds %(most)s questions at most.") % {"most": MOST_ITEMS})
    return places[-1] + 1 if places else 0
