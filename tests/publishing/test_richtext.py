from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Một\n\nHai", "<p>Một</p><p>Hai</p>"),
        ("Một\nhai", "<p>Một<br>hai</p>"),
        ("# Đề mục\nChữ", "<h2>Đề mục</h2><p>Chữ</p>"),
        ("Gồm:\n- một\n- hai", "<p>Gồm:</p><ul><li>một</li><li>hai</li></ul>"),
        ("> Lời nói", "<blockquote><p>Lời nói</p></blockquote>"),
        ("Chữ **đậm** đây", "<p>Chữ <b>đậm</b> đây</p>"),
        ("<script>alert(1)</script> & 3 < 4", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; 3 &lt; 4</p>"),
        ("\\- không phải mục", "<p>- không phải mục</p>"),
    ],
)
def test_text_becomes_html(text, html):
    assert richtext.html_from_text(text) == html


_SIGNS = st.text(alphabet="ab ắđ*\\-#><&\n•'\"", max_size=80)


@given(_SIGNS)
def test_text_and_html_lead_to_each_other(text):
    html = richtext.html_from_text(text)

    assert richtext.html_from_text(richtext.text_from_html(html)) == html


@given(_SIGNS)
def test_literal_text_keeps_every_sign(text):
    line = " ".join(text.split()).lstrip("-#>• ")

    assert richtext.plain(richtext.html_from_text("x " + richtext.literal(line))) == ("x " + line).strip()


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        ("<p onclick=alert(1)>Chữ</p>", "<p>Chữ</p>"),
        ("<script>alert(1)</script><p>Chữ</p>", "<p>Chữ</p>"),
        ("<style>p{}</style><p style='color:red'>Chữ</p>", "<p>Chữ</p>"),
        ("<p><a href='javascript:alert(1)'>Chữ</a></p>", "<p>Chữ</p>"),
        ("<p><img src=x onerror=alert(1)>Chữ</p>", "<p>Chữ</p>"),
        ("<svg><script>alert(1)</script></svg><p>Chữ</p>", "<p>Chữ</p>"),
        ("<h3>Mục</h3><p><strong>đậm</strong></p>", "<h2>Mục</h2><p><b>đậm</b></p>"),
        ("<iframe src=//x></iframe><p>Chữ", "<p>Chữ</p>"),
    ],
)
def test_body_keeps_only_the_allowed(body, cleaned):
    assert richtext.sanitise(body) == cleaned


@given(st.text(alphabet="<>/=\"' abpscriptonimgh&;:", max_size=120))
def test_body_never_keeps_an_attribute_or_a_script(body):
    cleaned = richtext.sanitise(body)

    assert richtext.sanitise(cleaned) == cleaned
    assert "<script" not in cleaned


def through_wagtail(html):
    """What Wagtail's editor saves when nothing was typed."""
    editor = ContentstateConverter(ArticlePage.FEATURES)
    return richtext.sanitise(editor.to_database_format(editor.from_database_format(richtext.for_wagtail(html))))


@given(_SIGNS)
def test_opening_and_saving_in_wagtails_editor_changes_nothing(text):
    html = richtext.html_from_text(text)

    assert through_wagtail(html) == richtext.sanitise(html)


_TAGS = ("p", "h2", "ul", "ol", "li", "blockquote", "b", "div")
_PIECES = st.lists(
    st.sampled_from([*(f"<{tag}>" for tag in _TAGS), *(f"</{tag}>" for tag in _TAGS), "<br>", "chữ"]), max_size=14
).map("".join)


@given(_PIECES)
@example("<li><ul><ul>chữ")
def test_any_body_has_one_form(body):
    cleaned = richtext.sanitise(body)

    assert richtext.sanitise(cleaned) == cleaned
    assert richtext.plain(cleaned).replace(" ", "") == richtext.plain(body).replace(" ", "")


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        ("<ul><li>một<ul><li>hai</li></ul></li><li>ba</li></ul>", "<ul><li>một</li><li>hai</li><li>ba</li></ul>"),
        ("<blockquote>Lời <b>nói</b></blockquote>", "<blockquote><p>Lời <b>nói</b></p></blockquote>"),
        ("<p>Chữ</p><p></p><ul><li> </li></ul><p><br></p>", "<p>Chữ</p>"),
    ],
)
def test_what_wagtails_editor_writes_becomes_the_one_form(body, cleaned):
    assert richtext.sanitise(body) == cleaned
