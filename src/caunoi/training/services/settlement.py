"""Packing the settlement file of a class: one ZIP with its index."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from caunoi import papers
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import Action
from caunoi.training.models import TrainingClass
from caunoi.training.policies import sees_accounts, sees_money
from caunoi.training.queries.money.checkfacts import check_facts
from caunoi.training.queries.money.checks import run_checks
from caunoi.training.queries.papers.templates import render
from caunoi.training.queries.settlement import Part, Settlement, settlement_of
from caunoi.training.queries.settlement.index import Packed, index_paper, index_table
from caunoi.training.queries.settlement.making import file_name, make_part
from caunoi.training.services.guard import note

INDEX = "00 Mục lục hồ sơ quyết toán.docx"
TABLE = "index.csv"
# Word files, workbooks, PDF and pictures are packed already.
_LOOSE = (".csv", ".txt")
# ZIP knows no day before.
_FIRST = dt.date(1980, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A packed settlement file, open at its beginning; ``missing`` says in words what is not in it.

    Whoever closes ``content`` removes it from the disk.
    """

    content: IO[bytes]
    files: tuple[str, ...]
    missing: tuple[str, ...]


def pack_settlement(*, actor: User, training_class: TrainingClass) -> Archive:
    """Return the settlement file of a class as one ZIP, and write into the trail that it was packed, and how complete.

    What is missing does not keep it from being packed: it is named in the index. Accounts of payees stand in it only
    where the actor may see them, and so no copy of it is kept. Equal records give equal bytes. The papers are made
    outside of any transaction, one file is in memory at a time. Raises PermissionDenied.
    """
    require(sees_money(actor, training_class))
    accounts = bool(sees_accounts(actor, training_class.keeper))
    checks = tuple(run_checks(check_facts(actor, training_class)))
    settlement = settlement_of(actor, training_class, accounts=accounts, checks=checks)
    archive = _pack(actor, settlement)
    _tell(actor, settlement, archive)
    return archive


def _pack(actor: User, settlement: Settlement) -> Archive:
    missing = [_words(part, part.lacks) for part in settlement.parts if part.lacks]
    packed: list[Packed] = []
    width = 2 if len(settlement.there) < 100 else 3
    day = max(settlement.training_class.ends_on or settlement.training_class.starts_on or _FIRST, _FIRST)
    # It has no name on the disk: it goes with the process at the latest.
    out = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with _closed_on_fault(out), zipfile.ZipFile(out, "w") as archive:
        for part in settlement.there:
            made = make_part(actor, settlement, part)
            if made.fault:
                missing.append(_words(part, made.fault))
                continue
            place = len(packed) + 1
            name = file_name(place, width, made)
            _write(archive, name, made.content, day)
            packed.append(
                Packed(
                    part=part,
                    place=f"{place:0{width}}",
                    name=name,
                    sheets=made.sheets,
                    size=len(made.content),
                    sha256=hashlib.sha256(made.content).hexdigest(),
                )
            )
        _write(archive, INDEX, _index(settlement, packed, missing), day)
        _write(archive, TABLE, index_table(packed, missing), day)
        names = tuple(archive.namelist())
    out.seek(0)
    return Archive(content=out, files=names, missing=tuple(missing))


@contextmanager
def _closed_on_fault(out: IO[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        out.close()
        raise


def _index(settlement: Settlement, packed: list[Packed], missing: list[str]) -> bytes:
    paper = index_paper(settlement, packed, missing)
    try:
        return render(paper, settlement.training_class.keeper)
    except papers.TemplateRefused:
        # An archive without its index helps nobody: the shipped template always serves.
        return papers.render(paper)


def _words(part: Part, lacks: str) -> str:
    return f"{part.name}: {lacks}"


def _write(archive: zipfile.ZipFile, name: str, content: bytes, day: dt.date) -> None:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_LOOSE) else zipfile.ZIP_STORED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)


@transaction.atomic
def _tell(actor: User, settlement: Settlement, archive: Archive) -> None:
    note(
        actor=actor,
        action=Action.SETTLEMENT_MADE,
        training_class=settlement.training_class,
        details={
            "count": len(archive.files),
            "missing": len(archive.missing),
            "accounts": settlement.accounts,
        },
    )
