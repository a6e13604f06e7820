"""Signed copies of papers that get no number: sign-in sheets, payment lists, the cost statement."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, PaperKind
from caunoi.training.models import PaperRecord
from caunoi.training.policies import keeps_signed_copy
from caunoi.training.queries.papers import SOURCES, Target
from caunoi.training.services.guard import note
from caunoi.training.services.paper_records import kept_copy


@transaction.atomic
def keep_signed_copy(
    *,
    actor: User,
    target: Target,
    kind: PaperKind,
    content: bytes | None = None,
    name: str = "",
    signed_on: dt.date | None = None,
    revision: int | None = None,
) -> PaperRecord:
    """Keep the copy of a paper of a class as it was signed by hand, also once the class is closed.

    Without ``content`` a copy that is there stays. Raises PermissionDenied, NotNow for a paper that gets a number,
    StaleChange when ``revision`` no longer stands, ValidationError naming the field.
    """
    require(keeps_signed_copy(actor, target, kind))
    source = SOURCES.get(PaperKind(kind))
    if source is None or source.numbered or target.training_class is None or target.subject not in source.subjects:
        raise NotNow(_("The signed copy of this paper is kept together with its number."))
    record = PaperRecord.objects.select_for_update().filter(kind=kind, voided_at=None, **target.keys).first()
    if record is not None and revision is not None and revision != record.revision:
        raise StaleChange
    if content is None and (record is None or record.signed_file_id is None):
        raise ValidationError({"file": _("Choose the signed copy.")})
    record = record or PaperRecord(
        organisation=target.office,
        training_class=target.training_class,
        kind=kind,
        about=target.title[:500],
        folded_about=fold(target.title)[:500],
    )
    details = audit.changes({"signed_on": record.signed_on}, {"signed_on": signed_on})
    record.signed_on = signed_on
    if content is not None:
        record.signed_file = kept_copy(actor=actor, office=target.office, content=content, name=name)
        details["file"] = [None, record.signed_file.name]
    if details:
        record.revision += 1
        record.save()
        note(
            actor=actor,
            action=Action.SIGNED_COPY_KEPT,
            training_class=target.training_class,
            details={"kind": str(kind), **details},
        )
    return record
