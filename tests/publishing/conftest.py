"""Fixtures of publishing's tests."""

from __future__ import annotations

import pytest

from caunoi.directory.enums import RoleKind
from caunoi.publishing.services import open_site
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
