"""Screens speak Vietnamese: every text of the sources has its translation, and placeholders survive it."""

from __future__ import annotations

import re

import polib

from scripts.texts import CATALOGUE, found, missing


def test_every_text_has_its_vietnamese():
    assert missing() == []


def test_catalogue_holds_nothing_that_is_gone():
    known = found()
    gone = [
        e.msgid for e in polib.pofile(str(CATALOGUE)) if (e.msgctxt or "", e.msgid, e.msgid_plural or "") not in known
    ]
    assert gone == []


def test_placeholders_are_the_same_in_both_languages():
    pattern = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
    different = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        for translated in [entry.msgstr_plural.get(0) or entry.msgstr]
        if set(pattern.findall(entry.msgid_plural or entry.msgid)) != set(pattern.findall(translated))
    ]
    assert different == []
