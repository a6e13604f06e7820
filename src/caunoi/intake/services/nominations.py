"""Lists of nominations: a form that comes back, or one list of many units; checked, then taken over all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries.nominations import NominationPreview, nomination_preview, quotas_of
from caunoi.intake.queries.roster import PreviewRow
from caunoi.intake.rosters.content import DISTINCT, NEW, NO_UNIT, SKIP, Content
from caunoi.intake.rosters.drafts import keep
from caunoi.intake.rosters.files import MOST_BYTES, Table, Unreadable, read_file, read_text
from caunoi.intake.rosters.marks import take_mark
from caunoi.intake.rosters.words import unreadable_words
from caunoi.intake.services.roster import opened, saved
from caunoi.training.models import NominationBatch, Quota, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.links import quota_id_of_mark
from caunoi.training.services.guard import open_for_change
from caunoi.training.services.seats import Nominee, accept_nominations


def start_from_file(*, actor: User, training_class: TrainingClass, content: bytes, name: str) -> RosterDraft:
    """Read a file into a draft of nominations; the file is not kept. A form that was sent out is known by its mark.

    Raises PermissionDenied, NotNow, and ValidationError (``file``) that says why it can't be read, or that it is the
    form of another class.
    """
    require(leads_class(actor, training_class))
    try:
        tables = read_file(content, name)
    except Unreadable as fault:
        raise ValidationError({"file": unreadable_words(fault.code)}) from None
    mark, tables = take_mark(tables)
    quota = _quota_of(training_class, mark)
    source = clean(PurePath(name.replace("\\", "/")).name)[:200]
    return _start(actor, training_class, tables, source=source, field="file", quota=quota)


def start_from_text(*, actor: User, training_class: TrainingClass, text: str) -> RosterDraft:
    """Read a pasted list into a draft of nominations; raises as :func:`start_from_file`, for the field ``text``."""
    require(leads_class(actor, training_class))
    if not text.strip():
        raise ValidationError({"text": _("Paste the list here, or choose a file.")})
    if len(text) > MOST_BYTES // 2:
        raise ValidationError({"text": unreadable_words("too_large")})
    try:
        tables = [read_text(text)]
    except Unreadable as fault:
        raise ValidationError({"text": unreadable_words(fault.code)}) from None
    return _start(actor, training_class, tables, source="", field="text", quota=None)


def _quota_of(training_class: TrainingClass, mark: str) -> Quota | None:
    known = quota_id_of_mark(mark)
    if known is None:
        return None
    code, quota_id = known
    quota = quotas_of(training_class).filter(pk=quota_id).first()
    if quota is None and code != training_class.code:
        raise ValidationError({"file": _("This is the form of another class. Take it over there.")})
    # A quota that was removed meanwhile: its people are read as those of any list.
    return quota


def _start(
    actor: User, training_class: TrainingClass, tables: list[Table], *, source: str, field: str, quota: Quota | None
) -> RosterDraft:
    try:
        sheets = keep(tables)
    except Unreadable as fault:
        raise ValidationError({field: unreadable_words(fault.code)}) from None
    first = next((place for place, sheet in enumerate(sheets) if sheet.head >= 0), 0)
    content = Content(sheets=sheets, sheet=first, quota=str(quota.pk) if quota else "")
    with transaction.atomic():
        training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
        return RosterDraft.objects.create(
            training_class=training_class,
            source=source,
            content=content.as_text(),
            made_by=actor,
            of_units=True,
        )


@transaction.atomic
def choose_units(*, actor: User, draft: RosterDraft, revision: int, units: Mapping[str, str]) -> RosterDraft:
    """Say which quota a unit of the list means: unit as written -> a quota's id, ``NO_UNIT``, or "" to go by its name.

    Raises PermissionDenied, NotNow, StaleChange, ValidationError for a quota that the class has not.
    """
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    known = {str(pk) for pk in quotas_of(draft.training_class).values_list("pk", flat=True)} | {NO_UNIT, ""}
    if set(units.values()) - known:
        raise ValidationError({"units": _("Choose a unit of this class.")})
    for text, chosen in units.items():
        if chosen:
            content.units[fold(text)[:200]] = chosen
        else:
            content.units.pop(fold(text)[:200], None)
    return saved(draft, content)


@transaction.atomic
def skip_faulty_nominations(*, actor: User, draft: RosterDraft, revision: int) -> RosterDraft:
    """Leave out every row that has a fault; raises as :func:`choose_units`."""
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    for one in nomination_preview(actor, draft).rows:
        if one.faults and one.decision != SKIP:
            content.decisions[str(one.row.number)] = SKIP
    return saved(draft, content)


@transaction.atomic
def accept_nomination_draft(*, actor: User, draft: RosterDraft, revision: int) -> NominationBatch:
    """Name the people of the draft's rows, in the order of the list, and delete the draft: all or nothing.

    Raises PermissionDenied, NotNow, StaleChange, and ValidationError (``rows``) while a row has a fault that is neither
    corrected nor left out, or when no row is left.
    """
    draft, _content = opened(actor=actor, draft=draft, revision=revision)
    read = nomination_preview(actor, draft)
    faults = [message for one in read.rows if one.state == "fault" for message in one.faults.values()]
    if faults:
        raise ValidationError({"rows": faults})
    rows = [(read.of_rows[one.row.number], _nominee(one, read)) for one in read.taken]
    if not rows:
        raise ValidationError({"rows": _("No row is left to take over.")})
    batch = accept_nominations(actor=actor, training_class=draft.training_class, rows=rows, source=str(draft))
    draft.delete()
    return batch


def _nominee(one: PreviewRow, read: NominationPreview) -> Nominee:
    row, quota = one.row, read.of_rows[one.row.number]
    # The unit's own name is not repeated as a group within it.
    own = quota is not None and fold(row.unit_text) == quota.folded_name
    person_id: UUID | None = one.person_id
    return Nominee(
        number=row.number,
        full_name=row.full_name,
        post=row.post,
        unit_text="" if own else row.unit_text,
        birth_year=row.birth_year,
        phone=row.phone,
        note=row.note,
        venue_point_id=read.venues.get(fold(row.venue)) if row.venue else None,
        person_id=person_id,
        distinct=one.decision in {DISTINCT, NEW},
    )
