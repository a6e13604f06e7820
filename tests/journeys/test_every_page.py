"""Every page of desk and portal: it fits a phone and a desk, in light and dark, and axe-core finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone
from playwright.sync_api import Page

from caunoi.core.first_run import first_run_token
from caunoi.core.text import fold, given_name_first
from caunoi.credentials.models import Award
from caunoi.directory.models import Organisation, Person, Post, Unit, User
from caunoi.intake.models import RosterDraft
from caunoi.intake.services.roster import start_from_text
from caunoi.publishing.models import ArticlePage, Comment, SitePage
from caunoi.publishing.services import create_article, submit
from caunoi.training.enums import ClassState
from caunoi.training.models import TrainingClass
from caunoi.training.services import programme, venues
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.classes import create_class
from caunoi.web.demo import office as demo
from tests.journeys.axe import faults
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.office import found_office
from tests.journeys.steps import refusing, stays_within
from tests.web.scope_world import build_office
from tests.web.test_scope_walk import address, patterns

# Addresses that send a file, only take a form, or lead on: no pages.
NO_PAGES = re.compile(
    r":file$|export|_move$|_undo$|participant_withdraw|_reopen$|signed_copy|(class|money)_paper$|template_file|topic_files?$|picture|"
    r"candidate_(?!$)|intake_upload|photo_(move|remove)|_discard$|section_new|role_end|password_reset|"
    r"mails?_again|mail_give_up|job_(again|give_up)|settings_(mail_trial|mail_forget|day_back)$|"
    r"person_unmerge|consent_withdraw|person_transcript$|speaker_(away|back)$|topic_(state|take_over)$|"
    r"money_(account|evidence|invoice|expense_new)$|tax_rule$|"
    r"paper_file$|unit_(form|letters|link_revoke)$|handover_file$|"
    r"plan_(remove|submit|renew|item_remove|class_unlink|import_accept|decision_file)$|seats_release$|reminders_copied$|make_up_drop$|paper_signed$|"
    r"calendar_feed_(renew|revoke)$|door_(device_(renew|revoke)|decide)$|class_screen$|class_monitor_figures$|class_sheet_(keep|file|off)$|class_leave_(file|off)$|"
    r"class_ticket_letters$|class_sign_in_codes$|question_part$|class_award_(issue|pdf|progress)$|class_awards_zip$|award_preview$|blank_spoil$|"
    r"class_quiz_(late|print|do)$|questionnaire_(state|item_restore)$|screen_(figures|question_list)$|"
    r"plan_schedule_(propose|stop|accept|undo|busy)$|"
    r"site_(picture_(put|off)|host_(main|off)|part_(off|back|order)|question_take)$|sites_open_now$|"
    r"_feed$|:feed$|sitemap|robots$|suggest$|_file$|material_version$|article_code$|comment_challenge$|"
    r"article_(order|unplan)$|comments_(do|undo)$|comment_mail$|event_(publish|cancel|restore|withdraw)$|material_(publish|withdraw)$|"
    r"media_(captions|remove)$|site_check_rule$|:recording$|:captions$|"
    r"delegation_end|account_(invite|invite_mail|code|sign_out|remove_steps|lift|close|open_again|take_back)$"
)
# They answer only while there is no office; they have a walk of their own below.
FIRST_DAY = {"desk:start", "desk:start_office"}
# The whole installation's, open to who keeps everything: walked in the new office, which has one administrator.
INSTALLATION = {"desk:settings", "desk:settings_mail", "desk:settings_days", "desk:settings_hours"}
# Values in the address that show another page than the bare one.
SHOWN_BY = {"buoi", "diem", "sua", "them", "kind", "q", "ngay-dau"}
LONG_OFFICE = "Trung tâm Bồi dưỡng chính trị và Ban Tuyên giáo, Dân vận Đảng ủy phường Hòa Khánh, thành phố Đà Nẵng"
LONG_TITLE = (
    "Hội nghị tập huấn, bồi dưỡng nghiệp vụ công tác vận động quần chúng, hòa giải ở cơ sở và giám sát đầu tư của cộng "
    "đồng cho đội ngũ bí thư chi bộ, trưởng ban công tác Mặt trận, tổ trưởng tổ dân phố năm 2026"
)
LONG_NAME = "Công Tằng Tôn Nữ Thị Nguyễn Trần Minh Họa Thử Nghiệm"


class Walk:
    """A walk from page to page along their links: one page for each kind of page."""

    def __init__(self, page: Page, *, within: str = "/viec/") -> None:
        self.page, self.within = page, within
        self.seen: set[tuple[object, ...]] = set()
        self.names: set[str] = set()
        self.faults: list[str] = []
        self.links: dict[str, list[str]] = {}

    def through(self, starts: Iterable[str]) -> None:
        """Look at the starts and at every kind of page that links lead to from there."""
        for start in starts:
            self.visit(start)
        waiting = [link for start in starts for link in self.links.get(start, [])]
        while waiting:
            address = waiting.pop(0)
            if self.is_new(address):
                self.visit(address)
                waiting += self.links[address]

    def kind(self, address: str) -> tuple[object, ...]:
        """Return what kind of page an address shows."""
        parts = urlsplit(address)
        match = resolve(parts.path)
        return (match.view_name, *sorted(SHOWN_BY & set(parse_qs(parts.query))))

    def is_new(self, address: str) -> bool:
        """Whether no page of its kind was looked at, and it is a page at all."""
        if not urlsplit(address).path.startswith(self.within):
            return False
        kind = self.kind(address)
        return kind not in self.seen and not NO_PAGES.search(str(kind[0]))

    def visit(self, address: str) -> None:
        """Look at a page: wide and dark, then narrow and light."""
        kind = self.kind(address)
        self.seen.add(kind)
        self.names.add(str(kind[0]))
        page = self.page
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(WIDE)
        page.goto(address)
        self.look("1280 px, dark")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
        self.look("360 px, light")
        self.links[address] = page.eval_on_selector_all(
            "a[href^='/']", "links => links.map(link => link.getAttribute('href').split('#')[0])"
        )

    def look(self, how: str) -> None:
        """Note what sticks out and what axe-core finds."""
        path = urlsplit(self.page.url).path
        self.faults += [f"{path} at {how}: {fault}" for fault in [*stays_within(self.page), *faults(self.page)]]


def pages_of(namespace: str) -> set[str]:
    """Return the names of all pages of a face."""
    found: set[str] = set()

    def gather(resolver, spaces: tuple[str, ...]) -> None:
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                gather(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            elif pattern.name and spaces[:1] == (namespace,):
                found.add(f"{namespace}:{pattern.name}")

    gather(get_resolver(), ())
    return {name for name in found if not NO_PAGES.search(name)}


@pytest.fixture
def busy_office(transactional_db, tmp_path):
    """The demonstration office with names as long as real ones get."""
    # No list of units is loaded, and a place that is told of has a page.
    city = unit_of("48", "province", "Thành phố", "Đà Nẵng")
    unit_of("20194", "commune", "Phường", "Hòa Khánh", parent=city)
    accounts = demo.build(accounts_file=tmp_path / "accounts.txt")
    office = Organisation.objects.get(name="Ủy ban MTTQ Việt Nam phường Hòa Khánh")
    Organisation.objects.filter(pk=office.pk).update(name=LONG_OFFICE, folded_name=fold(LONG_OFFICE))
    TrainingClass.objects.filter(keeper=office).update(title=LONG_TITLE, folded_title=fold(LONG_TITLE))
    for person in Person.objects.order_by("id")[:40]:
        Person.objects.filter(pk=person.pk).update(
            full_name=LONG_NAME, folded_name=fold(LONG_NAME), sort_name=given_name_first(LONG_NAME)
        )
    return accounts


def unit_of(code: str, level: str, prefix: str, name: str, parent: Unit | None = None) -> Unit:
    """Return a unit that holds today."""
    folded = {"folded_name": fold(name), "folded_full_name": fold(f"{prefix} {name}")}
    return Unit.objects.create(code=code, level=level, prefix=prefix, name=name, parent=parent, **folded)


def test_pages_of_a_busy_office_fit_and_are_accessible(busy_office, sign_in, open_page):
    administrator = User.objects.get(username=busy_office[0].username)
    own = TrainingClass.objects.exclude(keeper__name__contains="Bà Nà").order_by("id")
    # The one that is being held comes first: everything about it can be changed.
    held = own.get(state=ClassState.HELD)
    draft = with_more_in_it(administrator, held)
    page = sign_in(administrator, busy_office[0].password)
    walk = Walk(page)
    classes = [f"/viec/lop/{each.code}/" for each in [held, *own.exclude(pk=held.pk)]]
    drafts = [f"{classes[0]}hoc-vien/nhap/{draft.pk}/"]
    articles = [f"/viec/tin-bai/{each.pk}/" for each in ArticlePage.objects.order_by("id")]
    closed = f"/viec/lop/{own.filter(state=ClassState.CLOSED).first().code}/ket-qua/"
    # What a link can't lead to: pages that a form opens.
    unit = Unit.objects.get(code="20194")
    person = Person.objects.filter(full_name=LONG_NAME).first()
    post = Post.objects.create(person=person, organisation=held.keeper, title=LONG_OFFICE)
    posts = f"/viec/danh-ba/nguoi/{person.pk}/"
    twin = Person.objects.filter(full_name=LONG_NAME).exclude(pk=person.pk).first()
    held.enrolments.update(sender=held.keeper)
    beyond = [
        "/viec/lop/da-cu/",
        f"{articles[-1]}duyet/",
        closed,
        f"{closed}1/",
        f"/viec/danh-ba/don-vi/{unit.pk}/",
        posts,
        f"{posts}chuc-vu/{post.pk}/thoi/",
        f"{posts}gop/{twin.pk}/",
        f"{posts}du-lieu/",
        f"{posts}xoa/",
        f"{posts}dong-y/",
        "/viec/danh-ba/du-lieu-ca-nhan/thoi-han/mails_sent/",
    ]
    walk.through([*classes, *drafts, *articles, *beyond, "/viec/", "/viec/tim/?q=hoa+giai"])
    assert not walk.faults, "\n".join(walk.faults)
    walk_what_is_left(sign_in, pages_of("desk") - FIRST_DAY - INSTALLATION - walk.names)


def walk_what_is_left(sign_in, names: set[str]) -> None:
    """Look at the pages that no link of the demonstration leads to, in an office with one of everything."""
    world = build_office("Thử", "Nghiệm")
    walk = Walk(sign_in(world.boss))
    for name, route, arguments in patterns():
        if name in names:
            walk.visit(address(name, route, arguments, world))
    assert not walk.faults, "\n".join(walk.faults)
    assert sorted(names - walk.names) == []


def test_pages_of_the_first_day_fit_and_are_accessible(transactional_db, settings, tmp_path, open_page):
    settings.FIRST_RUN_TOKEN = tmp_path / "first-run.token"
    page = open_page()
    walk = Walk(page)
    walk.visit("/viec/bat-dau/")
    page.fill("[name=token]", first_run_token())
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/co-quan/")
    walk.visit("/viec/bat-dau/co-quan/")
    page.locator("main form button.btn-primary").click()
    walk.look("with every fault")

    assert not walk.faults, "\n".join(walk.faults)
    assert walk.names == FIRST_DAY


def with_more_in_it(actor: User, held: TrainingClass) -> RosterDraft:
    """Give the class a guest, a venue point and a list not settled yet; write an article that waits for approval."""
    programme.save_guest(
        actor=actor, training_class=held, appearance=Appearance(full_name=f"{LONG_NAME} Hai", post="Phó Chủ tịch")
    )
    venues.save_venue(actor=actor, training_class=held, name=LONG_OFFICE, address="Số 1, đường Thử Nghiệm")
    site = SitePage.objects.get()
    draft = create_article(
        actor=actor, organisation=site.organisation, title=LONG_TITLE[:240], lead="Mở bài.", body="<p>Nội dung.</p>"
    )
    submit(actor=actor, article=draft)
    text = f"Họ và tên;Chức vụ;Đơn vị;Năm sinh\n{LONG_NAME};Tổ trưởng;Tổ dân phố số 1;1961\nTrần;;;19xx\n"
    return start_from_text(actor=actor, training_class=held, text=text)


def test_pages_of_a_new_office_fit_and_are_accessible(transactional_db, sign_in, open_page):
    office = found_office()
    page = sign_in(office.administrator.user, office.administrator.password)
    walk = Walk(page)
    walk.through(["/viec/", "/viec/tim/?q=khong+co+gi", "/viec/tim/"])
    walk.through([f"/viec/danh-ba/cai-dat/{step}/?ngay-dau=1" for step in ("thu", "ngay-nghi", "gio")])
    assert walk.names >= INSTALLATION
    made = create_class(actor=office.clerk.user, keeper=office.organisation, title="Lớp chưa có gì")
    walk.through([f"/viec/lop/{made.code}/"])
    account = Walk(page, within="/tai-khoan/")
    account.through(["/tai-khoan/password/change/"])
    portal = Walk(page, within="/hoa-khanh/")
    portal.through(["/hoa-khanh/", "/hoa-khanh/tim/?q=khong+co+gi"])
    found = walk.faults + account.faults + portal.faults
    assert not found, "\n".join(found)


def test_pages_of_the_portal_fit_and_are_accessible(busy_office, open_page):
    page = open_page()
    walk = Walk(page, within="/")
    with refusing(open_page.faults, "status of 404"):
        for address in ("/", "/hoa-khanh/", "/hoa-khanh/tim/?q=tap+huan", "/hoa-khanh/khong-co/", "/tai-khoan/login/"):
            walk.visit(address)
        # No page leads to a certificate: its holder alone knows the address.
        walk.visit(reverse("portal:certificate", args=[Award.objects.earliest("number").code]))
        year = timezone.localdate().year
        # The article with most about it comes first: of each kind of page one is looked at.
        commented = Comment.objects.filter(reply__gt="").select_related("article__site", "article__section").first()
        told = commented.article.address
        starts = [told, f"{told}/y-kien/", "/hoa-khanh/", f"/hoa-khanh/tin-tuc/{year}/", "/tim/?q=tap+huan", "/lich/"]
        walk.through(starts)
    assert not walk.faults, "\n".join(walk.faults)
    missed = sorted(pages_of("portal") - walk.names)
    assert not missed, " ".join(missed)
