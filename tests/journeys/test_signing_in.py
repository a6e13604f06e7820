"""Ways to sign in, in a real browser: passkeys with a virtual authenticator, code app and spare codes."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from caunoi.core.models import AuditEntry
from tests.factories import OrganisationFactory, UserFactory
from tests.journeys.axe import faults
from tests.journeys.conftest import NARROW
from tests.journeys.steps import stays_within

pytestmark = [pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu"


@pytest.fixture
def clerk(transactional_db):
    return UserFactory.with_role(OrganisationFactory(name="Ủy ban nhân dân phường Thử"), name="Nguyễn Văn Mẫu")


class Device:
    """The browser's authenticator, as Chromium offers it to tests."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def recognises(self, answer: bool) -> None:
        """Let the next finger be the right one, or not."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": answer})

    def credentials(self) -> list[dict]:
        return self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


def confirm(page: Page) -> None:
    """Type the password once more, as is asked before ways to sign in change."""
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.btn-primary").click()


def add_passkey(page: Page) -> None:
    page.goto("/tai-khoan/2fa/")
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    confirm(page)
    page.get_by_label("Tên của khóa truy cập").fill("Máy tính văn phòng")
    page.get_by_role("button", name="Tạo khóa truy cập trên thiết bị này").click()
    page.wait_for_url("**/recovery-codes/")


def leave(page: Page) -> None:
    page.goto("/tai-khoan/logout/")
    page.locator("main").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/login/")


def trail(user) -> list[str]:
    return list(AuditEntry.objects.filter(object_id=str(user.pk)).order_by("id").values_list("action", flat=True))


def test_passkey_signs_in_alone_and_as_second_step_is_renamed_and_removed(clerk, sign_in):
    page = sign_in(clerk)
    device = Device(page)
    add_passkey(page)
    assert [each["isResidentCredential"] for each in device.credentials()] == [True]
    assert page.locator("code").count() == 10

    leave(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url("**/viec/**")

    leave(page)
    page.fill("input[name=login]", clerk.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bước xác nhận thứ hai")
    assert faults(page) == []
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url("**/viec/**")

    page.goto("/tai-khoan/2fa/")
    page.get_by_role("link", name="Đổi tên").click()
    # An account with a passkey confirms with it, or with the password.
    expect(page.get_by_role("link", name="Dùng khóa truy cập")).to_be_visible()
    page.get_by_role("link", name="Dùng khóa truy cập").click()
    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()
    page.get_by_label("Tên của khóa truy cập").fill("Máy ở nhà")
    page.get_by_role("button", name="Lưu").click()
    page.goto("/tai-khoan/2fa/")
    expect(page.locator(".cn-lines")).to_contain_text("Máy ở nhà")
    page.set_viewport_size(NARROW)
    assert [*stays_within(page), *faults(page)] == []
    page.get_by_role("link", name="Gỡ").click()
    page.get_by_role("button", name="Gỡ").click()
    page.wait_for_url(lambda address: "/remove/" not in address)

    assert not Authenticator.objects.filter(user=clerk).exists()
    assert trail(clerk) == [
        "account.method_added",
        "account.spare_codes_made",
        "account.method_renamed",
        "account.method_removed",
        "account.method_removed",
    ]


def test_passkey_opens_nothing_for_a_wrong_finger_and_says_so(clerk, sign_in):
    page = sign_in(clerk)
    device = Device(page)
    add_passkey(page)
    leave(page)

    device.recognises(False)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.locator("[data-cn-passkey-fault]")).to_be_visible()
    assert re.search(r"/login/$", page.url)

    device.recognises(True)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url("**/viec/**")


def test_code_app_and_spare_code_without_scripts(clerk, sign_in, open_page):
    page = sign_in(clerk, javascript=False)
    page.goto("/tai-khoan/2fa/totp/activate/")
    confirm(page)
    secret = page.locator("#cn-key").inner_text()
    # The code of now: the one before it, which is taken too, would run out on the way.
    _before, now, _after = yield_hotp_counters_from_time()
    code = f"{hotp_value(secret, now):06d}"
    page.get_by_label("Mã", exact=False).fill(code)
    page.get_by_role("button", name="Bật").click()
    page.wait_for_url("**/recovery-codes/")
    spare = page.locator(".cn-codes code").first.inner_text()
    kept = Authenticator.objects.get(user=clerk, type="totp")
    assert secret not in str(kept.data)

    other = open_page(javascript=False, size=NARROW)
    other.goto("/tai-khoan/login/")
    other.fill("input[name=login]", clerk.username)
    other.fill("input[name=password]", PASSWORD)
    other.locator("main form button.btn-primary").click()
    other.fill("input[name=code]", "000000")
    other.locator("main form button.btn-primary").first.click()
    expect(other.locator("main")).to_contain_text("Mã chưa đúng")
    other.fill("input[name=code]", spare)
    other.locator("main form button.btn-primary").first.click()
    other.wait_for_url("**/viec/**")
