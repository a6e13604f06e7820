"""A program of its own: writes mails, runs the real worker's loop in a forked child, and lets it be killed.

Called as ``python -m tests.web.mail.killing`` with the database in the environment; takes a JSON object a line and
answers with one. ``{"do": "work", "die_at": 7}`` answers twice: with the child's pid, then with how it ended; the child
kills itself right before its seventh query.
"""

# ruff: noqa: E402, T201 - Django is woken before its models are imported; the answers are printed

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys

import django

django.setup()

from django.core.mail.utils import DNS_NAME
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.models import OutboxMessage, SendingHours, WorkerBeat
from caunoi.web.mail.sending import render
from tests.settling import settle
from tests.web.mail.conftest import CONTEXT


def write() -> None:
    """Empty everything; write a mail that may come twice and one that may not."""
    for model in (OutboxMessage, DBTaskResult, WorkerBeat, SendingHours):
        model.objects.all().delete()
    SendingHours.objects.create(valid_from=dt.date(2000, 1, 1), opens_at=dt.time(0), closes_at=dt.time.max)
    with transaction.atomic():
        for name in ("once", "twice"):
            outbox.enqueue(
                recipient=f"{name}@example.vn",
                template="article_submitted",
                context=CONTEXT,
                organisation_id=None,
                repeatable=name == "twice",
            )


def work(die_at: int | None = None) -> None:
    left = die_at

    def die(execute, sql, params, many, context):
        nonlocal left
        if left is not None:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        call_command("worker", batch=True, verbosity=0)


def look() -> None:
    mails = {each.recipient.split("@")[0]: each.state for each in OutboxMessage.objects.order_by("pk")}
    jobs = sorted(DBTaskResult.objects.values_list("status", flat=True))
    print(json.dumps({"mails": mails, "jobs": jobs, "beats": WorkerBeat.objects.count()}), flush=True)


def main() -> None:
    # Once and not in every child: this machine's name, texts and addresses.
    DNS_NAME.get_fqdn()
    render(OutboxMessage(recipient="a@example.vn", template="article_submitted", context=CONTEXT))
    for line in sys.stdin:
        order = json.loads(line)
        does = {"write": write, "work": work, "recover": settle, "look": look}[order.pop("do")]
        child = os.fork()
        if not child:
            try:
                if does is work:
                    print(json.dumps({"pid": os.getpid()}), flush=True)
                does(**order)
                connection.close()
            except BaseException:  # noqa: BLE001 - a child must not go on as its parent
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if does is not look:
            print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


main()
