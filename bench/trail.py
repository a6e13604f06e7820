"""The audit trail: writes a second with it and without, sealing and checking, and its pages at a million rows."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import itertools
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bench.measure import Row, p95, row

DATABASES = ("postgresql",)
CONNECTIONS = (1, 4)
SECONDS = 5.0
OBJECTS = 400
ROWS = 1_000_000
# Of these so many are sealed: sealing is a job of the day, and its pace does not depend on how many lie behind.
SEALED = 100_000
COMMUNES = 93
ACTIONS = (
    "training.attendance_marked",
    "training.enrolment_changed",
    "training.class_changed",
    "directory.person_added",
    "directory.person_changed",
    "publishing.article_changed",
)
KINDS = ("training.trainingclass",) * 3 + ("directory.person",) * 2 + ("publishing.articlepage",)


def rows() -> Iterator[Row]:
    """Throughput by connections, then what a million rows cost."""
    yield from _writes()
    yield from _million()


def _writes() -> Iterator[Row]:
    user, objects = _office()
    for connections in CONNECTIONS:
        # Turn about, so that a noisy neighbour slows both down.
        found: dict[str, list[float]] = {"without": [], "with": [], "sealed": []}
        spent: dict[str, float] = dict.fromkeys(found, 0.0)
        for _round in range(3):
            for how, figures in found.items():
                count, seconds = _throughput(user, objects, connections, how)
                figures.append(count / SECONDS)
                spent[how] = seconds / count
        middle = {how: sorted(figures)[1] for how, figures in found.items()}
        size = f"{connections} connections, lock + change + commit"
        yield row(
            "processor time of a write in the server's process, with the trail",
            size,
            spent["with"] * 1000,
            "ms",
            yardstick="without",
            against=spent["without"] * 1000,
        )
        yield row("writes with the trail", size, middle["with"], "1/s", yardstick="without", against=middle["without"])
        yield row(
            "writes with the trail, sealed meanwhile",
            size,
            middle["sealed"],
            "1/s",
            yardstick="without",
            against=middle["without"],
        )


def _office() -> tuple[UUID, list[UUID]]:
    from caunoi.directory.models import Directive, Organisation  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above

    office = Organisation.objects.create(
        name="Ủy ban Đo Lường", folded_name="uy ban do luong", kind="peoples_committee", system="state", path="PRV009"
    )
    user, _password = open_first_account(organisation=office, name="Nguyễn Văn Đo", username="do-ghi")
    made = [Directive(owner=office, number=f"{n}-KH/ĐL", folded_number=f"{n}") for n in range(OBJECTS)]
    Directive.objects.bulk_create(made)
    return user.pk, [each.pk for each in made]


def _throughput(user: UUID, objects: list[UUID], connections: int, how: str) -> tuple[int, float]:
    """Return how many writes so many processes did, each on a connection of its own, and their processor time."""
    from django.db import connections as databases  # noqa: PLC0415 - Django is set up by the runner

    databases.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(connections + 1)
    counts = context.SimpleQueue()
    share = len(objects) // connections
    workers = [
        context.Process(
            target=_write_on, args=(user, objects[n * share : (n + 1) * share], how != "without", start, counts)
        )
        for n in range(connections)
    ]
    stop = context.Event()
    if how == "sealed":
        workers.append(context.Process(target=_seal_on, args=(stop,)))
    for worker in workers:
        worker.start()
    start.wait()
    done = [counts.get() for _worker in range(connections)]
    stop.set()
    for worker in workers:
        worker.join()
    return sum(count for count, _spent in done), sum(spent for _count, spent in done)


def _write_on(user: UUID, objects: list[UUID], trail: bool, start: Any, counts: Any) -> None:
    from django.db import transaction  # noqa: PLC0415 - as above

    from caunoi.core import audit  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.enums import Action  # noqa: PLC0415 - as above
    from caunoi.directory.models import Directive, User  # noqa: PLC0415 - as above
    from caunoi.directory.policies import edits_directive, require  # noqa: PLC0415 - as above

    actor = User.objects.get(pk=user)

    def change(asked: Directive, title: str) -> None:
        """Do what a service does: permission, lock, change, row of the trail, commit."""
        with transaction.atomic():
            require(edits_directive(actor, asked))
            locked = Directive.objects.select_for_update().get(pk=asked.pk)
            details = audit.changes({"title": locked.title}, {"title": title})
            locked.title = title
            locked.save(update_fields=["title"])
            if trail:
                audit.record(
                    actor=actor,
                    action=Action.DIRECTIVE_CHANGED,
                    subject=locked,
                    organisation_id=locked.owner_id,
                    details=details,
                )

    turn = itertools.cycle(Directive.objects.select_related("owner").filter(pk__in=objects))
    for _warm in range(20):
        change(next(turn), "khởi động")
    start.wait()
    done, until, spent = 0, time.perf_counter() + SECONDS, time.process_time()
    while time.perf_counter() < until:
        change(next(turn), f"Kế hoạch tập huấn, lần {done}")
        done += 1
    counts.put((done, time.process_time() - spent))


def _seal_on(stop: Any) -> None:
    from caunoi.core import audit  # noqa: PLC0415 - Django is set up by the runner

    while not stop.wait(1):
        audit.seal_all()


def _million() -> Iterator[Row]:
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner
    from django.test import Client  # noqa: PLC0415 - as above

    from caunoi.core import audit  # noqa: PLC0415 - as above

    users, actor, day = _fill()
    size = f"{ROWS:,} rows"
    began = time.perf_counter()
    sealed = audit.seal_all(rounds=SEALED // 5_000)
    took = time.perf_counter() - began
    yield row("sealing", f"{sealed:,} rows", sealed / took, "rows/s")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    verdict = audit.verify()
    took = time.perf_counter() - began
    read = verdict.rows + verdict.waiting
    if not verdict.is_whole or read < ROWS:
        raise SystemExit(f"The trail is not whole: {verdict}")
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    yield row("verify", f"{read:,} rows", read / took, "rows/s")
    yield row("verify, memory above what stood before", f"{read:,} rows", more / 1024, "MB")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE core_auditentry")
        cursor.execute("ANALYZE")
    gc.collect()
    gc.freeze()
    for scope, user in users.items():
        client = Client()
        client.force_login(user)
        plain = p95([functools.partial(client.get, "/tai-khoan/login/")] * 30)
        for work, query in _queries(actor, day).items():
            slowest = p95([functools.partial(_get, client, f"/viec/nhat-ky/?{query}")] * 20)
            yield row(
                f"trail, {work}, {scope}, p95",
                size,
                slowest * 1000,
                "ms",
                yardstick="sign-in page",
                against=plain * 1000,
            )


def _queries(actor: UUID, day: dt.date) -> dict[str, str]:
    month = f"first={day:%d/%m/%Y}&last={day + dt.timedelta(days=30):%d/%m/%Y}"
    return {
        "newest": "",
        "page 20": "page=20",
        "one who": f"actor={actor}",
        "kind": "kind=publishing.articlepage",
        "action": "action=directory.person_changed",
        "seldom action": "action=directory.role_ended",
        "a month two years ago": month,
        "who, kind, action, month": f"actor={actor}&kind=training.trainingclass&action=training.class_changed&{month}",
    }


def _get(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def _fill() -> tuple[dict[str, Any], UUID, dt.date]:
    """Write a million rows of three years in a province with its communes; returns its readers, a doer, a day."""
    from django.utils import timezone  # noqa: PLC0415 - as above

    from caunoi.core.audit.digests import words_digest  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.core.ids import new_id  # noqa: PLC0415 - as above
    from caunoi.core.models import AuditEntry  # noqa: PLC0415 - as above
    from caunoi.core.text import fold  # noqa: PLC0415 - as above
    from caunoi.directory.enums import RoleKind  # noqa: PLC0415 - as above
    from caunoi.directory.models import Organisation, Role, User  # noqa: PLC0415 - as above

    chance = random.Random(20261126)  # noqa: S311 - made-up rows, the same in every run

    def office(name: str, path: str, parent: Organisation | None = None) -> Organisation:
        kind = "peoples_committee"
        return Organisation(name=name, folded_name=fold(name), kind=kind, system="state", path=path, parent=parent)

    province = office("Ủy ban nhân dân thành phố Nhật Ký", "PRV002")
    communes = [office(f"Ủy ban nhân dân phường {n}", f"PRV002{n:06d}", province) for n in range(COMMUNES)]
    province.save()
    Organisation.objects.bulk_create(communes)
    clerks = [[User(username=f"ghi-{n}-{k}", name=f"Trần Thị Đo {n} {k}") for k in range(4)] for n in range(COMMUNES)]
    User.objects.bulk_create([each for group in clerks for each in group])
    Role.objects.bulk_create(
        Role(user=each, organisation=commune, kind=RoleKind.ORGANISER)
        for commune, group in zip(communes, clerks, strict=True)
        for each in group
    )
    objects = [str(new_id()) for _object in range(60_000)]
    start = timezone.now() - dt.timedelta(days=3 * 365)
    step = dt.timedelta(days=3 * 365) / ROWS

    def entry(number: int) -> AuditEntry:
        place = chance.randrange(COMMUNES)
        doer = chance.choice(clerks[place])
        made = AuditEntry(
            organisation_id=communes[place].pk,
            actor_id=doer.pk,
            actor_name=doer.name,
            action="directory.role_ended" if number % 20_000 == 7 else chance.choice(ACTIONS),
            object_type=chance.choice(KINDS),
            object_id=chance.choice(objects),
            object_label=f"Tập huấn công tác hòa giải ở cơ sở, lớp {number % 2000}",
            details={"place": ["Hội trường cũ", f"Hội trường {number}"]},
            salt="0" * 32,
        )
        made.words_digest = words_digest(made)
        return made

    # Times are set after inserting: the model writes its own.
    field: Any = AuditEntry._meta.get_field("at")
    field.auto_now_add = False
    try:
        for begin in range(0, ROWS, 5_000):
            part = [entry(number) for number in range(begin, begin + 5_000)]
            for number, each in enumerate(part, start=begin):
                each.at = start + step * number
            AuditEntry.objects.bulk_create(part)
    finally:
        field.auto_now_add = True
    readers: dict[str, Any] = {}
    for scope, place in {"scope of a province": province, "scope of a commune": communes[7]}.items():
        reader = User.objects.create(username=f"doc-{len(readers)}", name="Lê Văn Đo")
        Role.objects.create(user=reader, organisation=place, kind=RoleKind.AUDITOR)
        readers[scope] = reader
    return readers, clerks[7][0].pk, timezone.localdate() - dt.timedelta(days=700)
