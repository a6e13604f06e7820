"""Fixtures of the tests of the desk's articles."""

import pytest
from django.test import Client

from tests.publishing.conftest import draft, editor, report, site

__all__ = ["draft", "editor", "report", "site"]


@pytest.fixture
def editing(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def outside(stranger):
    client = Client()
    client.force_login(stranger)
    return client
