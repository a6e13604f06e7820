from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.reloader import translation_file_changed

from caunoi.core.texts import compile_catalogues


@pytest.fixture
def catalogue(tmp_path, settings):
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n'
    source.write_text(head + 'msgid "a bridge"\nmsgstr "cây cầu"\n', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    compiled = source.with_suffix(".mo")
    translation_file_changed(None, compiled)
    yield compiled
    translation_file_changed(None, compiled)


def test_texts_compiled_late_are_spoken_by_the_process_that_asked_before(catalogue):
    with translation.override("vi"):
        assert gettext("a bridge") == "a bridge"

        assert compile_catalogues(catalogue.parents[2]) == 1

        assert gettext("a bridge") == "cây cầu"


def test_texts_compiled_already_are_left_alone(catalogue):
    compile_catalogues(catalogue.parents[2])
    assert compile_catalogues(catalogue.parents[2]) == 0
