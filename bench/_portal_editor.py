"""The editor of ``bench._portal_crowd``: publishes, corrects and lets comments through until its input ends."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
import time

import django


def edit(count: int) -> None:
    """Tell the addresses as one line of JSON, wait for a line, then tell what stands, a line each.

    A line is ``edition NUMBER EDITION`` or ``comment NUMBER WHICH``; NUMBER is the place of the article's address.
    """
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - Django is set up by now
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.models import Comment  # noqa: PLC0415 - as above
    from caunoi.publishing.services import approve, correct, create_article, open_site  # noqa: PLC0415 - as above
    from caunoi.publishing.services.moderation import show_comments  # noqa: PLC0415 - as above

    office = found_organisation(
        name="Đảng ủy phường Hòa Khánh", kind=OrganisationKind.PARTY_COMMITTEE, system=System.PARTY
    )
    user, _password = open_first_account(organisation=office, name="Nguyễn Thị Thử")
    open_site(actor=user, organisation=office, slug="hoa-khanh")
    articles = [
        approve(
            actor=user,
            article=create_article(
                actor=user, organisation=office, title=f"Bài {number}", lead="Mẫu.", body=_body(number, 1)
            ),
        )
        for number in range(count)
    ]
    tell(json.dumps([one.address for one in articles]))
    sys.stdin.readline()
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    rng, editions = random.Random(1), [1] * count  # noqa: S311 - which article is corrected next
    places = {one.pk: number for number, one in enumerate(articles)}
    while not ended.is_set():
        number = rng.randrange(count)
        editions[number] += 1
        articles[number] = correct(
            actor=user, article=articles[number], note="Sửa.", body=_body(number, editions[number])
        )
        tell(f"edition {number} {editions[number]}")
        waiting = list(Comment.objects.filter(state="held").order_by("pk"))
        if waiting:
            show_comments(actor=user, comments=[one.pk for one in waiting])
            for one in waiting:
                which = re.findall(r"\d+", one.text)[0]
                tell(f"comment {places[one.article_id]} {which}")
        # The pace of an editor, however quick the machine is.
        time.sleep(0.2)


def state() -> None:
    """Tell every counter, and how many comments there are, as one line of JSON."""
    from caunoi.publishing.models import Comment, ViewCount  # noqa: PLC0415 - Django is set up by now

    figures = dict(ViewCount.objects.values_list("name", "total"))
    tell(json.dumps({"figures": figures, "comments": Comment.objects.count()}))


def tell(line: str) -> None:
    """Write a line for whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _body(number: int, edition: int) -> str:
    return f"<p>Tin số {number} bản {edition}.</p>" + "<p>Học viên nghe hai chuyên đề.</p>" * 20


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "edit":
        edit(int(sys.argv[2]))
    else:
        state()
