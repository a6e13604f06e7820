"""A door that is open for long: ten thousand scans of one code; a page that nobody closed when the class was over."""

from __future__ import annotations

import datetime as dt

import pytest

from caunoi.directory.enums import RoleKind
from caunoi.training.models import Attendance, DoorDevice, DoorScan
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from tests.journeys.door import Device, Times, link_of, people_of, running, sitting_at, until

BEGINS = dt.datetime(2026, 12, 8, 0, 30, tzinfo=dt.UTC)
SCANS = 10_000

# As the app puts them, many at a time.
_FILL = """async ([device, e, sitting, count]) => {
    const main = document.querySelector("script[type=module]").src;
    const { putScan } = await import(new URL("vault.js", main).href);
    for (let done = 0; done < count; done += 500) {
        await Promise.all(Array.from({ length: 500 }, (_, n) => putScan(device, {
            id: crypto.randomUUID(), e, t: null, sitting, kind: "in", verdict: "again", how: "camera", walk_in: null,
            instead_of: null, at: Date.now() + done + n, boot: "before", up: 0, offset: 0,
        })));
    }
}"""


@pytest.fixture
def times(monkeypatch):
    """The true time; the class has just begun."""
    found = Times()
    found.at(BEGINS)
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found


def test_ten_thousand_scans_start_again_and_an_open_page_forgets_the_list(
    times, transactional_db, playwright, live_server, tmp_path
):
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    held = TrainingClassFactory(keeper=office, starts_on=BEGINS.date(), ends_on=BEGINS.date())
    sitting = sitting_at(held, BEGINS)
    person, *_others = people_of(held, 5)
    door = Device(playwright, live_server.url, tmp_path / "a", times)
    with running(door):
        link = link_of(UserFactory.with_role(office, RoleKind.ORGANISER), held, "Cửa chính")
        page = door.pair(link)
        door.context.set_offline(True)
        page.evaluate(_FILL, [door.number(), person.pk, sitting.pk, SCANS])
        door.close()

        page = door.start(offline=True)
        page.get_by_test_id("inside").wait_for(timeout=60_000)
        until(lambda: door.waiting() == SCANS, what="all of them are there")

        door.context.set_offline(False)
        until(lambda: door.waiting() == 0, seconds=180, what="all is sent")
        assert (DoorScan.objects.count(), Attendance.objects.get().mark) == (SCANS, "present")
        until(lambda: DoorDevice.objects.filter(waiting=0).exists(), what="the desk knows that nothing waits")

        # The class is over for more than a day; nobody touched the phone, and it has no network.
        door.context.set_offline(True)
        times.true += dt.timedelta(days=2).total_seconds()
        door.set_clock()
        page.get_by_test_id("pair").wait_for()
        until(lambda: not any(name.startswith(("roster", "seen")) for name in door.records()), what="the list is gone")
        # Opened again with its clock set back it has nothing either.
        door.close()
        times.true -= dt.timedelta(days=2).total_seconds()
        door.start(offline=True).get_by_test_id("pair").wait_for()
