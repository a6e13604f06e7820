"""Every text that an editor meets is Vietnamese: what has no translation is counted, on the screens and in Wagtail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import trans_real

from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.services import arrange, submit
from caunoi.publishing.services.comments import send_comment
from tests.publishing.makers import photo_in, published_in, recording_in
from tests.publishing.shelf_makers import event_in, material_in
from tests.web.publishing.test_editor import words
from tests.web.publishing.test_wagtail import wagtails_own_templates

__all__ = ["wagtails_own_templates"]

pytestmark = pytest.mark.usefixtures("wagtails_own_templates")
# What Vietnamese writes as English does.
SAME = {"", "%(truncated_text)s…", "URL", "HTML", "Logo", "Email", "Video", "video"}


@pytest.fixture
def untranslated(monkeypatch):
    """The texts that were asked for in Vietnamese and have none."""
    missing: set[str] = set()
    ask, ask_many = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def asked(self, message):
        if self.language() == "vi" and not _known(self, message):
            missing.add(message.rpartition("\x04")[2])
        return ask(self, message)

    def asked_many(self, one, many, count):
        if self.language() == "vi" and not _known(self, one):
            missing.update(each.rpartition("\x04")[2] for each in (one, many))
        return ask_many(self, one, many, count)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", asked)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", asked_many)
    return missing


def _known(catalog, message):
    return any(catalog._catalog.get(key) is not None for key in (message, (message, catalog.plural(1))))


@pytest.fixture
def full(site, draft, organiser, editor):
    """A submitted article with everything that can stand in it."""
    photo_in(draft, organiser)
    recording_in(draft, organiser)
    arrange(actor=organiser, article=draft, section=draft.section, kind=ArticleKind.AUDIO)
    submit(actor=organiser, article=draft)
    draft.refresh_from_db()
    return draft


def test_nothing_is_left_untranslated_on_the_screens_of_an_editor(full, editing, editor, untranslated):
    photo, media = full.photos.get(), full.media.get()
    public = published_in(full.site, editor, title="Tin đã đăng")
    material, event = material_in(full.site, editor), event_in(full.site, editor)
    send_comment(article=public, name="", text="Một ý", proved=True)
    pages = [
        reverse("desk:article_list"),
        reverse("desk:article_new"),
        *(
            reverse(f"desk:article_{step}", args=[full.pk])
            for step in ("edit", "editor", "preview", "check", "plan", "approve", "arrange", "send_back")
        ),
        reverse("desk:photo_new", args=[full.pk]),
        reverse("desk:photo_edit", args=[photo.pk]),
        reverse("desk:media_new", args=[full.pk]),
        reverse("desk:media_edit", args=[media.pk]),
        reverse("desk:offer_list"),
        reverse("desk:old_article_list"),
        reverse("desk:site_topics", args=[full.site.pk]),
        reverse("desk:comment_list"),
        reverse("desk:site_list"),
        *(reverse(f"desk:site_{part}", args=[full.site.pk]) for part in ("look", "questions")),
        *(reverse("desk:site_parts", args=[full.site.pk, kind]) for kind in ("trang", "hoi-dap", "thuc-don")),
        reverse("desk:article_voices", args=[public.pk]),
        *(reverse(f"desk:article_{step}", args=[public.pk]) for step in ("edit", "correct", "withdraw")),
        reverse("desk:material_edit", args=[material.pk]),
        reverse("desk:event_edit", args=[event.pk]),
        *(reverse(f"desk:{each}") for each in ("material_list", "material_new", "event_list", "event_new")),
    ]
    shown = ""
    for page in pages:
        answer = editing.get(page)
        assert answer.status_code == 200, page
        shown += _shown(answer.content)
    # What the editor says of a text that can't be saved, and of one that another person saved in between.
    for typed in ({"title": ""}, {"title": "x" * 999}, {"edition": "0"}):
        answer = editing.post(reverse("desk:article_editor", args=[full.pk]), words(full, **typed))
        assert answer.status_code == 200
        shown += _shown(answer.content)
    assert "Tập huấn hòa giải ở cơ sở" in shown
    # Wagtail also asks for words of buttons that it then doesn't draw: what counts is what stands on the screen.
    assert sorted(message for message in untranslated - SAME if _pattern(message).search(shown)) == []


def _shown(content):
    """Return what stands on a page, is told to a screen reader, or comes up beside the pointer."""
    soup = BeautifulSoup(content, "html.parser")
    for tag in soup.find_all(["script", "style", "template"]):
        tag.decompose()
    told = [
        tag[name] for tag in soup.find_all(True) for name in ("title", "aria-label", "placeholder") if tag.get(name)
    ]
    return "\n".join([soup.get_text("\n"), *told])


def _pattern(message):
    parts = re.split(r"%\(\w+\)s|%s|\{\w*\}", message.strip())
    return re.compile(r"(?<!\w)" + ".*".join(re.escape(part) for part in parts) + r"(?!\w)")


def test_the_choosers_and_buttons_of_the_text_editor_speak_vietnamese(full, editing):
    page = editing.get(reverse("desk:article_editor", args=[full.pk])).content.decode()
    told = [
        json.loads(each.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
        for each in re.findall(r'data-w-init-detail-value="([^"]*)"|data-options="([^"]*)"', page)
        for each in each
        if each.startswith("{")
    ]
    labels = [value for each in told for value in _words(each)]
    assert [word for word in labels if re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+)*", word) and word.isascii()] == []


def test_every_text_of_the_editors_scripts_is_served_in_vietnamese(full, editing):
    page = editing.get(reverse("desk:article_editor", args=[full.pk])).content.decode()
    address = reverse("wagtailadmin_javascript_catalog")
    assert f'src="{address}' in page
    script = editing.get(address).content.decode()
    told = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)[1])
    sources = polib.pofile(str(Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po"))

    assert len(sources) > 50
    assert sorted(each.msgid for each in sources if not told.get(each.msgid)) == []
    same = {each.msgid for each in sources if told.get(each.msgid) in (each.msgid, [each.msgid])}
    assert same <= {"%(time_zone_option)s: %(localized_time_zone_label)s", *SAME}
    assert told["Retry"] == "Thử lại"


def _words(value):
    """Yield what is shown of the options of the text editor: descriptions and labels, not names of icons."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in {"description", "label"} and isinstance(each, str):
                yield each
            else:
                yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
