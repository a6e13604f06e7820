"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from caunoi.directory.enums import RoleKind
from caunoi.web.portal.cache.middleware import forget
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory


@pytest.fixture(autouse=True)
def _no_anchor_of_another_test():
    """The database is emptied after each test; the anchor of its trail lies in a file, and would stay."""
    yield
    Path(settings.TRAIL_HEAD).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _no_page_of_another_test():
    """Each process keeps pages in its memory; what one test made must not answer in another."""
    yield
    forget()


@pytest.fixture
def office(db):
    return OrganisationFactory(name="Đảng ủy phường Hòa Khánh")


@pytest.fixture
def organiser(office):
    return UserFactory.with_role(office, RoleKind.ORGANISER)


@pytest.fixture
def administrator(office):
    return UserFactory.with_role(office, RoleKind.ADMINISTRATOR)


@pytest.fixture
def stranger(db):
    return UserFactory.with_role(OrganisationFactory(name="Ủy ban nhân dân xã Bà Nà"), RoleKind.ADMINISTRATOR)


@pytest.fixture
def training_class(office):
    return TrainingClassFactory(keeper=office)


@pytest.fixture
def desk(organiser):
    client = Client()
    client.force_login(organiser)
    return client
