"""Fixtures of publishing's tests."""

from __future__ import annotations

import pytest

from caunoi.directory.enums import RoleKind
from caunoi.publishing.services import finding, open_site
from tests.factories import UserFactory
from tests.publishing.makers import article_in, report_of


@pytest.fixture
def editor(office):
    return UserFactory.with_role(office, RoleKind.EDITOR, email="bien-tap@example.vn")


@pytest.fixture
def site(office, administrator):
    return open_site(actor=administrator, organisation=office, slug="hoa-khanh")


@pytest.fixture
def report(training_class):
    return report_of(training_class)


@pytest.fixture
def draft(site, organiser):
    return article_in(site, organiser)


@pytest.fixture
def known(db, monkeypatch):
    """Let readers find the documents given, and no others."""
    shelf: dict[str, finding.Document] = {}
    monkeypatch.setitem(finding._SOURCES, "article", lambda ids: [shelf[one] for one in (ids or shelf) if one in shelf])

    def put(*documents):
        shelf.update({each.object_id: each for each in documents})
        finding.refresh("article", [each.object_id for each in documents])
        return shelf

    return put
