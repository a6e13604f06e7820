"""``caunoi trail``: check the audit trail, seal it, write it into a file."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.audit import anchor
from caunoi.core.models import AuditEntry, AuditSeal
from caunoi.core.text import fold
from caunoi.directory.models import Organisation
from caunoi.web.base.exports import defused
from caunoi.web.desk.trail.faults import in_words
from caunoi.web.desk.trail.sentences import export_head, export_row


class Command(BaseCommand):
    """Check the trail against its seals, bind what waits, export it, or take it as it stands for whole."""

    help = "Check the audit trail, seal it, export it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        tasks = parser.add_subparsers(dest="task", required=True)
        verify = tasks.add_parser("verify", help="check every row against the seals; ends with 1 where one doesn't fit")
        export = tasks.add_parser("export", help="write the rows into a file, - for the output")
        export.add_argument("file")
        export.add_argument("--json", action="store_true", help="one object a line, as kept; else CSV, in words")
        for each in (verify, export):
            each.add_argument("--organisation", default="", help="only this organisation's rows: its id or name")
        tasks.add_parser("seal", help="bind the rows that wait")
        fresh = tasks.add_parser("anchor", help="take the trail as it stands for whole, after a restore")
        fresh.add_argument("--reason", required=True, help="why; it stands in the trail")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of them."""
        getattr(self, f"_{options['task']}")(options)

    def _verify(self, options: dict[str, Any]) -> None:
        found = self._organisation(options["organisation"])
        verdict = audit.verify(organisation_id=found.pk if found else None)
        for line in in_words(verdict, of_all=found is None):
            self.stdout.write(line)
        if not verdict.is_whole:
            sys.exit(1)

    def _seal(self, _options: dict[str, Any]) -> None:
        self.stdout.write(_("Rows sealed: %(count)s") % {"count": audit.seal_all()})

    def _export(self, options: dict[str, Any]) -> None:
        found = self._organisation(options["organisation"])
        rows = AuditEntry.objects.filter(organisation_id=found.pk) if found else AuditEntry.objects.all()
        entries = rows.order_by("id").iterator(chunk_size=2_000)
        with ExitStack() as stack:
            out: Any = self.stdout
            if options["file"] != "-":
                out = stack.enter_context(Path(options["file"]).open("x", encoding="utf-8", newline=""))
            count = _write_json(out, entries) if options["json"] else _write_csv(out, entries)
        if options["file"] != "-":
            self.stdout.write(_("Rows written: %(count)s") % {"count": count})

    def _anchor(self, options: dict[str, Any]) -> None:
        """Write a row that tells of it, seal it, and take that seal for the end."""
        try:
            known = anchor.read()
        except ValueError:
            known = None
        last = AuditSeal.objects.order_by("-position").first()
        if last is None:
            raise CommandError(_("Nothing is sealed yet."))
        with transaction.atomic():
            audit.record(
                actor=None,
                action=audit.Action.ANCHOR_SET,
                subject=last,
                organisation_id=None,
                details={"seals": [known.position if known else None, last.position]},
                reason=options["reason"],
            )
        audit.seal_all()
        anchor.set_anew(AuditSeal.objects.order_by("-position")[0])
        self.stdout.write(_("The trail as it stands counts as whole from now on."))

    def _organisation(self, text: str) -> Organisation | None:
        if not text:
            return None
        try:
            found = list(Organisation.objects.filter(pk=UUID(text)))
        except ValueError:
            found = list(Organisation.objects.filter(folded_name=fold(text)).order_by("id")[:2])
        if len(found) != 1:
            raise CommandError(_("No single organisation is called so. Give its id: %(text)s") % {"text": text})
        return found[0]


def _write_json(out: TextIO, entries: Iterator[AuditEntry]) -> int:
    count = 0
    for count, entry in enumerate(entries, start=1):  # noqa: B007 - the number of the last row is the count
        kept = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
        out.write(json.dumps(kept, ensure_ascii=False, default=str) + "\n")
    return count


def _write_csv(out: TextIO, entries: Iterator[AuditEntry]) -> int:
    writer = csv.writer(out)
    writer.writerow(export_head())
    count = 0
    for count, entry in enumerate(entries, start=1):  # noqa: B007 - the number of the last row is the count
        writer.writerow([defused(value) for value in export_row(entry, timezone.get_current_timezone())])
    return count
