"""A door to walk through: a class with tickets, film for a camera that isn't there, devices with their clocks."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import segno
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright

from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import Person
from caunoi.training.door_codes import class_number, make_code
from caunoi.training.models import Enrolment, Sitting, TrainingClass
from caunoi.training.queries.tickets import live_tickets
from caunoi.training.services.door.devices import add_device
from caunoi.training.services.tickets import provide_tickets
from tests.factories import SittingFactory
from tests.journeys.conftest import CHROMIUM, FLAGS, NARROW

DOOR = "/hoi-truong/cua/"
# The camera that isn't there shows so many pictures a second.
FRAMES_A_SECOND = 30
_GIVEN = (
    "An",
    "Bình",
    "Cúc",
    "Dũng",
    "Đào",
    "Hạnh",
    "Khánh",
    "Lan",
    "Minh",
    "Nga",
    "Oanh",
    "Phú",
    "Quý",
    "Sơn",
    "Thủy",
)


def people_of(training_class: TrainingClass, count: int) -> list[Enrolment]:
    """Put made-up people on the list, with tickets."""
    names = [f"Nguyễn Thị Mẫu {number:03d} {_GIVEN[number % len(_GIVEN)]}" for number in range(count)]
    persons = Person.objects.bulk_create(
        [Person(full_name=name, folded_name=fold(name), sort_name=given_name_first(name)) for name in names]
    )
    made = Enrolment.objects.bulk_create(
        [
            Enrolment(
                training_class=training_class,
                person=person,
                sort_name=person.sort_name,
                unit_text=f"Tổ dân phố số {number % 20 + 1}",
                folded_unit=f"to dan pho so {number % 20 + 1:05d}",
            )
            for number, person in enumerate(persons)
        ]
    )
    provide_tickets(training_class=training_class)
    return made


def codes_of(training_class: TrainingClass) -> dict[int, str]:
    """Return the code of each enrolment's ticket."""
    number = class_number(training_class.code)
    return {
        one.enrolment_id: make_code(class_id=number, ticket=one.number) for one in live_tickets(training_class).all()
    }


def link_of(actor: Any, training_class: TrainingClass, label: str) -> str:
    """Return the end of the address that makes a device known, as the desk shows it."""
    return f"{DOOR}#ghep={add_device(actor=actor, training_class=training_class, label=label).token}"


def film(path: Path, codes: list[str], *, frames: int, size: tuple[int, int] = (640, 480)) -> Path:
    """Write a film in which each code is held up for ``frames`` pictures of 30 a second, a little askew."""
    with path.open("wb") as out:
        for number, code in enumerate(codes):
            picture = Image.new("L", size, 205)
            drawn = io.BytesIO()
            segno.make(code, error="m", boost_error=False, micro=False).save(drawn, kind="png", scale=6, border=4)
            badge = Image.open(drawn).convert("L").rotate(number % 11 - 5, expand=True, fillcolor=205)
            picture.paste(badge, ((size[0] - badge.width) // 2 + number % 40 - 20, (size[1] - badge.height) // 2))
            frame = io.BytesIO()
            picture.save(frame, "JPEG", quality=70)
            out.write(frame.getvalue() * frames)
    return path


# What a USB scanner leaves between two keys. The page tells scanners from hands by it, and reads it from the events,
# so each event says when it happened: how busy this machine is changes nothing.
_KEYS_APART = 0.004
_SHIFTED = {"$": "Digit4", "%": "Digit5", "*": "Digit8", "+": "Equal", ":": "Semicolon"}
_PLAIN = {" ": "Space", "-": "Minus", ".": "Period", "/": "Slash"}
_SHIFT = 8


def scan(page: Page, code: str) -> None:
    """Do what a USB scanner does: type ``code``, then Enter."""
    _type(page, [{"type": "keyDown", "key": sign, "text": sign} for sign in code])


def scan_through_input_method(page: Page, code: str) -> None:
    """The same where a Vietnamese input method takes each key: the page sees where it lies, not what it means."""
    events = []
    for sign in code:
        place = _SHIFTED.get(sign) or _PLAIN.get(sign) or (f"Digit{sign}" if sign.isdigit() else f"Key{sign}")
        shift = _SHIFT if sign in _SHIFTED or sign.isalpha() else 0
        events.append(
            {"type": "rawKeyDown", "code": place, "key": "Process", "windowsVirtualKeyCode": 229, "modifiers": shift}
        )
    _type(page, events)


def _type(page: Page, events: list[dict[str, Any]]) -> None:
    """Press and release each key, and Enter, as fast as a scanner does by their own clock."""
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    keys = page.context.new_cdp_session(page)
    begun = time.time() - (len(events) + 1) * _KEYS_APART
    for number, event in enumerate([*events, enter]):
        at = begun + number * _KEYS_APART
        keys.send("Input.dispatchKeyEvent", {**event, "timestamp": at})
        released = {name: value for name, value in event.items() if name != "text"} | {"type": "keyUp"}
        keys.send("Input.dispatchKeyEvent", {**released, "timestamp": at + _KEYS_APART / 2})
    keys.detach()


@dataclass
class Times:
    """What time it is: ``true`` seconds ahead of the machine's clock, for the server and, from there, for devices."""

    true: float = 0

    def at(self, moment: dt.datetime) -> None:
        """Let it be ``moment`` now."""
        self.true = moment.timestamp() - time.time()

    def now(self) -> dt.datetime:
        """What the server is told."""
        return dt.datetime.fromtimestamp(time.time() + self.true, tz=dt.UTC)


# Dates are asked of this clock; what only runs forward is left alone.
_CLOCK = """(ahead) => {
    const Real = Date;
    globalThis.aheadMs ??= ahead;
    if (Real.shifted) return;
    globalThis.Date = class extends Real {
        static shifted = true;
        static now() { return Real.now() + globalThis.aheadMs; }
        constructor(...given) { given.length ? super(...given) : super(Real.now() + globalThis.aheadMs); }
    };
}"""


@dataclass
class Device:
    """A phone at the door: a browser of its own, with all it keeps, that can be killed and started again."""

    playwright: Playwright
    base: str
    folder: Path
    times: Times
    # How far its clock is ahead of the true time, seconds.
    wrong: float = 0
    film: Path | None = None
    options: dict[str, Any] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    context: BrowserContext | None = None
    page: Page | None = None
    faults: list[str] = field(default_factory=list)

    def start(self, address: str = DOOR, *, offline: bool = False, room: int = 0) -> Page:
        """Open the browser and the door; with ``room`` it has so many octets to keep things in."""
        camera = [f"--use-file-for-fake-video-capture={self.film}"] if self.film else []
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=CHROMIUM,
            args=[*FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", *camera, *self.flags],
            base_url=self.base,
            locale="vi-VN",
            **({"viewport": NARROW} | self.options),
        )
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        self.page.set_default_timeout(20_000)
        self.page.add_init_script(self.clock())
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        if room:
            self.quota(room)
        self.page.goto(address)
        return self.page

    def quota(self, octets: int) -> None:
        """Leave the browser so much room; 0 gives back what it had."""
        session = self.context.new_cdp_session(self.page)
        size = {"quotaSize": octets} if octets else {}
        session.send("Storage.overrideQuotaForOrigin", {"origin": self.base, **size})

    def pair(self, link: str) -> Page:
        """Make the device known, and wait until it has the list and starts without a network."""
        page = self.start(link)
        page.get_by_test_id("inside").wait_for()
        until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), what="the shell is kept")
        return page

    def _heard(self, line: Any) -> None:
        # That a network is away is what it is.
        if line.type == "error" and not any(word in line.text for word in ("ERR_", "403", "410")):
            self.faults.append(line.text)

    def clock(self) -> str:
        """A script that gives a page the clock of this device."""
        return f"({_CLOCK})({(self.times.true + self.wrong) * 1000});"

    def set_clock(self) -> None:
        """Let the open page know what time it is now."""
        self.page.evaluate("(ahead) => { globalThis.aheadMs = ahead; }", (self.times.true + self.wrong) * 1000)

    def kill(self) -> None:
        """End the browser as a battery does."""
        named = f"--user-data-dir={self.folder}"
        for process in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if process.name.isdigit() and named in (line := _command(process)) and not _is_child(line):
                    os.kill(int(process.name), signal.SIGKILL)
        with contextlib.suppress(Exception):
            self.context.close()
        self.context = self.page = None

    def close(self) -> None:
        """Close the browser, if it is open."""
        if self.context:
            self.context.close()
            self.context = self.page = None

    def waiting(self) -> int:
        """How many scans wait, as the screen says."""
        return int(self.page.get_by_test_id("door").get_attribute("data-waiting") or 0)

    def kept(self) -> list[dict[str, Any]]:
        """What lies in the browser's storage: ``{id, waiting}`` of each scan."""
        rows = self.page.evaluate(_STORED, "scans")
        return [{"id": row["id"], "waiting": "waiting" in row} for row in rows]

    def records(self) -> set[str]:
        """The names of what lies there beside the scans."""
        return set(self.page.evaluate(_STORED, "records"))

    def number(self) -> str:
        """What the server calls this device."""
        return next(name.split(":")[1] for name in self.records() if name.startswith("device:"))


def _command(process: Path) -> list[str]:
    return (process / "cmdline").read_bytes().decode(errors="replace").split("\0")


def _is_child(line: list[str]) -> bool:
    return any(word.startswith("--type=") for word in line)


_STORED = """(store) => new Promise((done, fail) => {
    const asked = indexedDB.open("caunoi-door");
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
        const rows = asked.result.transaction(store).objectStore(store);
        const found = store === "scans" ? rows.getAll() : rows.getAllKeys();
        found.onsuccess = () => {
            asked.result.close();
            done(store === "scans" ? found.result.map(({ id, waiting }) => ({ id, waiting })) : found.result);
        };
    };
})"""


def until(settled: Callable[[], Any], *, seconds: float = 60, every: float = 0.2, what: str = "") -> Any:
    """Wait until something is so; the browser goes on meanwhile."""
    end = time.monotonic() + seconds
    while not (found := settled()):
        if time.monotonic() > end:
            raise AssertionError(f"Not within {seconds} s: {what}")
        time.sleep(every)
    return found


def sitting_at(training_class: TrainingClass, moment: dt.datetime) -> Sitting:
    """A sitting that begins at a moment of Vietnam's time."""
    local = timezone.localtime(moment)
    return SittingFactory(training_class=training_class, date=local.date(), starts_at=local.time())


@contextlib.contextmanager
def running(*devices: Device) -> Iterator[None]:
    """Close the devices at the end; what their pages complained of fails the test."""
    try:
        yield
    finally:
        for one in devices:
            one.close()
    assert [fault for one in devices for fault in one.faults] == []
