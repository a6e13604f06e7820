"""The desk's search of everything in scope."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, grouped by kind."""
    return render(request, "desk/search.html", {"query": request.GET.get("q", "")})
