"""Two clerks change one class at the same time: the second one sees both versions, and nothing is lost."""

from __future__ import annotations

from playwright.sync_api import expect

from caunoi.training.models import TrainingClass
from caunoi.training.services.classes import create_class
from tests.journeys.office import found_office
from tests.journeys.steps import expect_message, field, press, word


def test_second_clerk_sees_both_versions_and_decides(transactional_db, sign_in):
    office = found_office()
    made = create_class(
        actor=office.clerk.user, keeper=office.organisation, title="Tập huấn hòa giải", place="Nhà văn hóa tổ 3"
    )
    first = sign_in(office.clerk.user, office.clerk.password)
    second = sign_in(office.colleague.user, office.colleague.password)
    for page in (first, second):
        page.goto(f"/viec/lop/{made.code}/sua/")
    field(first, word("Place")).fill("Hội trường phường Hòa Khánh")
    press(first, word("Save"))
    expect_message(first, word("The class is saved."))

    field(second, word("Place")).fill("Trường Tiểu học Âu Cơ")
    field(second, word("For whom")).fill("tổ viên tổ hòa giải")
    press(second, word("Save"))
    alert = second.locator("main [role=alert]").first
    expect(alert).to_contain_text(office.clerk.user.name)
    row = second.locator("tr", has=second.get_by_role("link", name=word("Place"), exact=True))
    expect(row.locator("td")).to_have_text(["Hội trường phường Hòa Khánh", "Trường Tiểu học Âu Cơ"])
    # Nothing is written yet, and what was typed still stands in the form.
    assert TrainingClass.objects.get().place == "Hội trường phường Hòa Khánh"
    expect(field(second, word("Place"))).to_have_value("Trường Tiểu học Âu Cơ")
    expect(field(second, word("For whom"))).to_have_value("tổ viên tổ hòa giải")

    press(second, word("Save mine"))
    expect_message(second, word("The class is saved."))
    standing = TrainingClass.objects.get()
    assert (standing.place, standing.audience) == ("Trường Tiểu học Âu Cơ", "tổ viên tổ hòa giải")
    second.goto(f"/viec/lop/{made.code}/nhat-ky/")
    # The trail keeps the words of the one whose place was overwritten.
    expect(second.locator("main")).to_contain_text("Hội trường phường Hòa Khánh")
