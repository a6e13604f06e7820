"""An article with sound: written, checked, planned, published at its time, heard, corrected, withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.models import ArticlePage, SectionPage
from caunoi.publishing.services import add_topic, arrange, create_article
from caunoi.publishing.services.scheduling import publish_due
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.office import found_office
from tests.journeys.steps import expect_message, field, press, upload, word
from tests.publishing.makers import mp3

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
VTT = "WEBVTT\n\n00:00.200 --> 00:01.800\nQuê hương là chùm khế ngọt\n"


def gives_sound(clerk, at_desk):
    clerk.goto(at_desk)
    press(clerk, word("Add a recording"))
    upload(clerk, "input[name=file]", "bai-hat.mp3", mp3(3), "audio/mpeg")
    field(clerk, word("Title")).fill("Quê hương")
    clerk.fill("textarea[name=captions]", VTT)
    assert_accessible(clerk)
    press(clerk, word("Add the recording"))
    expect_message(clerk, word("The recording is added."))
    assert_accessible(clerk)
    press(clerk, word("Save and send for approval"))


def checks_and_plans(editor, at_desk):
    editor.goto(at_desk)
    press(editor, word("Check the article…"))
    assert_accessible(editor)
    assert_fits(editor)
    field(editor, word("Note")).fill("Đã nghe lại.")
    press(editor, word("It is right, pass it on"))
    expect_message(editor, word("The article is checked and waits for approval."))
    press(editor, word("Approve for a later time…"))
    assert_fits(editor)
    later = timezone.localtime() + dt.timedelta(hours=2)
    editor.fill("input[type=date]", f"{later:%Y-%m-%d}")
    editor.fill("input[type=time]", f"{later:%H:%M}")
    press(editor, word("Approve for this time"))
    expect(editor.locator("main")).to_contain_text(word("Take the publication back"))


def hears(reader, article, topic):
    reader.goto(article.address)
    sound = reader.locator("audio")
    sound.evaluate("(sound) => { sound.muted = true; sound.textTracks[0].mode = 'hidden'; return sound.play(); }")
    reader.wait_for_function("document.querySelector('audio').currentTime > 0.4")
    said = "() => [...document.querySelector('audio').textTracks[0].cues].map((cue) => cue.text)"
    assert reader.evaluate(said) == ["Quê hương là chùm khế ngọt"]
    expect(reader.locator(".cn-transcript")).to_have_count(1)
    assert_accessible(reader)
    assert_fits(reader)
    reader.goto(topic.address)
    expect(reader.locator("main")).to_contain_text("Bài hát của phường")
    assert_fits(reader)


def test_an_article_with_sound_goes_all_its_steps(transactional_db, sign_in, open_page):
    office = found_office()
    site = office.organisation.news_site
    topic = add_topic(actor=office.editor.user, site=site, title="Bài hát quê hương")
    article = create_article(
        actor=office.clerk.user,
        organisation=office.organisation,
        title="Bài hát của phường",
        lead="Đội văn nghệ phường giới thiệu một bài hát.",
    )
    section = SectionPage.objects.get(site=site)
    arrange(actor=office.clerk.user, article=article, section=section, topics=[topic], kind=ArticleKind.AUDIO)
    at_desk = f"/viec/tin-bai/{article.pk}/"

    gives_sound(sign_in(office.clerk.user, office.clerk.password), at_desk)
    editor = sign_in(office.editor.user, office.editor.password, size=NARROW)
    checks_and_plans(editor, at_desk)
    ArticlePage.objects.filter(pk=article.pk).update(scheduled_for=timezone.now())
    assert publish_due() == 1
    article.refresh_from_db()
    reader = open_page(size=NARROW)
    hears(reader, article, topic)

    editor.goto(f"{at_desk}dinh-chinh/")
    field(editor, word("What is corrected")).fill("Sửa tên bài hát.")
    field(editor, word("Headline")).fill("Bài hát của phường Hòa Khánh")
    press(editor, word("Publish the correction"))
    reader.goto(article.address)
    expect(reader.locator("article")).to_contain_text("Sửa tên bài hát.")
    editor.goto(f"{at_desk}rut/")
    editor.fill("textarea[name=note]", "Chưa xin phép tác giả.")
    editor.locator("main form .cn-form-end button").first.click()
    expect(editor.locator("main")).to_contain_text("Chưa xin phép tác giả.")
    assert reader.request.get(f"/phat/{article.media.get().pk}").status == 404
