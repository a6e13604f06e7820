"""Lists of participants: read into a draft, corrected there, taken over all at once or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import StaleChange
from caunoi.core.text import clean, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries.roster import Preview, PreviewRow, preview
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.content import DISTINCT, NEW, SKIP, USE, Content
from caunoi.intake.rosters.drafts import EDITABLE, keep
from caunoi.intake.rosters.files import MOST_BYTES, Table, Unreadable, read_file, read_text
from caunoi.intake.rosters.words import FIELD_WORDS, unreadable_words
from caunoi.training.models import RosterBatch, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.services.batches import accept_roster
from caunoi.training.services.guard import open_for_change
from caunoi.training.services.register import RosterRow, check_sender


def start_from_file(
    *, actor: User, training_class: TrainingClass, content: bytes, name: str, sender: Organisation | None = None
) -> RosterDraft:
    """Read a file into a draft; the file is not kept, nor what is never kept of it. ``sender`` sent all its people.

    Raises PermissionDenied, NotNow, and ValidationError (field ``file``) that says why it can't be read, or
    (``sender``) that the sender may not be named.
    """
    require(leads_class(actor, training_class))
    try:
        tables = read_file(content, name)
    except Unreadable as fault:
        raise ValidationError({"file": unreadable_words(fault.code)}) from None
    source = clean(PurePath(name.replace("\\", "/")).name)[:200]
    return _start(actor, training_class, tables, source, "file", sender)


def start_from_text(
    *, actor: User, training_class: TrainingClass, text: str, sender: Organisation | None = None
) -> RosterDraft:
    """Read a pasted list into a draft; raises as :func:`start_from_file`, for the field ``text``."""
    require(leads_class(actor, training_class))
    if not text.strip():
        raise ValidationError({"text": _("Paste the list here, or choose a file.")})
    if len(text) > MOST_BYTES // 2:
        raise ValidationError({"text": unreadable_words("too_large")})
    try:
        tables = [read_text(text)]
    except Unreadable as fault:
        raise ValidationError({"text": unreadable_words(fault.code)}) from None
    return _start(actor, training_class, tables, "", "text", sender)


def _start(  # noqa: PLR0917 - what both ways in have in common
    actor: User,
    training_class: TrainingClass,
    tables: list[Table],
    source: str,
    field: str,
    sender: Organisation | None,
) -> RosterDraft:
    check_sender(actor=actor, training_class=training_class, sender=sender)
    try:
        sheets = keep(tables)
    except Unreadable as fault:
        raise ValidationError({field: unreadable_words(fault.code)}) from None
    first = next((place for place, sheet in enumerate(sheets) if sheet.head >= 0), 0)
    with transaction.atomic():
        training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
        return RosterDraft.objects.create(
            training_class=training_class,
            source=source,
            content=Content(sheets=sheets, sheet=first, sender=str(sender.pk) if sender else "").as_text(),
            made_by=actor,
        )


@transaction.atomic
def choose_columns(
    *, actor: User, draft: RosterDraft, revision: int, sheet: int, head: int, columns: Mapping[int, str]
) -> RosterDraft:
    """Say which sheet, which row is the head (-1 for none), and what each column is ("" for not taken over).

    Raises PermissionDenied, NotNow, StaleChange, ValidationError for a sheet, row or field that there isn't.
    """
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    if not 0 <= sheet < len(content.sheets):
        raise ValidationError({"sheet": _("Choose a sheet of this file.")})
    if not -1 <= head < len(content.sheets[sheet].rows):
        raise ValidationError({"head": _("The list has no such row.")})
    wanted = {place: kind for place, kind in columns.items() if kind}
    if set(wanted.values()) - set(FIELD_WORDS):
        raise ValidationError({"columns": _("Choose what the column is from the list.")})
    single = [kind for kind in wanted.values() if kind in {col.FULL_NAME, col.FAMILY_NAME, col.GIVEN_NAME, col.PHONE}]
    if len(single) != len(set(single)):
        raise ValidationError({"columns": _("Only one column can be the name, and only one the phone.")})
    content.choose(sheet=sheet, head=head, columns=wanted)
    return saved(draft, content)


@transaction.atomic
def decide_rows(
    *,
    actor: User,
    draft: RosterDraft,
    revision: int,
    edits: Mapping[int, Mapping[str, str]] | None = None,
    decisions: Mapping[int, str] | None = None,
) -> RosterDraft:
    """Type cells of rows anew, and say of rows: skip, a new person, another of the same name, or use that person.

    An empty decision leaves the row to be judged by itself again. Raises PermissionDenied, NotNow, StaleChange.
    """
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    for number, cells in (edits or {}).items():
        kept = {name: clean(text)[:400] for name, text in cells.items() if name in EDITABLE}
        if kept:
            content.edits[str(number)] = content.edits.get(str(number), {}) | kept
    for number, decision in (decisions or {}).items():
        if decision in {SKIP, NEW, DISTINCT} or _names_somebody(decision):
            content.decisions[str(number)] = decision
        else:
            content.decisions.pop(str(number), None)
    return saved(draft, content)


@transaction.atomic
def skip_faulty(*, actor: User, draft: RosterDraft, revision: int) -> RosterDraft:
    """Leave out every row that has a fault; raises as :func:`decide_rows`."""
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    for one in preview(actor, draft).rows:
        if one.faults and one.decision != SKIP:
            content.decisions[str(one.row.number)] = SKIP
    return saved(draft, content)


@transaction.atomic
def accept_draft(*, actor: User, draft: RosterDraft, revision: int) -> RosterBatch:
    """Put the draft's rows on the class's list and delete the draft: both or neither.

    Raises PermissionDenied, NotNow, StaleChange, and ValidationError (``rows``) while a row has a fault that is neither
    corrected nor skipped, or when no row is left.
    """
    draft, content = opened(actor=actor, draft=draft, revision=revision)
    read = preview(actor, draft)
    faults = [message for one in read.rows if one.state == "fault" for message in one.faults.values()]
    if faults:
        raise ValidationError({"rows": faults})
    rows = [_accepted(one, read) for one in read.taken]
    if not rows:
        raise ValidationError({"rows": _("No row is left to take over.")})
    batch = accept_roster(
        actor=actor,
        training_class=draft.training_class,
        rows=rows,
        source=str(draft),
        sender=Organisation.objects.get(pk=content.sender) if content.sender else None,
    )
    draft.delete()
    return batch


@transaction.atomic
def discard_draft(*, actor: User, draft: RosterDraft) -> None:
    """Delete a draft; raises PermissionDenied for another clerk's."""
    require(draft.made_by_id == actor.pk)
    draft.delete()


def opened(*, actor: User, draft: RosterDraft, revision: int) -> tuple[RosterDraft, Content]:
    """Return a draft of the actor's own, locked, and what it holds; its class is locked, too.

    Raises PermissionDenied, NotNow for a closed class, StaleChange where another revision stands.
    """
    require(draft.made_by_id == actor.pk)
    open_for_change(actor=actor, training_class=draft.training_class, may=leads_class)
    locked = (
        RosterDraft.objects.select_for_update(of=("self",))
        .select_related("training_class__keeper")
        .filter(pk=draft.pk, revision=revision)
        .first()
    )
    if locked is None:
        raise StaleChange
    return locked, Content.from_text(locked.content)


def saved(draft: RosterDraft, content: Content) -> RosterDraft:
    """Keep what a draft holds now, as its next revision."""
    draft.content = content.as_text()
    draft.revision += 1
    draft.save(update_fields=["content", "revision"])
    return draft


def _names_somebody(decision: str) -> bool:
    try:
        UUID(decision.removeprefix(USE))
    except ValueError:
        return False
    return decision.startswith(USE)


def _accepted(one: PreviewRow, read: Preview) -> RosterRow:
    row = one.row
    venue = read.venues.get(fold(row.venue))
    # A venue point the class does not have is kept as a note: nothing of what was chosen is lost.
    notes = [row.note, "" if venue or not row.venue else f"{FIELD_WORDS[col.VENUE]}: {row.venue}"]
    return RosterRow(
        number=row.number,
        full_name=row.full_name,
        post=row.post,
        unit_text=row.unit_text,
        birth_year=row.birth_year,
        phone=row.phone,
        note="; ".join(note for note in notes if note),
        venue_point_id=venue,
        person_id=one.person_id,
        distinct=one.decision in {DISTINCT, NEW},
    )
