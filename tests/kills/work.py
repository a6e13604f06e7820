"""The kinds of work that go on in an office at once, and a journal of what was done.

A line is written into the journal after the service has returned: from then on the work must stand, whatever is killed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from caunoi.core import outbox, search
from caunoi.core.fields import lookup_hashes
from caunoi.core.ids import new_id
from caunoi.core.models import AuditEntry, OutboxMessage, SendingHours
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Person, User
from caunoi.directory.services import erasure, merging, people
from caunoi.intake.enums import CandidateState
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.outcome import accept_candidate
from caunoi.intake.services.review import accept_confident
from caunoi.training.enums import ClassState, Mark, Part
from caunoi.training.models import ClassReport, Enrolment, TrainingClass
from caunoi.training.services import attendance, batches, classes, closing, papers, programme, questions, roster
from caunoi.training.services.register import RosterRow
from tests import settling
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory
from tests.web.mail.conftest import CONTEXT

HOME = Path(settings.ENV.home)
JOURNAL = HOME / "journal.jsonl"
BACKUPS = HOME / "backups"
# Enough for every round; a report that was taken over is not taken over again.
CANDIDATES = 60
NAMES = 12
# So many lines of a kind are looked at after a kill, and as many of those before.
NEWEST = 10
DAY = dt.date(2026, 3, 2)


def note(kind: str, **what: object) -> None:
    """Write one line at once: a killed process leaves whole lines."""
    handle = os.open(JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, (json.dumps({"kind": kind} | what, default=str) + "\n").encode())
    os.close(handle)


def journal() -> list[dict[str, Any]]:
    return [json.loads(line) for line in JOURNAL.read_text().splitlines()] if JOURNAL.exists() else []


def prepare() -> None:
    office = OrganisationFactory(name="Ủy ban nhân dân phường Mất Điện")
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR, username="boss")
    SendingHours.objects.create(valid_from=dt.date(2000, 1, 1), opens_at=dt.time(0), closes_at=dt.time.max)
    for _number in range(CANDIDATES):
        accept_confident(actor=boss, candidate=CandidateFactory(organisation=office), threshold=0)
    # The factory of offices tells search nothing.
    search.reindex("organisation")
    BACKUPS.mkdir()
    settings.KEYS.rotate("fields")


def boss() -> User:
    return User.objects.get(username="boss")


def office(user: User) -> Any:
    return user.roles.get().organisation


def import_something(number: int) -> None:
    """Take over a report that was read, then a list of participants with phones."""
    user = boss()
    candidate = ReportCandidate.objects.filter(state=CandidateState.WAITING).order_by("pk").first()
    if candidate:
        made = accept_candidate(actor=user, candidate=candidate, revision=candidate.revision)
        note("report", made=made.pk)
    held = classes.create_class(
        actor=user, keeper=office(user), title=f"Lớp nhập danh sách {number}", place="Hội trường",
        starts_on=DAY, ends_on=DAY,
    )  # fmt: skip
    mark = new_id().hex[-10:]
    rows = [
        RosterRow(number=each, full_name=f"Trần Thị Mẫu {mark} {each}", phone=_phone()) for each in range(1, NAMES + 1)
    ]
    batches.accept_roster(actor=user, training_class=held, rows=rows)
    note("list", made=held.pk, phones=[row.phone for row in rows])


def _phone() -> str:
    return f"09{random.randrange(10**8):08d}"


def close(number: int) -> None:
    """Hold a small class, close it, keep its paper."""
    user = boss()
    held = _held(user, f"Lớp đã học {number}")
    report = closing.close_class(actor=user, training_class=held, revision=held.revision)
    content = b"%PDF-1.4 " + os.urandom(200_000)
    papers.register_report(actor=user, report=report, number=f"{number}-BC", content=content, name="bc.pdf")
    note("closed", made=report.pk, facts=as_text(report))


def _held(user: User, title: str, persons: Sequence[Person] = ()) -> TrainingClass:
    """Return a class that was held: four people and those given, all but the first of them present."""
    held = classes.create_class(
        actor=user, keeper=office(user), title=title, place="Hội trường", starts_on=DAY, ends_on=DAY
    )
    sitting = programme.add_sitting(actor=user, training_class=held, date=DAY, part=Part.MORNING)
    programme.save_agenda_item(actor=user, training_class=held, sitting=sitting, title="Kỹ năng lắng nghe")
    enrolments = [
        roster.enrol(actor=user, training_class=held, full_name=f"Lê Văn Ví Dụ {new_id().hex[-8:]}", phone=_phone())
        for _each in range(4)
    ]
    enrolments += [roster.enrol(actor=user, training_class=held, person=person) for person in persons]
    questions.add_question(actor=user, training_class=held, text="Ai trả lời?")
    held = TrainingClass.objects.get(pk=held.pk)
    held = classes.move_on(actor=user, training_class=held, state=ClassState.HELD, revision=held.revision)
    cells = [
        attendance.CellMark(enrolment_id=one.pk, sitting_id=sitting.pk, mark=Mark.PRESENT if place else Mark.ABSENT)
        for place, one in enumerate(enrolments)
    ]
    attendance.mark(actor=user, training_class=held, cells=cells)
    return TrainingClass.objects.get(pk=held.pk)


def as_text(report: ClassReport) -> str:
    return json.dumps(report.facts, sort_keys=True, ensure_ascii=False)


def erase(number: int) -> None:
    """Let somebody who is in the register twice sit in a class that is closed, merge the two, and erase the person."""
    user = boss()
    name = f"Phạm Văn Xóa {new_id().hex[-10:]}"
    phone = _phone()
    twice = [
        people.add_person(actor=user, organisation=office(user), full_name=name, phone=phone) for _each in range(2)
    ]
    people.add_post(actor=user, person=twice[0], title="Tổ trưởng", organisation=office(user))
    held = _held(user, f"Lớp có người được xóa {number}", persons=[twice[1]])
    report = closing.close_class(actor=user, training_class=held, revision=held.revision)
    merging.merge_persons(actor=user, kept=twice[0], merged=twice[1])
    erasure.erase_person(actor=user, person=twice[0], typed=name, reason=f"Theo yêu cầu số {number}")
    note("erased", name=name, phone=phone, report=report.pk, facts=as_text(report))


def rotate(number: int) -> None:
    """Give the office new keys, let a job or this process bring old values under them, seal the trail."""
    call_command("keys", "rotate", stdout=_nowhere())
    if number % 2:
        call_command("keys", "reencrypt", stdout=_nowhere())
    call_command("trail", "seal", stdout=_nowhere())
    note("rotated")


def backup(number: int) -> None:
    target = BACKUPS / f"{os.getpid()}-{number}.zip"
    call_command("backup", str(target), stdout=_nowhere())
    note("backup", file=target.name)


def mail(number: int) -> None:
    """Write mails into the outbox, every other one of those that must not come twice."""
    made = new_id().hex
    with transaction.atomic():
        outbox.enqueue(
            recipient=f"{made}@example.vn", template="article_submitted", context=CONTEXT,
            organisation_id=None, repeatable=bool(number % 2),
        )  # fmt: skip
    note("mail", recipient=f"{made}@example.vn", once=not number % 2)


def worker(_number: int) -> None:
    call_command("worker", interval=0.1, stale_after=3.0, verbosity=0)


KINDS: dict[str, Callable[[int], None]] = {
    "import": import_something,
    "close": close,
    "erase": erase,
    "rotate": rotate,
    "backup": backup,
    "mail": mail,
    "worker": worker,
}


def _nowhere() -> Any:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - closed with the process


def done() -> dict[str, int]:
    """Count the journal's lines by kind."""
    return dict(Counter(line["kind"] for line in journal()))


def missing() -> list[str]:
    """Return what the journal says and the office doesn't know: of each kind the newest lines, some of the others."""
    recipients = {each.recipient for each in OutboxMessage.objects.all()}
    stands: dict[str, Callable[[dict[str, Any]], bool]] = {
        "report": lambda line: TrainingClass.objects.filter(pk=line["made"]).exists(),
        "list": _list_stands,
        "closed": lambda line: as_text(ClassReport.objects.get(pk=line["made"])) == line["facts"],
        "erased": _erased,
        "backup": lambda line: zipfile.ZipFile(BACKUPS / line["file"]).testzip() is None,
        "mail": lambda line: line["recipient"] in recipients,
    }
    gone = []
    for kind, stand in stands.items():
        lines = [line for line in journal() if line["kind"] == kind]
        older = lines[:-NEWEST]
        looked_at = lines[-NEWEST:] + random.sample(older, min(len(older), NEWEST))
        gone += [json.dumps(line) for line in looked_at if not stand(line)]
    return gone


def _list_stands(line: dict[str, Any]) -> bool:
    """Everybody is on the list, reads as he was written, and is found by his phone."""
    people_there = Person.objects.filter(pk__in=Enrolment.objects.filter(training_class=line["made"]).values("person"))
    return {person.phone for person in people_there} == set(line["phones"]) and all(
        Person.objects.filter(phone_hash__in=lookup_hashes(phone)).exists() for phone in line["phones"][:2]
    )


def _erased(line: dict[str, Any]) -> bool:
    """Nobody is called so any more, in the register, the trail or the frozen names; what was counted is what it was."""
    report = ClassReport.objects.get(pk=line["report"])
    called = Person.objects.filter(full_name=line["name"]).exists() or Person.objects.filter(
        phone_hash__in=lookup_hashes(line["phone"])
    ).exclude(erased_at=None)
    told = AuditEntry.objects.filter(Q(object_label=line["name"]) | Q(reason__contains=line["name"]))
    return (
        not called
        and not told.exists()
        and line["name"] not in json.dumps(report.names, ensure_ascii=False)
        and as_text(report) == line["facts"]
    )


def settle() -> None:
    """Let time pass until every worker that was killed counts as gone, do what waits, and note what became of mails."""
    settling.settle()
    states = {each.recipient: each.state for each in OutboxMessage.objects.all()}
    (HOME / "mails.json").write_text(json.dumps(states))
