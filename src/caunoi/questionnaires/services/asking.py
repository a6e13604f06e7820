"""Questions of a questionnaire and of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.questionnaires.enums import Action, Form, ItemKind
from caunoi.questionnaires.models import BankItem, Item, Questionnaire, Version
from caunoi.questionnaires.policies import keeps_bank_item, keeps_questionnaire
from caunoi.questionnaires.services.guard import note, open_draft
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


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A question that was taken out, as it is put back: its words, its key, its place, the draft's revision since."""

    draft: Draft
    key: UUID
    position: int
    revision: int


@transaction.atomic
def remove_item(*, actor: User, questionnaire: Questionnaire, key: UUID, revision: int | None = None) -> Removed:
    """Take a question out of the draft; returns it, so that it can be put back. Raises as :func:`save_item`."""
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    item = _find(version, key)
    note(
        actor=actor,
        action=Action.ITEM_REMOVED,
        questionnaire=version.questionnaire,
        details={"question": item.text[:300]},
    )
    kept = Removed(draft=draft_of(item), key=key, position=item.position, revision=version.revision)
    item.delete()
    return kept


@transaction.atomic
def restore_item(
    *,
    actor: User,
    questionnaire: Questionnaire,
    draft: Draft,
    key: UUID,
    position: int = 0,
    revision: int | None = None,
) -> Item:
    """Put a removed question back at its place, under its key. Raises as :func:`save_item`, NotNow where it stands."""
    require(keeps_questionnaire(actor, questionnaire))
    checked = _checked(draft)
    version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
    if version.items.filter(key=key).exists():
        raise NotNow(_("The question stands in the questionnaire already."))
    _room(version, 1)
    version.items.filter(position__gte=position).update(position=F("position") + 1)
    if draft.bank_item_id and not BankItem.objects.filter(pk=draft.bank_item_id).exists():
        checked = replace(checked, bank_item_id=None)
    item = Item(version=version, key=key, position=position)
    _fill(item, checked)
    item.save()
    note(
        actor=actor,
        action=Action.ITEM_RESTORED,
        questionnaire=version.questionnaire,
        details={"question": item.text[:300]},
    )
    return item


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
