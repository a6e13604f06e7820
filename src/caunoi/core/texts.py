"""Compiling the catalogues of texts without gettext's programs."""

from __future__ import annotations

from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed


def compile_catalogues(folder: Path) -> int:
    """Compile every ``.po`` under ``folder`` whose ``.mo`` is older or missing; returns the count of texts compiled."""
    count = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = polib.pofile(str(source))
        aside = target.with_suffix(".new")
        catalogue.save_as_mofile(str(aside))
        aside.replace(target)
        # A process that asked for a text before its catalogue stood would go on without it.
        translation_file_changed(None, target)
        count += len(catalogue)
    return count
