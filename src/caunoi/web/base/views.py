"""Pages that belong to no face: errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form came too late or from elsewhere, and how to go on."""
    return render(request, "errors/csrf.html", {"reason": reason}, status=403)
