"""The request of somebody signed in."""

from __future__ import annotations

from django.http import HttpRequest

from caunoi.directory.models import User


class StaffRequest(HttpRequest):
    """What a view behind ``login_required`` gets: its user is an account, never anonymous. For annotations only."""

    user: User
