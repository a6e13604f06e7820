"""The editor of ``bench.portal_mix``: publishes articles, then corrects them until its standard input ends."""

from __future__ import annotations

import json
import random
import sys
import threading
import time

import django


def main(count: int) -> None:
    """Tell the addresses as one line of JSON, wait for a line, then tell each edition that stands: number, edition."""
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - Django is set up by now
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.services import approve, correct, create_article, open_site  # noqa: PLC0415 - as above

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
    while not ended.is_set():
        number = rng.randrange(count)
        editions[number] += 1
        articles[number] = correct(
            actor=user, article=articles[number], note="Sửa.", body=_body(number, editions[number])
        )
        tell(f"{number} {editions[number]}")
        time.sleep(0.2)


def tell(line: str) -> None:
    """Write a line for whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _body(number: int, edition: int) -> str:
    return f"<p>Tin số {number} bản {edition}.</p>" + "<p>Học viên nghe hai chuyên đề.</p>" * 20


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
