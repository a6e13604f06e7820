"""Readers, commenters, raters and an editor at once on a portal served by gunicorn, and what each of them saw.

Used by ``bench.portal_mix`` for minutes and by ``tests.kills.test_portal`` for seconds.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench._door import ROOT, Server

ARTICLES, READERS = 40, 6
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_EDITION = re.compile(r"Tin số (\d+) bản (\d+)\.")
_COMMENT = re.compile(r"Ý kiến số (\d+)\.")
_MARK = re.compile(r'name="mark" value="([^"]+)"')
# So long a form of comments must be open at least, with room for clocks of whole seconds.
_OPEN = 4.2
_EDITOR = Path(__file__).with_name("_portal_editor.py")


@dataclass
class Told:
    """What the crowd saw and did; ``views`` are pairs of an article's number and an address, ``oldest`` seconds."""

    pages: int = 0
    views: set[tuple[str, str]] = field(default_factory=set)
    votes: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    changes: int = 0
    faults: list[str] = field(default_factory=list)
    oldest: float = 0.0
    slow: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fault(self, words: str) -> None:
        """Note what went wrong."""
        with self.lock:
            self.faults.append(words)

    def figures(self) -> dict[str, int]:
        """Return what the counters have to say, by their names."""
        views = Counter(f"article:{article}" for article, _address in self.views)
        visits = {"site:hoa-khanh": len({address for _article, address in self.views})}
        return {**views, **(visits if self.views else {}), **self.votes}


class Editor:
    """The program that publishes, corrects and lets comments through; tells what stands, and since when."""

    def __init__(self, environment: Mapping[str, str], articles: int) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(_EDITOR), "edit", str(articles)],
            cwd=ROOT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.addresses: list[str] = json.loads(self._line())
        # Of each article: the edition that stands, since when; the newest comment that is shown, since when.
        self.stands = [(1, 0.0, -1, 0.0)] * articles
        self._listener = threading.Thread(target=self._listen)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def begin(self) -> None:
        """Let it correct and look through comments from now on."""
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        self._listener.start()

    def _listen(self) -> None:
        while line := self._line():
            kind, number, value = line.split()
            edition, since, comment, shown = self.stands[int(number)]
            now = time.monotonic()
            self.stands[int(number)] = (
                (int(value), now, comment, shown) if kind == "edition" else (edition, since, int(value), now)
            )

    def end(self) -> None:
        """Let it end what it does; raises for one that failed."""
        assert self.process.stdin
        self.process.stdin.close()
        if self.process.wait(timeout=60):
            raise SystemExit("The editor failed.")
        self._listener.join()

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    text: str


def ask(port: int, path: str, *, address: str, form: Mapping[str, str] | None = None) -> Answer:
    """Ask as a browser behind ``address`` does; ``form`` is sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"User-Agent": BROWSER, "X-Forwarded-For": address}
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, body=urlencode(form), headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        connection.close()


def number_of(address: str) -> str:
    """Return the number of an article, as its address ends with it."""
    return address.rpartition("-")[2]


def run(environment: Mapping[str, str], ports: list[int], *, seconds: float, articles: int = ARTICLES) -> Told:
    """Let the crowd loose on a server at each of ``ports`` for so long; both end cleanly."""
    told = Told()
    editor = Editor(environment, articles)
    servers = [Server({**environment, "CAUNOI_INSTANCE": str(n)}, port) for n, port in enumerate(ports, 1)]
    try:
        for server in servers:
            server.start()
        ends = time.monotonic() + seconds
        crowd = [
            *(threading.Thread(target=_read, args=(n, told, ports, editor, ends)) for n in range(READERS)),
            threading.Thread(target=_rate, args=(told, ports, editor, ends)),
            threading.Thread(target=_comment, args=(told, ports, editor, ends)),
        ]
        editor.begin()
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        editor.end()
        for server in servers:
            server.stop()
    finally:
        editor.kill()
        for server in servers:
            server.kill()
    told.changes = sum(edition - 1 for edition, *_more in editor.stands)
    return told


def state(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what the database says: ``figures`` by name, ``comments`` shown and held."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(_EDITOR), "state"],
        cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def wrong_counts(told: Told, found: Mapping[str, Any]) -> list[str]:
    """Return every counter that says something else than the crowd did."""
    due, is_so = told.figures(), found["figures"]
    wrong = [f"{n}: {is_so.get(n, 0)} instead of {due.get(n, 0)}" for n in due | is_so if due.get(n) != is_so.get(n)]
    if found["comments"] != told.comments:
        wrong.append(f"comments: {found['comments']} instead of {told.comments}")
    return wrong


def _read(number: int, told: Told, ports: list[int], editor: Editor, ends: float) -> None:
    rng = random.Random(number)  # noqa: S311 - which page is read next
    while time.monotonic() < ends:
        article, address = rng.randrange(len(editor.addresses)), f"10.{number}.0.{rng.randrange(50)}"
        path, began = editor.addresses[article], time.monotonic()
        edition, since, comment, shown = editor.stands[article]
        try:
            answer = ask(rng.choice(ports), path, address=address)
        except OSError as fault:
            told.fault(f"{path}: {fault!r}")
            continue
        with told.lock:
            told.pages += 1
            told.slow.append(time.monotonic() - began)
            told.views.add((number_of(path), address))
        for words in _faults(answer, article):
            told.fault(f"{path}: {words}")
        if answer.status == http.client.OK:
            old = 0.0
            if max((int(e) for _n, e in _EDITION.findall(answer.text)), default=0) < edition:
                old = began - since
            if comment >= 0 and str(comment) not in _COMMENT.findall(answer.text):
                old = max(old, began - shown)
            with told.lock:
                told.oldest = max(told.oldest, old)


def _faults(answer: Answer, article: int) -> Iterator[str]:
    found = set(_EDITION.findall(answer.text))
    if answer.status != http.client.OK:
        yield str(answer.status)
    elif {number for number, _edition in found} != {str(article)}:
        yield f"what is no page of {article}: {sorted(found)}"
    elif len(found) > 1:
        yield f"two editions on one page: {sorted(found)}"
    if "Set-Cookie" in answer.headers:
        yield "a cookie"


def _rate(told: Told, ports: list[int], editor: Editor, ends: float) -> None:
    """Vote, each time as somebody else; every fifth one votes twice."""
    rng = random.Random(101)  # noqa: S311 - what is rated next
    for visitor in itertools.count():
        if time.monotonic() > ends:
            return
        number = number_of(rng.choice(editor.addresses))
        path, stars, port = f"/danh-gia/{number}/", rng.randrange(1, 6), rng.choice(ports)
        address = f"10.100.{visitor // 250}.{visitor % 250}"
        for again in range(2 if visitor % 5 == 0 else 1):
            try:
                form = ask(port, path, address=address)
                mark = _MARK.search(form.text)
                assert mark, f"no form at {path}: {form.status}"
                sent = ask(port, path, address=address, form={"mark": mark[1], "stars": str(stars), "xac_nhan": ""})
            except (OSError, AssertionError) as fault:
                told.fault(f"{path}: {fault!r}")
                continue
            due = f"{path}?xong={2 if again else 1}"
            if sent.headers.get("Location") != due:
                told.fault(f"{path}: {sent.status} {sent.headers.get('Location')} instead of {due}")
            elif not again:
                told.votes[f"rating:{number}:{stars}"] += 1
        # A crowd of people, no flood: the pace of the votes.
        time.sleep(0.1)


def _comment(told: Told, ports: list[int], editor: Editor, ends: float) -> None:
    """Open forms, and send each after the time that a person needs."""
    rng = random.Random(202)  # noqa: S311 - what is commented next
    opened: deque[tuple[float, str, str, str]] = deque()
    for visitor in itertools.count():
        if time.monotonic() > ends:
            return
        number = number_of(rng.choice(editor.addresses))
        path, address = f"/y-kien/{number}/", f"10.200.{visitor // 250}.{visitor % 250}"
        try:
            mark = _MARK.search(ask(rng.choice(ports), path, address=address).text)
            if mark:
                opened.append((time.monotonic(), path, address, mark[1]))
            else:
                told.fault(f"{path}: no form")
            while opened and opened[0][0] < time.monotonic() - _OPEN:
                _since, path, address, signed = opened.popleft()
                form = {"mark": signed, "text": f"Ý kiến số {told.comments}.", "name": "Bạn đọc thử", "xac_nhan": ""}
                sent = ask(rng.choice(ports), path, address=address, form=form)
                if sent.headers.get("Location") != f"{path}?xong=1":
                    told.fault(f"{path}: {sent.status} {sent.headers.get('Location')}")
                else:
                    told.comments += 1
        except OSError as fault:
            told.fault(f"{path}: {fault!r}")
        # The pace of the comments.
        time.sleep(0.2)
