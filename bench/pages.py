"""The desk's pages of one large class: 300 participants, 12 sittings, everybody marked."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bench.measure import Row, cpu_seconds, row

if TYPE_CHECKING:
    from django.test import Client

    from caunoi.directory.models import User

PERSONS, DAYS = 300, 6
PAGES = {
    "overview": "",
    "programme": "chuong-trinh/",
    "participants": "hoc-vien/",
    "attendance": "tham-du/",
    "questions": "cau-hoi/",
    "results": "ket-qua/",
    "papers": "giay-to/",
    "articles": "tin-bai/",
    "trail": "nhat-ky/",
}


def rows() -> Iterator[Row]:
    """Processor time and queries of each page, against the sign-in page, which shows nothing of the class."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner
    from django.test import Client  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    user, code = build()
    client = Client()
    yardstick = cpu_seconds(lambda: client.get("/tai-khoan/login/"))
    client.force_login(user)
    size = f"{PERSONS} participants, {DAYS * 2} sittings"

    def get(address: str) -> Callable[[], None]:
        def call() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")

        return call

    for name, tail in PAGES.items():
        call = get(f"/viec/lop/{code}/{tail}")
        call()
        with CaptureQueriesContext(connection) as captured:
            call()
        yield row(f"page {name}: queries", size, len(captured), "queries")
        spent = cpu_seconds(call)
        yield row(
            f"page {name}: processor", size, spent * 1000, "ms", yardstick="sign-in page", against=yardstick * 1000
        )
    yield from papers(client, code, size)


def papers(client: Client, code: str, size: str) -> Iterator[Row]:
    """Processor time of the sign-in sheet in Word."""
    address = f"/viec/lop/{code}/giay-to/sign_in_sheet/"
    if client.get(address).status_code == 200:
        spent = cpu_seconds(lambda: client.get(address), runs=3)
        yield row("paper sign-in sheet", size, spent * 1000, "ms")


def build() -> tuple[User, str]:
    """Make an office and its class through the services; returns its user and the class's code."""
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.training.enums import ClassState, Mark, Part  # noqa: PLC0415 - as above
    from caunoi.training.models import Enrolment, TrainingClass  # noqa: PLC0415 - as above
    from caunoi.training.services import attendance, batches, classes, programme  # noqa: PLC0415 - as above

    chance = random.Random(20261123)  # noqa: S311 - samples
    office = found_organisation(
        name="Ủy ban nhân dân xã Đo Lường", kind=OrganisationKind.PEOPLES_COMMITTEE, system=System.STATE
    )
    user, _password = open_first_account(organisation=office, name="Nguyễn Văn Đo", username=f"do{os.getpid()}")
    first = dt.date(2026, 10, 5)
    last = first + dt.timedelta(days=DAYS - 1)
    made = classes.create_class(
        actor=user, keeper=office, title="Lớp lớn để đo", starts_on=first, ends_on=last, place="Hội trường"
    )
    sittings = programme.add_sittings(
        actor=user, training_class=made, first=first, last=last, parts=[Part.MORNING, Part.AFTERNOON]
    )
    for sitting in sittings:
        programme.save_agenda_item(actor=user, training_class=made, sitting=sitting, title=f"Chuyên đề {sitting.pk}")
    batches.accept_roster(
        actor=user,
        training_class=made,
        rows=[
            batches.RosterRow(
                number=n,
                full_name=f"Trần Thị {chance.choice('ABCDĐEGHIK')}{n}",
                post="Tổ trưởng",
                unit_text=f"Tổ dân phố số {n % 40}",
                birth_year=1950 + n % 50,
            )
            for n in range(1, PERSONS + 1)
        ],
        source="đo",
    )
    for state in (ClassState.GATHERING, ClassState.HELD):
        made = TrainingClass.objects.get(pk=made.pk)
        classes.move_on(actor=user, training_class=made, state=state, revision=made.revision)
    enrolments = Enrolment.objects.filter(training_class=made).values_list("id", flat=True)
    marks = [Mark.PRESENT] * 8 + [Mark.LATE, Mark.ABSENT]
    attendance.mark(
        actor=user,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=enrolment, sitting_id=sitting.pk, mark=chance.choice(marks))
            for enrolment in enrolments
            for sitting in sittings
        ],
    )
    return user, made.code
