"""Every address gets what no page of ours sends, from everybody: no fault of ours, no leak, nothing half done.

``make fuzz`` runs the same for longer and with other values each time.
"""

from __future__ import annotations

import os
import traceback

import pytest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test.client import FakePayload
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from caunoi.core.models import AuditEntry
from caunoi.directory.models import Person, Role, User
from caunoi.training.models import Enrolment, TrainingClass
from tests.fuzz import made
from tests.fuzz.world import OURS, WAGTAIL, WHO, build, client_for, undone
from tests.web.test_scope_walk import EVERYBODYS, NO_OBJECT, drained, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]

EXAMPLES = int(os.environ.get("CAUNOI_FUZZ_EXAMPLES") or 0)
LONG = bool(EXAMPLES)
# PostgreSQL gets the smaller share: what differs there is what it refuses to store.
SHARE = EXAMPLES or (24 if connection.vendor == "sqlite" else 8)
FUZZ = settings(
    max_examples=SHARE,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink] if LONG else [Phase.generate],
)
# A page of a small office asks far fewer; a form that asks more for a longer value would show here.
MOST_QUERIES = 260
REFUSED = {400, 401, 403, 404, 405, 409, 411, 413, 415, 429}
KNOWN = REFUSED | {200, 204, 206, 301, 302, 304, 410, 416}
ROLES = [who for who in WHO if who not in {"nobody", "outsider"}]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all addresses; each question's effect is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def faults():
    """What a view raised and nobody caught."""
    found = []

    def keep(sender, **kwargs):
        found.append(traceback.format_exc()[-3000:])

    got_request_exception.connect(keep)
    yield found
    got_request_exception.disconnect(keep)


def counts():
    return [model.objects.count() for model in (AuditEntry, Person, User, Role, TrainingClass, Enrolment)]


def ask(world, faults, *, who, method, path, query="", sent=None, headers=None):
    """Ask, and look at what must hold whatever was asked; returns the answer and whether anything was written."""
    faults.clear()
    note(f"{who}: {method} {path}?{query} {sent.content_type + ' ' + sent.what if sent else ''} {headers or ''}")
    queries = []

    def counted(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    request = {"REQUEST_METHOD": method, "QUERY_STRING": query, "PATH_INFO": _decoded(path)}
    if sent is not None:
        request |= {"wsgi.input": FakePayload(sent.body), "CONTENT_LENGTH": str(len(sent.body))}
        request |= {"CONTENT_TYPE": sent.content_type}
    client = client_for(world.sessions[who])
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    for name, value in (headers or {}).items():
        given = f"{cookies}; {value}" if name == "Cookie" else value
        request["HTTP_" + name.upper().replace("-", "_")] = given.encode("utf-8", "replace").decode("latin-1")
    with undone():
        before = counts()
        with connection.execute_wrapper(counted):
            response = client.request(**request)
        text = text_of(response)
        written = counts() != before
    assert not faults, faults[0]
    assert response.status_code in KNOWN, response.status_code
    assert "traceback (most recent" not in text
    assert "⟦undefined" not in text
    assert "x-injected: 1'" not in str(response.headers).casefold()
    assert len(queries) <= MOST_QUERIES, f"{len(queries)} queries"
    assert not (written and response.status_code in REFUSED), "refused, and written all the same"
    if method != "POST":
        assert not written, "written by looking"
    return response, text


def _decoded(path: str) -> str:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def tells(text: str, office, asked: str) -> list[str]:
    """Return what an answer tells of an office, beyond what was asked or sent."""
    return [word for word in [*office.words, *office.ids] if word.casefold() in text and word not in asked]


@pytest.mark.parametrize("address", OURS, ids=lambda each: each.route or "/")
def test_an_address_takes_whatever_is_sent(world, faults, address):
    forms = world.forms.get(address.name, ())
    names = world.names.get(address.name, ())

    @FUZZ
    @given(data=st.data())
    def run(data):
        where = data.draw(st.sampled_from(["own", "own", "own", "theirs", "odd"] if address.arguments else ["own"]))
        who = data.draw(st.sampled_from(["nobody", "outsider", *["administrator"] * 6, *ROLES]))
        path = data.draw(address.odd()) if where == "odd" else address.of(getattr(world, where))
        post = data.draw(st.integers(0, 3)) < (3 if forms else 1)
        query = data.draw(made.queries(names))
        sent = data.draw(made.bodies(forms)) if post else None
        method = "POST" if post else data.draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "PUT", "X"]))
        response, text = ask(
            world, faults, who=who, method=method, path=path, query=query, sent=sent, headers=data.draw(made.HEADERS)
        )
        asked = path + (sent.body.decode("utf-8", "replace") if sent else "")
        if who not in {"outsider", "superuser"}:
            assert tells(text, world.theirs, asked) == []
        if who in {"nobody", "outsider"} and address.name.startswith("desk:"):
            assert tells(text, world.own, asked) == []
            public = not {name for name, _kind in address.arguments} - NO_OBJECT or address.name in EVERYBODYS
            if where == "own" and not public:
                assert response.status_code in REFUSED | {302}, response.status_code

    run()


@FUZZ
@given(data=st.data())
def test_the_window_of_wagtail_takes_whatever_is_sent(world, faults, data):
    address = data.draw(st.sampled_from(WAGTAIL))
    path = data.draw(address.odd()) if data.draw(st.booleans()) else address.of(world.own)
    method = data.draw(st.sampled_from(["GET", "POST", "HEAD"]))
    sent = data.draw(made.bodies(())) if method == "POST" else None
    who = data.draw(st.sampled_from(WHO))
    query, headers = data.draw(made.queries(("q", "p", "ordering"))), data.draw(made.HEADERS)
    response, text = ask(world, faults, who=who, method=method, path=path, query=query, sent=sent, headers=headers)
    drained(response)
    if who != "superuser":
        assert tells(text, world.theirs, path) == []
        assert tells(text, world.own, path) == []
    if method == "POST":
        assert response.status_code in REFUSED | {302}


PIECES = "viec tai-khoan static media .. . %00 %ff %2f lop tim %E1%BA%A5 \\".split()  # noqa: SIM905 - one a word


@FUZZ
@given(data=st.data())
def test_paths_that_lead_nowhere_are_refused_in_words(world, faults, data):
    pieces = data.draw(st.lists(st.sampled_from([*PIECES, "", "a" * 300]), max_size=6))
    who, query, headers = (data.draw(each) for each in (st.sampled_from(WHO), made.queries(), made.HEADERS))
    ask(world, faults, who=who, method="GET", path="/" + "/".join(pieces), query=query, headers=headers)
