"""Certificates as files. A file follows from the ledger and is nobody's decision: made again it is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from django.db import transaction

from caunoi.core.errors import NotNow
from caunoi.credentials.enums import AwardState
from caunoi.credentials.facts import read_design, read_facts
from caunoi.credentials.models import Award, AwardPrint
from caunoi.credentials.queries.designs import look_of, page_of
from caunoi.papers.certificate import CertificateLook, render_certificates

_BATCH = 50


def certificate_files(*, awards: Iterable[Award]) -> Iterator[tuple[Award, bytes]]:
    """Give each certificate as PDF; those whose holder was erased are left out.

    Before a file leaves, its digest stands in the ledger. ``awards`` come with issue and holder.
    """
    looks: dict[object, CertificateLook] = {}
    batch: list[Award] = []
    for award in awards:
        if hasattr(award, "holder"):
            batch.append(award)
        if len(batch) == _BATCH:
            yield from _set(batch, looks)
            batch = []
    yield from _set(batch, looks)


def certificate_file(*, award: Award) -> bytes:
    """Return one certificate as PDF; raises NotNow where the holder's name was erased."""
    for _award, content in certificate_files(awards=[award]):
        return content
    raise NotNow


def _set(batch: list[Award], looks: dict[object, CertificateLook]) -> list[tuple[Award, bytes]]:
    made: list[tuple[Award, bytes]] = []
    for award in batch:
        design = read_design(award.issue.design)
        if award.issue_id not in looks:
            looks[award.issue_id] = look_of(design, award.issue.base_url)
        page = page_of(award, design, read_facts(award.facts))
        made += [(award, content) for content in render_certificates(looks[award.issue_id], [page])]
    _note(made)
    return made


@transaction.atomic
def _note(made: list[tuple[Award, bytes]]) -> None:
    rows = [AwardPrint(award=award, sha256=hashlib.sha256(content).hexdigest()) for award, content in made]
    AwardPrint.objects.bulk_create(rows, ignore_conflicts=True)


def set_missing(*, source: str) -> int:
    """Set the files of one thing that were never made, in batches that each stand; returns how many."""
    count = 0
    while True:
        rows = (
            Award.objects.filter(source=source, state=AwardState.ISSUED, holder__isnull=False, prints__isnull=True)
            .select_related("issue", "holder")
            .order_by("series__year", "number", "id")[:_BATCH]
        )
        batch = list(rows)
        if not batch:
            return count
        count += len(_set(batch, {}))
