from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core import search
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.services.directives import add_directive, attach_directive_file, change_directive
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_directive_is_found_by_number_and_subject(office, organiser):
    add_directive(actor=organiser, owner=office, number="68-KH/ĐU", kind="Kế hoạch", title="Tập huấn hòa giải")

    def found(query, user=organiser):
        return [d.title for d in search.find(query=query, ranges=scope_of(user).ranges, kinds=["directive"])]

    assert found("68-kh") == found("tap huan") == ["Kế hoạch 68-KH/ĐU"]
    assert found("tap huan", UserFactory()) == []


def test_change_directive_writes_what_changed(office, organiser):
    directive = add_directive(actor=organiser, owner=office, number="68-KH/ĐU")
    change_directive(actor=organiser, directive=directive, issued_on=dt.date(2026, 1, 5))
    attach_directive_file(actor=organiser, directive=directive, content=b"%PDF-1.4 x", name="a.pdf")
    change_directive(actor=organiser, directive=directive, number=" 68-KH/ĐU ")

    entries = AuditEntry.objects.filter(action="directory.directive_changed").order_by("id")
    assert [entry.details for entry in entries] == [{"issued_on": [None, "2026-01-05"]}, {"file": [None, "a.pdf"]}]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"number": " "}, "number"), ({"title": "x" * 501}, "title"), ({"issued_on": dt.date(26, 1, 1)}, "issued_on")],
)
def test_add_directive_refuses_what_cannot_be(office, organiser, fields, field):
    with pytest.raises(ValidationError) as refused:
        add_directive(actor=organiser, owner=office, **{"number": "1-KH", **fields})

    assert list(refused.value.message_dict) == [field]


def test_directives_are_kept_by_organisers_only(office, organiser, stranger):
    directive = add_directive(actor=organiser, owner=office, number="68-KH/ĐU")
    for user in (stranger, UserFactory.with_role(office, RoleKind.AUDITOR)):
        with pytest.raises(PermissionDenied):
            add_directive(actor=user, owner=office, number="1-KH")
        with pytest.raises(PermissionDenied):
            change_directive(actor=user, directive=directive, number="2-KH")
