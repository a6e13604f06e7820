"""What every write to a questionnaire begins and ends with: permission, lock, draft; audit row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.questionnaires.enums import Action
from caunoi.questionnaires.models import Item, Questionnaire, Version
from caunoi.questionnaires.policies import keeps_questionnaire
from caunoi.questionnaires.queries.questionnaires import last_version


def lock_questionnaire(*, actor: User, questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire as it stands, locked until the transaction ends; raises PermissionDenied."""
    require(keeps_questionnaire(actor, questionnaire))
    return Questionnaire.objects.select_for_update(of=("self",)).select_related("owner").get(pk=questionnaire.pk)


def open_draft(*, actor: User, questionnaire: Questionnaire, revision: int | None = None) -> Version:
    """Return the version that may be changed, its revision risen: the draft, or the next one made from what is in use.

    ``revision`` is that of the version which the page shows, draft or not. Raises PermissionDenied, NotNow for a
    questionnaire out of use, StaleChange where it was changed meanwhile.
    """
    locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    if locked.retired_at:
        raise NotNow(_("The questionnaire is out of use. Take it into use again to change it."))
    version = last_version(locked)
    if revision is not None and version.revision != revision:
        raise StaleChange
    if not version.is_draft:
        version = next_version(version)
        note(actor=actor, action=Action.VERSION_BEGUN, questionnaire=locked, details={"version": version.number})
    version.revision += 1
    version.save(update_fields=["revision"])
    return version


def next_version(version: Version) -> Version:
    """Return a draft that asks what ``version`` asks; its questions keep their keys."""
    items = list(version.items.order_by("position", "id"))
    draft = Version.objects.create(
        questionnaire_id=version.questionnaire_id,
        number=version.number + 1,
        intro=version.intro,
        minutes=version.minutes,
        shuffle_items=version.shuffle_items,
        shuffle_choices=version.shuffle_choices,
        revision=version.revision,
    )
    for item in items:
        item.pk, item.version = None, draft
    Item.objects.bulk_create(items)
    return draft


def note(
    *,
    actor: User | None,
    action: str,
    questionnaire: Questionnaire,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the audit row of a change to the questionnaire or a part of it."""
    audit.record(
        actor=actor,
        action=action,
        subject=questionnaire,
        organisation_id=questionnaire.owner_id,
        details=details,
        reason=reason,
    )
