from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.publishing import richtext


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
