"""The door without a network: two devices, 300 people, a killed browser, wrong clocks, uploads days later and twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from playwright.sync_api import expect

from caunoi.directory.enums import RoleKind
from caunoi.training.door_codes import class_number, make_code
from caunoi.training.enums import DoorReviewKind, Mark
from caunoi.training.models import Attendance, DoorDevice, DoorReview, DoorScan, Ticket
from caunoi.training.queries.tickets import live_tickets
from caunoi.training.services.door.devices import revoke_device
from caunoi.training.services.tickets import replace_ticket
from caunoi.web.hall.door import shell
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.door import (
    DOOR,
    Device,
    Times,
    codes_of,
    film,
    link_of,
    people_of,
    running,
    scan,
    scan_through_input_method,
    sitting_at,
    until,
)
from tests.journeys.steps import word

PEOPLE, EACH, KILLED_AFTER = 300, 200, 60
BEGINS = dt.datetime(2026, 12, 8, 0, 30, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def times(monkeypatch):
    """The true time, which the server goes by; the day of the class, a quarter of an hour before it begins."""
    found = Times()
    found.at(BEGINS - 15 * MINUTE)
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found


@pytest.fixture
def held(times, transactional_db):
    """A class of the day with one sitting, at 7:30 in Vietnam."""
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    training_class = TrainingClassFactory(keeper=office, starts_on=BEGINS.date(), ends_on=BEGINS.date())
    training_class.sitting = sitting_at(training_class, BEGINS)
    training_class.organiser = UserFactory.with_role(office, RoleKind.ORGANISER)
    return training_class


def test_two_devices_without_a_network_lose_nothing_and_double_nothing(held, times, playwright, live_server, tmp_path):
    people = people_of(held, PEOPLE)
    codes = codes_of(held)
    shown = {"a": people[:EACH], "b": people[-EACH:]}
    films = {name: film(tmp_path / f"{name}.mjpeg", [codes[one.pk] for one in shown[name]], frames=4) for name in shown}
    first, second = (
        Device(playwright, live_server.url, tmp_path / name, times, wrong=wrong)
        for name, wrong in (("a", 0), ("b", 3600))
    )
    with running(first, second):
        for device, label in ((first, "Cửa chính"), (second, "Cửa phụ")):
            device.pair(link_of(held.organiser, held, label))
            device.close()
        first.film, second.film = films.values()
        first.start(offline=True)
        # Whoever comes to the second device comes late; its clock is an hour ahead besides.
        times.true += (40 * MINUTE).total_seconds()
        second.start(offline=True)
        times.true -= (40 * MINUTE).total_seconds()

        # The first device's browser is killed in the middle, and opened again.
        until(lambda: first.waiting() >= KILLED_AFTER, what="some are scanned")
        told = inside(first)
        first.kill()
        recording, first.film = first.film, None
        first.start(offline=True)
        until(lambda: inside(first) >= told, seconds=10, what="whoever was told to be in is in")
        first.close()
        first.film = recording
        first.start(offline=True)
        until(lambda: inside(first) >= EACH and inside(second) >= EACH, seconds=150, what="everybody is scanned")
        on_devices = {scan["id"] for device in (first, second) for scan in device.kept()}
        assert DoorScan.objects.count() == 0

        # Three days later the class is over: the list is wiped, what waits stays. Then there is a network; each first
        # answer is lost on the way, so that what it took is sent again.
        times.true += (3 * DAY).total_seconds()
        lost: list[int] = []
        for device in (first, second):
            device.close()
            device.film = None
            device.start(offline=True).get_by_test_id("pair").wait_for()
            assert device.waiting() == len(device.kept()) >= EACH
            lose_first_answer(device.context, lost)
        for device in (first, second):
            device.context.set_offline(False)
        for device in (first, second):
            until(lambda device=device: device.waiting() == 0, what="all is sent")
            until(lambda device=device: device.records() == set(), what="nothing of the class stays on the device")

    assert lost == [200, 200]
    assert {str(one) for one in DoorScan.objects.values_list("scan_id", flat=True)} >= on_devices
    for numbers in numbers_of_devices():
        assert numbers == list(range(1, len(numbers) + 1))
    marks = dict(Attendance.objects.values_list("enrolment_id", "mark"))
    assert marks == {one.pk: Mark.PRESENT if one in shown["a"] else Mark.LATE for one in people}
    assert Counter(DoorReview.objects.values_list("kind", flat=True)) == {}


def numbers_of_devices() -> list[list[int]]:
    """The numbers that each device gave its scans, in order: none is missing and none is there twice."""
    found = [list(one.scans.order_by("seq").values_list("seq", flat=True)) for one in DoorDevice.objects.order_by("pk")]
    assert min(len(one) for one in found) >= EACH
    return found


def test_a_door_on_a_phone(held, times, playwright, live_server, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    """Everything that one hand does at a door, at 360 px: with a USB scanner, by name, by code, without a network."""
    people = people_of(held, 30)
    asked = break_worker(monkeypatch)
    replace_ticket(actor=held.organiser, enrolment=people[9])
    device = Device(playwright, live_server.url, tmp_path / "phone", times)
    with running(device):
        link_by_hand(device, live_server.url + link_of(held.organiser, held, "Cửa chính"))
        assert len(asked) > 2
        scan_with_usb(device.page, held, people)
        find_by_name_and_code(device.page, held, people)
        add_and_let_out(device.page, held, people)
        until(lambda: device.waiting() == 0, what="all is sent by itself")
        work_in_two_tabs(device, held, people)
        set_the_clock_while_off(device, held, people)
        fill_the_storage(device, held, people)
        be_stolen(device, held, people)

    marks = dict(Attendance.objects.values_list("enrolment_id", "mark"))
    came = {people[number].pk for number in (0, 1, 5, 11, 12, 13)}
    assert {enrolment for enrolment, mark in marks.items() if mark == Mark.PRESENT} == came
    asked = [
        (DoorReviewKind.REFUSED, people[9].pk),
        (DoorReviewKind.WALK_IN, None),
        (DoorReviewKind.SUBSTITUTE, None),
        # Scanned before the clock was set, sent after: nobody can tell which of the two was right.
        (DoorReviewKind.TIME, people[11].pk),
        (DoorReviewKind.TIME, people[12].pk),
        (DoorReviewKind.TIME, people[13].pk),
        (DoorReviewKind.REVOKED, people[14].pk),
    ]
    assert Counter(DoorReview.objects.values_list("kind", "enrolment_id")) == Counter(asked)


def break_worker(monkeypatch) -> list[str]:
    """What keeps the app on the device comes broken before and after linking: the app tries again by itself."""
    whole, asked = shell.worker_code, []

    def worker_code() -> str:
        asked.append("")
        return whole() if len(asked) > 2 else "throw new Error();"

    monkeypatch.setattr(shell, "worker_code", worker_code)
    return asked


def link_by_hand(device, link):
    page = device.start()
    field = page.get_by_label(word("Or put the link in here"))
    field.fill("https://noi-khac.vn/cua/#ghep=abc")
    press(page, "Link this device")
    expect(page.get_by_test_id("pair-fault")).to_have_text(word("That is not a link of this office for a device."))
    assert_accessible(page)
    assert_fits(page)
    field.fill(link)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("of")).to_have_text("/30")
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), what="the shell is kept")
    assert "ghep" not in page.url
    assert_accessible(page)
    assert_fits(page)


def scan_with_usb(page, held, people):
    """Plainly and through a Vietnamese input method; then codes of nobody, of elsewhere, of yesterday."""
    codes = codes_of(held)
    scan(page, codes[people[0].pk])
    verdict(page, "in", people[0])
    assert_accessible(page)
    expect(page.get_by_test_id("live")).to_contain_text(people[0].person.full_name)
    scan(page, codes[people[0].pk])
    verdict(page, "again", people[0])
    scan_through_input_method(page, codes[people[1].pk])
    verdict(page, "in", people[1])
    scan(page, codes[people[2].pk][:-2] + "AA")
    verdict(page, "unreadable")
    scan(page, changed(codes[people[2].pk]))
    verdict(page, "forged")
    other = class_number(held.code) + 1
    scan(page, make_code(class_id=other, ticket=live_tickets(held).get(enrolment=people[2]).number))
    verdict(page, "other_class")
    lost = Ticket.objects.get(enrolment=people[9], ended_at__isnull=False)
    scan(page, make_code(class_id=class_number(held.code), ticket=lost.number))
    verdict(page, "replaced", people[9])
    assert_accessible(page)
    expect(page.get_by_test_id("inside")).to_have_text("2")


def find_by_name_and_code(page, held, people):
    """Given name first, no marks, with the keyboard alone; by the code that is printed on the badge; taken back."""
    press(page, "Search", "door")
    assert_accessible(page)
    page.keyboard.type("hanh nguyen thi mau 005")
    page.keyboard.press("Enter")
    verdict(page, "in", people[5])
    short = live_tickets(held).get(enrolment=people[6]).short_code
    press(page, "Search", "door")
    page.keyboard.type(f" {short[:3]}-{short[3:].lower()}")
    page.keyboard.press("Enter")
    verdict(page, "in", people[6])
    press(page, "Undo", "door")
    expect(page.get_by_test_id("last").locator("li").first).to_contain_text(word("taken back", "scan"))
    expect(page.get_by_test_id("inside")).to_have_text("3")


def add_and_let_out(page, held, people):
    """Somebody who is not on the list; a substitute; out and in again."""
    press(page, "Add", "door")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("add-fault")).to_have_text(word("Write the full name, at least two words."))
    assert_accessible(page)
    page.keyboard.type("Lê Văn Bổ Sung")
    page.keyboard.press("Tab")
    page.keyboard.type("Thôn Mẫu")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("verdict-name")).to_have_text("Lê Văn Bổ Sung")
    press(page, "Add", "door")
    page.get_by_label(word("Full name")).fill("Võ Thị Đến Thay")
    page.get_by_label(word("Substitute for (leave blank if for nobody)")).fill("mau 010")
    page.get_by_test_id("add-for-list").get_by_role("button").first.click()
    press(page, "Write down and let in")
    expect(page.get_by_test_id("verdict-more")).to_contain_text(people[10].person.full_name)
    code = codes_of(held)[people[0].pk]
    press(page, "Out", "door")
    scan(page, code)
    verdict(page, "out", people[0])
    press(page, "In", "door")
    scan(page, code)
    verdict(page, "back", people[0])


def work_in_two_tabs(device, held, people):
    """Another tab is the same door: one queue, one list of who is in."""
    tab = device.context.new_page()
    tab.add_init_script(device.clock())
    tab.goto(DOOR)
    expect(tab.get_by_test_id("inside")).to_have_text("5")
    device.context.set_offline(True)
    scan(tab, codes_of(held)[people[11].pk])
    verdict(tab, "in", people[11])
    expect(device.page.get_by_test_id("inside")).to_have_text("6")
    expect(device.page.get_by_test_id("waiting")).to_have_text(word("{count} wait to be sent").format(count=1))
    tab.close()


def set_the_clock_while_off(device, held, people):
    """Whether anybody was late by a clock that was set is for the desk to say."""
    device.close()
    device.wrong = -2 * 3600
    page = device.start(offline=True)
    expect(page.get_by_test_id("inside")).to_have_text("0")
    choose_sitting(page)
    expect(page.get_by_test_id("inside")).to_have_text("6")
    scan(page, codes_of(held)[people[12].pk])
    verdict(page, "in", people[12])


def choose_sitting(page):
    """By hand, where the clock says that none is on."""
    press(page, "No sitting now")
    assert_accessible(page)
    page.get_by_test_id("sitting-list").get_by_role("button").nth(1).click()


def fill_the_storage(device, held, people):
    """That it is full is said, and nothing is dropped."""
    device.close()
    # How much room is left a browser asks itself once in a while: it has none from the start.
    page = device.start(offline=True, room=1)
    choose_sitting(page)
    scan(page, codes_of(held)[people[13].pk])
    verdict(page, "in", people[13])
    expect(page.get_by_test_id("banner")).to_contain_text("1")
    assert (device.waiting(), stored(device)) == (3, 2)
    device.quota(0)
    until(lambda: stored(device) == 3, what="it is stored after all")
    expect(page.get_by_test_id("banner")).to_be_hidden()
    device.context.set_offline(False)
    until(lambda: device.waiting() == 0, what="all is sent by itself")


def be_stolen(device, held, people):
    """The list is wiped; what was scanned without a network is kept aside, not lost."""
    page = device.page
    device.context.set_offline(True)
    scan(page, codes_of(held)[people[14].pk])
    verdict(page, "in", people[14])
    revoke_device(actor=held.organiser, device=DoorDevice.objects.get())
    device.context.set_offline(False)
    page.get_by_test_id("pair").wait_for()
    expect(page.get_by_test_id("banner")).to_contain_text(
        word("The office took this device out of use. The list was wiped; every scan was sent.")
    )
    until(lambda: device.records() == set(), what="nothing of the class stays on the device")


def stored(device) -> int:
    return len([one for one in device.kept() if one["waiting"]])


def verdict(page, code: str, enrolment=None) -> None:
    """Expect the verdict on the screen: its colour, its word, the person."""
    panel = page.get_by_test_id("verdict")
    expect(panel).to_be_visible()
    expect(panel).to_have_attribute("data-code", code)
    expect(panel).to_have_attribute("data-tone", "pass" if code in {"in", "in_late", "out", "back"} else "stop")
    expect(page.get_by_test_id("verdict-name")).to_have_text(enrolment.person.full_name if enrolment else "")


def changed(code: str) -> str:
    """The same code with another letter within the ticket's number."""
    return code[:20] + ("1" if code[20] == "0" else "0") + code[21:]


def press(page, text: str, context: str = "") -> None:
    page.get_by_role("button", name=word(text, context), exact=True).click()


def inside(device: Device) -> int:
    return int(device.page.get_by_test_id("inside").text_content().replace(".", ""))


def lose_first_answer(context, lost: list[int]) -> None:
    """Let the server take the first batch and its answer never arrive; ``lost`` gets what the server answered."""

    def lose(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    context.route("**/cua/api/luot/", lose, times=1)
