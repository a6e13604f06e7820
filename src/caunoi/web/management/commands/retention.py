"""``caunoi retention``: clears away what is past its period, or says what would go."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from caunoi.core import retention


class Command(BaseCommand):
    """Clears away each kind of thing that was kept for its whole period."""

    help = "Clear away what was kept for its whole period; --dry-run says what would go and changes nothing"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kinds, and how to answer."""
        known = ", ".join(kind.name for kind in retention.kinds())
        parser.add_argument("kinds", nargs="*", help=f"all of them unless named: {known}")
        parser.add_argument("--dry-run", action="store_true", help="say how many would go, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Clear away, or count, and tell it kind by kind."""
        known = {kind.name: kind for kind in retention.kinds()}
        names = options["kinds"] or list(known)
        for name in names:
            if name not in known:
                raise CommandError(_("There is no kind %(name)s.") % {"name": name})
        told = [self._one(known[name], dry=options["dry_run"]) for name in names]
        if options["json"]:
            answer = {"dry_run": options["dry_run"], "kinds": told}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for row in told:
            days = _("kept until the office sets a period") if row["days"] is None else f"{row['days']} d"
            self.stdout.write(f"{row['count']:>8}  {row['name']}  ({days})")

    def _one(self, kind: retention.Kind, *, dry: bool) -> dict[str, Any]:
        period = retention.period_of(kind)
        count = retention.count_due(kind, days=period.days) if dry else retention.run(kind)
        return {
            "name": kind.name,
            "count": count,
            "days": period.days,
            "citation": period.citation,
            "confidence": str(period.confidence.value),
        }
