"""Whether something exists elsewhere is told by nothing: not by the answer, its headers, or the questions asked.

Every address with an object is asked twice by each kind of stranger: for an object of an office that is not his, and
for one that nobody has. Status, headers, body and the shape of every query must be the same.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.core.models import TryCount
from caunoi.directory.enums import RoleKind, SuccessionKind
from caunoi.directory.models import OrganisationSuccession, Unit
from caunoi.training.models import Enrolment
from caunoi.training.services import roster
from tests.factories import OrganisationFactory, UserFactory
from tests.web.scope_world import build_office
from tests.web.test_scope_walk import NO_OBJECT, address, drained, objects, patterns

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# Arguments that name a kind, not a thing of that kind.
KINDS = NO_OBJECT | {"thing", "subject"}
# Rates hold for the offices below, which may read by what they are paid.
SERVES_BELOW = {"desk:rate_table", "desk:tax_rule"}
STRANGERS = ("commune", "sender", "former", "below", "nobody")
# What a page repeats of the question, and what differs at every answer.
_TOKENS = re.compile(rb'[A-Za-z0-9]{64}|(?<=name="once" value=")[0-9a-f-]{36}')
_OF_EACH_ANSWER = {"Set-Cookie", "Content-Length", "X-Request-ID"}
# When an answer was given, to the second: two of them may lie on either side of one.
_MOMENT = "Expires"
_LITERALS = re.compile(r"(?<=_django_curs_)\w+|\"s\d+_x\d+\"|'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|(?<=IN \()[^()]*(?=\))")


@pytest.fixture
def world():
    Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    theirs = build_office("Zxqvung", "Wkbjang")
    own = build_office("Hgfding", "Pytroong")
    sender = OrganisationFactory(name="Hội gửi người")
    row = roster.enrol(actor=theirs.boss, training_class=theirs.training_class, full_name="Trần Thị Được Cử")
    Enrolment.objects.filter(pk=row.pk).update(sender=sender)
    former = OrganisationFactory(name="Xã đã sáp nhập")
    OrganisationSuccession.objects.create(
        predecessor=former, successor=theirs.office, on=dt.date(2025, 7, 1), kind=SuccessionKind.MERGED
    )
    below = OrganisationFactory(name="Tổ ở dưới", parent=theirs.office)
    users = {
        "commune": own.boss,
        "sender": UserFactory.with_role(sender, RoleKind.ADMINISTRATOR),
        "former": UserFactory.with_role(former, RoleKind.ADMINISTRATOR),
        "below": UserFactory.with_role(below, RoleKind.ADMINISTRATOR),
    }
    return SimpleNamespace(theirs=theirs, own=own, users=users)


def client_of(world, stranger):
    client = Client()
    if stranger != "nobody":
        client.force_login(world.users[stranger])
    return client


def absent(value):
    """Return an argument of the same kind that stands for nothing."""
    text = str(value)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=value.int ^ 0xFFFF)
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        return str(uuid.UUID(int=uuid.UUID(text).int ^ 0xFFFF))
    if isinstance(value, int):
        return int("9" * max(len(text), 8))
    if text.isdigit():
        return "9" * max(len(text), 8)
    return "Z" * len(text)


class _Echo:
    """Arguments of an address, kept so that they can be taken out of what repeats them."""

    def __init__(self, name, arguments, place):
        from django.urls import resolve

        self.values = {
            key: value for key, value in resolve(place).kwargs.items() if key in arguments and key not in KINDS
        }


def asked(client, method, place, echoed=""):
    """Return everything that an answer tells, but for what the question said itself."""
    # How often one may ask has tests of its own.
    TryCount.objects.all().delete()
    # The log of queries holds 9,000; this walk asks more.
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(place)
        content = drained(response)
    if response.status_code == 302:
        # A message that waits would stand on the next page, whatever that one tells.
        client.get(reverse("desk:today"))
    if content[:2] == b"PK":
        # A workbook says when it was made; what it holds is compared.
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(each) for each in packed.namelist() if each.startswith("xl/"))
    content = _TOKENS.sub(b"", content)
    # The length of what was asked is part of the length of the answer; the cookie is a token, and so is the number.
    told = {name: value for name, value in response.headers.items() if name not in _OF_EACH_ANSWER}
    told |= dict.fromkeys({_MOMENT} & told.keys(), "")
    head = re.sub(r"'nonce-[^']*'", "", str(sorted(told.items())))
    for echo in (quote(echoed, safe=""), quote(echoed), echoed):
        content, head = content.replace(echo.encode(), b"*"), head.replace(echo, "*")
    return response.status_code, head, content, [_LITERALS.sub("?", query["sql"]) for query in queries]


def differences(client, method, name, first, second):
    one, other = (
        asked(client, method, place, place) for place in (reverse(name, kwargs=each) for each in (first, second))
    )
    words = ("status", "headers", "body", "queries")
    return [
        f"{method} {name} {what}: {_first_difference(a, b)}"
        for what, a, b in zip(words, one, other, strict=True)
        if a != b
    ]


def _first_difference(one, other):
    if isinstance(one, list):
        pairs = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
        return f"{len(one)} and {len(other)} queries; {str(pairs[:1])[:900]}"
    if isinstance(one, bytes):
        place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
        return f"{one[max(place - 60, 0) : place + 90]!r} and {other[max(place - 60, 0) : place + 90]!r}"
    return f"{one} and {other}"


@pytest.mark.parametrize("stranger", STRANGERS)
def test_foreign_and_absent_are_one_answer_at_every_address(world, stranger):
    client = client_of(world, stranger)
    # The first answer of a session may write into it: it is not the one compared.
    client.get(reverse("desk:today"))
    told, seen = [], 0
    for name, route, arguments in patterns():
        if not objects(arguments, name) or (stranger == "sender" and name.startswith("desk:sent_")):
            continue
        if stranger == "below" and name in SERVES_BELOW:
            continue
        foreign = _Echo(name, arguments, address(name, route, arguments, world.theirs))
        fixed = _fixed(name, route, arguments, world)
        nowhere = {key: absent(value) for key, value in foreign.values.items()}
        for method in ("get", "post"):
            told += differences(client, method, name, fixed | foreign.values, fixed | nowhere)
            seen += 1
    assert told == []
    assert seen > 150


def test_foreign_and_absent_parts_of_the_own_class_are_one_answer(world):
    """The class is one's own, what hangs on it is another office's, or nobody's."""
    client = client_of(world, "commune")
    client.get(reverse("desk:today"))
    told, seen = [], 0
    for name, route, arguments in patterns():
        if not objects(arguments, name):
            continue
        foreign = _Echo(name, arguments, address(name, route, arguments, world.theirs)).values
        own = _Echo(name, arguments, address(name, route, arguments, world.own)).values
        fixed = _fixed(name, route, arguments, world)
        if len(foreign) < 2:
            continue
        first = next(iter(foreign))
        kept = fixed | {first: own[first]}
        rest = {key: value for key, value in foreign.items() if key != first}
        nowhere = {key: absent(value) for key, value in rest.items()}
        if rest == {key: own[key] for key in rest}:
            # A version, a width: no object of anybody.
            continue
        for method in ("get", "post"):
            told += differences(client, method, name, kept | rest, kept | nowhere)
            seen += 1
    assert told == []
    assert seen > 15


def _fixed(name, route, arguments, world):
    from django.urls import resolve

    kwargs = resolve(address(name, route, arguments, world.theirs)).kwargs
    return {key: value for key, value in kwargs.items() if key in KINDS}


def test_filters_search_and_sorting_answer_the_same_for_foreign_and_absent(world):
    """Every list, with the foreign name, id or code in every filter, and with one that nobody has."""
    client = client_of(world, "commune")
    client.get(reverse("desk:today"))
    office = world.theirs.office.pk
    pairs = [
        *(
            (word, str(office), str(absent(office)))
            for word in ("under", "organiser", "parent", "organisation", "don_vi")
        ),
        *((word, world.theirs.words[0], "Zzzzzzz") for word in ("q", "sort", "state", "year", "loai")),
        *((word, world.theirs.training_class.code, "ZZZZZZZZ") for word in ("q", "loc", "xem")),
        *((word, str(world.theirs.person.pk), str(absent(world.theirs.person.pk))) for word in ("who", "nguoi", "q")),
    ]
    told = []
    for name, route, arguments in patterns():
        if objects(arguments, name):
            continue
        place = address(name, route, arguments, world.theirs)
        for word, foreign, nobody in pairs:
            one = asked(client, "get", f"{place}?{word}={foreign}", foreign)
            other = asked(client, "get", f"{place}?{word}={nobody}", nobody)
            told += [f"{place} {word}: {_first_difference(a, b)}" for a, b in zip(one, other, strict=True) if a != b]
    assert told == []
