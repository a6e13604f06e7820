"""Pages of classes: the list, a new one, the overview, change, state."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caunoi.web.desk.training.frame import class_page


@login_required
def class_list(request: HttpRequest) -> HttpResponse:
    """Show the classes in scope."""
    return render(request, "desk/training/class_list.html", {})


@login_required
def class_new(request: HttpRequest) -> HttpResponse:
    """Create a class."""
    return render(request, "desk/training/class_new.html", {})


@login_required
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the class stands."""
    page = class_page(request, code, "overview")
    return render(request, "desk/training/overview.html", page.context)


@login_required
def class_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the class."""
    page = class_page(request, code, "overview")
    return render(request, "desk/training/class_edit.html", page.context)


@login_required
def class_move(request: HttpRequest, code: str) -> HttpResponse:
    """Move the class on."""
    page = class_page(request, code, "overview")
    return render(request, "desk/training/overview.html", page.context)
