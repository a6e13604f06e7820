"""``caunoi doctor``: the usual faults of a server, each with what to do."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from caunoi.core.running import doctor
from caunoi.web import first_look


class Command(BaseCommand):
    """Look for the usual faults; changes nothing."""

    help = "Look for the usual faults of a server and say what to do. Changes nothing."
    # What Django would refuse to start over is what this command is to tell.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to look at, and the form of the answer."""
        names = [one.name for one in doctor.LOOKS]
        parser.add_argument("names", nargs="*", choices=[*names, []], help=f"all unless named: {', '.join(names)}")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look at one thing after the other; ends with 1 where something has to be mended."""
        strict = bool(first_look.REFUSED) or bool(getattr(settings, "SECURE_SSL_REDIRECT", False))
        findings, left_out = [], []
        with translation.override(settings.LANGUAGE_CODE):
            for one, found in doctor.look(strict, options["names"]):
                if found is None:
                    left_out.append(one.name)
                else:
                    findings += found
                if not options["json"]:
                    self._tell(str(one.title), found)
            if first_look.REFUSED and not any(one.check in {"settings", "keys"} for one in findings):
                findings.append(first_look.finding(first_look.REFUSED[0]))
                if not options["json"]:
                    self._tell(_("The settings can be used"), findings[-1:])
            faults = [one for one in findings if not one.notice]
            if options["json"]:
                told = {"sound": not faults, "findings": [one.as_json() for one in findings], "left_out": left_out}
                self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            else:
                words = _("%(count)s faults.") % {"count": len(faults)} if faults else _("Everything is in order.")
                self.stdout.write(words)
        if faults:
            sys.exit(1)

    def _tell(self, title: str, found: list[Any] | None) -> None:
        if found is None:
            self.stdout.write(_("– %(title)s: not looked at; mend the database first") % {"title": title})
            return
        bad = any(not one.notice for one in found)
        self.stdout.write(f"{'✗' if bad else '!' if found else '✓'} {title}")
        for one in found:
            self.stdout.write(f"    {one.where}: {one.what}\n      → {one.todo}")
