"""How an office's certificates look: texts, signer, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import StaleChange
from caunoi.core.files.kinds import PICTURES
from caunoi.core.models import StoredFile
from caunoi.core.text import clean, clean_lines
from caunoi.credentials.enums import Action
from caunoi.credentials.models import CertificateLayout
from caunoi.credentials.policies import keeps_ledger
from caunoi.credentials.queries.designs import FIELDS, layout_of, longest, unknown_fields
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require

TEXTS = ("title", "opening", "body", "suffix", "authority", "signer_title", "signer_name")
PLACES = ("signature", "seal")
_LINES = frozenset({"body", "authority"})
_MOST_PICTURE = 1024 * 1024


@transaction.atomic
def save_layout(
    *,
    actor: User,
    owner: Organisation,
    texts: Mapping[str, str],
    show_unit: bool,
    valid_years: int | None = None,
    pictures: Mapping[str, bytes | None] | None = None,
    revision: int = 0,
) -> CertificateLayout:
    """Change the layout; certificates that were issued keep the design of their day.

    ``texts`` by the names of ``TEXTS``, blank ones follow the office's papers. ``pictures`` by those of ``PLACES``:
    octets of a PNG or JPEG, or None to take one away; those not named stay. ``revision`` is that of the layout that
    was seen, 0 where there was none. Raises PermissionDenied unless the actor organises in the office, StaleChange,
    ValidationError for an unknown field in the text, too many years, or a file that is no picture.
    """
    require(keeps_ledger(actor, owner))
    Organisation.objects.select_for_update().get(pk=owner.pk)
    layout = layout_of(owner)
    if (0 if layout._state.adding else layout.revision) != revision:
        raise StaleChange
    values: dict[str, Any] = {
        name: (clean_lines if name in _LINES else clean)(texts.get(name, "")) for name in TEXTS
    } | {"show_unit": show_unit, "valid_years": valid_years}
    _check(values)
    before = {name: getattr(layout, name) for name in values}
    details: dict[str, Any] = dict(audit.changes(before, values))
    for name, value in values.items():
        setattr(layout, name, value)
    for place, content in (pictures or {}).items():
        if place in PLACES:
            setattr(layout, place, _kept(owner, actor, place, content) if content is not None else None)
            details[place] = content is not None
    layout.revision = revision + 1
    layout.save()
    audit.record(
        actor=actor, action=Action.LAYOUT_SAVED, subject=layout, organisation_id=owner.pk,
        # The signer is a person: the trail says that it changed.
        details={name: value for name, value in details.items() if name != "signer_name"},
    )  # fmt: skip
    return layout


def _check(values: dict[str, Any]) -> None:
    faults: dict[str, str] = {}
    for name in TEXTS:
        most = longest(name)
        if len(values[name]) > most:
            faults[name] = _("At most %(most)s letters, please.") % {"most": most}
    if unknown := unknown_fields(values["body"]):
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        faults["body"] = _("{%(field)s} is not known. What can stand between braces: %(known)s.") % {
            "field": unknown[0],
            "known": known,
        }
    years = values["valid_years"]
    if years is not None and not 1 <= years <= 50:
        faults["valid_years"] = _("A number from 1 to 50, please.")
    if faults:
        raise ValidationError(faults)


def _kept(owner: Organisation, actor: User, place: str, content: bytes) -> StoredFile:
    if len(content) > _MOST_PICTURE:
        raise ValidationError({place: _("A picture of 1 MB at most, please.")})
    try:
        kept = files.store(content=content, name=f"{place}.png", organisation_id=owner.pk, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({place: str(refused)}) from None
    if kept.content_type not in PICTURES or not kept.content_type.endswith(("png", "jpeg")):
        raise ValidationError({place: _("Choose a picture: PNG with a clear background, or JPEG.")})
    return kept
