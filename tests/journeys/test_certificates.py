"""A certificate from the rule to the stranger who checks it: on the desk, then on a phone, by code and by file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from caunoi.credentials.models import Award
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.training.awards.conftest import closed, held

__all__ = ["held"]
pytestmark = pytest.mark.django_db(transaction=True)

DROP = """([name, octets]) => {
  const form = document.querySelector("form[data-cn-drop]");
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(octets)], name, { type: "application/pdf" }));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def test_certificate_is_issued_and_a_stranger_finds_out_what_it_is_worth(held, organiser, sign_in, open_page, run_jobs):
    closed(organiser, held)
    desk = sign_in(organiser)
    desk.goto(f"/viec/lop/{held.code}/chung-nhan/")
    assert_accessible(desk)
    desk.get_by_role("button", name="Cấp 3 giấy chứng nhận").click()
    desk.get_by_role("dialog").get_by_role("button", name="Cấp 3 giấy chứng nhận").click()
    expect(desk.get_by_text("Đã lập tệp: 0/3")).to_be_visible()
    run_jobs()
    expect(desk.get_by_text("Đã lập tệp: 0/3")).to_be_hidden()
    with desk.expect_download() as loaded:
        desk.get_by_role("link", name="Tệp PDF của Lê Thị Học 000").click()
    content = loaded.value.path().read_bytes()
    for size in (NARROW,):
        desk.set_viewport_size(size)
        for address in (
            f"/viec/lop/{held.code}/chung-nhan/",
            "/viec/chung-nhan/",
            f"/viec/chung-nhan/mau/{held.keeper_id}/",
        ):
            desk.goto(address)
            assert_fits(desk)
            assert_accessible(desk)

    award = Award.objects.get(number=1)
    phone = open_page(size=NARROW)
    phone.goto("/chung-nhan/")
    phone.get_by_label("Mã cạnh hình QR").fill(f"{award.code[:8].lower()} {award.code[8:]}")
    phone.get_by_role("button", name="Kiểm tra mã").click()
    expect(phone.get_by_text("Giấy chứng nhận là thật và còn hiệu lực.")).to_be_visible()
    expect(phone.get_by_text("Lê Thị Học 000")).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
    for octets, words in ((content, "đúng nguyên bản"), (content + b"\n% x", "đã bị thay đổi")):
        phone.goto("/chung-nhan/")
        phone.evaluate(DROP, ["giay.pdf", list(octets)])
        expect(phone.get_by_text(words)).to_be_visible()
        assert_fits(phone)
    assert_accessible(phone)


def test_picture_beside_the_layout_follows_what_is_typed(office, organiser, sign_in):
    desk = sign_in(organiser)
    desk.goto(f"/viec/chung-nhan/mau/{office.pk}/")
    picture = desk.get_by_role("img", name="Giấy chứng nhận mẫu")
    before = picture.get_attribute("src")
    with desk.expect_response(lambda answer: "xem-truoc.png?" in answer.url) as drawn:
        desk.get_by_label("Tiêu đề của giấy").first.fill("GIẤY KHEN")
    assert drawn.value.ok
    assert picture.get_attribute("src") != before
    assert_accessible(desk)
