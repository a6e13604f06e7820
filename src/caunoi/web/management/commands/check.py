"""``caunoi check``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from caunoi.core import checks


class Command(BaseCommand):
    """Look whether everything is consistent; changes nothing."""

    help = "Check that everything is consistent and say what to do where it is not. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which checks, how deep, and the form of the answer."""
        parser.add_argument("names", nargs="*", help=f"all of them unless named: {', '.join(checks.registered())}")
        parser.add_argument("--deep", action="store_true", help="read every stored file and compare its content")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the checks one after the other; ends with 1 where something has to be mended."""
        titles = checks.registered()
        wanted = options["names"] or list(titles)
        findings: list[checks.Finding] = []
        for name in wanted:
            if name not in titles:
                self.stderr.write(_("There is no check %(name)s.") % {"name": name})
                sys.exit(2)
            found = list(checks.run(name, deep=options["deep"]))
            findings += found
            if not options["json"]:
                self._tell(titles[name], found)
        faults = [one for one in findings if not one.notice]
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {"sound": not faults, "checks": wanted, "findings": [one.as_json() for one in findings]},
                    ensure_ascii=False,
                    indent=1,
                )
            )
        else:
            self.stdout.write(
                _("Everything is sound.") if not faults else _("%(count)s faults.") % {"count": len(faults)}
            )
        if faults:
            sys.exit(1)

    def _tell(self, title: str, found: list[checks.Finding]) -> None:
        bad = any(not one.notice for one in found)
        self.stdout.write(f"{'✗' if bad else '✓'} {title}")
        for one in found:
            self.stdout.write(f"    {one.where}: {one.what}\n      → {one.todo}")
