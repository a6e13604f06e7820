"""What stands in the way before anything can start: ``caunoi doctor`` tells it where every other command just ends."""

from __future__ import annotations

import gettext as plain_gettext
import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from caunoi.core.checks import Finding
from caunoi.core.keys import KeysOpen
from config.env import PROJECT, BadEnvironment

# Why the settings of this installation refused; the doctor looks around with those that all have in common.
REFUSED: list[str] = []
_COMMON = "config.settings.base"


def look() -> int:
    """Load the settings; return 0 when something can be looked at, else say why not and return 1."""
    for module in (os.environ["DJANGO_SETTINGS_MODULE"], _COMMON):
        try:
            importlib.import_module(module)
        except (BadEnvironment, KeysOpen, OSError, ValueError) as error:
            REFUSED.append(str(error))
            continue
        os.environ["DJANGO_SETTINGS_MODULE"] = module
        return 0
    found = finding(REFUSED[0])
    if "--json" in sys.argv:
        print(json.dumps({"sound": False, "findings": [found.as_json()], "left_out": ["*"]}, ensure_ascii=False))  # noqa: T201 - a command
    else:
        print(f"✗ {found.where}: {found.what}\n      → {found.todo}")  # noqa: T201 - a command
    return 1


def finding(refusal: str) -> Finding:
    """Return a refusal of the settings in words, also where Django can't be asked for them."""
    _ = _words()
    if "can be read by other users" in refusal:
        return Finding(
            check="keys",
            where=refusal.partition(" holds ")[0],
            what=_("Other accounts of this machine can read the keys."),
            todo=refusal.rpartition(": ")[2],
        )
    return Finding(
        check="settings",
        where=refusal.partition(" ")[0],
        what=_("A setting can't be used, so nothing starts: %(why)s") % {"why": refusal},
        todo=_("Correct it in the settings file (on a server /etc/caunoi/caunoi.env), then look again."),
    )


def _words() -> Callable[[str], str]:
    folder = Path(PROJECT) / "src" / "caunoi" / "locale"
    return plain_gettext.translation("django", folder, ["vi"], fallback=True).gettext
