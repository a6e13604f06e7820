"""What the desk finds before approval that would make an article hard to read."""

from __future__ import annotations

import pytest
from django.utils import translation

from caunoi.core.models import StoredFile
from caunoi.publishing.accessibility import findings
from caunoi.publishing.models import ArticlePage, ArticlePhoto, MediaFile
from tests.publishing.makers import photo_in, recording_in


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "Tin dài " * 20}, "tiêu đề"),
        ({"title": "PHƯỜNG HÒA KHÁNH TẬP HUẤN HÒA GIẢI"}, "chữ in hoa"),
        ({"body": "<h2>Một</h2><h4>Hai</h4><p>Chữ</p>"}, "bỏ cách"),
        ({"body": "<p>Chữ</p><h2>Cuối bài</h2>"}, "không có chữ"),
        ({"body": "<p><b>Kết quả đạt được</b></p><p>Chữ</p>"}, "in đậm"),
        ({"body": '<p>Kế hoạch số 68: <a href="/x">tại đây</a></p>'}, "Liên kết"),
        ({"body": "<p>Tài liệu bấm vào đây để tải</p>"}, "bấm vào đây"),
        ({"body": "<p>https://vi-du.vn/" + "a" * 60 + "</p>"}, "địa chỉ dài"),
        ({"body": "<table><tr><td>1</td></tr></table>"}, "Bảng"),
        ({"body": '<p><img src="x"></p>'}, "ảnh trong bài"),
        ({"body": "<p>" + "Chữ dài. " * 150 + "</p>"}, "quá dài"),
        ({"body": "<p>- một</p><p>- hai</p>"}, "danh sách"),
        ({"body": "<p>" + "</p><p>".join(["Chữ trong bài. " * 40] * 6) + "</p>"}, "không có đề mục"),
    ],
)
def test_each_fault_is_told_and_a_plain_article_has_none(site, draft, changes, said):
    with translation.override("vi"):
        assert findings(draft) == []
        ArticlePage.objects.filter(pk=draft.pk).update(**changes)
        draft.refresh_from_db()
        told = findings(draft)
    assert len(told) == 1
    assert said.casefold() in told[0].casefold()


def test_photos_and_recordings_are_looked_at(site, draft, organiser):
    photo = photo_in(draft, organiser)
    assert findings(draft) == []
    for words in ("IMG_20260312", "Ảnh", "anh-1.jpg"):
        ArticlePhoto.objects.filter(pk=photo.pk).update(alternative=words)
        assert len(findings(draft)) == 1, words
    ArticlePhoto.objects.filter(pk=photo.pk).update(alternative="Trao quà", caption="TRAO QUÀ")
    assert len(findings(draft)) == 1
    ArticlePhoto.objects.filter(pk=photo.pk).delete()
    recording_in(draft, organiser)
    assert findings(draft) == []
    MediaFile.objects.create(
        article=draft, kind="video", title="Phim",
        file=StoredFile.objects.create(name="a.mp4", content_type="video/mp4", sha256="0" * 64, size=1),
    )  # fmt: skip
    assert len(findings(draft)) == 2
