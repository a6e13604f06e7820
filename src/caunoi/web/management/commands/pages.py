"""``caunoi pages``: the pages that the web server in front shows by itself."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation

PAGES = {
    "bao-tri.html": "errors/maintenance.html",
    "qua-lon.html": "errors/too_big.html",
    "thu-lai.html": "errors/too_many.html",
}


class Command(BaseCommand):
    """Write the pages anew; nothing else is asked or changed."""

    help = "Write the pages that nginx or Caddy shows while the office can't be asked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to."""
        parser.add_argument("folder", nargs="?", type=Path, help="pages in the home, unless named")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write each page in the language of the installation, readable by the web server."""
        folder: Path = options["folder"] or settings.ENV.home / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        with translation.override(settings.LANGUAGE_CODE):
            for name, template in PAGES.items():
                aside = folder / f".{name}"
                aside.write_text(render_to_string(template), encoding="utf-8")
                aside.chmod(0o644)
                aside.replace(folder / name)
        self.stdout.write(f"{len(PAGES)} pages: {folder}")
