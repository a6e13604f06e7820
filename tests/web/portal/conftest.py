"""Fixtures of the portal's tests."""

from tests.publishing.conftest import draft, editor, report, site

__all__ = ["draft", "editor", "report", "site"]
