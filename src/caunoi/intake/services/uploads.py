"""Reports come in: many files at once, or pasted text."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from caunoi.core.text import clean
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.intake.enums import Action, CandidateState, Fault, ItemState
from caunoi.intake.facts import digest_of, reading_of, refresh
from caunoi.intake.models import ReportCandidate, ReportUpload, UploadItem
from caunoi.intake.policies import handles_upload
from caunoi.intake.services.guard import index_candidate, note
from caunoi.reader import Record, UnreadableReport, read
from caunoi.reader.loading import load

logger = logging.getLogger(__name__)

MOST_FILES = 100
MOST_BYTES = 10 * 1024 * 1024
# A news article or a report has a few thousand letters; ten times the longest one is something else.
MOST_LETTERS = 100_000
# So much is read while the person waits (a second or two), so that it needs no worker; the rest is a job's.
AT_ONCE_FILES = 8
AT_ONCE_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file as it was sent, or pasted text with an empty name."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What reading one file gave: a record, or why there is none."""

    record: Record | None = None
    fault: Fault | None = None


def add_candidates(*, actor: User, organisation: Organisation, files: Sequence[SentFile]) -> ReportUpload:
    """Take in reports for ``organisation``: each readable one becomes a candidate, the others keep their fault.

    A handful of small files is read before this returns; of more, the bytes are kept and a job reads them. A text that
    is here already makes no second candidate; one that had been set aside comes back. One transaction.

    Raises PermissionDenied unless the actor organises there, ValidationError (``reports``) for none or too many files.
    """
    require(organises_in(actor, organisation))
    if not files:
        raise ValidationError({"reports": _("Choose at least one file, or paste the text of a report.")})
    if len(files) > MOST_FILES:
        raise ValidationError(
            {
                "reports": _("These are %(count)s files; send %(most)s at most at a time. None was kept.")
                % {"count": len(files), "most": MOST_FILES}
            }
        )
    at_once = len(files) <= AT_ONCE_FILES and sum(len(file.content) for file in files) <= AT_ONCE_BYTES
    # Reading takes its time and writes nothing: done before the transaction, it keeps nobody waiting.
    outcomes = [_outcome(file) if at_once else _refusal(file) for file in files]
    with transaction.atomic():
        upload = ReportUpload.objects.create(organisation=organisation, uploaded_by=actor)
        for position, (file, outcome) in enumerate(zip(files, outcomes, strict=True)):
            item = UploadItem(upload=upload, position=position, name=_name(file.name), content=file.content)
            if outcome is not None:
                _settle(item, outcome, upload=upload)
            item.save(force_insert=True)
        if any(outcome is None for outcome in outcomes):
            # Tasks stand above services, so the job is named, not imported.
            job = import_string("caunoi.intake.tasks.read_upload")
            transaction.on_commit(partial(job.enqueue, str(upload.pk)))
    return upload


def read_waiting(*, upload_id: UUID, most: int | None = None) -> int:
    """Read the files of an upload that still wait, ``most`` at most; returns how many were read.

    Each file is a transaction of its own, so that a job that is killed goes on where it stopped. Doing it twice, or by
    two at once, changes nothing more.
    """
    waiting = UploadItem.objects.filter(upload_id=upload_id, state=ItemState.WAITING).order_by("position", "id")
    count = 0
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        item = waiting.filter(pk=pk).first()
        if item is None:
            continue
        outcome = _outcome(SentFile(name=item.name, content=bytes(item.content or b"")))
        with transaction.atomic():
            locked = waiting.filter(pk=pk).select_for_update().first()
            if locked is None:
                continue
            upload = ReportUpload.objects.select_related("organisation", "uploaded_by").get(pk=upload_id)
            _settle(locked, outcome, upload=upload)
            locked.save(update_fields=["content", "state", "fault", "candidate"])
            count += 1
    return count


def read_now(*, actor: User, upload: ReportUpload) -> int:
    """Read the next handful of an upload at once, for where no worker runs; returns how many were read.

    Raises PermissionDenied unless the actor organises where the upload belongs.
    """
    require(handles_upload(actor, upload))
    return read_waiting(upload_id=upload.pk, most=AT_ONCE_FILES)


@transaction.atomic
def dismiss_upload(*, actor: User, upload: ReportUpload) -> None:
    """Take the outcome of an upload out of sight; its candidates stay. Files that still wait are read all the same.

    Raises PermissionDenied unless the actor organises where the upload belongs.
    """
    require(handles_upload(actor, upload))
    ReportUpload.objects.filter(pk=upload.pk).update(seen=True)


def _name(name: str) -> str:
    return clean(PurePath(name.replace("\\", "/")).name)[:200]


def _refusal(file: SentFile) -> Outcome | None:
    """Return why a file isn't even kept for reading; None where it may be."""
    if len(file.content) > MOST_BYTES:
        return Outcome(fault=Fault.TOO_LARGE)
    return Outcome(fault=Fault.EMPTY) if not file.content.strip() else None


def _outcome(file: SentFile) -> Outcome:
    refused = _refusal(file)
    if refused:
        return refused
    try:
        text = load(file.content, name=_name(file.name) or "report.txt")
        if len(text) > MOST_LETTERS:
            return Outcome(fault=Fault.TOO_LARGE)
        return Outcome(record=read(text))
    except UnreadableReport as error:
        return Outcome(fault=Fault(error.code) if error.code in Fault.values else Fault.DAMAGED)
    except Exception:  # one file's odd content must not cost the others; the log has the trace
        logger.exception("Reading a report failed.")
        return Outcome(fault=Fault.FAILED)


def _settle(item: UploadItem, outcome: Outcome, *, upload: ReportUpload) -> None:
    """Write what became of a file onto its row, not saved yet; its bytes go."""
    item.content = None
    if outcome.record is None:
        item.state, item.fault = ItemState.UNREADABLE, outcome.fault or Fault.FAILED
        return
    item.candidate, created = _candidate(outcome.record, item.name, upload)
    item.state = ItemState.READ if created else ItemState.KNOWN


def _candidate(record: Record, source: str, upload: ReportUpload) -> tuple[ReportCandidate, bool]:
    fresh = ReportCandidate(
        organisation=upload.organisation,
        source=source,
        sha256=digest_of(record.text),
        text=record.text,
        reading=reading_of(record),
    )
    refresh(fresh)
    columns = ("source", "text", "reading", "title", "folded_title", "held_first", "open_count", "uncertain_count")
    candidate, created = ReportCandidate.objects.select_for_update(of=("self",)).get_or_create(
        organisation=upload.organisation,
        sha256=fresh.sha256,
        defaults={name: getattr(fresh, name) for name in columns} | {"uploaded_by": upload.uploaded_by},
    )
    if created:
        note(
            actor=upload.uploaded_by,
            action=Action.CANDIDATE_ADDED,
            candidate=candidate,
            details={"file": source} if source else {},
        )
        index_candidate(candidate)
    elif candidate.state == CandidateState.DISCARDED:
        candidate.state = CandidateState.WAITING
        candidate.revision += 1
        candidate.save(update_fields=["state", "revision"])
        note(actor=upload.uploaded_by, action=Action.CANDIDATE_RESTORED, candidate=candidate)
        index_candidate(candidate)
    return candidate, created
